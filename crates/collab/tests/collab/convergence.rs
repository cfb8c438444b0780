//! Six pages write whatever comes, go offline, come back; the server restarts, drafts, undoes: in the end all are equal.

use postlude_collab::{Applied, Document, Operation, ReviewRole, Writer};
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use yrs::updates::decoder::Decode;
use yrs::{Map, ReadTxn, StateVector, Transact, Update};

use crate::page::{Page, holder};

const PAGES: usize = 6;
const AT: &str = "2026-03-06T09:00:00Z";

#[derive(Debug, Clone)]
enum Step {
    /// A page writes, whether it is online or not.
    Write { page: usize, place: usize, value: u8 },
    /// A page types into a text, or takes characters out of it.
    Type { page: usize, text: usize, at: u32, letters: String },
    /// A page takes an object away.
    Remove { page: usize, object: usize },
    /// A page comes back: it tells what the server lacks, and hears what it lacks.
    Meet { page: usize },
    /// The server itself does something, and perhaps takes it back.
    Operate { entry: usize, undo: bool },
    /// The server is killed and opens what it kept; or a snapshot of it.
    Restart { from_snapshot: bool },
}

fn step() -> impl Strategy<Value = Step> {
    let page = 0..PAGES;
    prop_oneof![
        6 => (page.clone(), 0..11usize, any::<u8>()).prop_map(|(page, place, value)| Step::Write { page, place, value }),
        4 => (page.clone(), 0..2usize, 0..20u32, "[a-zäß🎉]{0,4}")
            .prop_map(|(page, text, at, letters)| Step::Type { page, text, at, letters }),
        1 => (page.clone(), 0..5usize).prop_map(|(page, object)| Step::Remove { page, object }),
        4 => page.prop_map(|page| Step::Meet { page }),
        2 => (0..3usize, any::<bool>()).prop_map(|(entry, undo)| Step::Operate { entry, undo }),
        1 => any::<bool>().prop_map(|from_snapshot| Step::Restart { from_snapshot }),
    ]
}

/// The server with its disk.
struct Server {
    document: Document,
    snapshot: Option<Vec<u8>>,
    log: Vec<Vec<u8>>,
    openings: u64,
}

impl Server {
    fn open(&mut self) {
        self.openings += 1;
        let updates = self.log.iter().map(Vec::as_slice);
        self.document = Document::open(1_000 + self.openings, self.snapshot.as_deref(), updates).unwrap();
    }
}

/// All pages and the server.
struct World {
    server: Server,
    pages: Vec<Page>,
    clients: u64,
}

impl World {
    fn new() -> Self {
        let server = Server { document: Document::new(1_000), snapshot: None, log: Vec::new(), openings: 0 };
        let pages = (0..PAGES).map(|at| Page::new(1 + at as u64, &format!("p{at}"), ReviewRole::Participant));
        Self { server, pages: pages.collect(), clients: 100 }
    }

    fn step(&mut self, step: &Step) {
        match step {
            Step::Write { page, place, value } => self.write(*page, *place, *value),
            Step::Type { page, text, at, letters } => {
                let place = ["entries/e0/text", "meta/summary"][*text];
                self.pages[*page].rewrite(place, *at, letters);
            }
            Step::Remove { page, object } => {
                let place = ["entries/e0", "notes/n0", "notes/n1", "comments/c0", "questions/q0"][*object];
                self.pages[*page].remove(place);
            }
            Step::Meet { page } => self.meet(*page),
            Step::Operate { entry, undo } => self.operate(*entry, *undo),
            Step::Restart { from_snapshot } => {
                if *from_snapshot {
                    self.server.snapshot = Some(self.server.document.state());
                    self.server.log.clear();
                }
                self.server.open();
            }
        }
    }

    fn write(&mut self, page: usize, place: usize, value: u8) {
        let page = &self.pages[page];
        let person = match &page.writer {
            Writer::Person { id, .. } => id.clone(),
            Writer::Server => unreachable!(),
        };
        let entry = format!("entries/e{}", value % 3);
        let _ = match place {
            0 => page.add(&entry, json!({"title": "a", "by": person, "lane": "people"})),
            1 => page.set_if_there(&entry, "title", json!(format!("title {value}"))),
            2 => page.set_if_there(
                &entry,
                "state",
                json!(["picked", "hidden", "wrong"][usize::from(value % 3)]),
            ),
            3 => page.set(&format!("notes/n{}", value % 2), json!({"text": "x", "x": value, "by": person})),
            4 => page.add(&format!("notes/n{}", value % 2), json!({"kind": "saw", "by": person})),
            5 => page.set_if_there(&entry, "tags", json!({})),
            6 => page
                .add("comments/c0", json!({"text": "?", "by": person, "on": {"map": "entries", "id": "e0"}})),
            7 => {
                page.add("questions/q0", json!({"text": "What did you see?", "state": "kept", "rule": "gap"}))
            }
            8 => page.set_if_there(
                "questions/q0",
                "state",
                json!(["dismissed", "answered", "wrong"][usize::from(value % 3)]),
            ),
            9 => page.set_if_there("questions/q0", "to", json!({"who": "person", "id": person})),
            _ => page.set("meta/other", json!(value)),
        };
    }

    /// A page that is refused forgets its copy and joins anew, as a browser does.
    fn meet(&mut self, at: usize) {
        let page = &self.pages[at];
        let update = page.step_two(&self.server.document);
        match page.send(&mut self.server.document, &update) {
            Ok(Applied::Changed(kept)) => self.server.log.push(kept),
            Ok(Applied::Unchanged) => {}
            Err(_) => {
                self.clients += 1;
                self.pages[at] = Page::new(self.clients, &format!("p{at}"), ReviewRole::Participant);
            }
        }
        let page = &self.pages[at];
        let known = page.doc.transact().state_vector();
        let lacks = self.server.document.since(&yrs::updates::encoder::Encode::encode_v1(&known)).unwrap();
        page.doc.transact_mut().apply_update(Update::decode_v1(&lacks).unwrap()).unwrap();
    }

    fn operate(&mut self, entry: usize, undo: bool) {
        let id = format!("e{entry}");
        let tag = Operation::Tag { id, tag: "seen".to_owned(), on: true };
        let Ok(done) = self.server.document.operate(&[tag], &Writer::Server, AT) else { return };
        self.server.log.extend(done.update);
        if undo {
            let undone = self.server.document.undo(&done.undo, &Writer::Server).unwrap();
            self.server.log.extend(undone.done.update);
        }
    }

    fn all(&mut self) -> (Json, Vec<Json>) {
        for _ in 0..2 {
            (0..PAGES).for_each(|page| self.meet(page));
        }
        let json = |page: &Page| {
            let state = page.doc.transact().encode_state_as_update_v1(&StateVector::default());
            Document::open(7, Some(&state), []).unwrap().json()
        };
        (self.server.document.json(), self.pages.iter().map(json).collect())
    }
}

impl Page {
    fn set_if_there(&self, object: &str, field: &str, value: Json) -> Vec<u8> {
        let (map, id) = object.split_once('/').unwrap();
        let there = matches!(
            self.doc.transact().get_map(map).and_then(|map| map.get(&self.doc.transact(), id)),
            Some(yrs::Out::YMap(_))
        );
        if there { self.set(&format!("{object}/{field}"), value) } else { Vec::new() }
    }

    /// Types letters; without letters, takes some out.
    fn rewrite(&self, place: &str, at: u32, letters: &str) {
        use yrs::{GetString, Text};
        self.write(|transaction| {
            let (map, key) = holder(transaction, place);
            let Some(yrs::Out::YText(text)) = map.get(transaction, key) else {
                map.insert(transaction, key, yrs::TextPrelim::new(letters));
                return;
            };
            let now = text.get_string(transaction);
            // Only between characters, as an editor does.
            let before: String = now.chars().take(at as usize).collect();
            let from = before.encode_utf16().count() as u32;
            if letters.is_empty() {
                let after: String = now.chars().skip(at as usize).take(3).collect();
                text.remove_range(transaction, from, after.encode_utf16().count() as u32);
            } else {
                text.insert(transaction, from, letters);
            }
        });
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn all_are_equal_in_the_end(steps in prop::collection::vec(step(), 1..120)) {
        let mut world = World::new();
        for step in &steps {
            world.step(step);
        }
        let (server, pages) = world.all();
        for page in pages {
            prop_assert_eq!(&page, &server);
        }
        world.server.open();
        prop_assert_eq!(world.server.document.json(), server);
    }
}

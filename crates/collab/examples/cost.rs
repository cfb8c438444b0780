//! What the document costs: `cargo run --release -p postlude-collab --example cost`. Prints, and asserts nothing.
#![expect(clippy::print_stdout, clippy::disallowed_methods, reason = "a program that measures and prints")]

use std::time::{Duration, Instant};

use postlude_collab::session::{Presence, Session};
use postlude_collab::{Applied, Document, Operation, ReviewRole, Writer};
use postlude_review::timeline::{Lane, Redraft};
use serde_json::json;
use yrs::{Any, Doc, Map, MapRef, Transact, WriteTxn};

const NOTE: &str = "connections of the pool are used up, retries begin";

/// Pages that each write a plain note with every update.
struct Pages {
    docs: Vec<(Doc, MapRef)>,
    written: usize,
}

impl Pages {
    fn new(count: u64) -> Self {
        let page = |client| {
            let doc = Doc::with_client_id(1_000_000 + client);
            let map = doc.transact_mut().get_or_insert_map("notes");
            (doc, map)
        };
        Self { docs: (0..count).map(page).collect(), written: 0 }
    }

    fn note(&mut self) -> Vec<u8> {
        let (doc, map) = &self.docs[self.written % self.docs.len()];
        self.written += 1;
        let note = json!({"t": self.written as f64 * 0.37, "x": self.written % 4_000, "y": 77, "color": "#ffd966",
            "author": "c7", "text": NOTE});
        let mut transaction = doc.transact_mut();
        let key = format!("c{}-{}-room", self.written % self.docs.len(), self.written);
        map.insert(&mut transaction, key, Any::from_json(&note.to_string()).expect("is JSON"));
        transaction.encode_update_v1()
    }
}

fn main() {
    for notes in [5_000, 20_000 - 1_000] {
        measure_notes(notes);
    }
    measure_machine(5_000);
}

fn measure_notes(notes: usize) {
    let writer = Writer::person("ann", ReviewRole::Participant);
    let mut pages = Pages::new(200);
    let before = memory();
    let mut document = Document::new(1);
    let mut log = Vec::new();
    let filled = time(|| {
        for _ in 0..notes {
            if let Ok(Applied::Changed(update)) = document.apply(&pages.note(), &writer) {
                log.push(update);
            }
        }
    });
    let grown = memory().saturating_sub(before);
    println!("{notes} notes: filled in {filled:?}, with the pages that wrote {grown} KiB");

    let mut applied = Vec::new();
    for _ in 0..500 {
        let update = pages.note();
        applied.push(time(|| drop(document.apply(&update, &writer))));
    }
    applied.sort();
    println!("  one more note: median {:?}, p99 {:?}", applied[250], applied[495]);

    let (mut session, mut presence) = (Session::new(1, writer.clone(), "Ann"), Presence::default());
    let messages: Vec<Vec<u8>> = (0..400).map(|_| sync(&pages.note())).collect();
    let received = time(|| {
        for message in &messages {
            let _ = session.receive(message, &mut document, &mut presence);
        }
    });
    println!("  one message through a session: {:?}", received / 400);

    let state = document.state();
    println!("  snapshot: {} KiB, made in {:?}", state.len() / 1024, least(|| drop(document.state())));
    println!("  open from snapshot: {:?}", least(|| drop(Document::open(2, Some(&state), []))));
    let log = log.iter().map(Vec::as_slice);
    println!("  open from {} updates: {:?}", log.len(), time(|| drop(Document::open(2, None, log))));
    println!("  JSON: {:?}", least(|| drop(document.json())));
    println!("  as types: {:?}", least(|| drop(document.review())));

    let forged = {
        let (doc, map) = &pages.docs[0];
        let mut transaction = doc.transact_mut();
        map.insert(&mut transaction, "forged", Any::from_json(r#"{"by": "ben"}"#).expect("is JSON"));
        transaction.encode_update_v1()
    };
    println!("  a forged note: refused in {:?}", least(|| drop(document.apply(&forged, &writer))));
    println!("  damaged bytes: refused in {:?}", least(|| drop(document.apply(&forged[..9], &writer))));
}

fn measure_machine(entries: usize) {
    let insert = |at: usize| Redraft::Insert {
        id: format!("0190a000-0000-8000-8000-{at:012}"),
        lane: Lane::Machine,
        machine: json!({"kind": "latency", "time": "2026-03-05T14:09:41.120Z", "time_error_s": 5, "service": "orders",
            "title": "orders: POST /orders takes 0.9 s instead of 0.02 s", "score": 0.81,
            "reason": "median of 41 calls against 63 calls before",
            "evidence": [{"incident": "i", "source": "s1", "bytes": [18_210, 18_395]}],
            "plot": {"label": "seconds", "start": "2026-03-05T14:00:00Z", "step_s": 10, "values": vec![0.5; 60]}}),
    };
    let redraft =
        Operation::Redraft { incident: "i".to_owned(), changes: (0..entries).map(insert).collect() };
    let mut document = Document::new(1);
    let drafted = time(|| drop(document.operate(&[redraft], &Writer::Server, "2026-03-06T09:00:00Z")));
    let state = document.state();
    println!("{entries} entries of the machine: drafted in {drafted:?}, snapshot {} KiB", state.len() / 1024);
    let mut opened = None;
    println!("  open from snapshot: {:?}", least(|| opened = Document::open(2, Some(&state), []).ok()));
    println!("  as types: {:?}", least(|| drop(document.review())));
    println!("  answer to the first step: {:?}", least(|| drop(document.since(&[0]))));
}

fn sync(update: &[u8]) -> Vec<u8> {
    // Lengths of our notes take two bytes.
    let length = update.len();
    [&[0, 2, (length & 0x7f) as u8 | 0x80, (length >> 7) as u8], update].concat()
}

fn time(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}

/// The least of seven runs: other programs share the machine.
fn least(mut work: impl FnMut()) -> Duration {
    (0..7).map(|_| time(&mut work)).min().unwrap_or_default()
}

/// Resident memory in KiB, where the system tells it.
fn memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().split(' ').next()?.parse().ok()).unwrap_or(0)
}

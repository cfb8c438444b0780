//! Five pages write whatever comes, over real sockets that are cut, to servers that are killed: in the end all are equal.

use std::net::SocketAddr;

use postlude_collab::Operation;
use postlude_review::people::{AccountRole, ReviewRole, Visibility};
use serde_json::{Value, json};
use tempfile::TempDir;
use uuid::Uuid;

use crate::house::{Caller, Server, Start};
use crate::kill::Chance;
use crate::page::Page;
use crate::postgres;

const PAGES: usize = 5;
const STEPS: usize = 400;

/// The pages, and the server as long as it is there.
struct World<'a> {
    start: &'a dyn Fn() -> Server,
    server: Option<Server>,
    callers: Vec<Caller>,
    pages: Vec<Page>,
    review: Uuid,
    chance: Chance,
}

#[test]
fn all_are_equal_on_a_file() {
    for seed in [1, 77, 4_711] {
        let data = TempDir::new().unwrap();
        converge(seed, &|| Server::start(data.path()));
    }
}

#[test]
fn all_are_equal_on_postgres() {
    for seed in [2, 78] {
        let (database, data) = (postgres::Server::start(), TempDir::new().unwrap());
        let url = database.url();
        converge(seed, &|| Start { database: Some(url.clone()), ..Start::new(data.path()) }.start());
    }
}

fn converge(seed: u64, start: &dyn Fn() -> Server) {
    let mut world = World::new(seed, start);
    for step in 0..STEPS {
        world.step(step);
    }
    let documents = world.end();
    for document in &documents[1..] {
        assert_eq!(document, &documents[0], "seed {seed}");
    }
    let notes = documents[0]["notes"].as_object().map_or(0, serde_json::Map::len);
    assert!(notes > 0, "seed {seed}: nothing was written");
}

impl<'a> World<'a> {
    fn new(seed: u64, start: &'a dyn Fn() -> Server) -> Self {
        let server = start();
        server.administrator();
        let callers: Vec<Caller> =
            (0..PAGES).map(|number| server.person(&format!("p{number}"), AccountRole::Member)).collect();
        let review = server.review(&callers[0], Visibility::Restricted).id;
        callers[1..].iter().for_each(|caller| server.name(review, caller.id, ReviewRole::Facilitator));
        let pages = callers.iter().map(|caller| Page::join(server.address, caller, review)).collect();
        Self {
            start,
            server: Some(server),
            callers,
            pages,
            review,
            chance: Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15)),
        }
    }

    fn address(&self) -> SocketAddr {
        self.server.as_ref().unwrap().address
    }

    fn step(&mut self, step: usize) {
        let at = self.chance.below(PAGES as u64) as usize;
        match self.chance.below(40) {
            0 => self.restart(),
            1..=3 => self.pages[at].cut(),
            4..=7 => self.come_back(at),
            _ => {
                let operation = self.operation(step);
                self.pages[at].write(&[operation]);
            }
        }
        while self.pages[at].hear_now() {}
        // Whom the server refused begins anew, as a browser does.
        if self.pages[at].refused.is_some() {
            self.pages[at] = Page::join(self.address(), &self.callers[at], self.review);
        }
    }

    fn operation(&mut self, step: usize) -> Operation {
        let (id, other) = (self.chance.below(12), self.chance.below(12));
        let value = match self.chance.below(8) {
            0 | 1 => {
                json!({"do": "add_note", "id": format!("n{step}"), "kind": "saw", "text": "it began", "fields": {}})
            }
            2 => json!({"do": "add_entry", "id": format!("e{id}"), "text": "long",
                "fields": {"title": format!("title {step}"), "time": "2026-03-05T14:09:41Z"}}),
            3 => {
                json!({"do": "edit_entry", "id": format!("e{id}"), "fields": {"title": format!("title {step}")}})
            }
            4 => {
                json!({"do": "entry_text", "id": format!("e{id}"), "text": format!("told {other} times 🎉")})
            }
            5 => {
                json!({"do": "tag", "id": format!("e{id}"), "tag": format!("t{other}"), "on": other % 2 == 0})
            }
            6 => json!({"do": "decide", "id": format!("e{id}"), "state": (["picked", "hidden"][step % 2])}),
            _ => json!({"do": "title", "title": format!("title {step}")}),
        };
        serde_json::from_value(value).unwrap()
    }

    fn come_back(&mut self, at: usize) {
        let address = self.address();
        self.pages[at].connect(address, &self.callers[at], self.review);
    }

    /// Killed, or stopped in order; nobody comes back by themselves.
    fn restart(&mut self) {
        if let Some(old) = self.server.take() {
            if self.chance.below(2) == 0 { old.stop() } else { drop(old) }
        }
        self.server = Some((self.start)());
    }

    /// Everybody comes back; all documents, the server's first.
    fn end(mut self) -> Vec<Value> {
        for _ in 0..2 {
            for at in 0..PAGES {
                self.pages[at].cut();
                self.come_back(at);
                self.pages[at].wait("it is back", |page| {
                    page.closed.is_some() || page.is_in_step() && page.saved == page.sent
                });
                if self.pages[at].closed.is_some() {
                    self.pages[at] = Page::join(self.address(), &self.callers[at], self.review);
                }
            }
        }
        let path = format!("/reviews/{}/document", self.review);
        let document = self.server.as_ref().unwrap().get(&self.callers[0], &path);
        let pages = self.pages.iter().map(|page| page.document.json());
        std::iter::once(document).chain(pages).collect()
    }
}

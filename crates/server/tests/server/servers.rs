//! Two servers on one PostgreSQL, and a database that goes away.

use postlude_review::people::{AccountRole, ReviewRole, Visibility};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::house::{Caller, Review, Server, Start};
use crate::page::{Page, presence};
use crate::postgres;

fn start(database: &postgres::Server, data: &TempDir) -> Server {
    Start { database: Some(database.url()), ..Start::new(data.path()) }.start()
}

/// Two people and their review.
fn furnish(server: &Server) -> (Caller, Caller, Review) {
    server.administrator();
    let (olga, pia) = (server.person("olga", AccountRole::Member), server.person("pia", AccountRole::Member));
    let review = server.review(&olga, Visibility::Restricted);
    server.name(review.id, pia.id, ReviewRole::Participant);
    (olga, pia, review)
}

#[test]
fn servers_show_each_others_people_and_edits() {
    let (database, data) = (postgres::Server::start(), TempDir::new().unwrap());
    let (one, other) = (start(&database, &data), start(&database, &data));
    let (olga, pia, review) = furnish(&one);
    let mut here = Page::join(one.address, &olga, review.id);
    let mut there = Page::join(other.address, &pia, review.id);
    for number in 0..20 {
        here.note(&format!("here{number}"), "x");
        there.note(&format!("there{number}"), "x");
    }
    for page in [&mut here, &mut there] {
        page.wait("all notes of both", |page| {
            page.document.json()["notes"].as_object().is_some_and(|notes| notes.len() == 40)
        });
        page.wait_saved();
    }
    assert_eq!(here.document.json(), there.document.json());
    there.send(&presence(77, 1, &json!({"page": "timeline"})));
    here.wait("a cursor on the other server", |page| page.others.iter().any(|state| state["name"] == "pia"));
    let planned = json!({"starts": "2026-03-10T14:00:00Z"});
    assert_eq!(one.ask(&olga, "POST", &format!("/reviews/{}/meetings", review.id), &planned).status, 201);
    there.wait("news of a meeting", |page| page.notices.iter().any(|notice| notice["kind"] == "meeting"));
    // Rights are taken away on one server, felt on the other.
    let path = format!("/reviews/{}/people/{}", review.id, pia.id);
    assert_eq!(one.ask(&olga, "DELETE", &path, &Value::Null).status, 204);
    assert_eq!(there.wait_closed(), 4404);
}

#[test]
fn edits_wait_for_a_database_that_is_away() {
    let (database, data) = (postgres::Server::start(), TempDir::new().unwrap());
    let server = start(&database, &data);
    let (olga, pia, review) = furnish(&server);
    let mut pages = [&olga, &pia].map(|caller| Page::join(server.address, caller, review.id));
    pages[0].note("before", "x");
    pages[0].wait_saved();
    for round in 0..2 {
        if round == 0 {
            database.stop();
        } else {
            database.crash();
        }
        for (number, page) in pages.iter_mut().enumerate() {
            page.note(&format!("away{round}{number}"), "written while the database was away");
        }
        let answer = server.ask(&olga, "GET", "/reviews", &Value::Null);
        assert_eq!(answer.status, 503, "{}", answer.text());
        assert!(answer.json()["hint"].is_string());
        assert!(pages[0].saved < pages[0].sent, "nothing is acknowledged that is not kept");
        database.resume();
        for page in &mut pages {
            page.wait_saved();
            page.wait("the other's note", |page| {
                page.has_note(&format!("away{round}0")) && page.has_note(&format!("away{round}1"))
            });
        }
    }
    drop(server);
    let server = start(&database, &data);
    let page = Page::join(server.address, &olga, review.id);
    for note in ["before", "away00", "away01", "away10", "away11"] {
        assert!(page.has_note(note), "{note}");
    }
}

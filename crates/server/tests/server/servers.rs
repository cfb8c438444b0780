//! Two servers on one PostgreSQL, and a database that goes away.

use postlude_review::people::{AccountRole, ReviewRole, Visibility};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::ask::ask;
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

/// What is applied but not yet written is shown to nobody: neither to who joins nor to who reads, until it is written. A server that dies
/// before has shown nothing.
#[test]
fn nobody_is_shown_what_a_crash_could_take_away() {
    let (database, data) = (postgres::Server::start(), TempDir::new().unwrap());
    let server = start(&database, &data);
    let (olga, pia, review) = furnish(&server);
    let mut writes = Page::join(server.address, &olga, review.id);
    writes.note("kept", "x");
    writes.wait_saved();

    let held = database.hold("document_update");
    let mut joins = write_unkept(&server, &mut writes, &pia, review, "first");
    let reads = std::thread::spawn({
        let (address, headers) = (server.address, pia.headers.clone());
        let path = format!("/api/v1/reviews/{}/document", review.id);
        move || ask(address, "GET", &path, &headers, b"").json()
    });
    for _ in 0..10 {
        joins.hear();
    }
    assert!(!joins.has_note("first") && !joins.is_in_step() && !reads.is_finished());
    drop(held);
    joins.wait("it is written", |page| page.is_in_step() && page.has_note("first") && page.has_note("kept"));
    assert!(reads.join().unwrap()["notes"]["first"].is_object());
    writes.wait_saved();

    let _held = database.hold("document_update");
    let mut joins = write_unkept(&server, &mut writes, &pia, review, "second");
    drop(server);
    while joins.hear() {}
    assert!(!joins.has_note("second") && !joins.is_in_step());
}

/// One page writes what is applied and cannot be kept; another one comes.
fn write_unkept(server: &Server, writes: &mut Page, caller: &Caller, review: Review, id: &str) -> Page {
    writes.note(id, "x");
    let room = server.workbench.rooms.opened(review.id).unwrap();
    while room.inside().document.json()["notes"].get(id).is_none() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    let mut joins = Page::new(caller.id);
    assert!(joins.connect(server.address, caller, review.id));
    joins
}

/// A job that one server does is shown and stopped by the other; when the one dies in the middle, the other goes on.
#[test]
fn a_job_is_everybodys() {
    let (database, data) = (postgres::Server::start(), TempDir::new().unwrap());
    let (one, other) = (start(&database, &data), start(&database, &data));
    let (olga, _, review) = furnish(&one);
    let about = |what: &str| format!("/incidents/{}{what}", review.incident);
    // Long enough that a stop comes in time: what a server learns of a job it learns within a second.
    let padding = "x".repeat(1_500);
    let line = |at: usize| {
        format!("2024-03-05T09:{:02}:{:02}Z ERROR cart: order {at} failed {padding}\n", at / 60 % 60, at % 60)
    };
    let log: String = (0..60_000).map(line).collect();
    let path = format!("/api/v1{}", about("/files?path=cart.log"));
    assert_eq!(ask(one.address, "POST", &path, &olga.headers, log.as_bytes()).status, 200);
    let read = |server: &Server| {
        let answer = server.ask(&olga, "POST", &about("/read"), &Value::Null);
        assert_eq!(answer.status, 202, "{}", answer.text());
        format!("/jobs/{}", answer.json()["id"].as_str().unwrap())
    };
    let wait = |job: &str, is_so: &dyn Fn(&Value) -> bool| loop {
        let now = other.get(&olga, job);
        if is_so(&now) {
            return now;
        }
        assert!(now["finished"].is_null(), "{now}");
        std::thread::sleep(std::time::Duration::from_millis(50));
    };

    let job = read(&one);
    assert_eq!(read(&other), job, "one at a time");
    wait(&job, &|job| job["state"] == "running" && job["progress"]["bytes"].as_u64() > Some(0));
    assert_eq!(other.get(&olga, &about(""))["job"]["state"], "running");
    assert_eq!(other.ask(&olga, "DELETE", &job, &Value::Null).status, 204);
    wait(&job, &|job| job["state"] == "cancelled");

    let job = read(&one);
    wait(&job, &|job| job["progress"]["bytes"].as_u64() > Some(0));
    drop(one);
    let done = wait(&job, &|job| job["state"] == "done");
    assert_eq!(done["progress"]["bytes"], done["progress"]["total"]);
    let told = other.ask(&olga, "GET", &format!("{job}/events"), &Value::Null).text();
    assert_eq!(told.matches("data: ").count(), 1, "it is over, and that is told once");
    assert_eq!(other.get(&olga, &about("/records?limit=1"))["total"], 60_000);
}

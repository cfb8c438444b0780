//! A review that comes from another house is there as a whole, or not at all, whenever the server dies.

use std::path::Path;
use std::time::Duration;

use postlude_review::people::{AccountRole, Visibility};
use serde_json::Value;
use tempfile::TempDir;

use crate::ask::ask;
use crate::house::{Caller, Review, Server, Start};
use crate::page::Page;
use crate::postgres;

fn start(database: &postgres::Server, data: &Path) -> Server {
    Start { database: Some(database.url()), ..Start::new(data) }.start()
}

/// Asks for something that must go well.
fn send(server: &Server, caller: &Caller, method: &str, path: &str, body: &[u8]) -> Vec<u8> {
    let answer = ask(server.address, method, &format!("/api/v1{path}"), &caller.headers, body);
    assert!(answer.status < 300, "{path}: {}", answer.text());
    answer.body
}

fn json(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap()
}

/// A review with a note, an attachment and evidence that was read.
fn furnish(server: &Server, olga: &Caller) -> Review {
    let review = server.review(olga, Visibility::Open);
    let mut page = Page::join(server.address, olga, review.id);
    page.note("n", "it began");
    page.wait_saved();
    let log = b"2024-03-05T09:00:00Z ERROR cart: order 1 failed\n";
    send(server, olga, "POST", &format!("/incidents/{}/files?path=cart.log", review.incident), log);
    let job = json(&send(server, olga, "POST", &format!("/incidents/{}/read", review.incident), b""));
    let job = format!("/jobs/{}", job["id"].as_str().unwrap());
    while json(&send(server, olga, "GET", &job, b""))["finished"].is_null() {
        std::thread::sleep(Duration::from_millis(50));
    }
    send(server, olga, "POST", &format!("/reviews/{}/attachments?name=a.txt", review.id), b"a file");
    review
}

#[test]
fn a_kill_leaves_no_half_of_it() {
    let (from, data) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let theirs = Server::start(from.path());
    let ada = theirs.administrator();
    let review = furnish(&theirs, &ada);
    let archive = send(&theirs, &ada, "GET", &format!("/reviews/{}/export", review.id), b"");
    drop(theirs);

    let database = postgres::Server::start();
    let server = start(&database, data.path());
    server.administrator();
    let olga = server.person("olga", AccountRole::Member);
    // It comes to the last table that it is written into, and is killed there.
    let held = database.hold("document_update");
    let importing = std::thread::spawn({
        let (address, headers, archive) = (server.address, olga.headers.clone(), archive.clone());
        move || {
            std::panic::catch_unwind(|| ask(address, "POST", "/api/v1/reviews/import", &headers, &archive))
        }
    });
    let evidence = data.path().join("incidents").join(review.incident.to_string());
    while !evidence.exists() {
        std::thread::sleep(Duration::from_millis(5));
    }
    std::thread::sleep(Duration::from_millis(300));
    drop(server);
    drop(held);
    drop(importing.join());
    let left = data.path().join("scratch/left");
    std::fs::create_dir_all(&left).unwrap();
    std::fs::write(left.join("archive.zip"), &archive).unwrap();

    let server = start(&database, data.path());
    let none = server.get(&olga, "/reviews");
    assert_eq!(none["items"], serde_json::json!([]), "no half review");
    assert!(server.ask(&olga, "GET", &format!("/incidents/{}", review.incident), &Value::Null).status == 404);
    assert_eq!(data.path().join("scratch").read_dir().unwrap().count(), 0, "swept at the start");

    // What was left of the evidence is in nobody's way, and is not taken for what comes now.
    std::fs::write(evidence.join("timeline.json"), b"left").unwrap();
    let brought = json(&send(&server, &olga, "POST", "/reviews/import", &archive));
    let id = brought["id"].as_str().unwrap();
    let document = server.get(&olga, &format!("/reviews/{id}/document"));
    assert_eq!(document["notes"]["n"]["text"], "it began");
    let timeline = server.get(&olga, &format!("/incidents/{}/timeline", review.incident));
    assert!(timeline["sources"].is_array(), "{timeline}");
    let files = server.get(&olga, &format!("/reviews/{id}/attachments"));
    assert_eq!(files["items"].as_array().unwrap().len(), 1);
    assert_eq!(data.path().join("scratch").read_dir().unwrap().count(), 0, "swept after use");

    // Who may not see the incident cannot bring it again, and takes nothing away by trying.
    let hidden = format!("/reviews/{id}");
    let restricted = serde_json::json!({"visibility": "restricted"});
    assert_eq!(server.ask(&olga, "PATCH", &hidden, &restricted).status, 204);
    let pia = server.person("pia", AccountRole::Member);
    let refused = ask(server.address, "POST", "/api/v1/reviews/import", &pia.headers, &archive);
    assert_eq!((refused.status, refused.code().as_str()), (409, "exists"), "{}", refused.text());
    assert_eq!(server.get(&olga, &format!("/incidents/{}/timeline", review.incident)), timeline);
}

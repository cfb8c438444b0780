//! Several people in one document, and the bad days of their connections.

use std::io::Write;
use std::net::TcpStream;
use std::time::Duration;

use postlude_collab::session::LARGEST_MESSAGE;
use postlude_collab::{Operation, Writer};
use postlude_review::people::{AccountRole, ReviewRole, Visibility};
use postlude_server::Limits;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::ask::ask;
use crate::house::{Caller, Review, Server, Start};
use crate::page::{Page, presence, sync};

/// An organiser, a participant, and a restricted review.
struct Scene {
    server: Server,
    olga: Caller,
    pia: Caller,
    review: Review,
}

impl Scene {
    fn new(data: &TempDir) -> Self {
        Self::with(Start::new(data.path()))
    }

    fn with(start: Start<'_>) -> Self {
        let server = start.start();
        server.administrator();
        let (olga, pia) =
            (server.person("olga", AccountRole::Member), server.person("pia", AccountRole::Member));
        let review = server.review(&olga, Visibility::Restricted);
        server.name(review.id, pia.id, ReviewRole::Participant);
        Self { server, olga, pia, review }
    }

    fn join(&self, caller: &Caller) -> Page {
        Page::join(self.server.address, caller, self.review.id)
    }

    fn ask(&self, method: &str, path: &str, body: &Value) {
        let answer = self.server.ask(&self.olga, method, path, body);
        assert!(answer.status < 300, "{method} {path}: {}", answer.text());
    }
}

#[test]
fn both_see_what_either_writes() {
    let data = TempDir::new().unwrap();
    let scene = Scene::new(&data);
    let (mut olga, mut pia) = (scene.join(&scene.olga), scene.join(&scene.pia));
    assert_eq!(pia.hello["role"], "participant");
    olga.note("n1", "the queue was full");
    pia.note("n2", "the pager was silent");
    olga.wait_saved();
    pia.wait_saved();
    olga.wait("pia's note", |page| page.has_note("n2"));
    pia.wait("olga's note", |page| page.has_note("n1"));
    assert_eq!(olga.document.json(), pia.document.json());
}

#[test]
fn what_is_refused_leaves_no_trace() {
    let data = TempDir::new().unwrap();
    let scene = Scene::new(&data);
    let (mut olga, mut pia) = (scene.join(&scene.olga), scene.join(&scene.pia));
    let before = scene.server.get(&scene.olga, &format!("/reviews/{}/document", scene.review.id));
    let person = Operation::Person {
        id: "x".to_owned(),
        name: "x".to_owned(),
        role: "organiser".to_owned(),
        joined: "2026-03-06T09:00:00Z".to_owned(),
    };
    pia.write_as(&[person], &Writer::Server);
    assert_eq!(pia.wait_closed(), 4409);
    let refused = pia.refused.clone().unwrap();
    assert_eq!(refused["update"], 2, "{refused}");
    assert!(refused["hint"].is_string(), "{refused}");
    let after = scene.server.get(&scene.olga, &format!("/reviews/{}/document", scene.review.id));
    assert_eq!(before, after);
    // The others go on, and who was refused comes back with a new copy.
    let mut pia = scene.join(&scene.pia);
    pia.note("n", "again");
    pia.wait_saved();
    olga.wait("pia's note", |page| page.has_note("n"));
    // Not even a message.
    pia.send(b"\xff\xff\xff");
    assert_eq!(pia.wait_closed(), 4409);
}

#[test]
fn a_reader_writes_nothing() {
    let data = TempDir::new().unwrap();
    let scene = Scene::new(&data);
    scene.server.name(scene.review.id, scene.pia.id, ReviewRole::Reader);
    let mut pia = scene.join(&scene.pia);
    assert_eq!(pia.hello["may_write"], false);
    pia.note("n", "no");
    assert_eq!(pia.wait_closed(), 4409);
}

#[test]
fn rights_change_while_one_is_connected() {
    let data = TempDir::new().unwrap();
    let scene = Scene::new(&data);
    let people = format!("/reviews/{}/people/{}", scene.review.id, scene.pia.id);
    let mut pia = scene.join(&scene.pia);
    scene.ask("PUT", &people, &json!({"role": "reader"}));
    pia.wait("she hears that she only reads", |page| {
        page.notices.contains(&json!({"kind": "access", "may_write": false, "role": "reader"}))
    });
    pia.note("n", "no");
    assert_eq!(pia.wait_closed(), 4409);
    scene.ask("PUT", &people, &json!({"role": "facilitator"}));
    let mut pia = scene.join(&scene.pia);
    assert_eq!(pia.hello["role"], "facilitator");
    scene.ask("DELETE", &people, &Value::Null);
    assert_eq!(pia.wait_closed(), 4404, "what she may not see does not exist for her");
    // Into the bin with all who are in it.
    let mut olga = scene.join(&scene.olga);
    scene.ask("DELETE", &format!("/reviews/{}", scene.review.id), &Value::Null);
    assert_eq!(olga.wait_closed(), 4404);
}

#[test]
fn who_logs_out_is_out_everywhere() {
    let data = TempDir::new().unwrap();
    let scene = Scene::new(&data);
    let (mut olga, other) = (scene.join(&scene.olga), scene.server.session(scene.olga.id));
    let mut elsewhere = scene.join(&other);
    assert_eq!(scene.server.ask(&scene.olga, "DELETE", "/session", &Value::Null).status, 204);
    assert_eq!(olga.wait_closed(), 4401);
    elsewhere.note("n", "the other browser stays");
    elsewhere.wait_saved();
    let mut pia = scene.join(&scene.pia);
    scene.server.disable(scene.pia.id);
    scene.server.workbench.rooms.look_again();
    assert_eq!(pia.wait_closed(), 4401);
}

#[test]
fn an_old_page_is_told_to_reload() {
    let data = TempDir::new().unwrap();
    let scene = Scene::new(&data);
    let mut page = Page::new(scene.olga.id);
    page.open(scene.server.address, &scene.olga, scene.review.id, "?schema=0");
    assert_eq!(page.wait_closed(), 4426);
}

#[test]
fn a_page_of_another_site_gets_no_socket() {
    let data = TempDir::new().unwrap();
    let scene = Scene::new(&data);
    let path = format!("/api/v1/reviews/{}/live", scene.review.id);
    let headers = format!(
        "{}origin: https://evil.example\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n\
         sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
        scene.olga.headers.replace("x-postlude: 1\r\n", "")
    );
    assert_ne!(ask(scene.server.address, "GET", &path, &headers, b"").status, 101);
}

#[test]
fn what_is_too_large_is_told_so() {
    let data = TempDir::new().unwrap();
    let scene = Scene::new(&data);
    let mut olga = scene.join(&scene.olga);
    let mut pia = scene.join(&scene.pia);
    pia.send(&sync(2, &vec![0; LARGEST_MESSAGE + 1]));
    assert_eq!(pia.wait_closed(), 4413);
    let mut pia = scene.join(&scene.pia);
    pia.send(&sync(2, &vec![0; (1 << 20) + 1]));
    assert_eq!(pia.wait_closed(), 4413);
    // Far too large: the server does not read it.
    let mut pia = scene.join(&scene.pia);
    pia.send(&sync(2, &vec![0; 4 * LARGEST_MESSAGE]));
    pia.cut();
    olga.note("n", "the others go on");
    olga.wait_saved();
}

/// A page that sends as fast as it can is read more slowly, and loses nothing by it; the others notice nothing. Who opens too many is shown out.
#[test]
fn a_flood_is_read_slowly() {
    let data = TempDir::new().unwrap();
    let limits = Limits { connections: 3, ..Limits::default() };
    let scene = Scene::with(Start { limits, ..Start::new(data.path()) });
    let mut olga = scene.join(&scene.olga);
    let mut pia = scene.join(&scene.pia);
    for _ in 0..3_000 {
        assert!(pia.send(&[3]));
    }
    pia.note("last", "after the flood");
    for number in 0..50 {
        olga.note(&format!("n{number}"), "x");
    }
    olga.wait_saved();
    assert!(!olga.has_note("last"), "three thousand messages are no two seconds of a page");
    pia.wait_saved();
    olga.wait("what came after the flood", |page| page.has_note("last"));
    let mut more: Vec<Page> = (0..2).map(|_| scene.join(&scene.olga)).collect();
    let mut fourth = Page::new(scene.olga.id);
    fourth.connect(scene.server.address, &scene.olga, scene.review.id);
    assert_eq!(fourth.wait_closed(), 4429);
    more.pop().unwrap().cut();
    std::thread::sleep(Duration::from_millis(500));
    scene.join(&scene.olga);
}

#[test]
fn nobody_points_in_the_name_of_another() {
    let data = TempDir::new().unwrap();
    let scene = Scene::new(&data);
    let (mut olga, mut pia) = (scene.join(&scene.olga), scene.join(&scene.pia));
    let state = json!({"person": scene.olga.id, "name": "olga", "color": "#a00", "page": "timeline"});
    pia.send(&presence(77, 1, &state));
    olga.wait("pia's cursor", |page| page.others.iter().any(Value::is_object));
    let shown = olga.others.iter().find(|state| state.is_object()).unwrap();
    assert_eq!((&shown["person"], &shown["name"]), (&json!(scene.pia.id), &json!("pia")));
    assert_eq!(shown["page"], "timeline");
    // Who leaves, however, is gone.
    pia.cut();
    olga.wait("pia leaves", |page| page.others.last() == Some(&Value::Null));
}

#[test]
fn two_hundred_write_together() {
    let data = TempDir::new().unwrap();
    let scene = Scene::new(&data);
    let callers = [&scene.olga, &scene.pia];
    let mut pages: Vec<Page> = (0..200).map(|at| scene.join(callers[at % 2])).collect();
    for (number, page) in pages.iter_mut().enumerate() {
        page.note(&format!("n{number}"), "one of many");
    }
    for page in &mut pages {
        page.wait("everybody's note", |page| {
            page.document.json()["notes"].as_object().is_some_and(|notes| notes.len() == 200)
        });
        page.wait_saved();
    }
}

/// Somebody who reads nothing does not hold up the others, nor fill the memory.
#[test]
fn who_does_not_listen_is_dropped() {
    let data = TempDir::new().unwrap();
    let scene = Scene::new(&data);
    let deaf = scene.join(&scene.pia);
    let mut olga = scene.join(&scene.olga);
    // More than the buffers between two sockets and the queue of a connection hold.
    for number in 0..600 {
        olga.write(&[crate::page::note(&format!("n{}", number % 500), &"x".repeat(20_000))]);
        if number % 50 == 49 {
            olga.wait_saved();
        }
    }
    olga.wait_saved();
    drop(deaf);
}

#[test]
fn a_restart_loses_nothing() {
    let data = TempDir::new().unwrap();
    let Scene { server, olga, pia, review } = Scene::new(&data);
    let mut pages = [&olga, &pia].map(|caller| Page::join(server.address, caller, review.id));
    pages[0].note("before", "written before");
    pages[0].wait_saved();
    server.stop();
    for (number, page) in pages.iter_mut().enumerate() {
        page.wait("the server is gone", |page| page.closed.is_some());
        assert_eq!(page.closed, Some(1013), "come back");
        page.note(&format!("offline{number}"), "written while it was gone");
    }
    let server = Server::start(data.path());
    for (page, caller) in pages.iter_mut().zip([&olga, &pia]) {
        assert!(page.connect(server.address, caller, review.id));
        page.wait("it is back", Page::is_in_step);
    }
    for page in &mut pages {
        page.wait("everything is there", |page| {
            ["before", "offline0", "offline1"].iter().all(|note| page.has_note(note))
        });
        page.wait_saved();
    }
    assert_eq!(pages[0].document.json(), pages[1].document.json());
    assert_eq!(pages[0].document.json(), server.get(&olga, &format!("/reviews/{}/document", review.id)));
}

/// A page that watches a job does not keep the server from stopping.
#[test]
fn a_watcher_does_not_hold_up_the_end() {
    let data = TempDir::new().unwrap();
    let scene = Scene::new(&data);
    let mut half = TcpStream::connect(scene.server.address).unwrap();
    half.write_all(b"POST /api/v1/session HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n").unwrap();
    std::thread::sleep(Duration::from_millis(200));
    scene.server.stop();
    drop(half);
}

//! Connections, message by message, as a socket would bring them.

use postlude_collab::session::{Closing, LARGEST_MESSAGE, Presence, Received, Session, saved, update};
use postlude_collab::{Document, ReviewRole, Writer};
use serde_json::json;

use crate::page::{Page, entry};

/// A server with one document.
#[derive(Default)]
struct Server {
    document: Option<Document>,
    presence: Presence,
}

impl Server {
    fn document(&mut self) -> &mut Document {
        self.document.get_or_insert_with(|| Document::new(1))
    }

    fn receive(&mut self, session: &mut Session, message: &[u8]) -> Received {
        self.document();
        session.receive(message, self.document.as_mut().unwrap(), &mut self.presence)
    }
}

fn session(connection: u64, person: &str, role: ReviewRole) -> Session {
    Session::new(connection, Writer::person(person, role), person.to_uppercase())
}

fn message(kinds: &[u8], content: &[u8]) -> Vec<u8> {
    let mut bytes = kinds.to_vec();
    let mut length = content.len();
    while length >= 0x80 {
        bytes.push(length as u8 | 0x80);
        length >>= 7;
    }
    bytes.push(length as u8);
    bytes.extend(content);
    bytes
}

/// The text inside a message of one of our kinds.
fn text(message: &[u8]) -> serde_json::Value {
    let start = message.iter().position(|byte| *byte == b'{').unwrap();
    serde_json::from_slice(&message[start..]).unwrap()
}

fn states(clients: &[(u8, u8, &str)]) -> Vec<u8> {
    let mut content = vec![clients.len() as u8];
    for (client, clock, state) in clients {
        content.extend([*client, *clock, state.len() as u8]);
        content.extend(state.bytes());
    }
    message(&[1], &content)
}

#[test]
fn a_page_joins_writes_and_is_told_when_it_is_saved() {
    let mut server = Server::default();
    let mut ann = session(1, "ann", ReviewRole::Participant);
    let greeting = ann.greet("r1", "2026-03-06T09:00:00Z", server.document(), &Presence::default());
    assert_eq!(greeting.len(), 2, "nobody is here yet");
    assert_eq!(
        text(&greeting[0]),
        json!({"schema": 1, "review": "r1", "person": "ann", "may_write": true, "role": "participant",
            "server_time": "2026-03-06T09:00:00Z"})
    );
    assert_eq!(greeting[1], [0, 0, 1, 0]);
    let asked = server.receive(&mut ann, &[0, 0, 1, 0]);
    assert_eq!((asked.answer, asked.replies), (Some(vec![0, 1, 2, 0, 0]), Vec::new()));
    // It has nothing that the server lacks; that is durable when what came before is.
    let nothing = server.receive(&mut ann, &[0, 1, 2, 0, 0]);
    assert_eq!((nothing.count, nothing.keep, nothing.replies), (Some(1), None, Vec::new()));

    let page = Page::new(9, "ann", ReviewRole::Participant);
    let written = page.add("entries/e1", entry("ann"));
    let received = server.receive(&mut ann, &message(&[0, 2], &written));
    assert_eq!((received.keep.as_ref(), received.count), (Some(&written), Some(2)));
    assert_eq!(update(&written), message(&[0, 2], &written));
    assert_eq!(saved(2), [10, 2]);
    // Sent again, it waits for its turn as the first did.
    let again = server.receive(&mut ann, &message(&[0, 2], &written));
    assert_eq!((again.keep, again.count, again.replies), (None, Some(3), Vec::new()));
}

#[test]
fn what_is_refused_is_said_before_the_connection_is_closed() {
    let mut server = Server::default();
    let check = |server: &mut Server, role, bytes: &[u8], code: &str, closing: Closing| {
        let received = server.receive(&mut session(1, "ann", role), bytes);
        assert_eq!(received.close, Some(closing));
        let refused = text(&received.replies[0]);
        assert_eq!((refused["code"].as_str(), received.keep), (Some(code), None));
        assert!(refused["hint"].is_string());
    };
    let page = Page::new(9, "ben", ReviewRole::Participant);
    let forged = message(&[0, 2], &page.add("entries/e1", entry("ben")));
    check(&mut server, ReviewRole::Participant, &forged, "not-allowed", Closing::Refused);
    check(&mut server, ReviewRole::Reader, &forged, "reader", Closing::Refused);
    check(&mut server, ReviewRole::Participant, &[0, 9, 0], "malformed", Closing::Refused);
    check(&mut server, ReviewRole::Participant, &[0, 2, 200], "malformed", Closing::Refused);
    check(&mut server, ReviewRole::Participant, &[1, 1, 77], "malformed", Closing::Refused);
    check(&mut server, ReviewRole::Participant, &[], "malformed", Closing::Refused);
    let huge = vec![0; LARGEST_MESSAGE + 1];
    check(&mut server, ReviewRole::Participant, &huge, "too-large", Closing::TooLarge);
    // What a newer page says is passed over.
    assert_eq!(
        server.receive(&mut session(1, "ann", ReviewRole::Participant), &[99, 1]),
        Received::default()
    );
}

#[test]
fn an_update_that_comes_before_the_answer_to_the_first_step_waits_for_it() {
    let mut server = Server::default();
    let mut ann = session(1, "ann", ReviewRole::Participant);
    let page = Page::new(9, "ann", ReviewRole::Participant);
    page.add("entries/e1", entry("ann"));
    let early = page.set("entries/e1/title", json!("written while connecting"));
    assert_eq!(server.receive(&mut ann, &message(&[0, 2], &early)), Received::default());
    let all = page.step_two(server.document());
    let caught_up = server.receive(&mut ann, &message(&[0, 1], &all));
    assert_eq!((caught_up.keep.is_some(), caught_up.count), (true, Some(2)));
    assert_eq!(server.document().json()["entries"]["e1"]["title"], "written while connecting");
    // From now on something that is missing is an error.
    page.add("entries/e2", entry("ann"));
    let missing = page.set("entries/e2/title", json!("x"));
    assert_eq!(server.receive(&mut ann, &message(&[0, 2], &missing)).close, Some(Closing::Refused));
}

#[test]
fn everybody_sees_who_is_here_under_their_own_name() {
    let mut server = Server::default();
    let (mut ann, mut ben) =
        (session(1, "ann", ReviewRole::Participant), session(2, "ben", ReviewRole::Reader));
    let claims = r#"{"person":"eva","name":"Eva","page":"timeline"}"#;
    let news = server.receive(&mut ann, &states(&[(7, 1, claims)])).others.unwrap();
    assert_eq!(text(&news), json!({"person": "ann", "name": "ANN", "page": "timeline"}));
    // The same clock again is no news; an echo of somebody else is passed over.
    assert_eq!(server.receive(&mut ann, &states(&[(7, 1, claims)])).others, None);
    server.receive(&mut ben, &states(&[(8, 1, r#"{"page":"home"}"#)]));
    assert_eq!(server.receive(&mut ben, &states(&[(7, 5, r#"{"page":"mine"}"#)])).others, None);
    assert_eq!(server.receive(&mut ben, &states(&[(9, 1, r#"{"page":"second"}"#)])).others, None);
    let all = server.receive(&mut ben, &[3]).replies.remove(0);
    assert!(String::from_utf8_lossy(&all).contains("ANN") && String::from_utf8_lossy(&all).contains("BEN"));
    assert!(!String::from_utf8_lossy(&all).contains("second"));

    let gone = ann.leave(&mut server.presence).unwrap();
    assert_eq!(gone, message(&[1], &[1, 7, 2, 4, b'n', b'u', b'l', b'l']));
    assert_eq!(ann.leave(&mut server.presence), None);
    let huge = format!(r#"{{"page":"{}"}}"#, "x".repeat(5_000));
    let huge = message(&[1], &[&[1, 8, 2][..], &message(&[], huge.as_bytes())].concat());
    assert_eq!(server.receive(&mut ben, &huge).close, Some(Closing::TooLarge));
}

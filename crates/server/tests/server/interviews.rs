//! The interview room: who gets in, what consent does, how a quote leaves.

use postlude_review::people::{AccountRole, ReviewRole, Visibility};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::house::{Caller, Review, Server};

const SECRET: &str = "zanzibar was never rehearsed";

/// A review with one of each, and a room of Fred and Pia with consent.
struct Story {
    server: Server,
    people: Vec<(&'static str, Caller)>,
    review: Review,
    room: String,
}

impl Story {
    fn new(data: &TempDir) -> Self {
        let server = Server::start(data.path());
        let mut people = vec![("administrator", server.administrator())];
        for name in ["organiser", "facilitator", "interviewee", "co-facilitator", "participant", "outsider"] {
            people.push((name, server.person(name, AccountRole::Member)));
        }
        people.push(("reader", server.person("reader", AccountRole::Reader)));
        let who = |name: &str| people.iter().find(|(known, _)| *known == name).unwrap().1.clone();
        let review = server.review(&who("organiser"), Visibility::Open);
        let named = [
            ("facilitator", ReviewRole::Facilitator),
            ("co-facilitator", ReviewRole::Facilitator),
            ("interviewee", ReviewRole::Participant),
            ("participant", ReviewRole::Participant),
        ];
        for (name, role) in named {
            server.name(review.id, who(name).id, role);
        }
        let asked = json!({"interviewee": who("interviewee").id, "questions": ["What did you see first?"]});
        let made =
            server.ask(&who("facilitator"), "POST", &format!("/reviews/{}/interviews", review.id), &asked);
        assert_eq!(made.status, 201, "{}", made.text());
        let room = format!("/interviews/{}", made.json()["id"].as_str().unwrap());
        Self { server, people, review, room }
    }

    fn who(&self, name: &str) -> &Caller {
        &self.people.iter().find(|(known, _)| *known == name).unwrap().1
    }

    /// Status, and the code of a refusal.
    fn ask(&self, name: &str, method: &str, path: &str, body: Value) -> (u16, String) {
        let answer = self.server.ask(self.who(name), method, &format!("{}{path}", self.room), &body);
        let code = if answer.status < 300 { String::new() } else { answer.code() };
        (answer.status, code)
    }

    fn consent(&self, given: bool) {
        assert_eq!(self.ask("interviewee", "POST", "/consent", json!({"given": given})).0, 204);
    }

    fn note(&self, name: &str, kind: &str, text: &str) -> Value {
        let body = json!({"kind": kind, "text": text});
        let made = self.server.ask(self.who(name), "POST", &format!("{}/notes", self.room), &body);
        assert_eq!(made.status, 201, "{}", made.text());
        made.json()
    }

    fn room(&self) -> Value {
        self.server.get(self.who("interviewee"), &self.room)
    }
}

#[test]
fn only_two_are_in_the_room() {
    // Facilitator and interviewee; then everybody else, who is told that there is no such room. `+` may, `f` is forbidden.
    const ROUTES: &[(&str, &str, &str, &str)] = &[
        ("GET", "", "", "++"),
        ("PATCH", "", r#"{"questions": [{"text": "And then?"}]}"#, "+f"),
        ("GET", "/dossier", "", "++"),
        ("POST", "/notes", r#"{"kind": "note", "text": "a note"}"#, "++"),
        ("PUT", "/notes/{facilitator}", r#"{"text": "anew", "version": 0}"#, "+f"),
        ("PUT", "/notes/{interviewee}", r#"{"text": "anew", "version": 0}"#, "f+"),
        ("POST", "/notes/{facilitator}/release", r#"{"as": "note"}"#, "f+"),
        ("DELETE", "/notes/{interviewee}", "", "f+"),
        ("DELETE", "/notes/{facilitator}", "", "++"),
        ("POST", "/record", r#"{"off": true}"#, "++"),
        ("POST", "/record", r#"{"off": false}"#, "f+"),
        ("POST", "/consent", r#"{"given": false}"#, "f+"),
        ("DELETE", "", "", "++"),
    ];
    let data = TempDir::new().unwrap();
    let (mut wrong, mut folders) = (Vec::new(), Vec::new());
    let mut new_story = || {
        folders.push(TempDir::new_in(data.path()).unwrap());
        Story::new(folders.last().unwrap())
    };
    for (method, path, body, expected) in ROUTES {
        let shared = new_story();
        for name in shared.people.iter().map(|(name, _)| *name) {
            // A room of its own for who may change it.
            let own = "facilitator interviewee".contains(name).then(&mut new_story);
            let story = own.as_ref().unwrap_or(&shared);
            story.consent(true);
            let ids =
                ["facilitator", "interviewee"].map(|author| (author, story.note(author, "quote", SECRET)));
            let path = ids.iter().fold((*path).to_owned(), |path, (author, note)| {
                path.replace(&format!("{{{author}}}"), note["id"].as_str().unwrap())
            });
            let (status, _) = story.ask(name, method, &path, serde_json::from_str(body).unwrap_or_default());
            let expected = match name {
                "facilitator" => &expected[..1],
                "interviewee" => &expected[1..],
                _ => "n",
            };
            let found = match status {
                200..300 => "+",
                403 => "f",
                404 => "n",
                _ => "?",
            };
            if found != expected {
                wrong.push(format!("{method} {path} by {name}: {found} instead of {expected} ({status})"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn consent_opens_the_room_and_withdrawing_it_empties_it() {
    let data = TempDir::new().unwrap();
    let story = Story::new(&data);
    let note = json!({"kind": "note", "text": SECRET});
    let write = |name: &str| story.ask(name, "POST", "/notes", note.clone());
    assert_eq!(write("facilitator"), (409, "no-consent".to_owned()));
    story.consent(true);
    // Sent twice, kept once. Two write at once, and each keeps their own.
    let again = json!({"id": "01900000-0000-7000-8000-00000000000a", "kind": "note", "text": SECRET});
    for _ in 0..2 {
        assert_eq!(story.ask("facilitator", "POST", "/notes", again.clone()).0, 201);
    }
    assert_eq!(story.room()["notes"].as_array().unwrap().len(), 1);
    let first = story.note("facilitator", "note", SECRET);
    story.note("interviewee", "note", SECRET);
    let path = format!("/notes/{}", first["id"].as_str().unwrap());
    assert_eq!(story.ask("facilitator", "PUT", &path, json!({"text": "anew", "version": 0})).0, 200);
    let late = story.ask("facilitator", "PUT", &path, json!({"text": "late", "version": 0}));
    assert_eq!(late, (409, "changed".to_owned()));

    assert_eq!(story.ask("facilitator", "POST", "/record", json!({"off": true})).0, 204);
    assert_eq!(write("interviewee"), (409, "off-the-record".to_owned()));
    assert_eq!(story.ask("interviewee", "POST", "/record", json!({"off": false})).0, 204);
    assert_eq!(write("facilitator").0, 201);

    story.consent(false);
    assert_eq!(story.room()["notes"], json!([]));
    assert_eq!(story.room()["consent"]["state"], "withdrawn");
    assert_eq!(write("facilitator"), (409, "consent-withdrawn".to_owned()));
    story.consent(true);
    assert_eq!(story.room()["notes"], json!([]));

    // It leaves no trace anywhere else, and the trail names nobody.
    let trail = story.server.get(story.who("administrator"), "/audit");
    let lines = trail["items"].as_array().unwrap();
    let deleted = lines.iter().find(|line| line["act"] == "interview.notes_deleted").unwrap();
    assert_eq!(deleted["person"], Value::Null);
    for name in ["administrator", "organiser", "facilitator"] {
        for path in ["document", "history", "export"] {
            let path = format!("/reviews/{}/{path}", story.review.id);
            let text = story.server.ask(story.who(name), "GET", &path, &Value::Null).text();
            assert!(!text.contains("zanzibar"), "{path}");
        }
        let found = story.server.get(story.who(name), "/search?q=zanzibar");
        assert_eq!(found["items"], json!([]));
    }
}

#[test]
fn a_quote_leaves_the_room_by_who_said_it() {
    let data = TempDir::new().unwrap();
    let story = Story::new(&data);
    story.consent(true);
    let (note, quote) =
        (story.note("facilitator", "note", "tired"), story.note("facilitator", "quote", SECRET));
    let release = |id: &Value, name: &str, how: Value| {
        story.ask(name, "POST", &format!("/notes/{}/release", id.as_str().unwrap()), how)
    };
    let as_note = json!({"as": "note"});
    assert_eq!(release(&quote["id"], "facilitator", as_note.clone()), (403, "only-interviewee".to_owned()));
    assert_eq!(release(&note["id"], "interviewee", as_note.clone()), (409, "not-a-quote".to_owned()));
    let nowhere = json!({"as": "note", "on": "nowhere"});
    assert_eq!(release(&quote["id"], "interviewee", nowhere), (422, "no-such-entry".to_owned()));
    let entry = json!({"as": "entry", "time": "2026-03-05T14:00:00Z", "title": "What Pia said"});
    assert_eq!(release(&quote["id"], "interviewee", entry.clone()).0, 200);
    assert_eq!(release(&quote["id"], "interviewee", entry), (409, "released".to_owned()));
    let document =
        story.server.get(story.who("organiser"), &format!("/reviews/{}/document", story.review.id));
    let entry = &document["entries"][quote["id"].as_str().unwrap()];
    assert_eq!((&entry["text"], &entry["by"]), (&json!(SECRET), &json!(story.who("interviewee").id)));
    assert!(!document.to_string().contains("tired"));

    // Who no longer runs the review reads no more; whose words they are still strikes them, also when the review is over.
    let review = format!("/reviews/{}", story.review.id);
    let path = format!("{review}/people/{}", story.who("facilitator").id);
    assert_eq!(story.server.ask(story.who("organiser"), "DELETE", &path, &Value::Null).status, 204);
    assert_eq!(story.ask("facilitator", "GET", "", Value::Null).0, 404);
    let close = json!({"to": "closed", "reason": "a drill", "look_again": "2099-01-01T00:00:00Z"});
    assert_eq!(
        story.server.ask(story.who("organiser"), "POST", &format!("{review}/phase"), &close).status,
        204
    );
    let late = story.ask("interviewee", "POST", "/notes", json!({"kind": "note", "text": "late"}));
    assert_eq!(late, (409, "review-closed".to_owned()));
    assert_eq!(story.server.ask(story.who("organiser"), "DELETE", &review, &Value::Null).status, 204);
    let strike = format!("/notes/{}", note["id"].as_str().unwrap());
    assert_eq!(story.ask("interviewee", "DELETE", &strike, Value::Null).0, 204);
    assert_eq!(story.ask("interviewee", "DELETE", "", Value::Null).0, 204);
    assert_eq!(story.ask("interviewee", "GET", "", Value::Null).0, 404);
}

#[test]
fn a_dossier_tells_what_the_evidence_knows() {
    let data = TempDir::new().unwrap();
    let story = Story::new(&data);
    let dossier = |handle: &str| {
        story.server.get(story.who("facilitator"), &format!("{}/dossier?handle={handle}", story.room))
    };
    assert_eq!(dossier("pia")["incidents"][0]["is_read"], false);
    let chat = r#"[{"type":"message","user":"pia","text":"looking at the graphs","ts":"1772719500.000100"},
        {"type":"message","user":"pia","text":"rolled back","ts":"1772719800.000200"},
        {"type":"message","user":"tom","text":"thanks","ts":"1772719900.000300"}]"#;
    let incident = format!("/incidents/{}", story.review.incident);
    let organiser = story.who("organiser");
    let body: Value = serde_json::from_str(chat).unwrap();
    let sent =
        story.server.ask(organiser, "POST", &format!("{incident}/files?path=inc/2026-03-05.json"), &body);
    assert_eq!(sent.status, 200, "{}", sent.text());
    let job = story.server.ask(organiser, "POST", &format!("{incident}/read"), &Value::Null).json();
    while story.server.get(organiser, &format!("/jobs/{}", job["id"].as_str().unwrap()))["finished"].is_null()
    {
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    let told = dossier("@PIA");
    let first = &told["incidents"][0];
    assert_eq!(told["handles"], json!(["pia"]));
    assert_eq!(first["messages"].as_array().unwrap().len(), 2, "{told}");
    assert_eq!(first["first_look"]["text"], "looking at the graphs");
    assert_eq!(first["on_call"]["is_known"], false);
    // A handle is a text, never an order to the evidence.
    assert_eq!(dossier("x')%20OR%20('1'='1")["incidents"][0]["messages"], json!([]));
}

//! Who may write what: every case on a document that holds one of each, refused or not, and unharmed if refused.

use postlude_collab::{Applied, Document, ReviewRole, Writer};
use serde_json::json;

use crate::page::{Page, entry};

/// A document with an entry of the machine, an entry, a note, a comment and a question of `ann`.
fn document() -> Document {
    let mut document = Document::new(1);
    let server = Page::new(2, "", ReviewRole::Organiser);
    let machine = json!({"kind": "errors", "time": "2026-03-05T14:00:00Z", "title": "orders: errors"});
    let mut all = vec![
        server.add("entries/m1", json!({"lane": "machine", "machine": machine, "incident": "i1"})),
        server.add("entries/e1", entry("ann")),
        server.text("entries/e1/text", "We rolled back."),
        server.add("notes/n1", json!({"kind": "saw", "by": "ann", "x": 1, "y": 2})),
        server.text("notes/n1/text", "All pods restarted."),
        server.set("notes/plain", json!({"text": "as one", "by": "ann", "x": 1, "y": 2})),
        server
            .add("comments/c1", json!({"on": {"map": "entries", "id": "e1"}, "text": "Which?", "by": "ann"})),
        server.add("questions/q1", json!({"text": "What did you see?", "rule": "gap", "state": "kept"})),
        server.add("questions/q2", json!({"text": "What did support hear?", "state": "kept", "by": "ann"})),
        server.add("parking/p1", json!({"text": "An alert", "by": "ann", "state": "parked"})),
        server.set("meta/title", json!("Orders were slow")),
        server.add("people/ann", json!({"name": "Ann", "role": "participant"})),
    ];
    for update in all.drain(..) {
        document.apply(&update, &Writer::Server).unwrap();
    }
    document
}

/// Lets a person change something on a page that knows everything; gives the code of the refusal, or what became of it.
fn outcome(person: &str, role: ReviewRole, change: impl FnOnce(&Page) -> Vec<u8>) -> String {
    let mut document = document();
    let page = Page::new(9, person, role);
    page.catch_up(&document);
    let update = change(&page);
    let before = (document.json(), document.state_vector());
    match page.send(&mut document, &update) {
        Ok(Applied::Changed(_)) => "changed".to_owned(),
        Ok(Applied::Unchanged) => "unchanged".to_owned(),
        Err(refusal) => {
            assert_eq!((document.json(), document.state_vector()), before, "harmed by {refusal}");
            refusal.code().to_owned()
        }
    }
}

#[test]
fn everybody_who_takes_part_changes_what_is_shared() {
    let check = |change: fn(&Page) -> Vec<u8>| {
        assert_eq!(outcome("ben", ReviewRole::Participant, change), "changed");
    };
    check(|page| page.add("entries/e2", entry("ben")));
    check(|page| {
        page.add("parking/p2", json!({"text": "A test", "by": "ben", "at": "2026-03-06T09:00:00Z"}))
    });
    check(|page| page.set("parking/p1/state", json!("let_go")));
    check(|page| page.set("parking/p1/soak", json!("2026-03-09T09:00:00Z")));
    check(|page| page.set("entries/m1/state", json!("picked")));
    check(|page| page.add("questions/q3", json!({"text": "How did it end?", "state": "dismissed"})));
    check(|page| page.set("questions/q1/state", json!("dismissed")));
    check(|page| page.set("questions/q1/text", json!("What was to be seen?")));
    check(|page| page.set("questions/q2/to", json!({"who": "meeting"})));
    check(|page| page.remove("questions/q1"));
    check(|page| page.set("entries/m1/title", json!("orders: refused")));
    check(|page| page.set("entries/m1/end", json!(null)));
    check(|page| page.set("entries/m1/tags/network", json!(true)));
    check(|page| page.set("entries/m1/merged_into", json!("e1")));
    check(|page| page.set("entries/e1/evidence", json!([{"source": "s1", "bytes": [1, 2]}])));
    check(|page| page.type_at("entries/e1/text", 3, "all "));
    check(|page| page.set("notes/n1/x", json!(40.5)));
    check(|page| page.set("notes/n1/votes/ben", json!(true)));
    check(|page| {
        page.set(
            "notes/n2",
            json!({"t": 12.5, "x": 1, "y": 2, "color": "#ffd966", "author": "c1", "text": "hm"}),
        )
    });
    check(|page| page.set("notes/plain", json!({"text": "as one", "by": "ann", "x": 7, "y": 2})));
    check(|page| page.add("groups/g1", json!({"title": "Network", "x": 0, "y": 0})));
    check(|page| {
        page.add(
            "comments/c2",
            json!({"on": {"map": "notes", "id": "n1"}, "text": "@ann?", "by": "ben", "mentions": ["ann"]}),
        )
    });
    check(|page| page.set("comments/c1/resolved", json!(true)));
    check(|page| page.text("meta/summary", "Slow for an hour."));
    check(|page| page.set("entries/e1/from_a_newer_page", json!({"a": [1, 2]})));
}

#[test]
fn what_is_not_theirs_is_refused() {
    let check = |expected: &str, change: fn(&Page) -> Vec<u8>| {
        assert_eq!(outcome("ben", ReviewRole::Participant, change), expected);
    };
    check("not-allowed", |page| page.add("entries/e2", entry("ann")));
    check("not-allowed", |page| page.set("entries/e1/by", json!("ben")));
    check("not-allowed", |page| page.remove("entries/e1/by"));
    check("not-allowed", |page| page.set("entries/m1/by", json!("ben")));
    check("not-allowed", |page| page.set("entries/m1/machine", json!({"title": "nothing"})));
    check("not-allowed", |page| page.remove("entries/m1/machine"));
    check("not-allowed", |page| page.remove("entries/m1"));
    check("not-allowed", |page| page.set("entries/m1/lane", json!("people")));
    check("not-allowed", |page| page.remove("entries/e1"));
    check("not-allowed", |page| page.add("entries/m1", entry("ben")));
    check("not-allowed", |page| page.add("entries/e2", json!({"lane": "machine", "title": "x"})));
    check("not-allowed", |page| page.type_at("notes/n1/text", 0, "Not "));
    check("not-allowed", |page| page.set("questions/q2/text", json!("Nothing?")));
    check("not-allowed", |page| page.remove("questions/q2"));
    check("not-allowed", |page| page.add("questions/q3", json!({"text": "What?", "by": "ann"})));
    check("wrong-shape", |page| page.set("questions/q1/state", json!("proposed")));
    check("wrong-shape", |page| page.set("questions/q1/to", json!("ann")));
    check("not-allowed", |page| page.text("notes/n1/text", "Nothing."));
    check("not-allowed", |page| page.set("notes/n1/kind", json!("did")));
    check("not-allowed", |page| page.remove("notes/n1"));
    check("not-allowed", |page| {
        page.set("notes/plain", json!({"text": "other", "by": "ann", "x": 1, "y": 2}))
    });
    check("not-allowed", |page| {
        page.set("notes/plain", json!({"text": "as one", "by": "ben", "x": 1, "y": 2}))
    });
    check("not-allowed", |page| page.set("notes/n1/votes/ann", json!(true)));
    check("not-allowed", |page| page.remove("parking/p1"));
    check("not-allowed", |page| page.set("parking/p1/text", json!("Mine")));
    check("not-allowed", |page| page.add("parking/p2", json!({"text": "A test", "by": "ann"})));
    check("not-allowed", |page| page.set("comments/c1/text", json!("No.")));
    check("not-allowed", |page| page.remove("comments/c1"));
    check("not-allowed", |page| page.set("meta/title", json!("Nothing happened")));
    check("not-allowed", |page| page.set("meta/schema", json!(2)));
    check("not-allowed", |page| page.set("people/ann/role", json!("reader")));
    check("not-allowed", |page| page.add("people/ben", json!({"name": "Ben", "role": "organiser"})));
    check("not-allowed", |page| page.remove("people/ann"));
}

#[test]
fn what_does_not_fit_the_schema_is_refused() {
    let check = |expected: &str, change: fn(&Page) -> Vec<u8>| {
        assert_eq!(outcome("ann", ReviewRole::Organiser, change), expected);
    };
    check("wrong-shape", |page| page.set("entries/e1/state", json!("chosen")));
    check("wrong-shape", |page| page.set("entries/e1/time", json!("yesterday")));
    check("wrong-shape", |page| page.set("entries/e1/time", json!(5)));
    check("wrong-shape", |page| page.set("entries/e1/tags", json!(["a"])));
    check("wrong-shape", |page| page.set("entries/e1/tags/a", json!("yes")));
    check("wrong-shape", |page| page.text("entries/e1/title", "edited by character"));
    check("wrong-shape", |page| page.set("entries/e1", json!({"title": "plain objects are for notes"})));
    check("not-allowed", |page| page.remove("parking/p1"));
    check("wrong-shape", |page| page.set("parking/p1/state", json!("gone")));
    check("wrong-shape", |page| page.set("notes/n9", json!("text")));
    check("wrong-shape", |page| page.set("comments/c1/mentions", json!([1])));
    check("malformed", |page| page.add("entries/e1/known/deep", json!({"a": 1})));
    check("malformed", |page| page.add("factors/f1", json!({"title": "later"})));
    check("too-large", |page| page.set("entries/e1/title", json!("x".repeat(501))));
    check("too-large", |page| page.set("entries/e1/service", json!("x".repeat(300))));
    check("too-large", |page| page.set("entries/e1/other", json!("x".repeat(5_000))));
    check("too-large", |page| {
        page.set("entries/e1/evidence", json!(["x".repeat(65_000), "x".repeat(65_000)]))
    });
    check("too-large", |page| page.set(&format!("entries/e1/tags/{}", "x".repeat(61)), json!(true)));
    check("too-large", |page| page.text("entries/e1/text", &"x".repeat((256 << 10) + 1)));
    check("too-large", |page| page.set("entries/e1/other", nested(12)));
}

fn nested(depth: usize) -> serde_json::Value {
    (0..depth).fold(json!(1), |inside, _| json!([inside]))
}

#[test]
fn the_facilitator_may_more_but_changes_nobodys_words() {
    let check = |expected: &str, change: fn(&Page) -> Vec<u8>| {
        assert_eq!(outcome("eva", ReviewRole::Facilitator, change), expected);
    };
    check("changed", |page| page.set("meta/title", json!("Orders were slow twice")));
    check("changed", |page| page.set("meta/zone", json!("Europe/Berlin")));
    check("changed", |page| page.remove("notes/n1"));
    check("changed", |page| page.remove("comments/c1"));
    check("changed", |page| page.remove("entries/e1"));
    check("not-allowed", |page| page.remove("entries/m1"));
    check("not-allowed", |page| page.type_at("notes/n1/text", 0, "Not "));
    check("not-allowed", |page| page.set("meta/schema", json!(2)));
}

#[test]
fn readers_change_nothing() {
    let check = |expected: &str, change: fn(&Page) -> Vec<u8>| {
        assert_eq!(outcome("ann", ReviewRole::Reader, change), expected);
    };
    check("reader", |page| page.set("entries/e1/state", json!("hidden")));
    check("reader", |page| page.remove("notes/n1"));
    check("reader", |page| page.remove("entries/e1/title"));
    // What a page answers that has nothing new.
    check("unchanged", |page| page.step_two(&document()));
}

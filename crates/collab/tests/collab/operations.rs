//! Verbs, and what undoes them.

use postlude_collab::{Document, Operation, Refusal, ReviewRole, Undo, Writer};
use postlude_review::questions::{Reference, asked};
use postlude_review::timeline::{Review, State, redraft};
use serde_json::{Value as Json, json};

const AT: &str = "2026-03-06T09:00:00Z";

fn person(id: &str) -> Writer {
    Writer::person(id, ReviewRole::Participant)
}

fn operation(json: Json) -> Operation {
    serde_json::from_value(json).unwrap()
}

fn operate(document: &mut Document, writer: &Writer, json: Json) -> Result<Undo, Refusal> {
    document.operate(&[operation(json)], writer, AT).map(|done| done.undo)
}

fn document() -> Document {
    let mut document = Document::new(1);
    let begin = json!({"do": "begin", "title": "Orders were slow", "zone": "Europe/Berlin"});
    operate(&mut document, &Writer::Server, begin).unwrap();
    let entry = json!({"do": "add_entry", "id": "e1", "text": "We rolled back.",
        "fields": {"title": "rolled back", "time": "2026-03-05T14:09:41.120Z", "tags": {"deploy": true}}});
    operate(&mut document, &person("ann"), entry).unwrap();
    let note = json!({"do": "add_note", "id": "n1", "kind": "saw", "text": "All pods restarted.", "fields": {"on": "e1"}});
    operate(&mut document, &person("ann"), note).unwrap();
    operate(&mut document, &person("ann"), keep("q1", json!({"state": "kept"}))).unwrap();
    let own = json!({"do": "add_question", "id": "q2", "text": "What did support hear?", "time": "2026-03-05T14:09:41Z",
        "raised_by": [{"map": "entries", "id": "e1"}]});
    operate(&mut document, &person("ann"), own).unwrap();
    document
}

/// Deciding about a question that the machine proposed.
fn keep(id: &str, state: Json) -> Json {
    json!({"do": "decide_question", "state": state, "question": {"id": id, "rule": "decision", "moment": "decision",
        "text": "What options were on the table at “rolled back”?", "because": "a decision at 14:09",
        "time": "2026-03-05T14:09:41Z", "service": null, "raised_by": [{"map": "entries", "id": "e1"}], "score": 0.9}})
}

#[test]
fn the_document_as_it_is_begun() {
    insta::assert_snapshot!(serde_json::to_string_pretty(&document().json()).unwrap());
}

#[test]
fn what_was_done_can_be_undone() {
    let check = |operation: Json| {
        let mut document = document();
        let before = document.json();
        let undo = operate(&mut document, &person("ann"), operation.clone()).unwrap();
        assert_ne!(document.json(), before, "{operation}");
        // A token survives being stored.
        let undo: Undo = serde_json::from_str(&serde_json::to_string(&undo).unwrap()).unwrap();
        let after = document.json();
        let undone = document.undo(&undo, &person("ann")).unwrap();
        assert_eq!((document.json(), undone.skipped.len()), (before, 0), "{operation}");
        document.undo(&undone.done.undo, &person("ann")).unwrap();
        assert_eq!(document.json(), after, "again: {operation}");
    };
    check(json!({"do": "edit_entry", "id": "e1", "fields": {"title": "rolled back v12", "end": null}}));
    check(json!({"do": "uncorrect", "id": "e1", "fields": ["time"]}));
    check(json!({"do": "entry_text", "id": "e1", "text": "We rolled everything back. 🎉"}));
    check(json!({"do": "decide", "id": "e1", "state": "hidden"}));
    check(json!({"do": "tag", "id": "e1", "tag": "deploy", "on": false}));
    check(json!({"do": "remove_entry", "id": "e1"}));
    check(json!({"do": "move_note", "id": "n1", "x": 4.5, "y": 8}));
    check(json!({"do": "group_note", "id": "n1", "group": "g1"}));
    check(json!({"do": "vote", "id": "n1", "on": true}));
    check(json!({"do": "note_text", "id": "n1", "text": "All pods but one restarted."}));
    check(json!({"do": "remove_note", "id": "n1"}));
    check(keep("q3", json!({"state": "dismissed"})));
    check(
        json!({"do": "move_question", "id": "q1", "state": {"state": "assigned", "to": {"who": "person", "id": "ben"}}}),
    );
    check(json!({"do": "move_question", "id": "q1", "state": {"state": "dismissed"}}));
    check(json!({"do": "question_text", "id": "q1", "text": "What else was possible?"}));
    check(json!({"do": "answer_question", "id": "q1", "on": "e1",
        "answer": {"as": "note", "id": "n2", "kind": "did", "text": "Two of them."}}));
    check(json!({"do": "answer_question", "id": "q1", "time": "2026-03-05T14:09:41Z",
        "answer": {"as": "entry", "id": "e2", "title": "two ways were weighed", "time": null}}));
    check(json!({"do": "remove_question", "id": "q1"}));
    check(json!({"do": "add_group", "id": "g1", "title": "Network", "x": 1, "y": 2}));
    check(
        json!({"do": "add_comment", "id": "c1", "map": "entries", "on": "e1", "text": "Which?", "mentions": []}),
    );
}

#[test]
fn nobody_undoes_what_somebody_else_did_since() {
    let mut document = document();
    let change = json!({"do": "edit_entry", "id": "e1", "fields": {"title": "mine", "service": "orders"}});
    let undo = operate(&mut document, &person("ann"), change).unwrap();
    operate(
        &mut document,
        &person("ben"),
        json!({"do": "edit_entry", "id": "e1", "fields": {"title": "ours"}}),
    )
    .unwrap();
    let undone = document.undo(&undo, &person("ann")).unwrap();
    assert_eq!(undone.skipped, ["entries/e1/title"]);
    let entry = &document.json()["entries"]["e1"];
    assert_eq!((&entry["title"], entry.get("service")), (&json!("ours"), None));
}

#[test]
fn the_same_rules_hold_as_for_pages() {
    let check = |expected: &str, writer: Writer, change: Json| {
        let mut document = document();
        let before = document.json();
        assert_eq!(operate(&mut document, &writer, change).unwrap_err().code(), expected);
        assert_eq!(document.json(), before);
    };
    check("not-allowed", person("ben"), json!({"do": "note_text", "id": "n1", "text": "Nothing."}));
    check("not-allowed", person("ben"), json!({"do": "remove_note", "id": "n1"}));
    check("not-allowed", person("ben"), json!({"do": "title", "title": "Nothing happened"}));
    check(
        "reader",
        Writer::person("eva", ReviewRole::Reader),
        json!({"do": "decide", "id": "e1", "state": "hidden"}),
    );
    check("not-allowed", person("ben"), json!({"do": "question_text", "id": "q2", "text": "Nothing."}));
    check("not-allowed", person("ben"), json!({"do": "remove_question", "id": "q2"}));
    check(
        "wrong-shape",
        person("ben"),
        json!({"do": "move_question", "id": "q1", "state": {"state": "proposed"}}),
    );
    check("unknown", person("ben"), json!({"do": "move_question", "id": "q9", "state": {"state": "kept"}}));
    check(
        "unknown",
        person("ben"),
        json!({"do": "answer_question", "id": "q9",
        "answer": {"as": "note", "id": "n2", "kind": "did", "text": "Two."}}),
    );
    check("unknown", person("ben"), json!({"do": "decide", "id": "e9", "state": "hidden"}));
    check("unknown", person("ben"), json!({"do": "remove_entry", "id": "e9"}));
    check("wrong-shape", person("ben"), json!({"do": "edit_entry", "id": "e1", "fields": {"time": "soon"}}));
}

#[test]
fn one_wrong_operation_refuses_all() {
    let mut document = document();
    let before = document.json();
    let both = [
        operation(json!({"do": "decide", "id": "e1", "state": "hidden"})),
        operation(json!({"do": "decide", "id": "e9", "state": "hidden"})),
    ];
    assert!(document.operate(&both, &person("ben"), AT).is_err());
    assert_eq!(document.json(), before);
}

#[test]
fn nothing_new_is_nothing_to_keep() {
    let mut document = document();
    let again = operation(json!({"do": "edit_entry", "id": "e1", "fields": {"title": "rolled back"}}));
    assert_eq!(document.operate(&[again], &person("ann"), AT).unwrap().update, None);
}

#[test]
fn a_question_leads_to_its_answer() {
    let mut document = document();
    // Who did not keep it may answer it: the machine's questions are nobody's.
    let answer = json!({"do": "answer_question", "id": "q1", "on": "e1",
        "answer": {"as": "note", "id": "n2", "kind": "did", "text": "Two of them."}});
    operate(&mut document, &person("ben"), answer).unwrap();
    let json = document.json();
    let of = |id: &str| asked(&json).into_iter().find(|one| one.question.id == id).unwrap();
    let postlude_review::questions::State::Answered { to: None, answer } = of("q1").state else {
        panic!("{json}")
    };
    assert_eq!(answer, Reference::Notes("n2".to_owned()));
    assert_eq!(of("q2").state, postlude_review::questions::State::Kept);
    let review = document.review().0;
    let note = review.notes.iter().find(|note| note.id == answer.id()).unwrap();
    assert_eq!(
        (note.text.as_str(), note.on.as_deref(), note.by.as_deref()),
        ("Two of them.", Some("e1"), Some("ben"))
    );
}

/// Drafts into the document, as a server does.
fn draft(document: &mut Document, drafted: &[Json]) -> usize {
    let json = document.json();
    let review: Review = document.review().0;
    let stored = |id: &str| json["entries"].get(id)?.get("machine");
    let changes = redraft(&review, stored, "i1", drafted);
    let count = changes.len();
    let redraft = Operation::Redraft { incident: "i1".to_owned(), changes };
    document.operate(&[redraft], &Writer::Server, AT).unwrap();
    count
}

#[test]
fn a_new_draft_keeps_what_people_did() {
    let found = |id: &str, title: &str| {
        json!({"id": id, "kind": "errors", "service": "orders", "title": title, "time": "2026-03-05T14:00:00Z",
            "score": 0.8125, "evidence": [{"source": "s1", "bytes": [1, 9]}], "plot": {"values": [1.0, 2.5, null]}})
    };
    let mut document = document();
    assert_eq!(draft(&mut document, &[found("a", "5 errors"), found("b", "stopped")]), 2);
    assert_eq!(draft(&mut document, &[found("x", "5 errors"), found("y", "stopped")]), 0);
    let machine = |document: &Document, title: &str| {
        let review = document.review().0;
        review.entries.into_iter().find(|entry| entry.machine.is_some() && entry.title() == title).unwrap()
    };
    let picked = machine(&document, "5 errors").id;
    operate(&mut document, &person("ann"), json!({"do": "decide", "id": picked, "state": "picked"})).unwrap();
    assert_eq!(draft(&mut document, &[found("a", "7 errors")]), 2);
    let entry = machine(&document, "7 errors");
    assert_eq!((entry.id, entry.state), (picked.clone(), State::Picked));
    assert_eq!(draft(&mut document, &[]), 1);
    assert!(document.review().0.entry(&picked).unwrap().machine.as_ref().unwrap().gone);
}

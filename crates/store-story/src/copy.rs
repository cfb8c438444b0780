//! The story of a copy: what one store says, another takes back.

use std::sync::Arc;

use postlude_review::interview::Consent;
use postlude_review::people::{AccountRole, Visibility};
use postlude_store::{
    Attachment, Conflict, Deed, Failure, Invitation, Lease, NewJob, SearchRow, Session, Snapshot, Store,
    Token,
};
use serde_json::json;
use tokio::sync::mpsc;

use crate::rooms;
use crate::scene::{administrator, at, id, incident, invited, key, new_review, update};

/// Puts something into every table.
async fn furnish(store: &dyn Store) {
    let anna = administrator(store).await.id;
    invited(store, 2, "ben", AccountRole::Member).await;
    let invitation = Invitation {
        id: id(500),
        email: None,
        role: AccountRole::Reader,
        invited_by: anna,
        created: at(8, 0),
        expires: at(20, 0),
    };
    store.invite(&invitation, &key(50)).await.expect("invited");
    let session =
        Session { person: anna, created: at(9, 0), seen: at(9, 0), expires: at(21, 0), agent: String::new() };
    store.open_session(&key(1), &session).await.expect("a session");
    let token = Token {
        id: id(600),
        person: anna,
        name: "export".to_owned(),
        scopes: vec![],
        created: at(9, 0),
        expires: None,
        used: None,
    };
    store.add_token(&token, &key(60)).await.expect("a token");
    store.set_setting("ünits", Some(&json!({ "a": "\0" }))).await.expect("set");
    let deed = Deed {
        time: at(9, 0),
        person: None,
        act: "session.opened".to_owned(),
        subject: None,
        address: "192.0.2.7".to_owned(),
        detail: json!({}),
    };
    store.append_audit(&deed).await.expect("kept");
    reviews(store).await;
    private(store).await;
}

async fn reviews(store: &dyn Store) {
    for number in [100, 101] {
        let new = new_review(number, "Orders \"were\" slow\n", Visibility::Restricted, id(1));
        store.create_review(&new, Some(&incident(100 + number, "Slow"))).await.expect("made");
        // More than one page of a dump.
        for minute in 0..5 {
            let batch = (0..50).map(|turn| update(id(number), id(2), minute, &format!("\0{turn}"))).collect();
            store.append(batch).await.expect("appended");
        }
        let rows = (0..250_i64).map(|row| SearchRow {
            map: if row % 2 == 0 { "entries" } else { "Notes" }.to_owned(),
            id: format!("é-{row}"),
            text: format!("entry {row}"),
            time: (row % 3 == 0).then(|| at(9, row)),
        });
        store.describe_review(id(number), &json!({}), &rows.collect::<Vec<_>>()).await.expect("described");
    }
    let snapshot = Snapshot { seq: 200, time: at(10, 0), bytes: (0..=255).collect() };
    store.put_snapshot(id(100), &snapshot).await.expect("put");
    let attachment = Attachment {
        id: id(300),
        review: id(100),
        name: "graph.png".to_owned(),
        media_type: "image/png".to_owned(),
        size: i64::MAX,
        hash: "00".to_owned(),
        created_by: id(2),
        created: at(11, 10),
    };
    store.add_attachment(&attachment).await.expect("kept");
    let job = NewJob {
        id: id(800),
        kind: "read".to_owned(),
        subject: id(200),
        arguments: json!({}),
        created_by: id(1),
        created: at(9, 0),
    };
    store.put_job(&job).await.expect("a job");
    store.claim_job(Lease { server: id(900), until: at(9, 1) }, at(9, 0)).await.expect("claimed");
}

async fn private(store: &dyn Store) {
    let (anna, ben) = (id(1), id(2));
    store.add_calibration(&rooms::calibration(ben), &key(70)).await.expect("kept");
    store.create_interview(&rooms::interview(ben, anna)).await.expect("kept");
    store.set_consent(id(710), Consent::Given, at(10, 4)).await.expect("said");
    assert_eq!(store.add_interview_note(&rooms::note(711, anna)).await, Ok(true));
    store.add_meeting(&rooms::planned()).await.expect("kept");
    store.cast(&rooms::planned(), "hand", id(2), Some(&json!(true))).await.expect("cast");
    store.add_ask(&rooms::asked(ben, anna)).await.expect("kept");
}

/// All lines of a dump.
pub async fn dump(store: &Arc<dyn Store>) -> Vec<String> {
    let (sender, mut receiver) = mpsc::channel(16);
    let store = Arc::clone(store);
    let work = tokio::spawn(async move { store.dump(sender).await });
    let mut lines = Vec::new();
    while let Some(line) = receiver.recv().await {
        lines.push(line);
    }
    work.await.expect("no panic").expect("dumped");
    lines
}

/// Takes lines back.
pub async fn restore(store: &Arc<dyn Store>, lines: &[String]) -> postlude_store::Result<u64> {
    let (sender, receiver) = mpsc::channel(16);
    let store = Arc::clone(store);
    let work = tokio::spawn(async move { store.restore(receiver).await });
    for line in lines {
        // A refusal ends the receiving early; it is told by the result.
        if sender.send(line.clone()).await.is_err() {
            break;
        }
    }
    drop(sender);
    work.await.expect("no panic")
}

/// A furnished store goes into an empty one, which then says the same to the byte and works on.
pub async fn story(store: &Arc<dyn Store>, empty: &Arc<dyn Store>) {
    furnish(&**store).await;
    let lines = dump(store).await;
    let furnished: std::collections::BTreeSet<&str> =
        lines.iter().filter_map(|line| line.strip_prefix("[\"")?.split('"').next()).collect();
    let tables = postlude_store::TABLES.iter().map(|table| table.name).collect();
    assert_eq!(furnished, tables, "every table is furnished");

    // A dump that was cut, or a wrong line, leaves nothing behind.
    let not_a_dump = Err(Failure::Conflict(Conflict::NotADump));
    assert_eq!(restore(empty, &lines[..lines.len() - 1]).await, not_a_dump);
    assert_eq!(restore(empty, &lines[1..]).await, not_a_dump);
    assert_eq!(empty.people().await, Ok(vec![]));

    let rows = u64::try_from(lines.len() - 2).expect("rows");
    assert_eq!(restore(empty, &lines).await, Ok(rows));
    assert_eq!(dump(empty).await, lines);
    assert_eq!(restore(empty, &lines).await, Err(Failure::Conflict(Conflict::NotEmpty)));

    // People must log in again, and then everything goes on: numbers, words, the trail.
    assert_eq!(empty.session(&key(1), at(9, 1)).await, Ok(None));
    assert_eq!(empty.append(vec![update(id(100), id(2), 9, "on")]).await, Ok(vec![251]));
    assert_eq!(empty.find(id(1).into(), "entry 249", 10).await.map(|found| found.len()), Ok(2));
    let trail = empty.audit(None, 1).await.expect("a page");
    empty.append_audit(&trail[0].deed).await.expect("kept");
    let next = empty.audit(None, 1).await.expect("a page");
    assert!(next[0].seq > trail[0].seq);
}

/// A dump is of one moment, although others write all the while: it never holds a number without the update.
pub async fn while_writing(store: &Arc<dyn Store>, empty: &Arc<dyn Store>) {
    furnish(&**store).await;
    let writing = tokio::spawn({
        let store = Arc::clone(store);
        async move {
            for turn in 0..200 {
                let review = id(100 + turn % 2);
                store.append(vec![update(review, id(1), 0, "while")]).await.expect("appended");
            }
        }
    });
    let mut last = 0;
    while !writing.is_finished() {
        let lines = dump(store).await;
        assert!(lines.len() >= last);
        last = lines.len();
    }
    writing.await.expect("no panic");
    restore(empty, &dump(store).await).await.expect("restored");
    for review in [id(100), id(101)] {
        let loaded = empty.load(review).await.expect("an answer").expect("a document");
        assert_eq!(loaded.updates.last().map(|update| update.seq), Some(loaded.last_seq));
        assert_eq!(loaded.last_seq, 350);
    }
}

//! What the stories have in common: people, a clock that they read from a script, and ids that can be told apart.

use postlude_base::{NANOSECONDS_PER_SECOND, Timestamp};
use postlude_review::people::{AccountRole, Visibility};
use postlude_store::{Incident, Invitation, KeyHash, NewPerson, NewReview, NewUpdate, Person, Store, Update};
use serde_json::json;
use uuid::Uuid;

/// A moment of the day on which all stories happen.
pub(crate) fn at(hour: i64, minute: i64) -> Timestamp {
    const DAY: i64 = 1_772_668_800;
    Timestamp((DAY + hour * 3_600 + minute * 60) * NANOSECONDS_PER_SECOND)
}

/// An id by number.
pub(crate) fn id(number: u128) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + number)
}

/// A secret's hash by number.
pub(crate) fn key(number: u8) -> KeyHash {
    KeyHash([number; 32])
}

/// Somebody to be.
pub(crate) fn new_person(number: u128, name: &str) -> NewPerson {
    NewPerson {
        id: id(number),
        name: name.to_owned(),
        email: format!("{name}@Example.org"),
        password_hash: Some(format!("hash of {name}")),
        created: at(8, 0),
    }
}

/// The first administrator of an empty store.
pub(crate) async fn administrator(store: &dyn Store) -> Person {
    store.create_first_administrator(&new_person(1, "anna")).await.expect("the first account")
}

/// Somebody who came by invitation.
pub(crate) async fn invited(store: &dyn Store, number: u128, name: &str, role: AccountRole) -> Person {
    let invitation = Invitation {
        id: id(1_000 + number),
        email: None,
        role,
        invited_by: id(1),
        created: at(8, 0),
        expires: at(20, 0),
    };
    let key = KeyHash([u8::try_from(number).expect("a small number"); 32]);
    store.invite(&invitation, &key).await.expect("an invitation");
    let accepted = store.accept_invitation(&key, &new_person(number, name)).await;
    accepted.expect("the invitation is good").expect("the invitation is there")
}

/// A review to be made.
pub(crate) fn new_review(number: u128, title: &str, visibility: Visibility, by: Uuid) -> NewReview {
    NewReview {
        id: id(number),
        title: title.to_owned(),
        visibility,
        phase: "preparing".to_owned(),
        process: json!({ "phase": "preparing" }),
        created: at(9, 0),
        created_by: by,
    }
}

/// An incident to be entered.
pub(crate) fn incident(number: u128, title: &str) -> Incident {
    Incident { id: id(number), title: title.to_owned(), start: None, end: None, created: at(9, 0) }
}

/// An update that says something.
pub(crate) fn update(review: Uuid, author: Uuid, minute: i64, says: &str) -> NewUpdate {
    NewUpdate { review, author: Some(author), time: at(10, minute), bytes: says.as_bytes().to_vec() }
}

/// What updates say, to be read in a story.
pub(crate) fn said(updates: &[Update]) -> Vec<String> {
    updates
        .iter()
        .map(|update| format!("{} {}", update.seq, String::from_utf8_lossy(&update.bytes)))
        .collect()
}

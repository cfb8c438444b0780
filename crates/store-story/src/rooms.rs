//! The story of the rooms in which not everybody is: calibration, an interview, a meeting, somebody who is asked.

use futures_util::future::join;
use postlude_review::interview::{Consent, NoteKind};
use postlude_review::people::{AccountRole, ReviewRole, Visibility};
use postlude_store::{
    Ask, Calibration, Conflict, Coverage, Failure, Interview, InterviewNote, Meeting, Store,
};
use serde_json::json;
use uuid::Uuid;

use crate::scene::{administrator, at, id, invited, key, new_review};

/// Anna organises, Ben facilitates, Cleo was on call, Dan administers nothing and asks nobody.
pub async fn story(store: &dyn Store) {
    let anna = administrator(store).await.id;
    let ben = invited(store, 2, "ben", AccountRole::Member).await.id;
    let cleo = invited(store, 3, "cleo", AccountRole::Member).await.id;
    let review = new_review(100, "Orders were slow", Visibility::Open, anna);
    store.create_review(&review, None).await.expect("a review");
    store.set_participation(id(100), ben, ReviewRole::Facilitator, at(9, 1)).await.expect("named");
    store.set_participation(id(100), cleo, ReviewRole::Participant, at(9, 1)).await.expect("named");
    calibrating(store, cleo, ben).await;
    interviewing(store, anna, ben, cleo).await;
    meeting(store).await;
    asking(store, anna, cleo).await;
}

pub(crate) fn calibration(person: Uuid) -> Calibration {
    let moments = json!([{ "entry": "a", "because": "wrote" }]);
    Calibration { id: id(700), review: id(100), person, moments, asked: 1, sent: at(9, 30) }
}

/// A link, answers that only their person reads, and nothing left when they go.
async fn calibrating(store: &dyn Store, cleo: Uuid, ben: Uuid) {
    let link = calibration(cleo);
    store.add_calibration(&link, &key(70)).await.expect("kept");
    let again = Calibration { id: id(701), ..link.clone() };
    let twice = store.add_calibration(&again, &key(71)).await;
    assert_eq!(twice, Err(Failure::Conflict(Conflict::Exists)));
    assert_eq!(store.calibration_with_key(&key(70)).await, Ok(Some(link.clone())));
    assert_eq!(store.exchange_calibration_key(&key(70), &key(72)).await, Ok(true));
    assert_eq!(store.exchange_calibration_key(&key(70), &key(73)).await, Ok(false));
    assert_eq!(store.calibration_with_key(&key(70)).await, Ok(None));

    assert_eq!(store.calibration_own(ben, id(700)).await, Ok(None));
    let answers = json!({ "a": { "answer": "confirmed" } });
    assert_eq!(store.change_answers(id(700), 0, &answers, 1).await, Ok(true));
    let late = store.change_answers(id(700), 0, &json!({}), 0).await;
    assert_eq!(late, Err(Failure::Conflict(Conflict::Changed)));
    assert_eq!(store.change_answers(id(999), 0, &json!({}), 0).await, Ok(false));

    // Another link leads to the same answers.
    let moments = json!([{ "entry": "a" }, { "entry": "b" }]);
    let renewed = Calibration { moments, asked: 2, sent: at(9, 40), ..link };
    assert_eq!(store.renew_calibration(&renewed, &key(74)).await, Ok(true));
    let own = store.calibration_own(cleo, id(700)).await.expect("an answer").expect("it is hers");
    assert_eq!((own.calibration, own.answers, own.version), (renewed.clone(), answers, 1));
    assert_eq!(store.calibrations(id(100)).await, Ok(vec![renewed]));
    assert_eq!(store.calibrations_of(cleo).await.map(|own| own.len()), Ok(1));
    let coverage = Coverage { people: 1, asked: 2, looked_at: 1 };
    assert_eq!(store.calibration_coverage(id(100)).await, Ok(coverage));
    assert_eq!(store.calibration_coverage(id(999)).await, Ok(Coverage::default()));

    assert_eq!(store.remove_calibration(id(100), cleo).await, Ok(true));
    assert_eq!(store.remove_calibration(id(100), cleo).await, Ok(false));
    assert_eq!(store.calibration_with_key(&key(74)).await, Ok(None));
}

pub(crate) fn interview(interviewee: Uuid, facilitator: Uuid) -> Interview {
    Interview {
        id: id(710),
        review: id(100),
        interviewee,
        facilitator,
        created: at(10, 0),
        consent: Consent::Asked,
        consent_time: None,
        is_off_the_record: false,
        questions: json!([]),
        version: 0,
    }
}

pub(crate) fn note(number: u128, author: Uuid) -> InterviewNote {
    InterviewNote {
        id: id(number),
        interview: id(710),
        kind: NoteKind::Quote,
        author,
        written: at(10, 5),
        text: "The graph was green.\0".to_owned(),
        version: 0,
        released: None,
    }
}

/// Two are in the room. Consent opens it, being off the record and withdrawing close it.
async fn interviewing(store: &dyn Store, anna: Uuid, ben: Uuid, cleo: Uuid) {
    store.create_interview(&interview(cleo, ben)).await.expect("a room");
    let sees = async |who: Uuid| {
        let listed = store.interviews(who).await.expect("a list").len();
        let seen = store.interview(who, id(710)).await.expect("an answer").is_some();
        assert_eq!(listed == 1, seen);
        seen
    };
    // Anna organises the review and administers the house, and sees nothing.
    assert_eq!((sees(anna).await, sees(ben).await, sees(cleo).await), (false, true, true));

    assert_eq!(store.add_interview_note(&note(711, ben)).await, Ok(false));
    assert_eq!(store.set_consent(id(710), Consent::Given, at(10, 4)).await, Ok(true));
    assert_eq!(store.add_interview_note(&note(711, ben)).await, Ok(true));
    assert_eq!(store.set_off_the_record(id(710), true).await, Ok(true));
    assert_eq!(store.add_interview_note(&note(712, ben)).await, Ok(false));
    assert_eq!(store.change_interview_note(&note(711, ben)).await, Ok(false));
    assert_eq!(store.set_off_the_record(id(710), false).await, Ok(true));
    assert_eq!(store.add_interview_note(&note(712, cleo)).await, Ok(true));

    let anew = InterviewNote { text: "It was green.".to_owned(), ..note(711, ben) };
    assert_eq!(store.change_interview_note(&anew).await, Ok(true));
    let changed = Err(Failure::Conflict(Conflict::Changed));
    assert_eq!(store.change_interview_note(&anew).await, changed);
    let stands = json!({ "map": "notes", "id": "x" });
    assert_eq!(store.release_interview_note(id(710), id(711), &stands).await, Ok(true));
    assert_eq!(store.release_interview_note(id(710), id(711), &stands).await, Ok(false));
    assert_eq!(store.change_interview_note(&InterviewNote { version: 2, ..anew }).await, changed);
    let notes = store.interview_notes(id(710)).await.expect("notes");
    let told: Vec<_> = notes.iter().map(|note| (note.text.as_str(), note.released.is_some())).collect();
    assert_eq!(told, [("It was green.", true), ("The graph was green.\u{fffd}", false)]);
    assert_eq!(store.remove_interview_note(id(710), id(712)).await, Ok(true));
    assert_eq!(store.remove_interview_note(id(710), id(712)).await, Ok(false));

    let room = store.interview(ben, id(710)).await.expect("an answer").expect("a room");
    assert_eq!(store.set_interview_questions(id(710), room.version, &json!(["?"])).await, Ok(true));
    let late = store.set_interview_questions(id(710), room.version, &json!([])).await;
    assert_eq!(late, Err(Failure::Conflict(Conflict::Changed)));

    // Who no longer runs the review is out; whose words they are stays in.
    store.remove_participation(id(100), ben).await.expect("out");
    store.remove_participation(id(100), cleo).await.expect("out");
    assert_eq!((sees(anna).await, sees(ben).await, sees(cleo).await), (false, false, true));
    store.set_participation(id(100), ben, ReviewRole::Facilitator, at(10, 8)).await.expect("in again");

    // Withdrawn while somebody writes: either order leaves nothing behind.
    let (withdrawn, written) = join(
        store.set_consent(id(710), Consent::Withdrawn, at(10, 9)),
        store.add_interview_note(&note(713, ben)),
    )
    .await;
    assert_eq!(withdrawn, Ok(true));
    written.expect("kept or not");
    assert_eq!(store.interview_notes(id(710)).await, Ok(vec![]));
    assert_eq!(store.add_interview_note(&note(714, ben)).await, Ok(false));
    assert_eq!(store.remove_interview(id(710)).await, Ok(true));
    assert!(!sees(cleo).await);
}

pub(crate) fn planned() -> Meeting {
    Meeting { id: id(720), review: id(100), created: at(11, 0), plan: json!({ "title": "m" }), version: 0 }
}

/// A plan that two change at once, hands and answers without names.
async fn meeting(store: &dyn Store) {
    let planned = planned();
    store.add_meeting(&planned).await.expect("planned");
    assert_eq!(store.meetings(id(100)).await, Ok(vec![planned.clone()]));
    assert_eq!(store.meeting(id(101), id(720)).await, Ok(None));
    assert_eq!(store.change_meeting(id(100), id(720), 0, &json!({ "title": "n" })).await, Ok(true));
    let late = store.change_meeting(id(100), id(720), 0, &json!({})).await;
    assert_eq!(late, Err(Failure::Conflict(Conflict::Changed)));

    let yes = json!(true);
    for ballot in [id(1), id(2), id(1)] {
        store.cast(&planned, "hand", ballot, Some(&yes)).await.expect("cast");
    }
    store.cast(&planned, "survey", id(1), Some(&json!({ "learned": 5 }))).await.expect("cast");
    assert_eq!(store.ballots(id(720), "hand").await, Ok(vec![yes.clone(), yes.clone()]));
    store.cast(&planned, "hand", id(1), None).await.expect("taken down");
    assert_eq!(store.ballots(id(720), "hand").await, Ok(vec![yes]));
    assert_eq!(store.remove_meeting(id(100), id(720)).await, Ok(true));
    assert_eq!(store.ballots(id(720), "hand").await, Ok(vec![]));
    let nowhere = store.cast(&planned, "hand", id(1), Some(&json!(true))).await;
    assert_eq!(nowhere, Err(Failure::Conflict(Conflict::Missing)));
}

pub(crate) fn asked(person: Uuid, asked_by: Uuid) -> Ask {
    Ask {
        id: id(730),
        review: id(100),
        person,
        asked_by,
        part: "facilitator".to_owned(),
        words: "You know neither of the services.".to_owned(),
        asked: at(12, 0),
        state: "asked".to_owned(),
        reason: None,
        answered: None,
    }
}

/// Asked, answered once, asked again.
async fn asking(store: &dyn Store, anna: Uuid, cleo: Uuid) {
    let ask = asked(cleo, anna);
    store.add_ask(&ask).await.expect("asked");
    let twice = store.add_ask(&Ask { id: id(731), ..ask.clone() }).await;
    assert_eq!(twice, Err(Failure::Conflict(Conflict::Exists)));
    assert_eq!(store.asks_of(cleo).await, Ok(vec![ask.clone()]));
    assert_eq!(store.answer_ask(anna, id(730), "claimed", None, at(12, 5)).await, Ok(false));
    assert_eq!(store.answer_ask(cleo, id(730), "declined", Some("I was there"), at(12, 5)).await, Ok(true));
    assert_eq!(store.answer_ask(cleo, id(730), "claimed", None, at(12, 6)).await, Ok(false));
    store.add_ask(&Ask { id: id(731), asked: at(12, 7), ..ask }).await.expect("asked again");
    let states: Vec<_> =
        store.asks(id(100)).await.expect("a list").into_iter().map(|one| (one.state, one.reason)).collect();
    assert_eq!(states, [("asked".to_owned(), None), ("declined".to_owned(), Some("I was there".to_owned()))]);
    assert_eq!(store.remove_ask(id(100), id(731)).await, Ok(true));
    assert_eq!(store.remove_ask(id(101), id(730)).await, Ok(false));
}

/// A room with consent, for what only holds for one database: its id, and who asks in it.
pub async fn room(store: &dyn Store) -> (Uuid, Uuid) {
    let anna = administrator(store).await.id;
    let ben = invited(store, 2, "ben", AccountRole::Member).await.id;
    let review = new_review(100, "Orders were slow", Visibility::Open, anna);
    store.create_review(&review, None).await.expect("a review");
    store.create_interview(&interview(ben, anna)).await.expect("a room");
    store.set_consent(id(710), Consent::Given, at(10, 4)).await.expect("said");
    (id(710), anna)
}

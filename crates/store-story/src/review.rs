//! The story of a review, from the evening after the incident until nobody needs it any more.

use postlude_review::people::{AccountRole, ReviewRole, Visibility};
use postlude_store::{Attachment, BroughtReview, Conflict, Failure, ReviewFilter, Snapshot, Store};
use serde_json::json;

use crate::scene::{administrator, at, id, incident, invited, new_review, said, update};

/// Anna makes a review, Ben helps, they write, move on and are done.
pub async fn story(store: &dyn Store) {
    let anna = administrator(store).await;
    let ben = invited(store, 2, "ben", AccountRole::Member).await;

    // Anna makes a review with its incident in one go. She organises it.
    let new = new_review(100, "Orders were slow", Visibility::Open, anna.id);
    store.create_review(&new, Some(&incident(200, "Slow orders"))).await.expect("a review");
    let seen = store.review_seen(anna.id.into(), id(100)).await.expect("an answer").expect("a review");
    assert_eq!(seen.review.title, "Orders were slow");
    assert_eq!(seen.role, Some(ReviewRole::Organiser));
    assert_eq!(seen.incidents, [incident(200, "Slow orders")]);
    assert_eq!((seen.review.phase.as_str(), seen.review.version), ("preparing", 0));

    // The same id is not made twice.
    let again = store.create_review(&new, None).await;
    assert_eq!(again, Err(Failure::Conflict(Conflict::Exists)));

    // Ben becomes its facilitator. Anna cannot leave: nobody else organises.
    store.set_participation(id(100), ben.id, ReviewRole::Facilitator, at(9, 5)).await.expect("a role");
    let roles = store.participations(id(100)).await.expect("people");
    let roles: Vec<_> = roles.iter().map(|one| (one.name.as_str(), one.role)).collect();
    assert_eq!(roles, [("anna", ReviewRole::Organiser), ("ben", ReviewRole::Facilitator)]);
    let left = store.remove_participation(id(100), anna.id).await;
    assert_eq!(left, Err(Failure::Conflict(Conflict::LastOrganiser)));
    let demoted = store.set_participation(id(100), anna.id, ReviewRole::Reader, at(9, 6)).await;
    assert_eq!(demoted, Err(Failure::Conflict(Conflict::LastOrganiser)));

    writing(store).await;
    moving_on(store).await;
    attaching(store).await;
    bringing(store).await;
    end(store).await;
}

/// They write; a snapshot spares reading all of it; the log stays.
async fn writing(store: &dyn Store) {
    let (review, anna, ben) = (id(100), id(1), id(2));
    let empty = store.load(review).await.expect("an answer").expect("a document");
    assert_eq!((empty.snapshot, empty.updates.len(), empty.last_seq), (None, 0, 0));

    let one = store.append(vec![update(review, anna, 1, "The pager rang.")]).await;
    assert_eq!(one, Ok(vec![1]));
    let two = [update(review, ben, 2, "I looked at the graphs."), update(review, ben, 3, "All red.")];
    assert_eq!(store.append(two.to_vec()).await, Ok(vec![2, 3]));
    assert_eq!(store.append(vec![]).await, Ok(vec![]));
    let stray = vec![update(review, ben, 4, "lost"), update(id(999), ben, 4, "lost too")];
    assert_eq!(store.append(stray).await, Err(Failure::Conflict(Conflict::Missing)));

    let snapshot = Snapshot { seq: 2, time: at(10, 5), bytes: b"pager, graphs".to_vec() };
    assert_eq!(store.put_snapshot(review, &snapshot).await, Ok(true));
    let older = Snapshot { seq: 1, ..snapshot.clone() };
    assert_eq!(store.put_snapshot(review, &older).await, Ok(false));
    let beyond = Snapshot { seq: 4, ..snapshot.clone() };
    assert_eq!(store.put_snapshot(review, &beyond).await, Err(Failure::Conflict(Conflict::Missing)));

    let loaded = store.load(review).await.expect("an answer").expect("a document");
    assert_eq!(loaded.snapshot, Some(snapshot));
    assert_eq!(said(&loaded.updates), ["3 All red."]);
    assert_eq!(loaded.last_seq, 3);
    let history = store.history(review, None, 2).await.expect("a page");
    assert_eq!(said(&history), ["3 All red.", "2 I looked at the graphs."]);
    let earlier = store.history(review, Some(2), 2).await.expect("a page");
    assert_eq!(said(&earlier), ["1 The pager rang."]);
    assert_eq!((earlier[0].author, earlier[0].time), (Some(anna), at(10, 1)));
    let later = store.updates_after(review, 1, 1).await.expect("a page");
    assert_eq!(said(&later), ["2 I looked at the graphs."]);
    assert_eq!(store.load(id(999)).await, Ok(None));
}

/// The process moves on; two people who move it at once do not overwrite each other.
async fn moving_on(store: &dyn Store) {
    let gathering = json!({ "phase": "gathering", "steps": { "evidence": "in_progress" } });
    assert_eq!(store.change_process(id(100), 0, "gathering", &gathering, at(11, 0)).await, Ok(true));
    let late = store.change_process(id(100), 0, "closed", &json!({}), at(11, 0)).await;
    assert_eq!(late, Err(Failure::Conflict(Conflict::Changed)));
    assert_eq!(store.change_process(id(999), 0, "closed", &json!({}), at(11, 0)).await, Ok(false));
    assert_eq!(store.rename_review(id(100), "Orders were slow for ÄRZTE", at(11, 5)).await, Ok(true));

    let review = store.review(id(100)).await.expect("an answer").expect("a review");
    assert_eq!((review.phase.as_str(), review.version), ("gathering", 1));
    assert_eq!(review.process, gathering);
    assert_eq!(review.updated, at(11, 5));

    // What no database keeps is marked, not refused.
    assert_eq!(store.rename_review(id(101), "\0", at(11, 5)).await, Ok(false));
    let list = |phase: Option<&str>, text: Option<&str>| {
        let filter = ReviewFilter {
            phase: phase.map(str::to_owned),
            text: text.map(str::to_owned),
            ..ReviewFilter::default()
        };
        async move { store.reviews(id(1).into(), &filter).await.expect("a list").len() }
    };
    assert_eq!(list(None, None).await, 1);
    assert_eq!(list(Some("gathering"), Some("ärzte")).await, 1);
    assert_eq!(list(Some("closed"), None).await, 0);
    assert_eq!(list(None, Some("100%")).await, 0);
    assert_eq!(list(None, Some("\0")).await, 0);
}

/// A screenshot is attached; a second review looks at the same incident.
async fn attaching(store: &dyn Store) {
    let attachment = Attachment {
        id: id(300),
        review: id(100),
        name: "graph.png".to_owned(),
        media_type: "image/png".to_owned(),
        size: 1_234,
        hash: "00ff".to_owned(),
        created_by: id(2),
        created: at(11, 10),
    };
    store.add_attachment(&attachment).await.expect("kept");
    assert_eq!(store.attachments(id(100)).await, Ok(vec![attachment.clone()]));
    assert_eq!(store.attachment(id(100), id(300)).await, Ok(Some(attachment)));
    assert_eq!(store.attachment(id(101), id(300)).await, Ok(None));

    store
        .create_review(&new_review(101, "Seen from support", Visibility::Open, id(2)), None)
        .await
        .expect("made");
    assert_eq!(store.attach_incident(id(101), id(200), at(11, 15)).await, Ok(true));
    assert_eq!(store.attach_incident(id(101), id(200), at(11, 16)).await, Ok(false));
    let nowhere = store.attach_incident(id(101), id(999), at(11, 16)).await;
    assert_eq!(nowhere, Err(Failure::Conflict(Conflict::Missing)));
    assert_eq!(store.set_incident_times(id(200), Some(at(7, 0)), Some(at(8, 0))).await, Ok(true));
    store.create_incident(&incident(201, "And again"), id(101)).await.expect("made");
    let titles = |incidents: Vec<postlude_store::Incident>| {
        incidents.into_iter().map(|one| (one.title, one.start)).collect::<Vec<_>>()
    };
    let both = store.incidents_of(id(101)).await.expect("a list");
    assert_eq!(titles(both), [("And again".to_owned(), None), ("Slow orders".to_owned(), Some(at(7, 0)))]);
    assert_eq!(store.reviews_of(id(200)).await, Ok(vec![id(100), id(101)]));
    assert_eq!(store.detach_incident(id(101), id(200)).await, Ok(true));
    assert_eq!(store.remove_incident(id(200)).await, Ok(false));
}

/// A review of another house comes complete, or not at all.
async fn bringing(store: &dyn Store) {
    let attachment = Attachment {
        id: id(310),
        review: id(110),
        name: "graph.png".to_owned(),
        media_type: "image/png".to_owned(),
        size: 5,
        hash: "00fe".to_owned(),
        created_by: id(1),
        created: at(7, 0),
    };
    let brought = BroughtReview {
        review: new_review(110, "From another house", Visibility::Restricted, id(1)),
        incidents: vec![incident(210, "Theirs"), incident(201, "And again")],
        new_incidents: [id(210)].into(),
        attachments: vec![attachment.clone()],
        document: b"all that was written".to_vec(),
    };
    // An incident that is kept already comes last: nothing of what stood before it stays.
    let incidents = vec![incident(211, "New"), incident(201, "And again")];
    let new_incidents = [id(211), id(201)].into();
    let half = BroughtReview { incidents, new_incidents, ..brought.clone() };
    assert_eq!(store.bring_review(&half).await, Err(Failure::Conflict(Conflict::Exists)));
    assert_eq!((store.review(id(110)).await, store.load(id(110)).await), (Ok(None), Ok(None)));
    assert_eq!(store.reviews_of(id(211)).await, Ok(vec![]));
    assert_eq!(store.incidents_without_review().await, Ok(vec![]));

    store.bring_review(&brought).await.expect("brought");
    let seen = store.review_seen(id(1).into(), id(110)).await.expect("an answer").expect("a review");
    assert_eq!((seen.role, seen.review.phase.as_str()), (Some(ReviewRole::Organiser), "preparing"));
    assert_eq!(seen.incidents, brought.incidents);
    assert_eq!(store.attachments(id(110)).await, Ok(vec![attachment]));
    let loaded = store.load(id(110)).await.expect("an answer").expect("a document");
    assert_eq!((said(&loaded.updates), loaded.last_seq), (vec!["1 all that was written".to_owned()], 1));
    assert_eq!(store.append(vec![update(id(110), id(1), 1, "Read.")]).await, Ok(vec![2]));
    // It goes as it came, and so does its incident.
    store.bin_review(id(110), at(11, 30)).await.expect("binned");
    assert_eq!(store.purge_reviews(at(11, 31)).await, Ok(vec![id(110)]));
    assert_eq!(store.remove_incident(id(210)).await, Ok(true));
}

/// Into the bin, back, and away for good with all that hung on it.
async fn end(store: &dyn Store) {
    assert_eq!(store.bin_review(id(100), at(12, 0)).await, Ok(true));
    assert_eq!(store.bin_review(id(100), at(12, 1)).await, Ok(false));
    let bin = ReviewFilter { binned: true, ..ReviewFilter::default() };
    let titles = |list: Vec<postlude_store::ReviewSeen>| {
        list.into_iter().map(|seen| seen.review.title).collect::<Vec<_>>()
    };
    let outside = store.reviews(id(1).into(), &ReviewFilter::default()).await.expect("a list");
    assert_eq!(titles(outside), ["Seen from support"]);
    assert_eq!(
        titles(store.reviews(id(1).into(), &bin).await.expect("a list")),
        ["Orders were slow for ÄRZTE"]
    );
    assert_eq!(store.incident_seen(id(1).into(), id(200)).await, Ok(None));
    assert_eq!(store.restore_review(id(100), at(12, 2)).await, Ok(true));
    assert_eq!(store.purge_reviews(at(23, 0)).await, Ok(vec![]));

    store.bin_review(id(100), at(12, 3)).await.expect("binned");
    assert_eq!(store.purge_reviews(at(12, 3)).await, Ok(vec![]));
    assert_eq!(store.purge_reviews(at(12, 4)).await, Ok(vec![id(100)]));
    assert_eq!(store.review(id(100)).await, Ok(None));
    assert_eq!(store.load(id(100)).await, Ok(None));
    assert_eq!(store.attachments(id(100)).await, Ok(vec![]));
    assert_eq!(store.incidents_without_review().await, Ok(vec![id(200)]));
    assert_eq!(store.remove_incident(id(200)).await, Ok(true));
}

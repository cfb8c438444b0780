//! The story of what is hidden from whom: the query itself leaves it out.

use postlude_base::Timestamp;
use postlude_review::people::{AccountRole, ReviewRole, Visibility};
use postlude_store::{ReviewFilter, SearchRow, Store, Viewer};
use serde_json::json;
use uuid::Uuid;

use crate::scene::{administrator, at, id, incident, invited, new_review};

/// Ben makes one open and one restricted review of the same incident. Cleo is named in the restricted one, Dan is not.
pub async fn story(store: &dyn Store) {
    let anna = administrator(store).await.id;
    let ben = invited(store, 2, "ben", AccountRole::Member).await.id;
    let cleo = invited(store, 3, "cleo", AccountRole::Reader).await.id;
    let dan = invited(store, 4, "dan", AccountRole::Member).await.id;
    let [open, restricted] = [id(100), id(101)];
    let shared = incident(200, "Slow orders");
    store.create_review(&new_review(100, "open", Visibility::Open, ben), Some(&shared)).await.expect("made");
    store.create_review(&new_review(101, "secret", Visibility::Restricted, ben), None).await.expect("made");
    store.attach_incident(restricted, shared.id, at(9, 1)).await.expect("attached");
    store.create_incident(&incident(201, "Leaked key"), restricted).await.expect("made");
    store.set_participation(restricted, cleo, ReviewRole::Participant, at(9, 2)).await.expect("named");
    for (review, text) in [(open, "The Pager rang"), (restricted, "The pager was silenced")] {
        let rows = [row("entries", "e1", text, Some(at(7, 0))), row("meta", "title", "A title", None)];
        assert_eq!(store.describe_review(review, &json!({ "entries": 1 }), &rows).await, Ok(true));
    }

    let (all, only_open): (&[&str], &[&str]) = (&["secret", "open"], &["open"]);
    for (who, titles) in [(anna, all), (ben, all), (cleo, all), (dan, only_open), (id(77), &[])] {
        sees(store, who, titles).await;
    }

    // Dan is named, then not any more; each takes effect at once.
    store.set_participation(restricted, dan, ReviewRole::Reader, at(9, 10)).await.expect("named");
    sees(store, dan, all).await;
    store.remove_participation(restricted, dan).await.expect("removed");
    sees(store, dan, only_open).await;
    store.change_visibility(restricted, Visibility::Open, at(9, 20)).await.expect("opened");
    sees(store, dan, all).await;
    store.change_visibility(restricted, Visibility::Restricted, at(9, 30)).await.expect("restricted");
    sees(store, dan, only_open).await;
    store.change_role(dan, AccountRole::Administrator).await.expect("promoted");
    sees(store, dan, all).await;
    // A program of an administrator that is not meant to administer sees what everybody sees.
    let plainly = |person| Viewer { person, administers: false };
    sees(store, plainly(dan), only_open).await;
    sees(store, plainly(cleo), all).await;
    store.disable_person(dan, at(9, 40)).await.expect("disabled");
    sees(store, dan, &[]).await;

    pages(store, anna).await;
    searching(store, anna).await;
}

/// Checks lists, single reviews, incidents and search alike. The incident of both is there for all; the leaked key is known by name only where the review is.
async fn sees(store: &dyn Store, who: impl Into<Viewer>, titles: &[&str]) {
    let who = who.into();
    let list = store.reviews(who, &ReviewFilter::default()).await.expect("a list");
    let listed: Vec<_> = list.iter().map(|seen| seen.review.title.as_str()).collect();
    assert_eq!(listed, titles);
    for (review, title) in [(id(100), "open"), (id(101), "secret")] {
        let seen = store.review_seen(who, review).await.expect("an answer");
        assert_eq!(seen.is_some(), titles.contains(&title), "{title}");
    }
    let shared = store.incident_seen(who, id(200)).await.expect("an answer");
    let reviews: Vec<_> =
        shared.iter().flat_map(|seen| &seen.reviews).map(|(_, title)| title.as_str()).collect();
    assert_eq!(reviews, titles.iter().rev().copied().collect::<Vec<_>>());
    let leaked = store.incident_seen(who, id(201)).await.expect("an answer");
    assert_eq!(leaked.is_some(), titles.contains(&"secret"));
    let found = store.find(who, "pager", 10).await.expect("an answer");
    let found: Vec<_> = found.iter().map(|found| found.title.as_str()).collect();
    assert_eq!(found, titles.iter().rev().copied().collect::<Vec<_>>());
}

/// A list comes in pages, the latest change first, without a gap or a repetition.
async fn pages(store: &dyn Store, anna: Uuid) {
    for number in 0..5 {
        let mut new = new_review(110 + number, &format!("review {number}"), Visibility::Open, anna);
        // Two of them at the same moment.
        new.created = at(10, i64::try_from(number / 2).expect("small"));
        store.create_review(&new, None).await.expect("made");
    }
    let mut filter = ReviewFilter { limit: 3, ..ReviewFilter::default() };
    let mut titles = Vec::new();
    loop {
        let page = store.reviews(anna.into(), &filter).await.expect("a page");
        let Some(last) = page.last() else { break };
        filter.after = Some((last.review.updated, last.review.id));
        titles.extend(page.into_iter().map(|seen| seen.review.title));
    }
    assert_eq!(titles, ["review 4", "review 3", "review 2", "review 1", "review 0", "secret", "open"]);
}

/// Beginnings of words, whatever the case; nothing that a reader types is an order to the database.
async fn searching(store: &dyn Store, anna: Uuid) {
    let check = |words: &'static str, expected: &'static [&'static str]| async move {
        let found = store.find(anna.into(), words, 10).await.expect("an answer");
        let found: Vec<_> = found.into_iter().map(|found| found.row.id).collect();
        assert_eq!(found, expected, "{words}");
    };
    let rows = [
        row("entries", "a", "db-1.example refused (111)", Some(at(7, 1))),
        row("entries", "b", "Überlast, DB langsam\0", Some(at(7, 2))),
        row("notes", "c", "I did not see it's \"quoted\"", None),
    ];
    assert_eq!(store.describe_review(id(110), &json!({}), &rows).await, Ok(true));
    check("db", &["b", "a"]).await;
    check("DB 11", &["a"]).await;
    check("überl", &["b"]).await;
    check("it's quot", &["c"]).await;
    check("", &[]).await;
    check("\" OR * NEAR( ' & | ! :*", &[]).await;
    check("NOT see", &["c"]).await;
    check("refused\0 111", &["a"]).await;

    // The next description replaces it all.
    let rows = [row("entries", "b", "db quick again", Some(at(7, 2)))];
    assert_eq!(store.describe_review(id(110), &json!({ "entries": 1 }), &rows).await, Ok(true));
    check("db", &["b"]).await;
    check("langsam", &[]).await;
    check("quick", &["b"]).await;
    let review = store.review(id(110)).await.expect("an answer").expect("a review");
    assert_eq!(review.figures, json!({ "entries": 1 }));
    assert_eq!(store.describe_review(id(999), &json!({}), &rows).await, Ok(false));
    store.bin_review(id(110), at(12, 0)).await.expect("binned");
    check("quick", &[]).await;
}

fn row(map: &str, id: &str, text: &str, time: Option<Timestamp>) -> SearchRow {
    SearchRow { map: map.to_owned(), id: id.to_owned(), text: text.to_owned(), time }
}

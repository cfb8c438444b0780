//! The story of many who write at the same time.

use std::sync::Arc;

use postlude_review::people::Visibility;
use postlude_store::{Conflict, Failure, Snapshot, Store, Update};
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::scene::{administrator, at, id, new_review, said, update};

const WRITERS: usize = 24;
const TURNS: usize = 20;

/// Many tasks append to two reviews, on as many servers as there are; others read all the while. Nothing is lost, everybody's own order is
/// kept, and who reads never sees a hole.
pub async fn together(stores: &[Arc<dyn Store>]) {
    let store = &stores[0];
    let anna = administrator(&**store).await.id;
    let reviews = [id(100), id(101)];
    for number in [100, 101] {
        store.create_review(&new_review(number, "busy", Visibility::Open, anna), None).await.expect("made");
    }
    let mut readers = JoinSet::new();
    for store in stores {
        readers.spawn(follow(Arc::clone(store), reviews[0], WRITERS / 2 * TURNS));
    }
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        let store = Arc::clone(&stores[writer % stores.len()]);
        writers.spawn(write(store, writer, reviews[writer / (WRITERS / 2)]));
    }
    let mut told: Vec<(Uuid, i64, String)> = writers.join_all().await.into_iter().flatten().collect();
    readers.join_all().await;

    for review in reviews {
        let loaded = store.load(review).await.expect("an answer").expect("a document");
        let numbers: Vec<i64> = loaded.updates.iter().map(|update| update.seq).collect();
        let all = i64::try_from(WRITERS / 2 * TURNS).expect("small");
        assert_eq!(numbers, (1..=all).collect::<Vec<_>>(), "every number once");
        for update in loaded.updates {
            let text = String::from_utf8(update.bytes).expect("text");
            let place = told.iter().position(|one| *one == (review, update.seq, text.clone()));
            told.swap_remove(place.expect("what is kept was acknowledged under this number"));
        }
    }
    assert_eq!(told, [], "what was acknowledged is kept");
}

/// One writer's turns, each after the one before was acknowledged; its numbers must grow.
async fn write(store: Arc<dyn Store>, writer: usize, review: Uuid) -> Vec<(Uuid, i64, String)> {
    let mut told = Vec::new();
    for turn in 0..TURNS {
        let text = format!("writer {writer} turn {turn}");
        let numbers = store.append(vec![update(review, id(1), 0, &text)]).await.expect("appended");
        let [seq] = numbers[..] else { panic!("one number for one update") };
        assert!(told.last().is_none_or(|(_, before, _)| *before < seq), "numbers grow");
        told.push((review, seq, text));
    }
    told
}

/// Reads until all is there; each number must be the next.
async fn follow(store: Arc<dyn Store>, review: Uuid, until: usize) {
    let mut seq = 0;
    while seq < i64::try_from(until).expect("small") {
        for update in store.updates_after(review, seq, 100).await.expect("a page") {
            assert_eq!(update.seq, seq + 1, "a reader sees no hole");
            seq = update.seq;
        }
        tokio::task::yield_now().await;
    }
}

/// A caller who names a review that is not there does not harm those who share its transaction.
pub async fn strays(stores: &[Arc<dyn Store>]) {
    let store = &stores[0];
    let anna = administrator(&**store).await.id;
    store.create_review(&new_review(100, "busy", Visibility::Open, anna), None).await.expect("made");
    let mut writers = JoinSet::new();
    for writer in 0..40_u128 {
        let store = Arc::clone(store);
        let review = if writer % 4 == 0 { id(999) } else { id(100) };
        writers.spawn(async move { store.append(vec![update(review, id(1), 0, "x")]).await });
    }
    let answers = writers.join_all().await;
    let refused =
        answers.iter().filter(|answer| **answer == Err(Failure::Conflict(Conflict::Missing))).count();
    assert_eq!((refused, answers.iter().filter(|answer| answer.is_ok()).count()), (10, 30));
    assert_eq!(store.load(id(100)).await.expect("an answer").expect("a document").last_seq, 30);
}

/// Compaction says the same with fewer updates, and never makes a reader in the middle miss something.
pub async fn compaction(store: &dyn Store) {
    let anna = administrator(store).await.id;
    let review = id(100);
    store.create_review(&new_review(100, "long", Visibility::Open, anna), None).await.expect("made");
    for minute in 0..6 {
        store.append(vec![update(review, anna, minute, &format!("{minute}"))]).await.expect("appended");
    }
    let merged = |seq: i64, says: &str| Update {
        seq,
        author: Some(anna),
        time: at(10, 0),
        bytes: says.as_bytes().to_vec(),
    };
    let changed = Err(Failure::Conflict(Conflict::Changed));
    assert_eq!(store.compact(review, 1, 4, &[merged(2, "01"), merged(3, "2")]).await, changed);
    assert_eq!(store.compact(review, 1, 4, &[merged(4, "23"), merged(2, "01")]).await, changed);
    assert_eq!(store.compact(review, 1, 4, &[merged(4, "0123"), merged(5, "4")]).await, changed);
    assert_eq!(store.compact(review, 1, 4, &[]).await, changed);
    assert_eq!(store.compact(review, 1, 4, &[merged(2, "01"), merged(4, "23")]).await, Ok(()));

    let after = |seq| async move { said(&store.updates_after(review, seq, 10).await.expect("a page")) };
    assert_eq!(after(0).await, ["2 01", "4 23", "5 4", "6 5"]);
    assert_eq!(after(3).await, ["4 23", "5 4", "6 5"]);
    assert_eq!(store.append(vec![update(review, anna, 6, "6")]).await, Ok(vec![7]));

    // A snapshot may stand on a number that compaction left out.
    let snapshot = Snapshot { seq: 3, time: at(11, 0), bytes: b"0..2".to_vec() };
    assert_eq!(store.put_snapshot(review, &snapshot).await, Ok(true));
    let loaded = store.load(review).await.expect("an answer").expect("a document");
    assert_eq!(said(&loaded.updates), ["4 23", "5 4", "6 5", "7 6"]);
    assert_eq!(store.compact(review, 2, 2, &[merged(2, "01!")]).await, Ok(()));
    assert_eq!(said(&store.history(review, Some(4), 10).await.expect("a page")), ["2 01!"]);
}

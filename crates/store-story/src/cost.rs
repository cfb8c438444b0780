//! What appending and opening cost, measured from outside any store; the clock is an argument.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use postlude_review::people::Visibility;
use postlude_store::{Snapshot, Store};
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::scene::{administrator, at, id, new_review, update};

/// A clock: the time since some moment.
pub type Clock = fn() -> Duration;

/// Measures an empty store; gives one line per measure.
pub async fn measure(store: &Arc<dyn Store>, clock: Clock) -> String {
    let anna = administrator(&**store).await.id;
    let mut report = String::new();
    for (number, writers, turns) in [(100, 1_usize, 500), (101, 8, 250), (102, 64, 200), (103, 256, 50)] {
        store.create_review(&new_review(number, "busy", Visibility::Open, anna), None).await.expect("made");
        let begun = clock();
        let mut waits = append(store, id(number), writers, turns, clock).await;
        let taken = clock() - begun;
        waits.sort();
        let at = |share: usize| waits[(waits.len() - 1) * share / 100].as_secs_f64() * 1e3;
        let rate = waits.len() as f64 / taken.as_secs_f64();
        let _ = writeln!(
            report,
            "append, {writers} writers: {rate:.0}/s, wait p50 {:.2} ms, p99 {:.2} ms",
            at(50),
            at(99)
        );
    }
    opening(store, anna, clock, &mut report).await;
    report
}

async fn append(
    store: &Arc<dyn Store>,
    review: Uuid,
    writers: usize,
    turns: usize,
    clock: Clock,
) -> Vec<Duration> {
    let mut tasks = JoinSet::new();
    for _ in 0..writers {
        let store = Arc::clone(store);
        tasks.spawn(async move {
            let mut waits = Vec::new();
            for _ in 0..turns {
                let begun = clock();
                store.append(vec![update(review, id(1), 0, &"x".repeat(120))]).await.expect("appended");
                waits.push(clock() - begun);
            }
            waits
        });
    }
    tasks.join_all().await.into_iter().flatten().collect()
}

/// A document of 5,000 updates of 120 bytes after a snapshot of 1 MiB.
async fn opening(store: &Arc<dyn Store>, anna: Uuid, clock: Clock, report: &mut String) {
    let review = id(110);
    store.create_review(&new_review(110, "long", Visibility::Open, anna), None).await.expect("made");
    store.append(vec![update(review, anna, 0, "first")]).await.expect("appended");
    let snapshot = Snapshot { seq: 1, time: at(10, 0), bytes: vec![7; 1024 * 1024] };
    store.put_snapshot(review, &snapshot).await.expect("put");
    let begun = clock();
    let batch = (0..5_000).map(|_| update(review, anna, 1, &"x".repeat(120))).collect();
    store.append(batch).await.expect("appended");
    let _ = writeln!(report, "append of 5,000 at once: {:.1} ms", (clock() - begun).as_secs_f64() * 1e3);
    let mut opened: Vec<Duration> = Vec::new();
    for _ in 0..20 {
        let begun = clock();
        let loaded = store.load(review).await.expect("an answer").expect("a document");
        assert_eq!(loaded.updates.len(), 5_000);
        opened.push(clock() - begun);
    }
    opened.sort();
    let _ = writeln!(
        report,
        "open of 1 MiB snapshot and 5,000 updates: median {:.1} ms, slowest {:.1} ms",
        opened[10].as_secs_f64() * 1e3,
        opened[19].as_secs_f64() * 1e3
    );
}

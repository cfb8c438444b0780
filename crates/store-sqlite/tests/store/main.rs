//! The stories of every store, and what only holds for one in a file.

mod forgetting;
mod kill;
mod tables;

use std::future::Future;
use std::path::Path;
use std::sync::Arc;

use postlude_store::Store;
use postlude_store_sqlite::SqliteStore;
use postlude_store_story as story;

/// Runs a test to its end.
fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().expect("a runtime").block_on(work)
}

/// The store in a folder.
async fn open(folder: &Path) -> Arc<dyn Store> {
    Arc::new(SqliteStore::open(&folder.join("store.sqlite")).await.expect("the store opens"))
}

/// Tells a story to a new store.
fn tell(story: impl AsyncFn(&dyn Store)) {
    run(async {
        let folder = tempfile::tempdir().expect("a folder");
        let store = open(folder.path()).await;
        story(&*store).await;
        store.close().await;
    });
}

/// Tells a story of copies to two new stores.
fn tell_two(story: impl AsyncFn(&Arc<dyn Store>, &Arc<dyn Store>)) {
    run(async {
        let [from, to] = [(); 2].map(|()| tempfile::tempdir().expect("a folder"));
        let (from, to) = (open(from.path()).await, open(to.path()).await);
        story(&from, &to).await;
        from.close().await;
        to.close().await;
    });
}

#[test]
fn a_review_lives() {
    tell(story::review::story);
}

#[test]
fn people_get_accounts() {
    tell(story::people::accounts);
}

#[test]
fn people_get_in() {
    tell(story::people::sessions);
}

#[test]
fn what_is_hidden_stays_hidden() {
    tell(story::permission::story);
}

#[test]
fn a_job_outlives_its_server() {
    tell(story::job::story);
}

#[test]
fn the_house_keeps_its_books() {
    tell(story::house::story);
}

#[test]
fn what_is_private_stays_in_its_room() {
    tell(story::rooms::story);
}

#[test]
fn compaction_loses_nothing() {
    tell(story::writing::compaction);
}

#[test]
fn many_write_together() {
    run(async {
        let folder = tempfile::tempdir().expect("a folder");
        story::writing::together(&[open(folder.path()).await]).await;
    });
}

#[test]
fn strays_harm_nobody() {
    run(async {
        let folder = tempfile::tempdir().expect("a folder");
        story::writing::strays(&[open(folder.path()).await]).await;
    });
}

#[test]
fn a_copy_says_the_same() {
    tell_two(story::copy::story);
}

#[test]
fn a_copy_is_of_one_moment() {
    tell_two(story::copy::while_writing);
}

//! The stories of every store, and what only holds for one in a file.

use std::future::Future;
use std::path::Path;

use postlude_store::Store;
use postlude_store_sqlite::SqliteStore;
use postlude_store_story as story;

/// Runs a test to its end.
fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().expect("a runtime").block_on(work)
}

/// The store in a folder.
async fn open(folder: &Path) -> SqliteStore {
    SqliteStore::open(&folder.join("store.sqlite")).await.expect("the store opens")
}

/// Tells a story to a new store.
fn tell(story: impl AsyncFn(&dyn Store)) {
    run(async {
        let folder = tempfile::tempdir().expect("a folder");
        let store = open(folder.path()).await;
        story(&store).await;
        store.close().await;
    });
}

#[test]
fn a_review_lives() {
    tell(story::review::story);
}

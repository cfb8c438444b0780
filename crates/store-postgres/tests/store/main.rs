//! The stories of every store, and what only holds for one that several servers share.

mod server;

use std::future::Future;

use postlude_store::Store;
use postlude_store_postgres::PostgresStore;
use postlude_store_story as story;
use uuid::Uuid;

use server::Server;

/// Runs a test to its end.
fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().expect("a runtime").block_on(work)
}

/// A store in this database, as the server with this number.
async fn connect(server: &Server, number: u128) -> PostgresStore {
    PostgresStore::connect(&server.url(), Uuid::from_u128(number)).await.expect("the store connects")
}

/// Tells a story to a new store.
fn tell(story: impl AsyncFn(&dyn Store)) {
    let server = Server::start();
    run(async {
        let store = connect(&server, 1).await;
        story(&store).await;
        store.close().await;
    });
}

#[test]
fn a_review_lives() {
    tell(story::review::story);
}

//! The stories of every store, and what only holds for one that several servers share.

mod server;
mod servers;
mod tables;

use std::future::Future;
use std::path::Path;
use std::sync::Arc;

use postlude_store::Store;
use postlude_store_postgres::PostgresStore;
use postlude_store_sqlite::SqliteStore;
use postlude_store_story as story;
use uuid::Uuid;

use server::Server;

/// Runs a test to its end.
fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Runtime::new().expect("a runtime").block_on(work)
}

/// A store in this database, as the server with this number.
async fn connect(server: &Server, number: u128) -> Arc<dyn Store> {
    connect_to(server, "postgres", number).await
}

/// A store in a database of this name.
async fn connect_to(server: &Server, database: &str, number: u128) -> Arc<dyn Store> {
    let store = PostgresStore::connect(&server.url(database), Uuid::from_u128(number)).await;
    Arc::new(store.expect("the store connects"))
}

/// Tells a story to a new store.
fn tell(story: impl AsyncFn(&dyn Store)) {
    let server = Server::start();
    run(async {
        let store = connect(&server, 1).await;
        story(&*store).await;
        store.close().await;
    });
}

/// Tells a story of copies to two new stores.
fn tell_two(story: impl AsyncFn(&Arc<dyn Store>, &Arc<dyn Store>)) {
    let server = Server::start();
    run(async {
        let (from, to) = (connect(&server, 1).await, connect_to(&server, "template1", 1).await);
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
        let server = Server::start();
        story::writing::together(&[connect(&server, 1).await, connect(&server, 2).await]).await;
    });
}

#[test]
fn strays_harm_nobody() {
    run(async {
        let server = Server::start();
        story::writing::strays(&[connect(&server, 1).await]).await;
    });
}

#[test]
fn a_copy_says_the_same() {
    tell_two(story::copy::story);
}

async fn file(path: &Path) -> Arc<dyn Store> {
    Arc::new(SqliteStore::open(path).await.expect("the file opens"))
}

/// A house that outgrows one machine moves to PostgreSQL, and can move back.
#[test]
fn a_copy_moves_between_databases() {
    let server = Server::start();
    run(async {
        let folder = tempfile::tempdir().expect("a folder");
        let (from, back) =
            (file(&folder.path().join("from.sqlite")).await, file(&folder.path().join("back.sqlite")).await);
        let (to, other) = (connect(&server, 1).await, connect_to(&server, "template1", 1).await);
        story::copy::story(&from, &to).await;
        story::copy::story(&other, &back).await;
    });
}

#[test]
fn a_copy_is_of_one_moment() {
    tell_two(story::copy::while_writing);
}

//! Prints what appending and opening cost in an empty database: `cargo run --release -p postlude-store-postgres --example postgres_cost URL`.

use std::io::Write as _;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use postlude_store::Store;
use postlude_store_postgres::PostgresStore;

#[expect(clippy::disallowed_methods, reason = "an example that measures reads the clock")]
fn now() -> Duration {
    static BEGINNING: LazyLock<Instant> = LazyLock::new(Instant::now);
    Instant::now().saturating_duration_since(*BEGINNING)
}

fn main() {
    let url = std::env::args().nth(1).expect("the address of an empty database");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let report = runtime.block_on(async {
        let store = PostgresStore::connect(&url, uuid::Uuid::from_u128(1)).await.expect("it connects");
        let store: Arc<dyn Store> = Arc::new(store);
        postlude_store_story::cost::measure(&store, now).await
    });
    std::io::stdout().write_all(report.as_bytes()).expect("printed");
}

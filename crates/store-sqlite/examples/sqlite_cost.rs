//! Prints what appending and opening cost: `cargo run --release -p postlude-store-sqlite --example sqlite_cost [FOLDER]`.

use std::io::Write as _;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use postlude_store::Store;
use postlude_store_sqlite::SqliteStore;

#[expect(clippy::disallowed_methods, reason = "an example that measures reads the clock")]
fn now() -> Duration {
    static BEGINNING: LazyLock<Instant> = LazyLock::new(Instant::now);
    Instant::now().saturating_duration_since(*BEGINNING)
}

fn main() {
    let folder =
        std::env::args_os().nth(1).map_or_else(tempfile::tempdir, tempfile::tempdir_in).expect("a folder");
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let report = runtime.block_on(async {
        let store = SqliteStore::open(&folder.path().join("store.sqlite")).await.expect("it opens");
        let store: Arc<dyn Store> = Arc::new(store);
        postlude_store_story::cost::measure(&store, now).await
    });
    std::io::stdout().write_all(report.as_bytes()).expect("printed");
}

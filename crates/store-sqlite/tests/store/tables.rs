//! A dump must not forget what a migration adds.

use std::collections::{BTreeMap, BTreeSet};

use postlude_store::TABLES;
use postlude_store_sqlite::SqliteStore;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePool};

use crate::{open, run};

/// Tables that a dump leaves out, and why.
const LEFT_OUT: &[&str] = &[
    "session",          // who takes a copy logs in there
    "attempt",          // counts of a few minutes
    "_sqlx_migrations", // made by opening a store
    "sqlite_sequence",  // follows from the numbers of the trail
    "search_word",      // follows from search_row
];

/// A column that follows from the others.
const DERIVED: (&str, &str) = ("search_row", "number");

#[test]
fn a_dump_knows_all_tables() {
    run(async {
        let folder = tempfile::tempdir().expect("a folder");
        open(folder.path()).await.close().await;
        let file = SqliteConnectOptions::new().filename(folder.path().join("store.sqlite"));
        let pool = SqlitePool::connect_with(file).await.expect("the file opens");
        let columns: Vec<(String, String)> = sqlx::query_as(
            "SELECT tables.name, columns.name FROM sqlite_master AS tables, pragma_table_info(tables.name) AS columns
            WHERE tables.type = 'table'",
        )
        .fetch_all(&pool)
        .await
        .expect("columns");
        let mut kept: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (table, column) in &columns {
            let is_left_out = LEFT_OUT.contains(&table.as_str()) || table.starts_with("search_word_");
            if !is_left_out && (table.as_str(), column.as_str()) != DERIVED {
                kept.entry(table).or_default().insert(column);
            }
        }
        let dumped: BTreeMap<&str, BTreeSet<&str>> = TABLES
            .iter()
            .map(|table| (table.name, table.columns.iter().map(|(name, _)| *name).collect()))
            .collect();
        assert_eq!(dumped, kept);
    });
}

#[test]
fn a_newer_file_is_not_touched() {
    run(async {
        let folder = tempfile::tempdir().expect("a folder");
        open(folder.path()).await.close().await;
        let path = folder.path().join("store.sqlite");
        let pool = SqlitePool::connect_with(SqliteConnectOptions::new().filename(&path)).await;
        let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time)
            VALUES (99, 'newer', TRUE, x'00', 0)";
        let pool = pool.expect("the file opens");
        sqlx::query(newer).execute(&pool).await.expect("a step of a newer program");
        pool.close().await;
        let refused = SqliteStore::open(&path).await.expect_err("it is newer").to_string();
        assert!(refused.contains("newer program"), "{refused}");
    });
}

//! A dump must not forget what a migration adds.

use std::collections::{BTreeMap, BTreeSet};

use postlude_store::TABLES;
use sqlx::postgres::PgPool;

use crate::server::Server;
use crate::{connect, run};

/// Tables that a dump leaves out, and why.
const LEFT_OUT: &[&str] = &[
    "session",          // who takes a copy logs in there
    "attempt",          // counts of a few minutes
    "_sqlx_migrations", // made by opening a store
];

/// A column that follows from the others.
const DERIVED: (&str, &str) = ("search_row", "lexemes");

#[test]
fn a_dump_knows_all_tables() {
    let server = Server::start();
    run(async {
        connect(&server, 1).await.close().await;
        let pool = PgPool::connect(&server.url("postgres")).await.expect("the database answers");
        let columns: Vec<(String, String)> = sqlx::query_as(
            "SELECT table_name::text, column_name::text FROM information_schema.columns
            JOIN information_schema.tables USING (table_schema, table_name)
            WHERE table_schema = 'public' AND table_type = 'BASE TABLE'",
        )
        .fetch_all(&pool)
        .await
        .expect("columns");
        let mut kept: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (table, column) in &columns {
            let is_left_out = LEFT_OUT.contains(&table.as_str());
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

//! The file, its connections, and what holds for the store as a whole.

use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;
use postlude_store::{Appender, Change, Changes, NewUpdate, Result, Store};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Connection as _, SqlSafeStr, Sqlite, Transaction, query};
use tokio::sync::broadcast;

use crate::failure::{failure, migration_failure};
use crate::updates;

/// How long a caller waits for the writer, or the writer for another process.
const PATIENCE: Duration = Duration::from_secs(10);
/// Connections that only read.
const READERS: u32 = 4;
/// Rows that a connection hands over at once: a document has thousands, and every wait for the other thread costs more than a row.
const ROWS_AT_ONCE: usize = 1_000;

/// The steps from an empty file to today's tables, in order. One that was released is never changed.
const MIGRATIONS: &[(i64, &str, &str)] = &[(1, "first", include_str!("../migrations/1_first.sql"))];

/// A store in a file.
#[derive(Debug)]
pub struct SqliteStore {
    pub(crate) readers: SqlitePool,
    writer: SqlitePool,
    appender: Appender,
    changes: broadcast::Sender<Change>,
}

impl SqliteStore {
    /// Opens the file, makes it if it is not there, and brings its tables up to date. Must be called within a tokio runtime.
    pub async fn open(file: &Path) -> Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(PATIENCE)
            .row_buffer_size(ROWS_AT_ONCE);
        // A connection is kept for good: closing the last one would fold the log into the file in the middle of the work. Only one that still
        // believes to be in a transaction goes: on a full disk SQLite undoes the transaction by itself, which sqlx does not hear of.
        let pool = || {
            SqlitePoolOptions::new()
                .acquire_timeout(PATIENCE)
                .idle_timeout(None)
                .max_lifetime(None)
                .test_before_acquire(false)
                .before_acquire(|connection, _| Box::pin(async { Ok(!connection.is_in_transaction()) }))
        };
        let writer = pool()
            .min_connections(1)
            .max_connections(1)
            .connect_with(options.clone())
            .await
            .map_err(failure)?;
        migrations().run(&writer).await.map_err(migration_failure)?;
        let readers = pool().max_connections(READERS).connect_lazy_with(options.pragma("query_only", "on"));
        let (appender, work) = Appender::new({
            let writer = writer.clone();
            move |callers: Vec<Vec<NewUpdate>>| updates::append(writer.clone(), callers)
        });
        tokio::spawn(work);
        Ok(Self { readers, writer, appender, changes: broadcast::Sender::new(1) })
    }

    /// A transaction of the one writer. It is undone unless it is committed.
    pub(crate) async fn begin(&self) -> Result<Transaction<'static, Sqlite>> {
        begin(&self.writer).await
    }

    /// The writer for a single statement.
    pub(crate) fn writer(&self) -> &SqlitePool {
        &self.writer
    }

    pub(crate) fn appender(&self) -> &Appender {
        &self.appender
    }
}

/// Takes the lock at once: a transaction that reads first would fail, not wait, when another process writes in between.
pub(crate) async fn begin(writer: &SqlitePool) -> Result<Transaction<'static, Sqlite>> {
    writer.begin_with("BEGIN IMMEDIATE").await.map_err(failure)
}

fn migrations() -> Migrator {
    let migration = |(version, name, sql): &(i64, &'static str, &'static str)| {
        Migration::new(*version, (*name).into(), MigrationType::Simple, (*sql).into_sql_str(), false)
    };
    Migrator::with_migrations(MIGRATIONS.iter().map(migration).collect())
}

#[async_trait]
impl Store for SqliteStore {
    async fn ping(&self) -> Result<()> {
        query("SELECT 1 FROM setting LIMIT 1").execute(&self.readers).await.map(drop).map_err(failure)
    }

    fn changes(&self) -> Changes {
        Changes::of(&self.changes)
    }

    async fn announce(&self, _: &Change) -> Result<()> {
        Ok(())
    }

    async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

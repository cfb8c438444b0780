//! The file, its connections, and what holds for the store as a whole.

use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;
use postlude_store::{Appender, Change, Changes, NewUpdate, Result, Store};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{AssertSqlSafe, Connection as _, Row as _, SqlSafeStr, Sqlite, Transaction, query};
use tokio::sync::broadcast;

use crate::failure::{failure, migration_failure};
use crate::updates;

/// How long a caller waits for the writer, or the writer for another process.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long to wait before the log is cut again that somebody still read.
const AGAIN: Duration = Duration::from_secs(1);
/// Connections that only read.
const READERS: u32 = 4;
/// Rows that a connection hands over at once: a document has thousands, and every wait for the other thread costs more than a row.
const ROWS_AT_ONCE: usize = 1_000;

/// The steps from an empty file to today's tables, in order. One that was released is never changed.
const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "first", include_str!("../migrations/1_first.sql")),
    (2, "rooms", include_str!("../migrations/2_rooms.sql")),
];

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
            // What is deleted is overwritten: notes that somebody withdrew are in no free page of the file.
            .pragma("secure_delete", "on")
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

    /// Folds the write-ahead log into the file and cuts it, so that what was deleted or written anew stands in neither. Who reads an older moment
    /// (a backup) holds that up; then it is tried again until it is done.
    pub(crate) async fn forget(&self) {
        if is_cut(&self.writer).await {
            return;
        }
        let writer = self.writer.clone();
        tokio::spawn(async move {
            while !writer.is_closed() {
                tokio::time::sleep(AGAIN).await;
                if is_cut(&writer).await {
                    return;
                }
            }
        });
    }

    pub(crate) fn appender(&self) -> &Appender {
        &self.appender
    }
}

/// Cuts the log, if nobody reads from it. It must not hold the writer up, so it does not wait.
async fn is_cut(writer: &SqlitePool) -> bool {
    let Ok(mut connection) = writer.acquire().await else { return false };
    let waits = query(AssertSqlSafe(format!("PRAGMA busy_timeout = {}", PATIENCE.as_millis())));
    let at_once = query("PRAGMA busy_timeout = 0").execute(&mut *connection).await;
    let cut = query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut *connection).await;
    let again = waits.execute(&mut *connection).await;
    let is_cut = cut.and_then(|row| row.try_get::<i64, _>(0)).is_ok_and(|busy| busy == 0);
    is_cut && at_once.is_ok() && again.is_ok()
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

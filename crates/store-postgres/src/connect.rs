//! The database, its connections, and what holds for the store as a whole.

use std::time::Duration;

use async_trait::async_trait;
use postlude_store::{Appender, Change, Changes, NewUpdate, Result, Store};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions};
use sqlx::{Executor as _, Postgres, SqlSafeStr, Transaction, query};
use tokio::sync::broadcast;
use tokio::time::timeout;
use uuid::Uuid;

use crate::failure::{failure, migration_failure};
use crate::{notices, sql, updates};

/// How long a caller waits for a connection; as long as a restart of the database usually takes, a request simply waits.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long one group of appends may take. All others wait behind it, so a network that swallows its packets must not hold them up for ever.
const STUCK: Duration = Duration::from_secs(30);
/// Connections of one server. Those that write documents share one.
const CONNECTIONS: u32 = 10;
/// Changes that wait for a slow reader before it is told to look again.
const CHANGES: usize = 4_096;
/// A server that was cut off in the middle of a transaction holds its locks this long.
const IDLE_IN_TRANSACTION: &str = "60s";

/// The steps from an empty database to today's tables, in order. One that was released is never changed.
const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "first", include_str!("../migrations/1_first.sql")),
    (2, "rooms", include_str!("../migrations/2_rooms.sql")),
];

/// A store in a database that several servers may share.
#[derive(Debug)]
pub struct PostgresStore {
    pub(crate) pool: PgPool,
    server: Uuid,
    appender: Appender,
    changes: broadcast::Sender<Change>,
}

impl PostgresStore {
    /// Connects and brings the tables up to date; servers that start at the same time wait for each other. `server` is an id that each server draws
    /// at its start, by which it leaves out what it did itself. Must be called within a tokio runtime.
    pub async fn connect(url: &str, server: Uuid) -> Result<Self> {
        let options: PgConnectOptions = url.parse().map_err(failure)?;
        let options = options.options([("idle_in_transaction_session_timeout", IDLE_IN_TRANSACTION)]);
        let pool = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .acquire_timeout(PATIENCE)
            .after_connect(|connection, _| {
                Box::pin(async move {
                    // A database may be set up to acknowledge what is not on the disk yet. Here it may not; stricter settings stay.
                    connection.execute(
                        "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'",
                    ).await.map(drop)
                })
            })
            .connect_with(options)
            .await
            .map_err(failure)?;
        migrations().run(&pool).await.map_err(migration_failure)?;
        let (appender, work) = Appender::new({
            let pool = pool.clone();
            move |callers: Vec<Vec<NewUpdate>>| {
                let work = timeout(STUCK, updates::append(pool.clone(), server, callers));
                async { work.await.unwrap_or_else(|_| Err(failure(sqlx::Error::PoolTimedOut))) }
            }
        });
        tokio::spawn(work);
        let changes = broadcast::Sender::new(CHANGES);
        let listener = notices::listen(&pool).await.map_err(failure)?;
        tokio::spawn(notices::pass_on(listener, pool.clone(), server, changes.clone()));
        Ok(Self { pool, server, appender, changes })
    }

    /// A transaction. It is undone unless it is committed.
    pub(crate) async fn begin(&self) -> Result<Transaction<'static, Postgres>> {
        self.pool.begin().await.map_err(failure)
    }

    /// A transaction that only reads, and sees one moment however long it takes.
    pub(crate) async fn moment(&self) -> Result<Transaction<'static, Postgres>> {
        let begin = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
        self.pool.begin_with(begin).await.map_err(failure)
    }

    /// Tells other servers, when and if the transaction commits.
    pub(crate) async fn tell(&self, on: &mut PgConnection, change: Change) -> Result<()> {
        notices::tell(on, self.server, &[change]).await
    }

    /// Commits, and tells other servers.
    pub(crate) async fn commit(
        &self,
        mut transaction: Transaction<'static, Postgres>,
        change: Change,
    ) -> Result<()> {
        self.tell(&mut transaction, change).await?;
        transaction.commit().await.map_err(failure)
    }

    /// Runs one statement; if it changed something, other servers hear of it.
    pub(crate) async fn change(&self, query: sql::Sql<'static>, change: Change) -> Result<u64> {
        let mut transaction = self.begin().await?;
        let rows = sql::change(&mut *transaction, query).await?;
        if rows > 0 {
            self.commit(transaction, change).await?;
        }
        Ok(rows)
    }

    pub(crate) fn appender(&self) -> &Appender {
        &self.appender
    }
}

fn migrations() -> Migrator {
    let migration = |(version, name, sql): &(i64, &'static str, &'static str)| {
        Migration::new(*version, (*name).into(), MigrationType::Simple, (*sql).into_sql_str(), false)
    };
    Migrator::with_migrations(MIGRATIONS.iter().map(migration).collect())
}

#[async_trait]
impl Store for PostgresStore {
    async fn ping(&self) -> Result<()> {
        query("SELECT 1 FROM setting LIMIT 1").execute(&self.pool).await.map(drop).map_err(failure)
    }

    fn changes(&self) -> Changes {
        Changes::of(&self.changes)
    }

    async fn announce(&self, change: &Change) -> Result<()> {
        let mut connection = self.pool.acquire().await.map_err(failure)?;
        notices::tell(&mut connection, self.server, std::slice::from_ref(change)).await
    }

    async fn close(&self) {
        self.pool.close().await;
    }
}

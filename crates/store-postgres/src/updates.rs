//! Documents: updates, snapshots, compaction.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use postlude_base::Timestamp;
use postlude_store::{Change, Conflict, Loaded, NewUpdate, Result, Snapshot, Update, Updates, number};
use sqlx::{PgConnection, PgPool, Row as _, query};
use uuid::Uuid;

use crate::PostgresStore;
use crate::failure::failure;
use crate::notices;
use crate::sql::{self, Row};

#[async_trait]
impl Updates for PostgresStore {
    async fn append(&self, updates: Vec<NewUpdate>) -> Result<Vec<i64>> {
        self.appender().append(updates).await
    }

    async fn load(&self, review: Uuid) -> Result<Option<Loaded>> {
        let mut moment = self.moment().await?;
        let Some(last_seq) = last_seq(&mut moment, review).await? else { return Ok(None) };
        let kept = query("SELECT seq, time, bytes FROM document_snapshot WHERE review = $1").bind(review);
        let snapshot = sql::one(&mut *moment, kept, snapshot).await?;
        let after = snapshot.as_ref().map_or(0, |snapshot| snapshot.seq);
        let later = query("SELECT * FROM document_update WHERE review = $1 AND seq > $2 ORDER BY seq");
        let updates = sql::all(&mut *moment, later.bind(review).bind(after), update).await?;
        moment.rollback().await.map_err(failure)?;
        Ok(Some(Loaded { snapshot, updates, last_seq }))
    }

    async fn updates_after(&self, review: Uuid, seq: i64, limit: u32) -> Result<Vec<Update>> {
        let later =
            query("SELECT * FROM document_update WHERE review = $1 AND seq > $2 ORDER BY seq LIMIT $3");
        sql::all(&self.pool, later.bind(review).bind(seq).bind(i64::from(limit)), update).await
    }

    async fn history(&self, review: Uuid, before: Option<i64>, limit: u32) -> Result<Vec<Update>> {
        let earlier =
            query("SELECT * FROM document_update WHERE review = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3");
        let earlier = earlier.bind(review).bind(before.unwrap_or(i64::MAX)).bind(i64::from(limit));
        sql::all(&self.pool, earlier, update).await
    }

    async fn put_snapshot(&self, review: Uuid, snapshot: &Snapshot) -> Result<bool> {
        let mut transaction = self.begin().await?;
        if last_seq(&mut transaction, review).await?.is_none_or(|last| snapshot.seq > last) {
            return Err(Conflict::Missing.into());
        }
        let put = query(
            "INSERT INTO document_snapshot (review, seq, time, bytes) VALUES ($1, $2, $3, $4)
            ON CONFLICT (review) DO UPDATE SET seq = excluded.seq, time = excluded.time, bytes = excluded.bytes
            WHERE document_snapshot.seq <= excluded.seq",
        )
        .bind(review)
        .bind(snapshot.seq)
        .bind(snapshot.time.0)
        .bind(snapshot.bytes.clone());
        let is_put = sql::change(&mut *transaction, put).await? > 0;
        transaction.commit().await.map_err(failure)?;
        Ok(is_put)
    }

    async fn compact(&self, review: Uuid, first: i64, last: i64, merged: &[Update]) -> Result<()> {
        let mut transaction = self.begin().await?;
        let locked = query("SELECT 1 FROM document WHERE review = $1 FOR UPDATE").bind(review);
        sql::change(&mut *transaction, locked).await?;
        let range = query("SELECT seq FROM document_update WHERE review = $1 AND seq BETWEEN $2 AND $3");
        let range = range.bind(review).bind(first).bind(last);
        let kept = sql::all(&mut *transaction, range, |row| row.try_get::<i64, _>("seq")).await?;
        let kept: BTreeSet<i64> = kept.into_iter().collect();
        let grows = merged.is_sorted_by(|one, next| one.seq < next.seq);
        let ends = merged.last().map(|update| update.seq) == kept.last().copied();
        if !grows || !ends || merged.iter().any(|update| !kept.contains(&update.seq)) {
            return Err(Conflict::Changed.into());
        }
        let removed = query("DELETE FROM document_update WHERE review = $1 AND seq BETWEEN $2 AND $3");
        sql::change(&mut *transaction, removed.bind(review).bind(first).bind(last)).await?;
        insert(&mut transaction, merged.iter().map(|update| (review, update.clone())).collect()).await?;
        transaction.commit().await.map_err(failure)
    }
}

/// What several callers append, in one transaction: this is where group commit happens. Documents are locked in the order of their ids, so that
/// servers never wait for each other in a circle, and until the commit, so that numbers become visible in their order.
pub(crate) async fn append(
    pool: PgPool,
    server: Uuid,
    callers: Vec<Vec<NewUpdate>>,
) -> Result<Vec<Result<Vec<i64>>>> {
    let mut transaction = pool.begin().await.map_err(failure)?;
    let reviews: BTreeSet<Uuid> = callers.iter().flatten().map(|update| update.review).collect();
    let locked =
        query("SELECT review, last_seq FROM document WHERE review = ANY($1) ORDER BY review FOR UPDATE")
            .bind(reviews.into_iter().collect::<Vec<_>>());
    let read = |row: &Row| Ok((row.try_get("review")?, row.try_get("last_seq")?));
    let last: BTreeMap<Uuid, i64> = sql::all(&mut *transaction, locked, read).await?.into_iter().collect();
    let numbered = number(callers, &last);
    insert(&mut transaction, numbered.updates).await?;
    let changes: Vec<Change> = numbered
        .growth
        .iter()
        .map(|(review, growth)| Change::Updates { review: *review, first: growth.first, last: growth.last })
        .collect();
    let grown = query(
        "UPDATE document SET last_seq = grown.last, updated = greatest(document.updated, grown.updated)
        FROM unnest($1::uuid[], $2::bigint[], $3::bigint[]) AS grown (review, last, updated)
        WHERE document.review = grown.review",
    )
    .bind(numbered.growth.keys().copied().collect::<Vec<_>>())
    .bind(numbered.growth.values().map(|growth| growth.last).collect::<Vec<_>>())
    .bind(numbered.growth.values().map(|growth| growth.updated.0).collect::<Vec<_>>());
    sql::change(&mut *transaction, grown).await?;
    notices::tell(&mut transaction, server, &changes).await?;
    transaction.commit().await.map_err(failure)?;
    Ok(numbered.answers)
}

/// The first update of a document that comes complete.
pub(crate) async fn begin(
    on: &mut PgConnection,
    review: Uuid,
    time: Timestamp,
    document: &[u8],
) -> Result<()> {
    let update = Update { seq: 1, author: None, time, bytes: document.to_vec() };
    insert(on, vec![(review, update)]).await?;
    let grown = query("UPDATE document SET last_seq = 1 WHERE review = $1").bind(review);
    sql::change(on, grown).await.map(drop)
}

async fn last_seq(on: &mut PgConnection, review: Uuid) -> Result<Option<i64>> {
    let kept = query("SELECT last_seq FROM document WHERE review = $1").bind(review);
    sql::one(on, kept, |row| row.try_get("last_seq")).await
}

/// All in one statement.
async fn insert(on: &mut PgConnection, updates: Vec<(Uuid, Update)>) -> Result<()> {
    let kept = query(
        "INSERT INTO document_update (review, seq, author, time, bytes)
        SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::bigint[], $5::bytea[])",
    )
    .bind(updates.iter().map(|(review, _)| *review).collect::<Vec<_>>())
    .bind(updates.iter().map(|(_, update)| update.seq).collect::<Vec<_>>())
    .bind(updates.iter().map(|(_, update)| update.author).collect::<Vec<_>>())
    .bind(updates.iter().map(|(_, update)| update.time.0).collect::<Vec<_>>())
    .bind(updates.into_iter().map(|(_, update)| update.bytes).collect::<Vec<_>>());
    sql::change(on, kept).await.map(drop)
}

fn snapshot(row: &Row) -> sqlx::Result<Snapshot> {
    Ok(Snapshot { seq: row.try_get("seq")?, time: sql::time(row, "time")?, bytes: row.try_get("bytes")? })
}

fn update(row: &Row) -> sqlx::Result<Update> {
    Ok(Update {
        seq: row.try_get("seq")?,
        author: row.try_get("author")?,
        time: sql::time(row, "time")?,
        bytes: row.try_get("bytes")?,
    })
}

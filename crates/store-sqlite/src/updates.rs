//! Documents: updates, snapshots, compaction.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;
use postlude_base::Timestamp;
use postlude_store::{Conflict, Loaded, NewUpdate, Result, Snapshot, Update, Updates, number};
use sqlx::{Row as _, SqliteConnection, SqlitePool, query};
use uuid::Uuid;

use crate::SqliteStore;
use crate::failure::failure;
use crate::open;
use crate::sql::{self, Row};

#[async_trait]
impl Updates for SqliteStore {
    async fn append(&self, updates: Vec<NewUpdate>) -> Result<Vec<i64>> {
        self.appender().append(updates).await
    }

    async fn load(&self, review: Uuid) -> Result<Option<Loaded>> {
        let mut moment = self.readers.begin().await.map_err(failure)?;
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
        sql::all(&self.readers, later.bind(review).bind(seq).bind(limit), update).await
    }

    async fn history(&self, review: Uuid, before: Option<i64>, limit: u32) -> Result<Vec<Update>> {
        let earlier =
            query("SELECT * FROM document_update WHERE review = $1 AND seq < $2 ORDER BY seq DESC LIMIT $3");
        let earlier = earlier.bind(review).bind(before.unwrap_or(i64::MAX)).bind(limit);
        sql::all(&self.readers, earlier, update).await
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
        for update in merged {
            insert(&mut transaction, review, update.clone()).await?;
        }
        transaction.commit().await.map_err(failure)
    }
}

/// What several callers append, in one transaction: this is where group commit happens.
pub(crate) async fn append(
    writer: SqlitePool,
    callers: Vec<Vec<NewUpdate>>,
) -> Result<Vec<Result<Vec<i64>>>> {
    let mut transaction = open::begin(&writer).await?;
    let mut last = BTreeMap::new();
    let reviews: BTreeSet<Uuid> = callers.iter().flatten().map(|update| update.review).collect();
    for review in reviews {
        if let Some(seq) = last_seq(&mut transaction, review).await? {
            last.insert(review, seq);
        }
    }
    let numbered = number(callers, &last);
    for (review, update) in numbered.updates {
        insert(&mut transaction, review, update).await?;
    }
    for (review, growth) in numbered.growth {
        let grown = query("UPDATE document SET last_seq = $2, updated = max(updated, $3) WHERE review = $1");
        sql::change(&mut *transaction, grown.bind(review).bind(growth.last).bind(growth.updated.0)).await?;
    }
    transaction.commit().await.map_err(failure)?;
    Ok(numbered.answers)
}

/// The first update of a document that comes complete.
pub(crate) async fn begin(
    on: &mut SqliteConnection,
    review: Uuid,
    time: Timestamp,
    document: &[u8],
) -> Result<()> {
    let update = Update { seq: 1, author: None, time, bytes: document.to_vec() };
    insert(on, review, update).await?;
    let grown = query("UPDATE document SET last_seq = 1 WHERE review = $1").bind(review);
    sql::change(on, grown).await.map(drop)
}

async fn last_seq(on: &mut SqliteConnection, review: Uuid) -> Result<Option<i64>> {
    let kept = query("SELECT last_seq FROM document WHERE review = $1").bind(review);
    sql::one(on, kept, |row| row.try_get("last_seq")).await
}

async fn insert(on: &mut SqliteConnection, review: Uuid, update: Update) -> Result<()> {
    let kept =
        query("INSERT INTO document_update (review, seq, author, time, bytes) VALUES ($1, $2, $3, $4, $5)")
            .bind(review)
            .bind(update.seq)
            .bind(update.author)
            .bind(update.time.0)
            .bind(update.bytes);
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

#[cfg(test)]
mod tests {
    use postlude_review::people::Visibility;
    use postlude_store::{Accounts as _, Failure, NewPerson, NewReview, Reviews as _};
    use serde_json::json;

    use super::*;

    /// A store with one review, in a new folder.
    async fn furnished() -> (SqliteStore, Uuid, tempfile::TempDir) {
        let folder = tempfile::tempdir().expect("a folder");
        let store = SqliteStore::open(&folder.path().join("store.sqlite")).await.expect("it opens");
        let [anna, review] = [1, 100].map(Uuid::from_u128);
        let person = NewPerson {
            id: anna,
            name: "anna".to_owned(),
            email: "anna@example.org".to_owned(),
            password_hash: None,
            created: Timestamp(0),
        };
        store.create_first_administrator(&person).await.expect("an account");
        let new = NewReview {
            id: review,
            title: "full".to_owned(),
            visibility: Visibility::Open,
            phase: "preparing".to_owned(),
            process: json!({}),
            created: Timestamp(0),
            created_by: anna,
        };
        store.create_review(&new, None).await.expect("a review");
        (store, review, folder)
    }

    /// Pages of 4 KiB that the file may have; SQLite then fails as it does on a full disk.
    async fn room_for(store: &SqliteStore, pages: u32) {
        let bound = query(sqlx::AssertSqlSafe(format!("PRAGMA max_page_count = {pages}")));
        bound.execute(store.writer()).await.expect("bounded");
    }

    #[test]
    fn a_full_disk_loses_nothing_that_was_acknowledged() {
        tokio::runtime::Runtime::new().expect("a runtime").block_on(fill_up());
    }

    async fn fill_up() {
        let (store, review, _folder) = furnished().await;
        let update = || NewUpdate { review, author: None, time: Timestamp(0), bytes: vec![7; 10_000] };
        room_for(&store, 200).await;
        let mut acknowledged = 0;
        let failure = loop {
            match store.append(vec![update()]).await {
                Ok(numbers) => acknowledged = numbers[0],
                Err(failure) => break failure,
            }
        };
        assert!(matches!(failure, Failure::Full(_)) && failure.passes(), "{failure}");
        assert!(acknowledged > 10);
        let loaded = store.load(review).await.expect("an answer").expect("a document");
        assert_eq!(loaded.last_seq, acknowledged);
        assert_eq!(loaded.updates.len(), usize::try_from(acknowledged).expect("small"));

        // The connection that met the full disk was given up, and its bound with it.
        assert_eq!(
            store.append(vec![update()]).await,
            Ok(vec![acknowledged + 1]),
            "as soon as there is room"
        );
    }
}

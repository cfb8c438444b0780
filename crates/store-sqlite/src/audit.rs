//! The trail of what was done.

use async_trait::async_trait;
use postlude_store::{Audit, AuditLine, Deed, Result, plain_text};
use sqlx::{Row as _, query};

use crate::SqliteStore;
use crate::sql::{self, Row};

#[async_trait]
impl Audit for SqliteStore {
    async fn append_audit(&self, deed: &Deed) -> Result<()> {
        let kept = query(
            "INSERT INTO audit (time, person, act, subject, address, detail) VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(deed.time.0)
        .bind(deed.person)
        .bind(plain_text(&deed.act))
        .bind(deed.subject)
        .bind(plain_text(&deed.address))
        .bind(deed.detail.to_string());
        sql::change(self.writer(), kept).await.map(drop)
    }

    async fn audit(&self, before: Option<i64>, limit: u32) -> Result<Vec<AuditLine>> {
        let earlier = query("SELECT * FROM audit WHERE seq < $1 ORDER BY seq DESC LIMIT $2");
        sql::all(&self.readers, earlier.bind(before.unwrap_or(i64::MAX)).bind(limit), line).await
    }
}

fn line(row: &Row) -> sqlx::Result<AuditLine> {
    Ok(AuditLine {
        seq: row.try_get("seq")?,
        deed: Deed {
            time: sql::time(row, "time")?,
            person: row.try_get("person")?,
            act: row.try_get("act")?,
            subject: row.try_get("subject")?,
            address: row.try_get("address")?,
            detail: sql::json(row, "detail")?,
        },
    })
}

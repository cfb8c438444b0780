//! What is known of attached files.

use async_trait::async_trait;
use postlude_store::{Attachment, Attachments, Result, plain_text};
use sqlx::{PgConnection, Row as _, query};
use uuid::Uuid;

use crate::PostgresStore;
use crate::failure::failure;
use crate::sql::{self, Row};

#[async_trait]
impl Attachments for PostgresStore {
    async fn add_attachment(&self, attachment: &Attachment) -> Result<()> {
        let mut connection = self.pool.acquire().await.map_err(failure)?;
        insert(&mut connection, attachment).await
    }

    async fn attachment(&self, review: Uuid, id: Uuid) -> Result<Option<Attachment>> {
        let kept = query("SELECT * FROM attachment WHERE review = $1 AND id = $2");
        sql::one(&self.pool, kept.bind(review).bind(id), attachment).await
    }

    async fn attachments(&self, review: Uuid) -> Result<Vec<Attachment>> {
        let all = query("SELECT * FROM attachment WHERE review = $1 ORDER BY created, id");
        sql::all(&self.pool, all.bind(review), attachment).await
    }

    async fn remove_attachment(&self, review: Uuid, id: Uuid) -> Result<bool> {
        let removed = query("DELETE FROM attachment WHERE review = $1 AND id = $2").bind(review).bind(id);
        Ok(sql::change(&self.pool, removed).await? > 0)
    }
}

pub(crate) async fn insert(on: &mut PgConnection, attachment: &Attachment) -> Result<()> {
    let kept = query(
        "INSERT INTO attachment (id, review, name, media_type, size, hash, created_by, created)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(attachment.id)
    .bind(attachment.review)
    .bind(plain_text(&attachment.name))
    .bind(plain_text(&attachment.media_type))
    .bind(attachment.size)
    .bind(plain_text(&attachment.hash))
    .bind(attachment.created_by)
    .bind(attachment.created.0);
    sql::change(on, kept).await.map(drop)
}

fn attachment(row: &Row) -> sqlx::Result<Attachment> {
    Ok(Attachment {
        id: row.try_get("id")?,
        review: row.try_get("review")?,
        name: row.try_get("name")?,
        media_type: row.try_get("media_type")?,
        size: row.try_get("size")?,
        hash: row.try_get("hash")?,
        created_by: row.try_get("created_by")?,
        created: sql::time(row, "created")?,
    })
}

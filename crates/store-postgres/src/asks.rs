//! Who was asked, and what they said.

use async_trait::async_trait;
use postlude_base::Timestamp;
use postlude_store::{Ask, Asks, Result, plain_text};
use sqlx::{Row as _, query};
use uuid::Uuid;

use crate::PostgresStore;
use crate::sql::{self, Row};

#[async_trait]
impl Asks for PostgresStore {
    async fn add_ask(&self, ask: &Ask) -> Result<()> {
        let kept = query(
            "INSERT INTO ask (id, review, person, asked_by, part, words, asked, state)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        )
        .bind(ask.id)
        .bind(ask.review)
        .bind(ask.person)
        .bind(ask.asked_by)
        .bind(plain_text(&ask.part))
        .bind(plain_text(&ask.words))
        .bind(ask.asked.0)
        .bind(plain_text(&ask.state));
        sql::change(&self.pool, kept).await.map(drop)
    }

    async fn asks(&self, review: Uuid) -> Result<Vec<Ask>> {
        let all = query("SELECT * FROM ask WHERE review = $1 ORDER BY asked DESC, id");
        sql::all(&self.pool, all.bind(review), ask).await
    }

    async fn asks_of(&self, person: Uuid) -> Result<Vec<Ask>> {
        let all = query(
            "SELECT ask.* FROM ask JOIN review ON review.id = ask.review
            WHERE ask.person = $1 AND review.binned IS NULL ORDER BY ask.asked DESC, ask.id",
        );
        sql::all(&self.pool, all.bind(person), ask).await
    }

    async fn answer_ask(
        &self,
        person: Uuid,
        id: Uuid,
        state: &str,
        reason: Option<&str>,
        now: Timestamp,
    ) -> Result<bool> {
        let answered = query(
            "UPDATE ask SET state = $3, reason = $4, answered = $5
            WHERE person = $1 AND id = $2 AND state = 'asked'",
        )
        .bind(person)
        .bind(id)
        .bind(plain_text(state))
        .bind(reason.map(plain_text))
        .bind(now.0);
        Ok(sql::change(&self.pool, answered).await? > 0)
    }

    async fn remove_ask(&self, review: Uuid, id: Uuid) -> Result<bool> {
        let removed = query("DELETE FROM ask WHERE review = $1 AND id = $2").bind(review).bind(id);
        Ok(sql::change(&self.pool, removed).await? > 0)
    }
}

fn ask(row: &Row) -> sqlx::Result<Ask> {
    Ok(Ask {
        id: row.try_get("id")?,
        review: row.try_get("review")?,
        person: row.try_get("person")?,
        asked_by: row.try_get("asked_by")?,
        part: row.try_get("part")?,
        words: row.try_get("words")?,
        asked: sql::time(row, "asked")?,
        state: row.try_get("state")?,
        reason: row.try_get("reason")?,
        answered: sql::optional_time(row, "answered")?,
    })
}

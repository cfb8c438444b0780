//! Meetings and their ballots.

use async_trait::async_trait;
use postlude_store::{Change, Meeting, Meetings, Result};
use serde_json::Value;
use sqlx::{Row as _, query};
use uuid::Uuid;

use crate::PostgresStore;
use crate::sql::{self, Row};

#[async_trait]
impl Meetings for PostgresStore {
    async fn add_meeting(&self, meeting: &Meeting) -> Result<()> {
        let kept =
            query("INSERT INTO meeting (id, review, created, plan, version) VALUES ($1, $2, $3, $4, $5)")
                .bind(meeting.id)
                .bind(meeting.review)
                .bind(meeting.created.0)
                .bind(meeting.plan.to_string())
                .bind(meeting.version);
        self.change(kept, Change::Meeting { review: meeting.review, meeting: meeting.id }).await.map(drop)
    }

    async fn meetings(&self, review: Uuid) -> Result<Vec<Meeting>> {
        let all = query("SELECT * FROM meeting WHERE review = $1 ORDER BY created DESC, id");
        sql::all(&self.pool, all.bind(review), meeting).await
    }

    async fn meeting(&self, review: Uuid, id: Uuid) -> Result<Option<Meeting>> {
        let kept = query("SELECT * FROM meeting WHERE review = $1 AND id = $2");
        sql::one(&self.pool, kept.bind(review).bind(id), meeting).await
    }

    async fn change_meeting(&self, review: Uuid, id: Uuid, version: i64, plan: &Value) -> Result<bool> {
        let changed = query(
            "UPDATE meeting SET plan = $4, version = version + 1 WHERE review = $1 AND id = $2 AND version = $3",
        );
        let changed = changed.bind(review).bind(id).bind(version).bind(plan.to_string());
        let rows = self.change(changed, Change::Meeting { review, meeting: id }).await?;
        let there = query("SELECT 1 FROM meeting WHERE review = $1 AND id = $2").bind(review).bind(id);
        sql::unless_changed(&self.pool, rows, there).await
    }

    async fn remove_meeting(&self, review: Uuid, id: Uuid) -> Result<bool> {
        let removed = query("DELETE FROM meeting WHERE review = $1 AND id = $2").bind(review).bind(id);
        Ok(self.change(removed, Change::Meeting { review, meeting: id }).await? > 0)
    }

    async fn cast(
        &self,
        meeting: &Meeting,
        question: &str,
        ballot: Uuid,
        answer: Option<&Value>,
    ) -> Result<()> {
        let change = match answer {
            Some(answer) => query(
                "INSERT INTO meeting_ballot (meeting, question, ballot, answer) VALUES ($1, $2, $3, $4)
                ON CONFLICT (meeting, question, ballot) DO UPDATE SET answer = excluded.answer",
            )
            .bind(meeting.id)
            .bind(question.to_owned())
            .bind(ballot)
            .bind(answer.to_string()),
            None => query("DELETE FROM meeting_ballot WHERE meeting = $1 AND question = $2 AND ballot = $3")
                .bind(meeting.id)
                .bind(question.to_owned())
                .bind(ballot),
        };
        let told = Change::Meeting { review: meeting.review, meeting: meeting.id };
        self.change(change, told).await.map(drop)
    }

    async fn ballots(&self, meeting: Uuid, question: &str) -> Result<Vec<Value>> {
        let all =
            query("SELECT answer FROM meeting_ballot WHERE meeting = $1 AND question = $2 ORDER BY ballot");
        sql::all(&self.pool, all.bind(meeting).bind(question.to_owned()), |row| sql::json(row, "answer"))
            .await
    }
}

fn meeting(row: &Row) -> sqlx::Result<Meeting> {
    Ok(Meeting {
        id: row.try_get("id")?,
        review: row.try_get("review")?,
        created: sql::time(row, "created")?,
        plan: sql::json(row, "plan")?,
        version: row.try_get("version")?,
    })
}

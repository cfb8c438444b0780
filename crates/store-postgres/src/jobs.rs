//! Jobs and their leases.

use async_trait::async_trait;
use postlude_base::Timestamp;
use postlude_store::{
    Change, Conflict, Failure, Hold, Job, JobState, Jobs, Lease, NewJob, Outcome, Result, plain_text,
};
use serde_json::Value;
use sqlx::{Row as _, query};
use uuid::Uuid;

use crate::PostgresStore;
use crate::sql::{self, Row};

#[async_trait]
impl Jobs for PostgresStore {
    async fn put_job(&self, new: &NewJob) -> Result<Job> {
        let mut transaction = self.begin().await?;
        let put = query(
            "INSERT INTO job (id, kind, subject, arguments, created_by, created, state, progress, attempts)
            VALUES ($1, $2, $3, $4, $5, $6, 'waiting', '{}', 0)
            ON CONFLICT (kind, subject) WHERE state IN ('waiting', 'running') DO NOTHING",
        )
        .bind(new.id)
        .bind(plain_text(&new.kind))
        .bind(new.subject)
        .bind(new.arguments.to_string())
        .bind(new.created_by)
        .bind(new.created.0);
        sql::change(&mut *transaction, put).await?;
        let open =
            query("SELECT * FROM job WHERE kind = $1 AND subject = $2 AND state IN ('waiting', 'running')");
        let open =
            sql::one(&mut *transaction, open.bind(plain_text(&new.kind)).bind(new.subject), job).await?;
        self.commit(transaction, Change::Job(new.id)).await?;
        // Only where another server finished it between the two statements.
        open.ok_or(Failure::Conflict(Conflict::Changed))
    }

    async fn claim_job(&self, lease: Lease, now: Timestamp) -> Result<Option<Job>> {
        let claimed = query(
            "UPDATE job SET state = 'running', server = $1, lease_until = $2, started = $3, attempts = attempts + 1
            WHERE id = (
                SELECT id FROM job WHERE state = 'waiting' OR (state = 'running' AND lease_until <= $3)
                ORDER BY created, id LIMIT 1 FOR UPDATE SKIP LOCKED
            )
            RETURNING *",
        );
        let claimed = claimed.bind(lease.server).bind(lease.until.0).bind(now.0);
        let mut transaction = self.begin().await?;
        let Some(job) = sql::one(&mut *transaction, claimed, job).await? else { return Ok(None) };
        self.commit(transaction, Change::Job(job.asked.id)).await?;
        Ok(Some(job))
    }

    async fn progress_job(&self, id: Uuid, lease: Lease, progress: &Value) -> Result<Hold> {
        let told = query(
            "UPDATE job SET progress = $3, lease_until = $4 WHERE id = $1 AND server = $2 AND state = 'running'
            RETURNING cancel_asked",
        )
        .bind(id)
        .bind(lease.server)
        .bind(progress.to_string())
        .bind(lease.until.0);
        let mut transaction = self.begin().await?;
        let asked = sql::one(&mut *transaction, told, |row| sql::optional_time(row, "cancel_asked")).await?;
        let Some(asked) = asked else { return Ok(Hold::Lost) };
        self.commit(transaction, Change::Job(id)).await?;
        Ok(if asked.is_some() { Hold::CancelAsked } else { Hold::Held })
    }

    async fn finish_job(
        &self,
        id: Uuid,
        server: Uuid,
        outcome: &Outcome,
        progress: &Value,
        now: Timestamp,
    ) -> Result<bool> {
        let error = if let Outcome::Failed(error) = outcome { Some(plain_text(error)) } else { None };
        let finished = query(
            "UPDATE job SET state = $3, error = $4, progress = $5, finished = $6, server = NULL, lease_until = NULL
            WHERE id = $1 AND server = $2 AND state = 'running'",
        )
        .bind(id)
        .bind(server)
        .bind(outcome.state().name())
        .bind(error)
        .bind(progress.to_string())
        .bind(now.0);
        Ok(self.change(finished, Change::Job(id)).await? > 0)
    }

    async fn cancel_job(&self, id: Uuid, now: Timestamp) -> Result<bool> {
        let cancelled = query(
            "UPDATE job SET cancel_asked = $2,
                finished = CASE state WHEN 'waiting' THEN $2 END,
                state = CASE state WHEN 'waiting' THEN 'cancelled' ELSE state END
            WHERE id = $1 AND state IN ('waiting', 'running')",
        );
        Ok(self.change(cancelled.bind(id).bind(now.0), Change::Job(id)).await? > 0)
    }

    async fn job(&self, id: Uuid) -> Result<Option<Job>> {
        sql::one(&self.pool, query("SELECT * FROM job WHERE id = $1").bind(id), job).await
    }

    async fn jobs(&self, subject: Uuid, limit: u32) -> Result<Vec<Job>> {
        let all = query("SELECT * FROM job WHERE subject = $1 ORDER BY created DESC, id DESC LIMIT $2");
        sql::all(&self.pool, all.bind(subject).bind(i64::from(limit)), job).await
    }
}

fn job(row: &Row) -> sqlx::Result<Job> {
    Ok(Job {
        asked: NewJob {
            id: row.try_get("id")?,
            kind: row.try_get("kind")?,
            subject: row.try_get("subject")?,
            arguments: sql::json(row, "arguments")?,
            created_by: row.try_get("created_by")?,
            created: sql::time(row, "created")?,
        },
        state: sql::named(row, "state", JobState::named)?,
        progress: sql::json(row, "progress")?,
        error: row.try_get("error")?,
        attempts: row.try_get("attempts")?,
        started: sql::optional_time(row, "started")?,
        finished: sql::optional_time(row, "finished")?,
        cancel_asked: sql::optional_time(row, "cancel_asked")?.is_some(),
    })
}

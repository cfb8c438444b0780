//! Rooms of two people, and their notes.

use async_trait::async_trait;
use postlude_base::Timestamp;
use postlude_review::interview::{Consent, NoteKind};
use postlude_store::{Interview, InterviewNote, Interviews, Result, plain_text};
use serde_json::Value;
use sqlx::{Row as _, query};
use uuid::Uuid;

use crate::PostgresStore;
use crate::failure::failure;
use crate::sql::{self, Row};

#[async_trait]
impl Interviews for PostgresStore {
    async fn create_interview(&self, interview: &Interview) -> Result<()> {
        let kept = query(
            "INSERT INTO interview (id, review, interviewee, facilitator, created, consent, consent_time,
                is_off_the_record, questions, version)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        )
        .bind(interview.id)
        .bind(interview.review)
        .bind(interview.interviewee)
        .bind(interview.facilitator)
        .bind(interview.created.0)
        .bind(interview.consent.name())
        .bind(interview.consent_time.map(|time| time.0))
        .bind(i64::from(interview.is_off_the_record))
        .bind(interview.questions.to_string())
        .bind(interview.version);
        sql::change(&self.pool, kept).await.map(drop)
    }

    async fn interviews(&self, viewer: Uuid) -> Result<Vec<Interview>> {
        let seen = query(
            "SELECT interview.* FROM interview JOIN interview_seen ON interview_seen.interview = interview.id
            WHERE interview_seen.person = $1 ORDER BY interview.created DESC, interview.id",
        );
        sql::all(&self.pool, seen.bind(viewer), interview).await
    }

    async fn interview(&self, viewer: Uuid, id: Uuid) -> Result<Option<Interview>> {
        let seen = query(
            "SELECT interview.* FROM interview JOIN interview_seen ON interview_seen.interview = interview.id
            WHERE interview_seen.person = $1 AND interview.id = $2",
        );
        sql::one(&self.pool, seen.bind(viewer).bind(id), interview).await
    }

    async fn set_consent(&self, id: Uuid, consent: Consent, now: Timestamp) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let said = query(
            "UPDATE interview SET consent = $2, consent_time = $3, version = version + 1 WHERE id = $1",
        );
        let said = said.bind(id).bind(consent.name()).bind(now.0);
        let rows = sql::change(&mut *transaction, said).await?;
        if consent != Consent::Given {
            let struck = query("DELETE FROM interview_note WHERE interview = $1").bind(id);
            sql::change(&mut *transaction, struck).await?;
        }
        transaction.commit().await.map_err(failure)?;
        Ok(rows > 0)
    }

    async fn set_off_the_record(&self, id: Uuid, is_off: bool) -> Result<bool> {
        let set = query("UPDATE interview SET is_off_the_record = $2, version = version + 1 WHERE id = $1");
        Ok(sql::change(&self.pool, set.bind(id).bind(i64::from(is_off))).await? > 0)
    }

    async fn set_interview_questions(&self, id: Uuid, version: i64, questions: &Value) -> Result<bool> {
        let set = query(
            "UPDATE interview SET questions = $3, version = version + 1 WHERE id = $1 AND version = $2",
        )
        .bind(id)
        .bind(version)
        .bind(questions.to_string());
        let rows = sql::change(&self.pool, set).await?;
        let there = query("SELECT 1 FROM interview WHERE id = $1").bind(id);
        sql::unless_changed(&self.pool, rows, there).await
    }

    async fn remove_interview(&self, id: Uuid) -> Result<bool> {
        let removed = query("DELETE FROM interview WHERE id = $1").bind(id);
        let rows = sql::change(&self.pool, removed).await?;
        Ok(rows > 0)
    }

    async fn interview_notes(&self, interview: Uuid) -> Result<Vec<InterviewNote>> {
        let notes = query("SELECT * FROM interview_note WHERE interview = $1 ORDER BY written, id");
        sql::all(&self.pool, notes.bind(interview), note).await
    }

    async fn add_interview_note(&self, note: &InterviewNote) -> Result<bool> {
        let mut transaction = self.begin().await?;
        // The room is changed first: who withdraws consent at this moment waits for this, or this finds it withdrawn.
        let open = query(
            "UPDATE interview SET version = version + 1
            WHERE id = $1 AND consent = 'given' AND is_off_the_record = 0",
        );
        if sql::change(&mut *transaction, open.bind(note.interview)).await? == 0 {
            return Ok(false);
        }
        let kept = query(
            "INSERT INTO interview_note (id, interview, kind, author, written, text, version)
            VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(note.id)
        .bind(note.interview)
        .bind(note.kind.name())
        .bind(note.author)
        .bind(note.written.0)
        .bind(plain_text(&note.text))
        .bind(note.version);
        sql::change(&mut *transaction, kept).await?;
        transaction.commit().await.map_err(failure)?;
        Ok(true)
    }

    async fn change_interview_note(&self, note: &InterviewNote) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let open = query(
            "UPDATE interview SET version = version + 1
            WHERE id = $1 AND consent = 'given' AND is_off_the_record = 0",
        );
        if sql::change(&mut *transaction, open.bind(note.interview)).await? == 0 {
            return Ok(false);
        }
        let written = query(
            "UPDATE interview_note SET kind = $4, text = $5, version = version + 1
            WHERE interview = $1 AND id = $2 AND version = $3 AND released IS NULL",
        )
        .bind(note.interview)
        .bind(note.id)
        .bind(note.version)
        .bind(note.kind.name())
        .bind(plain_text(&note.text));
        let rows = sql::change(&mut *transaction, written).await?;
        let there = query("SELECT 1 FROM interview_note WHERE interview = $1 AND id = $2")
            .bind(note.interview)
            .bind(note.id);
        let is_changed = sql::unless_changed(&mut *transaction, rows, there).await?;
        transaction.commit().await.map_err(failure)?;
        Ok(is_changed)
    }

    async fn release_interview_note(&self, interview: Uuid, id: Uuid, released: &Value) -> Result<bool> {
        let noted = query(
            "UPDATE interview_note SET released = $3, version = version + 1
            WHERE interview = $1 AND id = $2 AND released IS NULL",
        );
        let noted = noted.bind(interview).bind(id).bind(released.to_string());
        Ok(sql::change(&self.pool, noted).await? > 0)
    }

    async fn remove_interview_note(&self, interview: Uuid, id: Uuid) -> Result<bool> {
        let removed = query("DELETE FROM interview_note WHERE interview = $1 AND id = $2");
        let rows = sql::change(&self.pool, removed.bind(interview).bind(id)).await?;
        Ok(rows > 0)
    }
}

fn interview(row: &Row) -> sqlx::Result<Interview> {
    Ok(Interview {
        id: row.try_get("id")?,
        review: row.try_get("review")?,
        interviewee: row.try_get("interviewee")?,
        facilitator: row.try_get("facilitator")?,
        created: sql::time(row, "created")?,
        consent: sql::named(row, "consent", Consent::named)?,
        consent_time: sql::optional_time(row, "consent_time")?,
        is_off_the_record: row.try_get::<i64, _>("is_off_the_record")? != 0,
        questions: sql::json(row, "questions")?,
        version: row.try_get("version")?,
    })
}

fn note(row: &Row) -> sqlx::Result<InterviewNote> {
    let is_released = row.try_get::<Option<String>, _>("released")?.is_some();
    Ok(InterviewNote {
        id: row.try_get("id")?,
        interview: row.try_get("interview")?,
        kind: sql::named(row, "kind", NoteKind::named)?,
        author: row.try_get("author")?,
        written: sql::time(row, "written")?,
        text: row.try_get("text")?,
        version: row.try_get("version")?,
        released: is_released.then(|| sql::json(row, "released")).transpose()?,
    })
}

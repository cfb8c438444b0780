//! Links to people's own moments, and what they said of them.

use async_trait::async_trait;
use postlude_store::{Calibration, CalibrationOwn, Calibrations, Coverage, KeyHash, Result};
use serde_json::Value;
use sqlx::{Row as _, query};
use uuid::Uuid;

use crate::SqliteStore;
use crate::sql::{self, Row};

#[async_trait]
impl Calibrations for SqliteStore {
    async fn add_calibration(&self, calibration: &Calibration, key: &KeyHash) -> Result<()> {
        let kept = query(
            "INSERT INTO calibration (id, review, person, key, moments, asked, sent, answers, looked_at, version)
            VALUES ($1, $2, $3, $4, $5, $6, $7, '{}', 0, 0)",
        )
        .bind(calibration.id)
        .bind(calibration.review)
        .bind(calibration.person)
        .bind(key.0.to_vec())
        .bind(calibration.moments.to_string())
        .bind(calibration.asked)
        .bind(calibration.sent.0);
        sql::change(self.writer(), kept).await.map(drop)
    }

    async fn renew_calibration(&self, calibration: &Calibration, key: &KeyHash) -> Result<bool> {
        let renewed = query(
            "UPDATE calibration SET key = $3, moments = $4, asked = $5, sent = $6 WHERE review = $1 AND person = $2",
        )
        .bind(calibration.review)
        .bind(calibration.person)
        .bind(key.0.to_vec())
        .bind(calibration.moments.to_string())
        .bind(calibration.asked)
        .bind(calibration.sent.0);
        Ok(sql::change(self.writer(), renewed).await? > 0)
    }

    async fn calibrations(&self, review: Uuid) -> Result<Vec<Calibration>> {
        let links = query(
            "SELECT id, review, person, moments, asked, sent FROM calibration WHERE review = $1 ORDER BY sent, id",
        );
        sql::all(&self.readers, links.bind(review), calibration).await
    }

    async fn calibration_coverage(&self, review: Uuid) -> Result<Coverage> {
        // The sum of 64-bit numbers is a decimal in PostgreSQL.
        let sums = query(
            "SELECT COUNT(*) AS people, CAST(COALESCE(SUM(asked), 0) AS BIGINT) AS asked,
                CAST(COALESCE(SUM(looked_at), 0) AS BIGINT) AS looked_at
            FROM calibration WHERE review = $1",
        );
        let read = |row: &Row| {
            Ok(Coverage {
                people: row.try_get("people")?,
                asked: row.try_get("asked")?,
                looked_at: row.try_get("looked_at")?,
            })
        };
        Ok(sql::one(&self.readers, sums.bind(review), read).await?.unwrap_or_default())
    }

    async fn calibrations_of(&self, person: Uuid) -> Result<Vec<CalibrationOwn>> {
        let own = query(
            "SELECT calibration.* FROM calibration JOIN review ON review.id = calibration.review
            WHERE calibration.person = $1 AND review.binned IS NULL ORDER BY calibration.sent DESC, calibration.id",
        );
        sql::all(&self.readers, own.bind(person), calibration_own).await
    }

    async fn calibration_own(&self, person: Uuid, id: Uuid) -> Result<Option<CalibrationOwn>> {
        let own = query("SELECT * FROM calibration WHERE person = $1 AND id = $2");
        sql::one(&self.readers, own.bind(person).bind(id), calibration_own).await
    }

    async fn calibration_with_key(&self, key: &KeyHash) -> Result<Option<Calibration>> {
        let link = query("SELECT id, review, person, moments, asked, sent FROM calibration WHERE key = $1");
        sql::one(&self.readers, link.bind(key.0.to_vec()), calibration).await
    }

    async fn exchange_calibration_key(&self, from: &KeyHash, to: &KeyHash) -> Result<bool> {
        let exchanged = query("UPDATE calibration SET key = $2 WHERE key = $1");
        let exchanged = exchanged.bind(from.0.to_vec()).bind(to.0.to_vec());
        Ok(sql::change(self.writer(), exchanged).await? > 0)
    }

    async fn change_answers(&self, id: Uuid, version: i64, answers: &Value, looked_at: i64) -> Result<bool> {
        let changed = query(
            "UPDATE calibration SET answers = $3, looked_at = $4, version = version + 1
            WHERE id = $1 AND version = $2",
        )
        .bind(id)
        .bind(version)
        .bind(answers.to_string())
        .bind(looked_at);
        let rows = sql::change(self.writer(), changed).await?;
        let there = query("SELECT 1 FROM calibration WHERE id = $1").bind(id);
        let is_changed = sql::unless_changed(self.writer(), rows, there).await?;
        self.forget().await;
        Ok(is_changed)
    }

    async fn remove_calibration(&self, review: Uuid, person: Uuid) -> Result<bool> {
        let removed = query("DELETE FROM calibration WHERE review = $1 AND person = $2");
        let rows = sql::change(self.writer(), removed.bind(review).bind(person)).await?;
        self.forget().await;
        Ok(rows > 0)
    }
}

fn calibration(row: &Row) -> sqlx::Result<Calibration> {
    Ok(Calibration {
        id: row.try_get("id")?,
        review: row.try_get("review")?,
        person: row.try_get("person")?,
        moments: sql::json(row, "moments")?,
        asked: row.try_get("asked")?,
        sent: sql::time(row, "sent")?,
    })
}

fn calibration_own(row: &Row) -> sqlx::Result<CalibrationOwn> {
    Ok(CalibrationOwn {
        calibration: calibration(row)?,
        answers: sql::json(row, "answers")?,
        version: row.try_get("version")?,
    })
}

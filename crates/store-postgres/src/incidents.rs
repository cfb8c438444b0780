//! Incidents, and which reviews look at them.

use async_trait::async_trait;
use postlude_base::Timestamp;
use postlude_store::{Change, Incident, IncidentSeen, Incidents, Result, Viewer, plain_text};
use sqlx::{PgConnection, Row as _, query};
use uuid::Uuid;

use crate::PostgresStore;
use crate::sql::{self, Row};

#[async_trait]
impl Incidents for PostgresStore {
    async fn create_incident(&self, incident: &Incident, review: Uuid) -> Result<()> {
        let mut transaction = self.begin().await?;
        insert(&mut transaction, incident).await?;
        attach(&mut transaction, review, incident.id, incident.created).await?;
        self.commit(transaction, Change::Review(review)).await
    }

    async fn incident_seen(&self, viewer: Viewer, id: Uuid) -> Result<Option<IncidentSeen>> {
        let kept = query("SELECT * FROM incident WHERE id = $1").bind(id);
        let Some(incident) = sql::one(&self.pool, kept, incident).await? else { return Ok(None) };
        let seen = query(
            "SELECT review.id, review.title FROM review_incident
            JOIN review_seen ON review_seen.review = review_incident.review
            JOIN review ON review.id = review_incident.review
            WHERE review_incident.incident = $1 AND review_seen.person = $2 AND review.binned IS NULL
                AND ($3 OR review.visibility = 'open' OR review_seen.role IS NOT NULL)
            ORDER BY review.id",
        );
        let read = |row: &Row| Ok((row.try_get("id")?, row.try_get("title")?));
        let reviews =
            sql::all(&self.pool, seen.bind(id).bind(viewer.person).bind(viewer.administers), read).await?;
        Ok((!reviews.is_empty()).then_some(IncidentSeen { incident, reviews }))
    }

    async fn incidents_of(&self, review: Uuid) -> Result<Vec<Incident>> {
        let attached = query(
            "SELECT incident.* FROM review_incident JOIN incident ON incident.id = review_incident.incident
            WHERE review_incident.review = $1 ORDER BY review_incident.attached, incident.id",
        );
        sql::all(&self.pool, attached.bind(review), incident).await
    }

    async fn reviews_of(&self, incident: Uuid) -> Result<Vec<Uuid>> {
        let looking = query("SELECT review FROM review_incident WHERE incident = $1 ORDER BY review");
        sql::all(&self.pool, looking.bind(incident), |row| row.try_get("review")).await
    }

    async fn attach_incident(&self, review: Uuid, incident: Uuid, now: Timestamp) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let is_new = attach(&mut transaction, review, incident, now).await?;
        self.commit(transaction, Change::Review(review)).await?;
        Ok(is_new)
    }

    async fn detach_incident(&self, review: Uuid, incident: Uuid) -> Result<bool> {
        let detached = query("DELETE FROM review_incident WHERE review = $1 AND incident = $2");
        Ok(self.change(detached.bind(review).bind(incident), Change::Review(review)).await? > 0)
    }

    async fn rename_incident(&self, id: Uuid, title: &str) -> Result<bool> {
        let renamed = query("UPDATE incident SET title = $2 WHERE id = $1").bind(id).bind(plain_text(title));
        Ok(self.change(renamed, Change::Incident(id)).await? > 0)
    }

    async fn set_incident_times(
        &self,
        id: Uuid,
        start: Option<Timestamp>,
        end: Option<Timestamp>,
    ) -> Result<bool> {
        let set = query("UPDATE incident SET started = $2, ended = $3 WHERE id = $1")
            .bind(id)
            .bind(start.map(|time| time.0))
            .bind(end.map(|time| time.0));
        Ok(self.change(set, Change::Incident(id)).await? > 0)
    }

    async fn incidents_without_review(&self) -> Result<Vec<Uuid>> {
        let unseen = query(
            "SELECT id FROM incident
            WHERE NOT EXISTS (SELECT 1 FROM review_incident WHERE review_incident.incident = incident.id)
            ORDER BY created, id",
        );
        sql::all(&self.pool, unseen, |row| row.try_get("id")).await
    }

    async fn remove_incident(&self, id: Uuid) -> Result<bool> {
        let removed = query(
            "DELETE FROM incident WHERE id = $1
            AND NOT EXISTS (SELECT 1 FROM review_incident WHERE review_incident.incident = incident.id)",
        );
        Ok(sql::change(&self.pool, removed.bind(id)).await? > 0)
    }
}

pub(crate) async fn insert(on: &mut PgConnection, incident: &Incident) -> Result<()> {
    let kept = query("INSERT INTO incident (id, title, started, ended, created) VALUES ($1, $2, $3, $4, $5)")
        .bind(incident.id)
        .bind(plain_text(&incident.title))
        .bind(incident.start.map(|time| time.0))
        .bind(incident.end.map(|time| time.0))
        .bind(incident.created.0);
    sql::change(on, kept).await.map(drop)
}

pub(crate) async fn attach(
    on: &mut PgConnection,
    review: Uuid,
    incident: Uuid,
    now: Timestamp,
) -> Result<bool> {
    let attached = query(
        "INSERT INTO review_incident (review, incident, attached) VALUES ($1, $2, $3)
        ON CONFLICT (review, incident) DO NOTHING",
    );
    Ok(sql::change(on, attached.bind(review).bind(incident).bind(now.0)).await? > 0)
}

pub(crate) fn incident(row: &Row) -> sqlx::Result<Incident> {
    Ok(Incident {
        id: row.try_get("id")?,
        title: row.try_get("title")?,
        start: sql::optional_time(row, "started")?,
        end: sql::optional_time(row, "ended")?,
        created: sql::time(row, "created")?,
    })
}

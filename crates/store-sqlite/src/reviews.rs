//! Reviews, and who takes part in them.

use std::collections::BTreeMap;

use async_trait::async_trait;
use postlude_base::Timestamp;
use postlude_review::people::{ReviewRole, Visibility};
use postlude_store::{
    BroughtReview, Conflict, Failure, Incident, NewReview, Participation, Result, Review, ReviewFilter,
    ReviewSeen, Reviews, Viewer, plain_text,
};
use serde_json::Value;
use sqlx::{QueryBuilder, Row as _, SqliteConnection, query};
use uuid::Uuid;

use crate::SqliteStore;
use crate::failure::failure;
use crate::incidents::{self, incident};
use crate::sql::{self, Row};
use crate::{attachments, updates};

#[async_trait]
impl Reviews for SqliteStore {
    async fn create_review(&self, new: &NewReview, incident: Option<&Incident>) -> Result<()> {
        let mut transaction = self.begin().await?;
        begin(&mut transaction, new).await?;
        if let Some(incident) = incident {
            incidents::insert(&mut transaction, incident).await?;
            incidents::attach(&mut transaction, new.id, incident.id, new.created).await?;
        }
        transaction.commit().await.map_err(failure)
    }

    async fn bring_review(&self, brought: &BroughtReview) -> Result<()> {
        let new = &brought.review;
        let mut transaction = self.begin().await?;
        begin(&mut transaction, new).await?;
        for (place, incident) in (0..).zip(&brought.incidents) {
            if brought.new_incidents.contains(&incident.id) {
                incidents::insert(&mut transaction, incident).await?;
            }
            // A nanosecond apart: they are shown in the order in which they were attached.
            incidents::attach(&mut transaction, new.id, incident.id, new.created.plus(place)).await?;
        }
        for attachment in &brought.attachments {
            attachments::insert(&mut transaction, attachment).await?;
        }
        updates::begin(&mut transaction, new.id, new.created, &brought.document).await?;
        transaction.commit().await.map_err(failure)
    }

    async fn reviews(&self, viewer: Viewer, filter: &ReviewFilter) -> Result<Vec<ReviewSeen>> {
        let seen = query(
            "SELECT review.*, max(review.updated, document.updated) AS changed, review_seen.role
            FROM review_seen
            JOIN review ON review.id = review_seen.review
            JOIN document ON document.review = review.id
            WHERE review_seen.person = $1 AND (review.binned IS NOT NULL) = $2
                AND ($8 OR review.visibility = 'open' OR review_seen.role IS NOT NULL)
                AND ($3 IS NULL OR review.phase = $3)
                AND ($4 IS NULL OR instr(review.title_key, $4) > 0)
                AND ($5 IS NULL OR (max(review.updated, document.updated), review.id) < ($5, $6))
            ORDER BY changed DESC, review.id DESC LIMIT $7",
        )
        .bind(viewer.person)
        .bind(filter.binned)
        .bind(filter.phase.as_deref().map(plain_text))
        .bind(filter.text.as_deref().map(title_key))
        .bind(filter.after.map(|(time, _)| time.0))
        .bind(filter.after.map(|(_, id)| id))
        .bind(filter.limit)
        .bind(viewer.administers);
        self.with_incidents(sql::all(&self.readers, seen, seen_review).await?).await
    }

    async fn review_seen(&self, viewer: Viewer, id: Uuid) -> Result<Option<ReviewSeen>> {
        let seen = query(
            "SELECT review.*, max(review.updated, document.updated) AS changed, review_seen.role
            FROM review_seen
            JOIN review ON review.id = review_seen.review
            JOIN document ON document.review = review.id
            WHERE review_seen.person = $1 AND review_seen.review = $2
                AND ($3 OR review.visibility = 'open' OR review_seen.role IS NOT NULL)",
        );
        let found =
            sql::one(&self.readers, seen.bind(viewer.person).bind(id).bind(viewer.administers), seen_review)
                .await?;
        Ok(self.with_incidents(found.into_iter().collect()).await?.pop())
    }

    async fn review(&self, id: Uuid) -> Result<Option<Review>> {
        let kept = query(
            "SELECT review.*, max(review.updated, document.updated) AS changed
            FROM review JOIN document ON document.review = review.id WHERE review.id = $1",
        );
        sql::one(&self.readers, kept.bind(id), review).await
    }

    async fn rename_review(&self, id: Uuid, title: &str, now: Timestamp) -> Result<bool> {
        let renamed = query("UPDATE review SET title = $2, title_key = $3, updated = $4 WHERE id = $1")
            .bind(id)
            .bind(plain_text(title))
            .bind(title_key(title))
            .bind(now.0);
        Ok(sql::change(self.writer(), renamed).await? > 0)
    }

    async fn change_visibility(&self, id: Uuid, visibility: Visibility, now: Timestamp) -> Result<bool> {
        let changed = query("UPDATE review SET visibility = $2, updated = $3 WHERE id = $1");
        Ok(sql::change(self.writer(), changed.bind(id).bind(visibility.name()).bind(now.0)).await? > 0)
    }

    async fn change_process(
        &self,
        id: Uuid,
        version: i64,
        phase: &str,
        process: &Value,
        now: Timestamp,
    ) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let kept = query("SELECT version FROM review WHERE id = $1").bind(id);
        match sql::one(&mut *transaction, kept, |row| row.try_get::<i64, _>("version")).await? {
            None => return Ok(false),
            Some(kept) if kept != version => return Err(Conflict::Changed.into()),
            Some(_) => {}
        }
        let moved = query(
            "UPDATE review SET phase = $2, process = $3, version = version + 1, updated = $4 WHERE id = $1",
        )
        .bind(id)
        .bind(plain_text(phase))
        .bind(process.to_string())
        .bind(now.0);
        sql::change(&mut *transaction, moved).await?;
        transaction.commit().await.map_err(failure)?;
        Ok(true)
    }

    async fn bin_review(&self, id: Uuid, now: Timestamp) -> Result<bool> {
        let binned = query("UPDATE review SET binned = $2, updated = $2 WHERE id = $1 AND binned IS NULL");
        Ok(sql::change(self.writer(), binned.bind(id).bind(now.0)).await? > 0)
    }

    async fn restore_review(&self, id: Uuid, now: Timestamp) -> Result<bool> {
        let restored =
            query("UPDATE review SET binned = NULL, updated = $2 WHERE id = $1 AND binned IS NOT NULL");
        Ok(sql::change(self.writer(), restored.bind(id).bind(now.0)).await? > 0)
    }

    async fn purge_reviews(&self, binned_before: Timestamp) -> Result<Vec<Uuid>> {
        let purged = query("DELETE FROM review WHERE binned < $1 RETURNING id").bind(binned_before.0);
        let purged = sql::all(self.writer(), purged, |row| row.try_get("id")).await?;
        if !purged.is_empty() {
            self.forget().await;
        }
        Ok(purged)
    }

    async fn participations(&self, review: Uuid) -> Result<Vec<Participation>> {
        let named = query(
            "SELECT person.id, person.name, participation.role, participation.joined
            FROM participation JOIN person ON person.id = participation.person
            WHERE participation.review = $1 ORDER BY participation.joined, person.id",
        );
        sql::all(&self.readers, named.bind(review), participation).await
    }

    async fn set_participation(
        &self,
        review: Uuid,
        person: Uuid,
        role: ReviewRole,
        now: Timestamp,
    ) -> Result<()> {
        let mut transaction = self.begin().await?;
        name(&mut transaction, review, person, role, now).await?;
        somebody_organises(&mut transaction, review).await?;
        transaction.commit().await.map_err(failure)
    }

    async fn remove_participation(&self, review: Uuid, person: Uuid) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let removed = query("DELETE FROM participation WHERE review = $1 AND person = $2");
        let is_removed = sql::change(&mut *transaction, removed.bind(review).bind(person)).await? > 0;
        if is_removed {
            somebody_organises(&mut transaction, review).await?;
        }
        transaction.commit().await.map_err(failure)?;
        Ok(is_removed)
    }
}

impl SqliteStore {
    /// Adds their incidents to reviews, in one query for all.
    async fn with_incidents(&self, mut seen: Vec<ReviewSeen>) -> Result<Vec<ReviewSeen>> {
        if seen.is_empty() {
            return Ok(seen);
        }
        let mut builder = QueryBuilder::new(
            "SELECT incident.*, review_incident.review FROM review_incident
            JOIN incident ON incident.id = review_incident.incident WHERE review_incident.review IN (",
        );
        let mut ids = builder.separated(", ");
        for review in &seen {
            ids.push_bind(review.review.id);
        }
        builder.push(") ORDER BY review_incident.attached, incident.id");
        let read = |row: &Row| Ok((row.try_get::<Uuid, _>("review")?, incident(row)?));
        let mut incidents: BTreeMap<Uuid, Vec<Incident>> = BTreeMap::new();
        for (review, incident) in sql::all(&self.readers, builder.build(), read).await? {
            incidents.entry(review).or_default().push(incident);
        }
        for review in &mut seen {
            review.incidents = incidents.remove(&review.review.id).unwrap_or_default();
        }
        Ok(seen)
    }
}

/// What a title is compared by when a part of it is looked for.
fn title_key(title: &str) -> String {
    plain_text(title).to_lowercase()
}

/// The review with its organiser and its empty document.
async fn begin(on: &mut SqliteConnection, new: &NewReview) -> Result<()> {
    insert(on, new).await?;
    name(on, new.id, new.created_by, ReviewRole::Organiser, new.created).await?;
    let document = query("INSERT INTO document (review, last_seq, updated) VALUES ($1, 0, $2)");
    sql::change(on, document.bind(new.id).bind(new.created.0)).await.map(drop)
}

async fn insert(on: &mut SqliteConnection, new: &NewReview) -> Result<()> {
    let kept = query(
        "INSERT INTO review
            (id, title, title_key, visibility, phase, process, version, figures, created, created_by, updated)
        VALUES ($1, $2, $3, $4, $5, $6, 0, '{}', $7, $8, $7)",
    )
    .bind(new.id)
    .bind(plain_text(&new.title))
    .bind(title_key(&new.title))
    .bind(new.visibility.name())
    .bind(plain_text(&new.phase))
    .bind(new.process.to_string())
    .bind(new.created.0)
    .bind(new.created_by);
    sql::change(on, kept).await.map(drop)
}

async fn name(
    on: &mut SqliteConnection,
    review: Uuid,
    person: Uuid,
    role: ReviewRole,
    now: Timestamp,
) -> Result<()> {
    let named = query(
        "INSERT INTO participation (review, person, role, joined) VALUES ($1, $2, $3, $4)
        ON CONFLICT (review, person) DO UPDATE SET role = excluded.role",
    );
    sql::change(on, named.bind(review).bind(person).bind(role.name()).bind(now.0)).await.map(drop)
}

async fn somebody_organises(on: &mut SqliteConnection, review: Uuid) -> Result<()> {
    let organiser = query("SELECT 1 FROM participation WHERE review = $1 AND role = 'organiser' LIMIT 1");
    let found = sql::one(on, organiser.bind(review), |_| Ok(())).await?;
    found.ok_or(Failure::Conflict(Conflict::LastOrganiser))
}

fn review(row: &Row) -> sqlx::Result<Review> {
    Ok(Review {
        id: row.try_get("id")?,
        title: row.try_get("title")?,
        visibility: sql::named(row, "visibility", Visibility::named)?,
        phase: row.try_get("phase")?,
        process: sql::json(row, "process")?,
        version: row.try_get("version")?,
        figures: sql::json(row, "figures")?,
        created: sql::time(row, "created")?,
        created_by: row.try_get("created_by")?,
        updated: sql::time(row, "changed")?,
        binned: sql::optional_time(row, "binned")?,
    })
}

fn seen_review(row: &Row) -> sqlx::Result<ReviewSeen> {
    let role = row.try_get::<Option<&str>, _>("role")?.and_then(ReviewRole::named);
    Ok(ReviewSeen { review: review(row)?, role, incidents: Vec::new() })
}

fn participation(row: &Row) -> sqlx::Result<Participation> {
    Ok(Participation {
        person: row.try_get("id")?,
        name: row.try_get("name")?,
        role: sql::named(row, "role", ReviewRole::named)?,
        joined: sql::time(row, "joined")?,
    })
}

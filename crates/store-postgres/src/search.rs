//! Finding words, with a `tsvector` made of the store's own words.

use async_trait::async_trait;
use postlude_store::{Found, Result, Search, SearchRow, Viewer, difference, words, words_of};
use serde_json::Value;
use sqlx::{Row as _, query};
use uuid::Uuid;

use crate::PostgresStore;
use crate::failure::failure;
use crate::sql::{self, Row};

#[async_trait]
impl Search for PostgresStore {
    async fn describe_review(&self, review: Uuid, figures: &Value, rows: &[SearchRow]) -> Result<bool> {
        let mut transaction = self.begin().await?;
        let described = query("UPDATE review SET figures = $2 WHERE id = $1");
        if sql::change(&mut *transaction, described.bind(review).bind(figures.to_string())).await? == 0 {
            return Ok(false);
        }
        // The update above holds the row of the review, so two servers describe it one after the other.
        let kept = query("SELECT map, id, text, time FROM search_row WHERE review = $1").bind(review);
        let kept = sql::all(&mut *transaction, kept, search_row).await?;
        let rows: Vec<SearchRow> = rows.iter().map(SearchRow::plain).collect();
        let (removed, added) = difference(&kept, &rows);
        for row in removed {
            let removed = query("DELETE FROM search_row WHERE review = $1 AND map = $2 AND id = $3");
            let removed = removed.bind(review).bind(row.map.clone()).bind(row.id.clone());
            sql::change(&mut *transaction, removed).await?;
        }
        for row in added {
            let added = query(
                "INSERT INTO search_row (review, map, id, text, words, time) VALUES ($1, $2, $3, $4, $5, $6)",
            )
            .bind(review)
            .bind(row.map.clone())
            .bind(row.id.clone())
            .bind(row.text.clone())
            .bind(words_of(&row.text))
            .bind(row.time.map(|time| time.0));
            sql::change(&mut *transaction, added).await?;
        }
        transaction.commit().await.map_err(failure)?;
        Ok(true)
    }

    async fn find(&self, viewer: Viewer, text: &str, limit: u32) -> Result<Vec<Found>> {
        // Only letters and digits are in a word, so quotes make it a word and nothing of the query language.
        let sought: Vec<String> = words(text).map(|word| format!("'{word}':*")).collect();
        if sought.is_empty() {
            return Ok(Vec::new());
        }
        let found = query(
            "SELECT search_row.review, review.title, search_row.map, search_row.id, search_row.text, search_row.time
            FROM search_row
            JOIN review ON review.id = search_row.review
            JOIN review_seen ON review_seen.review = review.id AND review_seen.person = $1
            WHERE search_row.lexemes @@ $2::tsquery AND review.binned IS NULL
                AND ($4 OR review.visibility = 'open' OR review_seen.role IS NOT NULL)
            ORDER BY search_row.time IS NULL, search_row.time DESC, search_row.review, search_row.map, search_row.id
            LIMIT $3",
        );
        let found = found
            .bind(viewer.person)
            .bind(sought.join(" & "))
            .bind(i64::from(limit))
            .bind(viewer.administers);
        let read = |row: &Row| {
            Ok(Found { review: row.try_get("review")?, title: row.try_get("title")?, row: search_row(row)? })
        };
        sql::all(&self.pool, found, read).await
    }
}

fn search_row(row: &Row) -> sqlx::Result<SearchRow> {
    Ok(SearchRow {
        map: row.try_get("map")?,
        id: row.try_get("id")?,
        text: row.try_get("text")?,
        time: sql::optional_time(row, "time")?,
    })
}

//! Finding words in what people wrote, in all reviews that the caller may see.

use axum::Json;
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::List;
use crate::auth::caller::Caller;
use crate::error::Error;
use crate::workbench::Shared;

/// Texts in one answer.
const MOST: u32 = 50;

/// What is looked for.
#[derive(Debug, Deserialize, IntoParams)]
pub struct Words {
    /// Words, or how they begin.
    q: String,
}

/// A text that was found.
#[derive(Debug, Serialize, ToSchema)]
pub struct FoundView {
    review: Uuid,
    /// Of the review.
    title: String,
    /// `entries`, `notes`, `comments`, `meta`.
    map: String,
    id: String,
    text: String,
    time: Option<String>,
}

/// Search all reviews
#[utoipa::path(get, path = "/search", tag = "reviews", params(Words), responses((status = 200, body = List<FoundView>)))]
pub async fn find(
    State(workbench): State<Shared>,
    caller: Caller,
    Query(words): Query<Words>,
) -> Result<Json<List<FoundView>>, Error> {
    let found = workbench.store.find(caller.viewer(), &words.q, MOST).await?;
    Ok(List::of(found.into_iter().map(|found| FoundView {
        review: found.review,
        title: found.title,
        map: found.row.map,
        id: found.row.id,
        text: found.row.text,
        time: found.row.time.map(|time| time.to_string()),
    })))
}

//! From a person's own answers into the review, in their name.

use axum::Json;
use axum::extract::{Path, State};
use postlude_collab::Operation;
use postlude_review::calibration::{Written, written};
use postlude_review::people::Act;
use postlude_review::timeline::NoteKind;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::super::{document, documents, open_review};
use super::holder::Holder;
use super::own::{alter, held, parts};
use crate::error::Error;
use crate::live::operate;
use crate::workbench::Shared;

/// What is released.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ReleaseOf {
    /// Entries, and ids of what was added; all that was not released before if not given.
    answers: Option<Vec<String>>,
}

/// Release answers
///
/// They become notes, corrections and entries of the review, written by the person, and are private no more. A release that was cut off goes on
/// when it is asked for again.
#[utoipa::path(post, path = "/calibrations/{calibration}/release", tag = "calibration", request_body = ReleaseOf,
    responses((status = 200, body = Object), (status = 403), (status = 404), (status = 409), (status = 410)))]
pub async fn release(
    State(workbench): State<Shared>,
    holder: Holder,
    Path(calibration): Path<Uuid>,
    Json(asked): Json<ReleaseOf>,
) -> Result<Json<Value>, Error> {
    let own = held(&workbench, &holder, calibration).await?;
    let review = own.calibration.review;
    open_review(&workbench, &holder.caller, review, Act::Write).await?;
    let writer = documents::writer(&workbench, &holder.caller, review).await?;
    let (_, answers) = parts(&own)?;
    let released = answers.to_release(asked.answers.as_deref());
    let document = document(&workbench, review).await?;
    let is_there = |map: &str, id: &str| document[map].get(id).is_some();
    let operations: Vec<Operation> = released
        .iter()
        .flat_map(|(key, said, id)| written(key, said, id, is_there("entries", key)))
        .filter(|one| match one {
            Written::Note { id, .. } => !is_there("notes", id),
            Written::Entry { id, .. } => !is_there("entries", id),
            Written::Correction { .. } => true,
        })
        .map(operation)
        .collect();
    if !operations.is_empty() {
        operate::operate(&workbench, review, &operations, &writer).await?;
    }
    let keys: Vec<String> = released.into_iter().map(|(key, ..)| key).collect();
    let now = workbench.now();
    alter(&workbench, &holder, calibration, |answers, _| {
        answers.released(&keys, now);
        Ok(())
    })
    .await?;
    workbench.note(&holder.caller, "calibration.released", Some(review), json!({})).await?;
    Ok(Json(json!({"released": keys.len()})))
}

fn operation(written: Written) -> Operation {
    match written {
        Written::Note { id, on, text } => {
            let fields = on.map(|on| ("on".to_owned(), json!(on))).into_iter().collect();
            Operation::AddNote { id, kind: NoteKind::Saw, text, fields }
        }
        Written::Correction { entry, time, title } => {
            let given = [("time", time), ("title", title)].into_iter();
            let fields: Map<String, Value> =
                given.filter_map(|(name, value)| Some((name.to_owned(), json!(value?)))).collect();
            Operation::EditEntry { id: entry, fields }
        }
        Written::Entry { id, time, title, text } => {
            let fields =
                [("time", time), ("title", title)].map(|(name, value)| (name.to_owned(), json!(value)));
            Operation::AddEntry { id, fields: fields.into_iter().collect(), text }
        }
    }
}

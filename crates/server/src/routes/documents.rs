//! The document of a review, for programs: pages use the live channel.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use postlude_collab::history::as_of;
use postlude_collab::{Document, Operation, Undo, Writer};
use postlude_review::people::Act;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{document, moment};
use crate::auth::caller::Caller;
use crate::error::Error;
use crate::live::operate;
use crate::workbench::{Shared, standing};

/// When.
#[derive(Debug, Deserialize, IntoParams)]
pub struct AsOf {
    /// As it was at this moment; now if not given.
    time: Option<String>,
}

/// What shall be done.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Operations {
    /// Operations by name, as in `SCHEMA.md`: `{"do": "pick", ...}`. All are done, or none.
    #[schema(value_type = Vec<Object>)]
    operations: Vec<Operation>,
}

/// What undoes it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct UndoToken {
    /// To be sent back as it is.
    #[schema(value_type = Object)]
    undo: Undo,
}

/// What was undone.
#[derive(Debug, Serialize, ToSchema)]
pub struct UndoneView {
    /// What does it again.
    #[schema(value_type = Object)]
    redo: Undo,
    /// Places that somebody has changed since; they stay as they are.
    skipped: Vec<String>,
}

/// The document as JSON
///
/// Everything that was written, also what this version of the schema does not know.
#[utoipa::path(get, path = "/reviews/{review}/document", tag = "document", params(AsOf),
    responses((status = 200, body = Object), (status = 404)))]
pub async fn show(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(review): Path<Uuid>,
    Query(asked): Query<AsOf>,
) -> Result<Json<Value>, Error> {
    workbench.review(&caller, review, Act::Read).await?;
    let Some(time) = asked.time else {
        return Ok(Json(document(&workbench, review).await?));
    };
    let time = moment(&time)?;
    // In the order in which they were kept: what came later may build on any before it.
    let state = workbench.past.until(&*workbench.store, review, |update| update.time <= time).await?;
    let document = as_of((!state.is_empty()).then_some(&state), []);
    Ok(Json(document.map_err(|refusal| Error::defect("making an older document", &refusal))?.json()))
}

/// The document as an update of Yjs
#[utoipa::path(get, path = "/reviews/{review}/document.yjs", tag = "document",
    responses((status = 200, content_type = "application/octet-stream"), (status = 404)))]
pub async fn bytes(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(review): Path<Uuid>,
) -> Result<impl IntoResponse, Error> {
    workbench.review(&caller, review, Act::Read).await?;
    let state = operate::read(&workbench, review, Document::state).await?;
    Ok(([(CONTENT_TYPE, "application/octet-stream")], state))
}

/// Do something in the document
///
/// For programs. The answer comes when it is durable, and undoes it when sent back.
#[utoipa::path(post, path = "/reviews/{review}/operations", tag = "document", request_body = Operations,
    responses((status = 200, body = UndoToken), (status = 403), (status = 404), (status = 422)))]
pub async fn operate(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(review): Path<Uuid>,
    Json(asked): Json<Operations>,
) -> Result<Json<UndoToken>, Error> {
    let writer = writer(&workbench, &caller, review).await?;
    let undo = operate::operate(&workbench, review, &asked.operations, &writer).await?;
    Ok(Json(UndoToken { undo }))
}

/// Undo what you did in the document
#[utoipa::path(post, path = "/reviews/{review}/undo", tag = "document", request_body = UndoToken,
    responses((status = 200, body = UndoneView), (status = 403), (status = 404), (status = 422)))]
pub async fn undo(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(review): Path<Uuid>,
    Json(token): Json<UndoToken>,
) -> Result<Json<UndoneView>, Error> {
    let writer = writer(&workbench, &caller, review).await?;
    let undone = operate::undo(&workbench, review, &token.undo, &writer).await?;
    Ok(Json(UndoneView { redo: undone.done.undo, skipped: undone.skipped }))
}

/// In whose name and role the caller writes.
pub async fn writer(workbench: &Shared, caller: &Caller, review: Uuid) -> Result<Writer, Error> {
    let seen = workbench.review(caller, review, Act::Write).await?;
    let role = standing(caller, &seen).role(seen.review.visibility);
    let role = role.ok_or_else(|| Error::not_found("review"))?;
    Ok(Writer::person(caller.person.id.to_string(), role))
}

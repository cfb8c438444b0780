//! Ideas that are parked. They live in the document, so that a page without a connection parks them too and nothing is lost.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use postlude_collab::Operation;
use postlude_review::meeting::{Idea, Refusal};
use postlude_review::people::Act;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::super::{List, document, documents, moment};
use crate::auth::caller::Caller;
use crate::error::Error;
use crate::live::operate;
use crate::workbench::Shared;

/// One idea, in bytes.
const LONGEST: usize = 16 << 10;

/// An idea.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewIdea {
    /// Made by the page, so that an idea which is sent twice is parked once.
    id: Option<Uuid>,
    text: String,
    /// In which meeting it came up.
    meeting: Option<Uuid>,
    /// At which item of its agenda.
    item: Option<String>,
}

/// What changes of an idea.
#[derive(Debug, Deserialize, ToSchema)]
pub struct IdeaChange {
    /// `parked`, `taken_up` or `let_go`.
    state: Option<String>,
    /// When it has soaked.
    soak: Option<String>,
    /// Other words; its author's.
    text: Option<String>,
}

/// The parked ideas
#[utoipa::path(get, path = "/reviews/{review}/parking", tag = "meeting",
    responses((status = 200, body = List<Object>), (status = 404)))]
pub async fn list(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(review): Path<Uuid>,
) -> Result<Json<List<Value>>, Error> {
    workbench.review(&caller, review, Act::Read).await?;
    let ideas = ideas(&workbench, review).await?;
    Ok(List::of(ideas.iter().map(|idea| view(&workbench, idea)).collect::<Vec<_>>()))
}

/// Park an idea
///
/// It is set aside, and looked at again when it has soaked: one to two working days later.
#[utoipa::path(post, path = "/reviews/{review}/parking", tag = "meeting", request_body = NewIdea,
    responses((status = 201, body = Object), (status = 403), (status = 404), (status = 422)))]
pub async fn park(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(review): Path<Uuid>,
    Json(new): Json<NewIdea>,
) -> Result<(StatusCode, Json<Value>), Error> {
    let writer = documents::writer(&workbench, &caller, review).await?;
    let text = words(&new.text)?;
    let id = new.id.unwrap_or_else(|| workbench.outside.id()).to_string();
    if !ideas(&workbench, review).await?.iter().any(|idea| idea.id == id) {
        let given = [("meeting", new.meeting.map(|id| id.to_string())), ("item", new.item)].into_iter();
        let fields: Map<String, Value> =
            given.filter_map(|(name, value)| Some((name.to_owned(), json!(value?)))).collect();
        let operation = Operation::Park { id: id.clone(), text, fields };
        operate::operate(&workbench, review, &[operation], &writer).await?;
    }
    let ideas = ideas(&workbench, review).await?;
    let idea = ideas.iter().find(|idea| idea.id == id).ok_or_else(|| Error::not_found("idea"))?;
    Ok((StatusCode::CREATED, Json(view(&workbench, idea))))
}

/// Change a parked idea
#[utoipa::path(patch, path = "/reviews/{review}/parking/{idea}", tag = "meeting", request_body = IdeaChange,
    responses((status = 204), (status = 403), (status = 404), (status = 422)))]
pub async fn change(
    State(workbench): State<Shared>,
    caller: Caller,
    Path((review, idea)): Path<(Uuid, String)>,
    Json(change): Json<IdeaChange>,
) -> Result<StatusCode, Error> {
    let writer = documents::writer(&workbench, &caller, review).await?;
    if !ideas(&workbench, review).await?.iter().any(|one| one.id == idea) {
        return Err(Error::not_found("idea"));
    }
    let soak = change.soak.map(|soak| moment(&soak)).transpose()?.map(|soak| soak.to_string());
    let given = [("state", change.state), ("soak", soak)].into_iter();
    let fields: Map<String, Value> =
        given.filter_map(|(name, value)| Some((name.to_owned(), json!(value?)))).collect();
    let mut operations = Vec::new();
    if !fields.is_empty() {
        operations.push(Operation::EditParked { id: idea.clone(), fields });
    }
    if let Some(text) = change.text {
        operations.push(Operation::ParkText { id: idea, text: words(&text)? });
    }
    operate::operate(&workbench, review, &operations, &writer).await?;
    Ok(StatusCode::NO_CONTENT)
}

fn words(text: &str) -> Result<String, Error> {
    let text = text.trim();
    match text.len() {
        0 => Err(Refusal::Empty.into()),
        length if length > LONGEST => Err(Refusal::TooLong.into()),
        _ => Ok(text.to_owned()),
    }
}

/// All ideas, soaking by the working days of the zone in which the incident is told.
async fn ideas(workbench: &Shared, review: Uuid) -> Result<Vec<Idea>, Error> {
    let document = document(workbench, review).await?;
    let zone = document.pointer("/meta/zone").and_then(Value::as_str);
    Ok(Idea::all(&document, zone))
}

fn view(workbench: &Shared, idea: &Idea) -> Value {
    let is_soaked = idea.soaks_until.is_some_and(|until| until <= workbench.now());
    json!({"id": idea.id, "text": idea.text, "by": idea.by, "at": idea.at.map(|time| time.to_string()),
        "meeting": idea.meeting, "state": idea.state,
        "soaks_until": idea.soaks_until.map(|time| time.to_string()), "is_soaked": is_soaked})
}

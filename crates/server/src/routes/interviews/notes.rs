//! Notes of a room, and quotes that leave it.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use postlude_collab::Operation;
use postlude_review::interview::{Deed as Wish, NoteKind, Refusal, Release, text};
use postlude_review::people::Act;
use postlude_review::timeline::NoteKind as Tells;
use postlude_store::{Conflict, Failure, Interview, InterviewNote};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::super::{document, documents, open_review};
use super::enter;
use crate::auth::caller::Caller;
use crate::error::Error;
use crate::live::operate;
use crate::workbench::{Shared, Workbench};

/// A note to be kept.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewNote {
    /// Made by the page, so that a note which is sent twice is kept once.
    id: Option<Uuid>,
    /// `note`, or `quote` for exact words that the interviewee may release.
    kind: String,
    text: String,
}

/// A note written anew.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NoteAnew {
    kind: Option<String>,
    text: String,
    /// The version that was read.
    version: i64,
}

/// Write a note
#[utoipa::path(post, path = "/interviews/{interview}/notes", tag = "interviews", request_body = NewNote,
    responses((status = 201, body = Object), (status = 404), (status = 409), (status = 422)))]
pub async fn add(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(interview): Path<Uuid>,
    Json(new): Json<NewNote>,
) -> Result<(StatusCode, Json<Value>), Error> {
    let (interview, part) = enter(&workbench, &caller, interview).await?;
    part.check(Wish::Write)?;
    goes_on(&workbench, &interview).await?;
    let note = InterviewNote {
        id: new.id.unwrap_or_else(|| workbench.outside.id()),
        interview: interview.id,
        kind: kind(&new.kind)?,
        author: caller.person.id,
        written: workbench.now(),
        text: text(&new.text)?,
        version: 0,
        released: None,
    };
    match workbench.store.add_interview_note(&note).await {
        Ok(true) => Ok((StatusCode::CREATED, Json(view(&note)))),
        Ok(false) => Err(shut(&workbench, &caller, interview.id).await),
        // Sent again, because the first answer got lost.
        Err(Failure::Conflict(Conflict::Exists)) => {
            let kept = find(&workbench, &interview, note.id).await?;
            Ok((StatusCode::CREATED, Json(view(&kept))))
        }
        Err(failure) => Err(failure.into()),
    }
}

/// Write a note anew
#[utoipa::path(put, path = "/interviews/{interview}/notes/{note}", tag = "interviews", request_body = NoteAnew,
    responses((status = 200, body = Object), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub async fn change(
    State(workbench): State<Shared>,
    caller: Caller,
    Path((interview, note)): Path<(Uuid, Uuid)>,
    Json(anew): Json<NoteAnew>,
) -> Result<Json<Value>, Error> {
    let (interview, part) = enter(&workbench, &caller, interview).await?;
    let before = find(&workbench, &interview, note).await?;
    part.check(Wish::Rewrite { own: before.author == caller.person.id })?;
    goes_on(&workbench, &interview).await?;
    if before.released.is_some() {
        return Err(Refusal::Released.into());
    }
    let kind = anew.kind.as_deref().map(kind).transpose()?.unwrap_or(before.kind);
    let note = InterviewNote { kind, text: text(&anew.text)?, version: anew.version, ..before };
    if !workbench.store.change_interview_note(&note).await? {
        return Err(shut(&workbench, &caller, interview.id).await);
    }
    Ok(Json(view(&InterviewNote { version: note.version + 1, ..note })))
}

/// Strike a note
///
/// It is deleted, not hidden. The interviewee may strike everything that was written.
#[utoipa::path(delete, path = "/interviews/{interview}/notes/{note}", tag = "interviews",
    responses((status = 204), (status = 403), (status = 404)))]
pub async fn strike(
    State(workbench): State<Shared>,
    caller: Caller,
    Path((interview, note)): Path<(Uuid, Uuid)>,
) -> Result<StatusCode, Error> {
    let (interview, part) = enter(&workbench, &caller, interview).await?;
    let before = find(&workbench, &interview, note).await?;
    part.check(Wish::Strike { own: before.author == caller.person.id })?;
    workbench.store.remove_interview_note(interview.id, note).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Release a quote
///
/// Only the interviewee does. It becomes a note or an entry of the review, in their name.
#[utoipa::path(post, path = "/interviews/{interview}/notes/{note}/release", tag = "interviews", request_body = Object,
    responses((status = 200, body = Object), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub async fn release(
    State(workbench): State<Shared>,
    caller: Caller,
    Path((interview, note)): Path<(Uuid, Uuid)>,
    Json(asked): Json<Value>,
) -> Result<Json<Value>, Error> {
    let (interview, part) = enter(&workbench, &caller, interview).await?;
    let quote = find(&workbench, &interview, note).await?;
    part.check(Wish::Release)?;
    if quote.released.is_some() {
        return Err(Refusal::Released.into());
    }
    let asked: Release = serde_json::from_value(asked).map_err(|error| {
        Error::asked("release", format!("this says not how: {error}")).hint("`as` is note or entry")
    })?;
    let asked = asked.checked(quote.kind, &quote.text)?;
    open_review(&workbench, &caller, interview.review, Act::Write).await?;
    let writer = documents::writer(&workbench, &caller, interview.review).await?;
    let id = quote.id.to_string();
    let map = if matches!(asked, Release::Note { .. }) { "notes" } else { "entries" };
    let document = document(&workbench, interview.review).await?;
    // A release that was cut off after this goes on without writing twice.
    if document[map].get(&id).is_none() {
        let operation = operation(asked, &id, &quote.text, &document)?;
        operate::operate(&workbench, interview.review, &[operation], &writer).await?;
    }
    let released = json!({"time": workbench.now().to_string(), "map": map, "id": id});
    workbench.store.release_interview_note(interview.id, quote.id, &released).await?;
    Ok(Json(view(&InterviewNote { released: Some(released), version: quote.version + 1, ..quote })))
}

fn operation(asked: Release, id: &str, text: &str, document: &Value) -> Result<Operation, Error> {
    let (id, text) = (id.to_owned(), text.to_owned());
    Ok(match asked {
        Release::Note { on } => {
            if let Some(entry) = on.as_ref().filter(|entry| document["entries"].get(entry.as_str()).is_none())
            {
                return Err(Error::asked("no-such-entry", format!("there is no entry {entry}")));
            }
            let fields = on.map(|on| ("on".to_owned(), json!(on))).into_iter().collect();
            Operation::AddNote { id, kind: Tells::Saw, text, fields }
        }
        Release::Entry { time, title } => {
            let fields =
                [("time", time), ("title", title)].map(|(name, value)| (name.to_owned(), json!(value)));
            Operation::AddEntry { id, fields: fields.into_iter().collect(), text: Some(text) }
        }
    })
}

async fn find(workbench: &Workbench, interview: &Interview, id: Uuid) -> Result<InterviewNote, Error> {
    let notes = workbench.store.interview_notes(interview.id).await?;
    notes.into_iter().find(|note| note.id == id).ok_or_else(|| Error::not_found("note"))
}

/// Refuses to write where the review is over or in the bin.
async fn goes_on(workbench: &Workbench, interview: &Interview) -> Result<(), Error> {
    let review = workbench.store.review(interview.review).await?.ok_or_else(|| Error::not_found("review"))?;
    if review.phase == "closed" || review.binned.is_some() {
        return Err(Error::refused("review-closed", "the review is closed")
            .hint("what was written can still be struck"));
    }
    interview.consent.check(interview.is_off_the_record).map_err(Into::into)
}

/// Why nothing was written: what became of the room in between.
async fn shut(workbench: &Workbench, caller: &Caller, id: Uuid) -> Error {
    match enter(workbench, caller, id).await {
        Err(error) => error,
        Ok((room, _)) => match room.consent.check(room.is_off_the_record) {
            Err(refusal) => refusal.into(),
            // Struck in between, or open again.
            Ok(()) => Error::not_found("note"),
        },
    }
}

fn kind(name: &str) -> Result<NoteKind, Error> {
    NoteKind::named(name).ok_or_else(|| Error::asked("kind", "a note is a note or a quote"))
}

/// A note for the API.
pub fn view(note: &InterviewNote) -> Value {
    json!({"id": note.id, "kind": note.kind.name(), "by": note.author, "written": note.written.to_string(),
        "text": note.text, "version": note.version, "released": note.released})
}

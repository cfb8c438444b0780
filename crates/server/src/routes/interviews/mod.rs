//! The interview room. Whoever is not in it is told that it does not exist, organisers and administrators too.
//!
//! Reading order: here the room, `notes`, `dossier`. The audit trail says that rooms were made and notes deleted, never by whom or of whom: it is read by others.

pub mod dossier;
pub mod notes;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use postlude_review::interview::{Consent, Deed as Wish, Part, Question, Refusal, questions};
use postlude_review::people::{AccountRole, Act, ReviewRole};
use postlude_store::{Deed, Interview, InterviewNote};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::{List, open_review};
use crate::auth::caller::Caller;
use crate::error::Error;
use crate::workbench::{Shared, Workbench};

/// Who is asked for an interview, and what.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewInterview {
    /// A person of the review.
    interviewee: Uuid,
    /// What shall be asked.
    #[serde(default)]
    questions: Vec<String>,
}

/// Which rooms.
#[derive(Debug, Deserialize, IntoParams)]
pub struct Which {
    /// Only those of this review.
    review: Option<Uuid>,
}

/// What shall be asked.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Questions {
    questions: Vec<GivenQuestion>,
}

/// One question.
#[derive(Debug, Deserialize, ToSchema)]
pub struct GivenQuestion {
    /// Of one that was there before.
    id: Option<String>,
    text: String,
    #[serde(default)]
    is_asked: bool,
}

/// Whether notes may be taken.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ConsentGiven {
    given: bool,
}

/// Whether nothing is written down.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Record {
    off: bool,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        let status = match refusal {
            _ if refusal.is_about_the_person() => StatusCode::FORBIDDEN,
            _ if refusal.is_about_the_words() => StatusCode::UNPROCESSABLE_ENTITY,
            _ => StatusCode::CONFLICT,
        };
        Self::new(status, refusal.code(), refusal.to_string()).hint(refusal.hint())
    }
}

/// Ask somebody for an interview
///
/// Only who was named facilitator or organiser of the review does it, and is the only one who reads it with the interviewee.
#[utoipa::path(post, path = "/reviews/{review}/interviews", tag = "interviews", request_body = NewInterview,
    responses((status = 201, body = Object), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub async fn ask(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(review): Path<Uuid>,
    Json(new): Json<NewInterview>,
) -> Result<(StatusCode, Json<Value>), Error> {
    let seen = open_review(&workbench, &caller, review, Act::Read).await?;
    let runs = seen.role >= Some(ReviewRole::Facilitator) && caller.person.role > AccountRole::Reader;
    if !runs {
        return Err(Error::forbidden("only who was named facilitator or organiser holds interviews"));
    }
    if new.interviewee == caller.person.id {
        return Err(Refusal::Alone.into());
    }
    let people = workbench.store.participations(review).await?;
    if !people.iter().any(|one| one.person == new.interviewee) {
        return Err(Error::asked("not-named", "this person takes no part in the review")
            .hint("name them in the review first"));
    }
    let asked = questions(new.questions.into_iter().map(|text| (text, false, None)).collect(), &[])?;
    let interview = Interview {
        id: workbench.outside.id(),
        review,
        interviewee: new.interviewee,
        facilitator: caller.person.id,
        created: workbench.now(),
        consent: Consent::Asked,
        consent_time: None,
        is_off_the_record: false,
        questions: json!(asked),
        version: 0,
    };
    workbench.store.create_interview(&interview).await?;
    trail(&workbench, "interview.asked", review).await?;
    Ok((StatusCode::CREATED, Json(view(&workbench, &caller, &interview, Some(&[])).await?)))
}

/// The interviews that you are in
#[utoipa::path(get, path = "/interviews", tag = "interviews", params(Which), responses((status = 200, body = List<Object>)))]
pub async fn list(
    State(workbench): State<Shared>,
    caller: Caller,
    Query(which): Query<Which>,
) -> Result<Json<List<Value>>, Error> {
    let mut views = Vec::new();
    for interview in workbench.store.interviews(caller.person.id).await? {
        if which.review.is_none_or(|review| review == interview.review) {
            views.push(view(&workbench, &caller, &interview, None).await?);
        }
    }
    Ok(List::of(views))
}

/// The room
#[utoipa::path(get, path = "/interviews/{interview}", tag = "interviews",
    responses((status = 200, body = Object), (status = 404)))]
pub async fn show(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(interview): Path<Uuid>,
) -> Result<Json<Value>, Error> {
    let (interview, _) = enter(&workbench, &caller, interview).await?;
    let notes = workbench.store.interview_notes(interview.id).await?;
    Ok(Json(view(&workbench, &caller, &interview, Some(&notes)).await?))
}

/// Change what shall be asked
#[utoipa::path(patch, path = "/interviews/{interview}", tag = "interviews", request_body = Questions,
    responses((status = 204), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub async fn change(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(interview): Path<Uuid>,
    Json(given): Json<Questions>,
) -> Result<StatusCode, Error> {
    let (interview, part) = enter(&workbench, &caller, interview).await?;
    part.check(Wish::Question)?;
    let before: Vec<Question> = serde_json::from_value(interview.questions.clone())
        .map_err(|error| Error::defect("reading questions", &error))?;
    let given = given.questions.into_iter().map(|one| (one.text, one.is_asked, one.id)).collect();
    let asked = questions(given, &before)?;
    workbench.store.set_interview_questions(interview.id, interview.version, &json!(asked)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Say whether notes may be taken
///
/// Only the interviewee does. No after a yes deletes all notes and quotes at once; what was released before stands in the review.
#[utoipa::path(post, path = "/interviews/{interview}/consent", tag = "interviews", request_body = ConsentGiven,
    responses((status = 204), (status = 403), (status = 404)))]
pub async fn consent(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(interview): Path<Uuid>,
    Json(said): Json<ConsentGiven>,
) -> Result<StatusCode, Error> {
    let (interview, part) = enter(&workbench, &caller, interview).await?;
    part.check(Wish::Consent)?;
    let consent = interview.consent.said(said.given);
    workbench.store.set_consent(interview.id, consent, workbench.now()).await?;
    if consent == Consent::Withdrawn {
        trail(&workbench, "interview.notes_deleted", interview.review).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Go off the record, or on it again
///
/// Both may stop the writing; only the interviewee lets it go on.
#[utoipa::path(post, path = "/interviews/{interview}/record", tag = "interviews", request_body = Record,
    responses((status = 204), (status = 403), (status = 404)))]
pub async fn record(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(interview): Path<Uuid>,
    Json(record): Json<Record>,
) -> Result<StatusCode, Error> {
    let (interview, part) = enter(&workbench, &caller, interview).await?;
    part.check(if record.off { Wish::GoOff } else { Wish::GoOn })?;
    workbench.store.set_off_the_record(interview.id, record.off).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Delete the room and all in it
#[utoipa::path(delete, path = "/interviews/{interview}", tag = "interviews", responses((status = 204), (status = 404)))]
pub async fn remove(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(interview): Path<Uuid>,
) -> Result<StatusCode, Error> {
    let (interview, part) = enter(&workbench, &caller, interview).await?;
    part.check(Wish::Remove)?;
    workbench.store.remove_interview(interview.id).await?;
    trail(&workbench, "interview.notes_deleted", interview.review).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The room and who the caller is in it.
async fn enter(workbench: &Workbench, caller: &Caller, id: Uuid) -> Result<(Interview, Part), Error> {
    let interview = workbench.store.interview(caller.person.id, id).await?;
    let interview = interview.ok_or_else(|| Error::not_found("interview"))?;
    let is_interviewee = interview.interviewee == caller.person.id;
    let part = if is_interviewee { Part::Interviewee } else { Part::Facilitator };
    Ok((interview, part))
}

/// Adds a line to the audit trail that names nobody.
async fn trail(workbench: &Workbench, act: &str, review: Uuid) -> Result<(), Error> {
    let deed = Deed {
        time: workbench.now(),
        person: None,
        act: act.to_owned(),
        subject: Some(review),
        address: String::new(),
        detail: json!({}),
    };
    Ok(workbench.store.append_audit(&deed).await?)
}

async fn view(
    workbench: &Workbench,
    caller: &Caller,
    interview: &Interview,
    notes: Option<&[InterviewNote]>,
) -> Result<Value, Error> {
    let review = workbench.store.review(interview.review).await?.ok_or_else(|| Error::not_found("review"))?;
    let is_interviewee = interview.interviewee == caller.person.id;
    let you = if is_interviewee { Part::Interviewee } else { Part::Facilitator };
    let mut view = json!({
        "id": interview.id, "review": {"id": review.id, "title": review.title}, "you": you.name(),
        "interviewee": {"id": interview.interviewee, "name": workbench.name(interview.interviewee).await?},
        "facilitator": {"id": interview.facilitator, "name": workbench.name(interview.facilitator).await?},
        "created": interview.created.to_string(),
        "consent": {"state": interview.consent.name(), "time": interview.consent_time.map(|time| time.to_string())},
        "is_off_the_record": interview.is_off_the_record, "version": interview.version,
    });
    if let Some(notes) = notes {
        view["questions"] = interview.questions.clone();
        view["notes"] = notes.iter().map(notes::view).collect();
    }
    Ok(view)
}

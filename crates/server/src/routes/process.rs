//! Moving a review through its phases. These are steps that must be obeyed, so they are calls, never edits of the document.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use postlude_review::people::Act;
use postlude_review::process::{Move, Noun, Phase, Process, Refusal, Step};
use postlude_store::Review;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{moment, words};
use crate::auth::caller::Caller;
use crate::error::Error;
use crate::workbench::{Shared, Workbench};

/// Where the review shall stand.
#[derive(Debug, Deserialize, ToSchema)]
pub struct PhaseChange {
    #[schema(schema_with = words::phase)]
    to: String,
    /// Why it is closed without being shared.
    reason: Option<String>,
    /// When somebody looks again whether that still holds.
    look_again: Option<String>,
}

/// How far a noun is.
#[derive(Debug, Deserialize, ToSchema)]
pub struct StepChange {
    #[schema(schema_with = words::step_state)]
    state: String,
    /// Why it is left out.
    reason: Option<String>,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::refused(refusal.code(), refusal.to_string()).hint(refusal.hint())
    }
}

/// Move a review to another phase
#[utoipa::path(post, path = "/reviews/{review}/phase", tag = "reviews", request_body = PhaseChange,
    responses((status = 204), (status = 403), (status = 404), (status = 409)))]
pub async fn phase(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(review): Path<Uuid>,
    Json(change): Json<PhaseChange>,
) -> Result<StatusCode, Error> {
    let wanted = match (change.to.as_str(), change.reason) {
        ("preparing", _) => Move::To(Phase::Preparing),
        ("gathering", _) => Move::To(Phase::Gathering),
        ("understanding", _) => Move::To(Phase::Understanding),
        ("deciding", _) => Move::To(Phase::Deciding),
        ("sharing", _) => Move::To(Phase::Sharing),
        ("closed", None) => Move::Close,
        ("closed", Some(reason)) => {
            let day =
                change.look_again.ok_or_else(|| Error::asked("look-again", "name the day to look again"))?;
            Move::CloseUnshared { reason, look_again: moment(&day)? }
        }
        _ => return Err(Error::asked("no-such-phase", format!("phases are {}", Phase::NAMES.join(", ")))),
    };
    let now = workbench.now();
    let phase = alter(&workbench, &caller, review, move |process| Ok(process.make(wanted, now)?)).await?;
    workbench.note(&caller, "review.phase", Some(review), json!({"to": phase})).await?;
    workbench.rooms.tell(review, &json!({"kind": "phase", "phase": phase}));
    Ok(StatusCode::NO_CONTENT)
}

/// Say how far a noun is
#[utoipa::path(put, path = "/reviews/{review}/steps/{noun}", tag = "reviews", request_body = StepChange,
    responses((status = 204), (status = 403), (status = 404), (status = 409)))]
pub async fn step(
    State(workbench): State<Shared>,
    caller: Caller,
    Path((review, noun)): Path<(Uuid, String)>,
    Json(change): Json<StepChange>,
) -> Result<StatusCode, Error> {
    let noun = Noun::named(&noun).ok_or_else(|| Error::not_found("step"))?;
    let step = match change.state.as_str() {
        "not_started" => Step::NotStarted,
        "in_progress" => Step::InProgress,
        "done" => Step::Done,
        "not_doing" => Step::NotDoing { reason: change.reason.unwrap_or_default() },
        _ => {
            return Err(Error::asked(
                "no-such-state",
                "states are not_started, in_progress, done, not_doing",
            ));
        }
    };
    let phase = alter(&workbench, &caller, review, move |process| Ok(process.set(noun, step)?)).await?;
    workbench.rooms.tell(review, &json!({"kind": "phase", "phase": phase}));
    Ok(StatusCode::NO_CONTENT)
}

/// Reads the process, changes it and keeps it, unless somebody else changed it in between. Gives the phase it is in then.
async fn alter(
    workbench: &Workbench,
    caller: &Caller,
    id: Uuid,
    change: impl FnOnce(Process) -> Result<Process, Error>,
) -> Result<&'static str, Error> {
    let review = workbench.review(caller, id, Act::Run).await?.review;
    let process = change(read(&review)?)?;
    let (phase, kept) = (process.phase().name(), kept(&process)?);
    workbench.store.change_process(id, review.version, phase, &kept, workbench.now()).await?;
    Ok(phase)
}

/// Notes that somebody began with a noun; who comes second finds it noted.
pub async fn begun(workbench: &Workbench, id: Uuid, noun: Noun) -> Result<(), Error> {
    let Some(review) = workbench.store.review(id).await? else { return Ok(()) };
    let before = read(&review)?;
    let mut process = before.clone().begun(noun);
    if matches!(process.phase(), Phase::Preparing) {
        process = process.make(Move::To(Phase::Gathering), workbench.now())?;
    }
    if process == before {
        return Ok(());
    }
    let (phase, kept) = (process.phase().name(), kept(&process)?);
    match workbench.store.change_process(id, review.version, phase, &kept, workbench.now()).await {
        Err(failure) if failure.conflict().is_some() => Ok(()),
        other => Ok(other.map(drop)?),
    }
}

/// The process as it is kept.
pub fn kept(process: &Process) -> Result<Value, Error> {
    serde_json::to_value(process).map_err(|error| Error::defect("keeping the process", &error))
}

fn read(review: &Review) -> Result<Process, Error> {
    serde_json::from_value(review.process.clone())
        .map_err(|error| Error::defect("reading the process", &error))
}

/// The state of each noun, for the API.
pub fn steps(review: &Review) -> Result<Value, Error> {
    let process = read(review)?;
    let steps = Noun::ALL.into_iter().map(|noun| {
        let step = serde_json::to_value(process.step(noun)).unwrap_or_default();
        (noun.name().to_owned(), step)
    });
    Ok(Value::Object(steps.collect::<Map<_, _>>()))
}

//! Asking somebody to run a review or to write in it. The asked claims, or declines with a reason.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use postlude_review::people::{Act, ReviewRole};
use postlude_store::Ask;
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{List, open_review};
use crate::auth::caller::Caller;
use crate::error::Error;
use crate::workbench::{Shared, Workbench};

/// Words with it and reasons, in characters.
const LONGEST: usize = 2_000;

/// Who is asked, as what.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewAsk {
    person: Uuid,
    /// `facilitator`, `co_facilitator` or `note_taker`.
    #[serde(rename = "as")]
    part: String,
    words: Option<String>,
}

/// Why not.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Declined {
    reason: String,
}

/// Ask somebody
#[utoipa::path(post, path = "/reviews/{review}/asks", tag = "facilitator", request_body = NewAsk,
    responses((status = 201, body = Object), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub async fn add(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(review): Path<Uuid>,
    Json(new): Json<NewAsk>,
) -> Result<(StatusCode, Json<Value>), Error> {
    open_review(&workbench, &caller, review, Act::Run).await?;
    role(&new.part)?;
    let person = workbench.store.person(new.person).await?;
    let person =
        person.filter(|person| person.disabled.is_none()).ok_or_else(|| Error::not_found("person"))?;
    let ask = Ask {
        id: workbench.outside.id(),
        review,
        person: person.id,
        asked_by: caller.person.id,
        part: new.part,
        words: bounded(new.words.as_deref().unwrap_or_default())?,
        asked: workbench.now(),
        state: "asked".to_owned(),
        reason: None,
        answered: None,
    };
    workbench.store.add_ask(&ask).await.map_err(|failure| match failure.conflict() {
        Some(postlude_store::Conflict::Exists) => {
            Error::refused("already-asked", "this person was asked already")
                .hint("wait for the answer, or take it back")
        }
        _ => failure.into(),
    })?;
    workbench
        .note(&caller, "facilitator.asked", Some(review), json!({"person": person.id, "as": ask.part}))
        .await?;
    Ok((StatusCode::CREATED, Json(view(&workbench, &ask).await?)))
}

/// Who was asked
#[utoipa::path(get, path = "/reviews/{review}/asks", tag = "facilitator",
    responses((status = 200, body = List<Object>), (status = 403), (status = 404)))]
pub async fn of_review(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(review): Path<Uuid>,
) -> Result<Json<List<Value>>, Error> {
    workbench.review(&caller, review, Act::Run).await?;
    let asks = workbench.store.asks(review).await?;
    views(&workbench, asks).await
}

/// Take it back
#[utoipa::path(delete, path = "/reviews/{review}/asks/{ask}", tag = "facilitator",
    responses((status = 204), (status = 403), (status = 404)))]
pub async fn take_back(
    State(workbench): State<Shared>,
    caller: Caller,
    Path((review, ask)): Path<(Uuid, Uuid)>,
) -> Result<StatusCode, Error> {
    workbench.review(&caller, review, Act::Run).await?;
    if !workbench.store.remove_ask(review, ask).await? {
        return Err(Error::not_found("ask"));
    }
    Ok(StatusCode::NO_CONTENT)
}

/// What you were asked
///
/// Also for reviews that are not open to you yet: their title is shown to whom they are offered.
#[utoipa::path(get, path = "/asks", tag = "facilitator", responses((status = 200, body = List<Object>)))]
pub async fn own(State(workbench): State<Shared>, caller: Caller) -> Result<Json<List<Value>>, Error> {
    let asks = workbench.store.asks_of(caller.person.id).await?;
    views(&workbench, asks).await
}

/// Claim it
///
/// You are named in the review from then on; nobody loses a role that may do more.
#[utoipa::path(post, path = "/asks/{ask}/claim", tag = "facilitator", responses((status = 204), (status = 404), (status = 409)))]
pub async fn claim(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(ask): Path<Uuid>,
) -> Result<StatusCode, Error> {
    let ask = waiting(&workbench, &caller, ask).await?;
    caller.is_member()?;
    let wanted = role(&ask.part)?;
    if !workbench.store.answer_ask(caller.person.id, ask.id, "claimed", None, workbench.now()).await? {
        return Err(answered());
    }
    let people = workbench.store.participations(ask.review).await?;
    let now = people.iter().find(|one| one.person == caller.person.id).map(|one| one.role);
    if now < Some(wanted) {
        workbench.store.set_participation(ask.review, caller.person.id, wanted, workbench.now()).await?;
    }
    workbench.note(&caller, "facilitator.claimed", Some(ask.review), json!({"as": ask.part})).await?;
    workbench.rooms.look_again();
    Ok(StatusCode::NO_CONTENT)
}

/// Decline it, with a reason
///
/// The reason is read by those who run the review.
#[utoipa::path(post, path = "/asks/{ask}/decline", tag = "facilitator", request_body = Declined,
    responses((status = 204), (status = 404), (status = 409), (status = 422)))]
pub async fn decline(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(ask): Path<Uuid>,
    Json(said): Json<Declined>,
) -> Result<StatusCode, Error> {
    let ask = waiting(&workbench, &caller, ask).await?;
    let reason = bounded(&said.reason)?;
    if reason.is_empty() {
        return Err(Error::asked("no-reason", "declining needs a reason")
            .hint("one sentence helps to ask the next person"));
    }
    if !workbench
        .store
        .answer_ask(caller.person.id, ask.id, "declined", Some(&reason), workbench.now())
        .await?
    {
        return Err(answered());
    }
    Ok(StatusCode::NO_CONTENT)
}

/// The caller's ask, if it waits for an answer.
async fn waiting(workbench: &Workbench, caller: &Caller, id: Uuid) -> Result<Ask, Error> {
    let asks = workbench.store.asks_of(caller.person.id).await?;
    let ask = asks.into_iter().find(|ask| ask.id == id).ok_or_else(|| Error::not_found("ask"))?;
    if ask.state == "asked" { Ok(ask) } else { Err(answered()) }
}

fn answered() -> Error {
    Error::refused("already-answered", "this was answered already")
}

/// What somebody becomes in the review.
fn role(part: &str) -> Result<ReviewRole, Error> {
    match part {
        "facilitator" | "co_facilitator" => Ok(ReviewRole::Facilitator),
        "note_taker" => Ok(ReviewRole::Participant),
        _ => Err(Error::asked("no-such-part", "one is asked as facilitator, co_facilitator or note_taker")),
    }
}

fn bounded(words: &str) -> Result<String, Error> {
    let words = words.trim();
    if words.chars().count() > LONGEST {
        return Err(Error::asked("too-long", format!("these words are longer than {LONGEST} characters")));
    }
    Ok(words.to_owned())
}

async fn views(workbench: &Workbench, asks: Vec<Ask>) -> Result<Json<List<Value>>, Error> {
    let mut items = Vec::new();
    for ask in &asks {
        items.push(view(workbench, ask).await?);
    }
    Ok(List::of(items))
}

async fn view(workbench: &Workbench, ask: &Ask) -> Result<Value, Error> {
    let review = workbench.store.review(ask.review).await?.ok_or_else(|| Error::not_found("review"))?;
    Ok(json!({"id": ask.id, "review": {"id": review.id, "title": review.title},
        "person": {"id": ask.person, "name": workbench.name(ask.person).await?},
        "asked_by": {"id": ask.asked_by, "name": workbench.name(ask.asked_by).await?},
        "as": ask.part, "words": ask.words, "asked": ask.asked.to_string(), "state": ask.state,
        "reason": ask.reason, "answered": ask.answered.map(|time| time.to_string())}))
}

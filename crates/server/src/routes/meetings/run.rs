//! While people meet: the timer, the current item, hands and the survey.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use postlude_review::meeting::{Plan, Survey, SurveyAnswer, Timer};
use postlude_review::people::Act;
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{alter, find, tell};
use crate::auth::caller::Caller;
use crate::error::Error;
use crate::workbench::Shared;

/// The question that hands answer.
pub const HAND: &str = "hand";
const SURVEY: &str = "survey";
/// Ballots of one question: nobody fills the disk by drawing ids.
const BALLOTS_AT_MOST: usize = 2_000;

/// What is spoken about.
#[derive(Debug, Deserialize, ToSchema)]
pub struct CurrentItem {
    item: String,
}

/// A hand.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Hand {
    /// A random id that the page keeps for this meeting.
    ballot: Uuid,
    is_raised: bool,
}

/// Answers to the two questions, from 1 to 5.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Answers {
    /// A random id that the page keeps for this meeting.
    ballot: Uuid,
    /// "I learned something I did not know."
    learned: u8,
    /// "I could say what I wanted to say."
    heard: u8,
}

/// Start, pause, extend or stop the timer
///
/// All pages read it by the clock of the server.
#[utoipa::path(post, path = "/reviews/{review}/meetings/{meeting}/timer", tag = "meeting", request_body = Object,
    responses((status = 200, body = Object), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub async fn timer(
    State(workbench): State<Shared>,
    caller: Caller,
    Path((review, meeting)): Path<(Uuid, Uuid)>,
    Json(asked): Json<Value>,
) -> Result<Json<Value>, Error> {
    workbench.review(&caller, review, Act::Run).await?;
    let asked: Timer = serde_json::from_value(asked).map_err(|error| {
        Error::asked("timer", format!("a timer does not do this: {error}"))
            .hint("`do` is start, pause, extend or stop")
    })?;
    let change = move |plan: Plan, now| {
        let timer = plan.timer.make(asked, plan.usual_s(), now)?;
        Ok(Plan { timer, ..plan })
    };
    Ok(Json(alter(&workbench, review, meeting, change).await?))
}

/// Turn to an item of the agenda
#[utoipa::path(post, path = "/reviews/{review}/meetings/{meeting}/item", tag = "meeting", request_body = CurrentItem,
    responses((status = 200, body = Object), (status = 403), (status = 404), (status = 422)))]
pub async fn item(
    State(workbench): State<Shared>,
    caller: Caller,
    Path((review, meeting)): Path<(Uuid, Uuid)>,
    Json(current): Json<CurrentItem>,
) -> Result<Json<Value>, Error> {
    workbench.review(&caller, review, Act::Run).await?;
    let change = |plan: Plan, _| plan.turn_to(&current.item);
    Ok(Json(alter(&workbench, review, meeting, change).await?))
}

/// Raise or lower a hand: who learned something?
///
/// A number is kept, and no name.
#[utoipa::path(put, path = "/reviews/{review}/meetings/{meeting}/hand", tag = "meeting", request_body = Hand,
    responses((status = 200, body = Object), (status = 403), (status = 404), (status = 409)))]
pub async fn hand(
    State(workbench): State<Shared>,
    caller: Caller,
    Path((review, meeting)): Path<(Uuid, Uuid)>,
    Json(hand): Json<Hand>,
) -> Result<Json<Value>, Error> {
    workbench.review(&caller, review, Act::Write).await?;
    let kept = find(&workbench, review, meeting).await?;
    let raised = json!(true);
    has_room(workbench.store.ballots(meeting, HAND).await?.len())?;
    workbench.store.cast(&kept, HAND, hand.ballot, hand.is_raised.then_some(&raised)).await?;
    tell(&workbench, &kept);
    Ok(Json(json!({"hands": workbench.store.ballots(meeting, HAND).await?.len()})))
}

/// Answer the survey
///
/// The same ballot again replaces its answer. Nobody is kept with it.
#[utoipa::path(put, path = "/reviews/{review}/meetings/{meeting}/survey", tag = "meeting", request_body = Answers,
    responses((status = 204), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub async fn answer(
    State(workbench): State<Shared>,
    caller: Caller,
    Path((review, meeting)): Path<(Uuid, Uuid)>,
    Json(given): Json<Answers>,
) -> Result<StatusCode, Error> {
    workbench.review(&caller, review, Act::Write).await?;
    let kept = find(&workbench, review, meeting).await?;
    let answer = SurveyAnswer { learned: given.learned, heard: given.heard }.checked()?;
    has_room(workbench.store.ballots(meeting, SURVEY).await?.len())?;
    workbench.store.cast(&kept, SURVEY, given.ballot, Some(&json!(answer))).await?;
    tell(&workbench, &kept);
    Ok(StatusCode::NO_CONTENT)
}

/// The answers, from three on
#[utoipa::path(get, path = "/reviews/{review}/meetings/{meeting}/survey", tag = "meeting",
    responses((status = 200, body = Object), (status = 404)))]
pub async fn survey(
    State(workbench): State<Shared>,
    caller: Caller,
    Path((review, meeting)): Path<(Uuid, Uuid)>,
) -> Result<Json<Value>, Error> {
    workbench.review(&caller, review, Act::Read).await?;
    find(&workbench, review, meeting).await?;
    let ballots = workbench.store.ballots(meeting, SURVEY).await?;
    let answers: Vec<SurveyAnswer> =
        ballots.into_iter().filter_map(|ballot| serde_json::from_value(ballot).ok()).collect();
    Ok(Json(match Survey::shown(&answers) {
        None => json!({"answers": answers.len(), "is_shown": false}),
        Some(shown) => {
            json!({"answers": answers.len(), "is_shown": true, "learned": shown.learned, "heard": shown.heard})
        }
    }))
}

fn has_room(ballots: usize) -> Result<(), Error> {
    if ballots < BALLOTS_AT_MOST {
        return Ok(());
    }
    Err(Error::refused("too-many", format!("a question of a meeting has {BALLOTS_AT_MOST} ballots at most")))
}

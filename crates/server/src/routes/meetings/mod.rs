//! Meetings of a review. What was planned and where it stands is kept here, by the clock of the server; notes and parked ideas are written into the document.
//!
//! Reading order: here the plan, `run` (timer, item, hands, survey), `invitation`, `parking`.

pub mod invitation;
pub mod parking;
pub mod run;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use postlude_base::Timestamp;
use postlude_review::meeting::{Item, OPENING, Plan, Refusal, TimerState, agenda, numbered, starts};
use postlude_review::people::Act;
use postlude_store::{Conflict, Meeting};
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{List, open_review};
use crate::auth::caller::Caller;
use crate::error::Error;
use crate::workbench::{Shared, Workbench};

/// A meeting as somebody plans it; of one that is there already, what changes.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct Planned {
    title: Option<String>,
    /// RFC 3339, or local time with its zone in brackets.
    starts: Option<String>,
    minutes: Option<u32>,
    place: Option<String>,
    opening: Option<String>,
    /// Things to speak about, for an agenda to be made.
    themes: Option<Vec<String>>,
    /// Open questions, for an agenda to be made.
    questions: Option<Vec<AskedQuestion>>,
    /// The agenda itself.
    #[schema(value_type = Option<Vec<Object>>)]
    agenda: Option<Vec<Item>>,
    /// Ids of people.
    note_takers: Option<Vec<Uuid>>,
}

/// An open question.
#[derive(Debug, Deserialize, ToSchema)]
pub struct AskedQuestion {
    text: String,
    /// The entry that raised it.
    on: Option<String>,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        let error = match refusal {
            Refusal::NotRunning => Self::refused(refusal.code(), refusal.to_string()),
            _ => Self::asked(refusal.code(), refusal.to_string()),
        };
        error.hint(refusal.hint())
    }
}

impl Planned {
    /// The agenda that was asked for, if any was.
    fn items(&mut self, minutes: u32, before: &[Item]) -> Result<Option<Vec<Item>>, Error> {
        if let Some(items) = self.agenda.take() {
            return Ok(Some(numbered(items, before)?));
        }
        if self.themes.is_none() && self.questions.is_none() {
            return Ok(None);
        }
        let questions: Vec<(String, Option<String>)> =
            self.questions.take().into_iter().flatten().map(|one| (one.text, one.on)).collect();
        Ok(Some(numbered(agenda(&self.themes.take().unwrap_or_default(), &questions, minutes), before)?))
    }

    /// The plan with what was asked for.
    fn on(mut self, mut plan: Plan) -> Result<Plan, Error> {
        let shown = (plan.title.clone(), plan.starts, plan.minutes, plan.place.clone());
        if let Some(text) = &self.starts {
            (plan.starts, plan.zone) = starts(text)?;
        }
        plan.minutes = self.minutes.unwrap_or(plan.minutes);
        if let Some(items) = self.items(plan.minutes, &plan.agenda)? {
            plan.agenda = items;
        }
        plan.title = self.title.unwrap_or(plan.title);
        plan.place = self.place.or(plan.place).filter(|place| !place.trim().is_empty());
        plan.opening = self.opening.unwrap_or(plan.opening);
        if let Some(people) = self.note_takers {
            plan.note_takers = people.iter().map(Uuid::to_string).collect();
        }
        if shown != (plan.title.clone(), plan.starts, plan.minutes, plan.place.clone()) {
            plan.sequence = plan.sequence.saturating_add(1);
        }
        Ok(plan.checked()?)
    }
}

/// Plan a meeting
///
/// Without an agenda, one is made of themes and open questions.
#[utoipa::path(post, path = "/reviews/{review}/meetings", tag = "meeting", request_body = Planned,
    responses((status = 201, body = Object), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub async fn plan(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(review): Path<Uuid>,
    Json(mut planned): Json<Planned>,
) -> Result<(StatusCode, Json<Value>), Error> {
    let seen = open_review(&workbench, &caller, review, Act::Run).await?;
    let begins = planned.starts.take().ok_or(Refusal::NoStart)?;
    let (starts, zone) = starts(&begins)?;
    let minutes = planned.minutes.unwrap_or(60);
    if planned.agenda.is_none() {
        planned.themes.get_or_insert_default();
    }
    let empty = Plan {
        title: seen.review.title,
        starts,
        zone,
        minutes,
        place: None,
        opening: OPENING.to_owned(),
        agenda: Vec::new(),
        note_takers: Vec::new(),
        item: None,
        timer: TimerState::Stopped,
        sequence: 0,
    };
    let plan = Plan { sequence: 0, ..planned.on(empty)? };
    let meeting = Meeting {
        id: workbench.outside.id(),
        review,
        created: workbench.now(),
        plan: json!(plan),
        version: 0,
    };
    workbench.store.add_meeting(&meeting).await?;
    workbench.note(&caller, "meeting.planned", Some(review), json!({"meeting": meeting.id})).await?;
    tell(&workbench, &meeting);
    Ok((StatusCode::CREATED, Json(view(&workbench, &meeting).await?)))
}

/// The meetings of a review
#[utoipa::path(get, path = "/reviews/{review}/meetings", tag = "meeting",
    responses((status = 200, body = List<Object>), (status = 404)))]
pub async fn list(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(review): Path<Uuid>,
) -> Result<Json<List<Value>>, Error> {
    workbench.review(&caller, review, Act::Read).await?;
    let mut views = Vec::new();
    for meeting in workbench.store.meetings(review).await? {
        views.push(view(&workbench, &meeting).await?);
    }
    Ok(List::of(views))
}

/// A meeting, and where it stands
#[utoipa::path(get, path = "/reviews/{review}/meetings/{meeting}", tag = "meeting",
    responses((status = 200, body = Object), (status = 404)))]
pub async fn show(
    State(workbench): State<Shared>,
    caller: Caller,
    Path((review, meeting)): Path<(Uuid, Uuid)>,
) -> Result<Json<Value>, Error> {
    workbench.review(&caller, review, Act::Read).await?;
    let meeting = find(&workbench, review, meeting).await?;
    Ok(Json(view(&workbench, &meeting).await?))
}

/// Change the plan
#[utoipa::path(patch, path = "/reviews/{review}/meetings/{meeting}", tag = "meeting", request_body = Planned,
    responses((status = 200, body = Object), (status = 403), (status = 404), (status = 409), (status = 422)))]
pub async fn change(
    State(workbench): State<Shared>,
    caller: Caller,
    Path((review, meeting)): Path<(Uuid, Uuid)>,
    Json(planned): Json<Planned>,
) -> Result<Json<Value>, Error> {
    open_review(&workbench, &caller, review, Act::Run).await?;
    let kept = find(&workbench, review, meeting).await?;
    let plan = planned.on(read(&kept)?)?;
    // Somebody who changed it in between is not overwritten: that is told, and one reads again.
    workbench.store.change_meeting(review, meeting, kept.version, &json!(plan)).await?;
    tell(&workbench, &kept);
    Ok(Json(view(&workbench, &find(&workbench, review, meeting).await?).await?))
}

/// Delete a meeting
///
/// Notes and parked ideas stay in the review.
#[utoipa::path(delete, path = "/reviews/{review}/meetings/{meeting}", tag = "meeting",
    responses((status = 204), (status = 403), (status = 404)))]
pub async fn remove(
    State(workbench): State<Shared>,
    caller: Caller,
    Path((review, meeting)): Path<(Uuid, Uuid)>,
) -> Result<StatusCode, Error> {
    workbench.review(&caller, review, Act::Run).await?;
    let kept = find(&workbench, review, meeting).await?;
    workbench.store.remove_meeting(review, meeting).await?;
    workbench.note(&caller, "meeting.removed", Some(review), json!({"meeting": meeting})).await?;
    tell(&workbench, &kept);
    Ok(StatusCode::NO_CONTENT)
}

async fn find(workbench: &Workbench, review: Uuid, id: Uuid) -> Result<Meeting, Error> {
    workbench.store.meeting(review, id).await?.ok_or_else(|| Error::not_found("meeting"))
}

fn read(meeting: &Meeting) -> Result<Plan, Error> {
    serde_json::from_value(meeting.plan.clone()).map_err(|error| Error::defect("reading a meeting", &error))
}

/// Reads a meeting, changes and keeps it. Two who press at once are both heard, one after the other.
async fn alter(
    workbench: &Workbench,
    review: Uuid,
    id: Uuid,
    change: impl Fn(Plan, Timestamp) -> Result<Plan, Refusal>,
) -> Result<Value, Error> {
    loop {
        let kept = find(workbench, review, id).await?;
        let plan = change(read(&kept)?, workbench.now())?;
        match workbench.store.change_meeting(review, id, kept.version, &json!(plan)).await {
            Ok(true) => {
                tell(workbench, &kept);
                return view(workbench, &find(workbench, review, id).await?).await;
            }
            Ok(false) => return Err(Error::not_found("meeting")),
            Err(failure) if failure.conflict() == Some(Conflict::Changed) => {}
            Err(failure) => return Err(failure.into()),
        }
    }
}

/// Everybody in the review looks at the meeting again.
fn tell(workbench: &Workbench, meeting: &Meeting) {
    let notice = json!({"kind": "meeting", "review": meeting.review, "meeting": meeting.id});
    workbench.rooms.tell(meeting.review, &notice);
}

async fn view(workbench: &Workbench, meeting: &Meeting) -> Result<Value, Error> {
    let (plan, now) = (read(meeting)?, workbench.now());
    let mut note_takers = Vec::new();
    for id in plan.note_takers.iter().filter_map(|id| Uuid::parse_str(id).ok()) {
        // Somebody who never was here has no name to show.
        if let Some(person) = workbench.store.person(id).await? {
            note_takers.push(json!({"id": id, "name": person.name}));
        }
    }
    let hands = workbench.store.ballots(meeting.id, run::HAND).await?.len();
    let ends = match plan.timer {
        TimerState::Running { ends } => Some(ends.to_string()),
        _ => None,
    };
    Ok(json!({"id": meeting.id, "title": plan.title, "starts": plan.starts.to_string(), "zone": plan.zone,
        "minutes": plan.minutes, "place": plan.place, "opening": plan.opening, "agenda": plan.agenda,
        "note_takers": note_takers, "item": plan.item,
        "timer": {"state": plan.timer.name(), "left_s": plan.timer.left_s(now), "ends": ends},
        "hands": hands, "version": meeting.version, "server_time": now.to_string()}))
}

//! Reviews: lists, and what stands around the document.

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use postlude_base::Timestamp;
use postlude_collab::{Operation, Writer};
use postlude_review::people::{AccountRole, Act, ReviewRole, Visibility};
use postlude_review::process::Process;
use postlude_store::{Incident, NewReview, ReviewFilter, ReviewSeen};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::participants::ParticipantView;
use super::{List, moment, words};
use crate::auth::caller::Caller;
use crate::error::Error;
use crate::live::operate;
use crate::workbench::{Shared, Workbench, standing};

/// Reviews in one answer.
const PAGE: u32 = 100;

/// Which reviews.
#[derive(Debug, Deserialize, IntoParams)]
pub struct Asked {
    /// Only those in this phase.
    phase: Option<String>,
    /// Only those with this in their title.
    q: Option<String>,
    /// Those in the bin.
    #[serde(default)]
    bin: bool,
    /// Where the page before ended.
    after: Option<String>,
}

/// A review to be made.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ReviewDraft {
    title: String,
    #[schema(schema_with = words::visibility_or_none)]
    visibility: Option<String>,
    /// Its first incident.
    incident: Option<IncidentDraft>,
}

/// An incident to be made.
#[derive(Debug, Deserialize, ToSchema)]
pub struct IncidentDraft {
    /// As lists show it.
    pub title: String,
}

/// What changes of a review.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ReviewChange {
    title: Option<String>,
    #[schema(schema_with = words::visibility_or_none)]
    visibility: Option<String>,
}

/// An incident in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct IncidentLine {
    id: Uuid,
    title: String,
    start: Option<String>,
    end: Option<String>,
}

/// A review in a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReviewLine {
    id: Uuid,
    title: String,
    #[schema(schema_with = words::phase)]
    phase: String,
    #[schema(schema_with = words::visibility)]
    visibility: &'static str,
    created: String,
    updated: String,
    /// What you are in it.
    #[schema(schema_with = words::review_role_or_none)]
    role: Option<&'static str>,
    incidents: Vec<IncidentLine>,
    #[schema(schema_with = words::figures)]
    figures: Value,
    /// Since when it lies in the bin.
    binned: Option<String>,
}

/// A review.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReviewView {
    #[serde(flatten)]
    line: ReviewLine,
    people: Vec<ParticipantView>,
    #[schema(schema_with = words::steps)]
    steps: Value,
    may: May,
}

/// What you may do.
#[derive(Debug, Serialize, ToSchema)]
pub struct May {
    join: bool,
    write: bool,
    gather: bool,
    run: bool,
    administer: bool,
}

impl From<Incident> for IncidentLine {
    fn from(incident: Incident) -> Self {
        Self {
            id: incident.id,
            title: incident.title,
            start: incident.start.map(|time| time.to_string()),
            end: incident.end.map(|time| time.to_string()),
        }
    }
}

impl ReviewLine {
    fn of(seen: ReviewSeen, caller: &Caller) -> Self {
        let role = standing(caller, &seen).role(seen.review.visibility);
        let review = seen.review;
        Self {
            id: review.id,
            title: review.title,
            phase: review.phase,
            visibility: review.visibility.name(),
            created: review.created.to_string(),
            updated: review.updated.to_string(),
            role: role.map(ReviewRole::name),
            incidents: seen.incidents.into_iter().map(Into::into).collect(),
            figures: review.figures,
            binned: review.binned.map(|time| time.to_string()),
        }
    }
}

impl ReviewView {
    /// A review as the caller sees it.
    pub async fn of(workbench: &Workbench, caller: &Caller, seen: ReviewSeen) -> Result<Self, Error> {
        let may = |act| standing(caller, &seen).may(act, seen.review.visibility);
        let may = May {
            join: may(Act::Join),
            write: may(Act::Write),
            gather: may(Act::Gather),
            run: may(Act::Run),
            administer: may(Act::Administer),
        };
        let people = workbench.store.participations(seen.review.id).await?;
        let steps = super::process::steps(&seen.review)?;
        Ok(Self {
            people: people.into_iter().map(Into::into).collect(),
            steps,
            may,
            line: ReviewLine::of(seen, caller),
        })
    }
}

/// Reviews that you may see
///
/// The latest change comes first.
#[utoipa::path(get, path = "/reviews", tag = "reviews", params(Asked),
    responses((status = 200, body = List<ReviewLine>)))]
pub async fn list(
    State(workbench): State<Shared>,
    caller: Caller,
    Query(asked): Query<Asked>,
) -> Result<Json<List<ReviewLine>>, Error> {
    let filter = ReviewFilter {
        phase: asked.phase,
        text: asked.q.filter(|text| !text.is_empty()),
        binned: asked.bin,
        after: asked.after.as_deref().map(place).transpose()?,
        limit: PAGE,
    };
    let reviews = workbench.store.reviews(caller.viewer(), &filter).await?;
    let next = reviews.last().filter(|_| reviews.len() == PAGE as usize);
    let next = next.map(|last| format!("{}_{}", last.review.updated, last.review.id));
    let items = reviews.into_iter().map(|seen| ReviewLine::of(seen, &caller)).collect();
    Ok(Json(List { items, next }))
}

/// Where a page ended, as the answer named it.
fn place(text: &str) -> Result<(Timestamp, Uuid), Error> {
    let wrong = || Error::asked("page", "this is no place in the list");
    let (updated, id) = text.split_once('_').ok_or_else(wrong)?;
    Ok((moment(updated)?, id.parse().map_err(|_| wrong())?))
}

/// Begin a review
#[utoipa::path(post, path = "/reviews", tag = "reviews", request_body = ReviewDraft,
    responses((status = 201, body = ReviewView), (status = 403), (status = 422)))]
pub async fn add(
    State(workbench): State<Shared>,
    caller: Caller,
    Json(draft): Json<ReviewDraft>,
) -> Result<(StatusCode, Json<ReviewView>), Error> {
    caller.is_member()?;
    let now = workbench.now();
    let process = Process::new();
    let new = NewReview {
        id: workbench.outside.id(),
        title: title_of(&draft.title)?,
        visibility: visibility(draft.visibility.as_deref().unwrap_or("open"))?,
        phase: process.phase().name().to_owned(),
        process: super::process::kept(&process)?,
        created: now,
        created_by: caller.person.id,
    };
    let incident = draft.incident.map(|incident| incident_of(&workbench, &incident)).transpose()?;
    workbench.store.create_review(&new, incident.as_ref()).await?;
    let begin = Operation::Begin { title: new.title.clone(), zone: None };
    operate::operate(&workbench, new.id, &[begin], &Writer::Server).await?;
    workbench
        .note(&caller, "review.created", Some(new.id), json!({"visibility": new.visibility.name()}))
        .await?;
    let seen = workbench.review(&caller, new.id, Act::Read).await?;
    Ok((StatusCode::CREATED, Json(ReviewView::of(&workbench, &caller, seen).await?)))
}

/// A review
#[utoipa::path(get, path = "/reviews/{review}", tag = "reviews",
    responses((status = 200, body = ReviewView), (status = 404)))]
pub async fn show(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(review): Path<Uuid>,
) -> Result<Json<ReviewView>, Error> {
    let seen = workbench.review_or_binned(&caller, review, Act::Read).await?;
    Ok(Json(ReviewView::of(&workbench, &caller, seen).await?))
}

/// Change the title or who sees it
#[utoipa::path(patch, path = "/reviews/{review}", tag = "reviews", request_body = ReviewChange,
    responses((status = 204), (status = 403), (status = 404)))]
pub async fn change(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(review): Path<Uuid>,
    Json(change): Json<ReviewChange>,
) -> Result<StatusCode, Error> {
    workbench.review(&caller, review, Act::Run).await?;
    if let Some(title) = &change.title {
        let title = title_of(title)?;
        workbench.store.rename_review(review, &title, workbench.now()).await?;
        workbench.rooms.tell(review, &json!({"kind": "phase", "title": title}));
    }
    if let Some(name) = &change.visibility {
        workbench.review(&caller, review, Act::Administer).await?;
        workbench.store.change_visibility(review, visibility(name)?, workbench.now()).await?;
        workbench.note(&caller, "review.visibility", Some(review), json!({"visibility": name})).await?;
        workbench.rooms.look_again();
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Put a review into the bin
///
/// It is deleted for good after thirty days.
#[utoipa::path(delete, path = "/reviews/{review}", tag = "reviews",
    responses((status = 204), (status = 403), (status = 404)))]
pub async fn bin(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(review): Path<Uuid>,
) -> Result<StatusCode, Error> {
    workbench.review(&caller, review, Act::Administer).await?;
    workbench.store.bin_review(review, workbench.now()).await?;
    workbench.note(&caller, "review.binned", Some(review), json!({})).await?;
    workbench.rooms.look_again();
    Ok(StatusCode::NO_CONTENT)
}

/// Take a review out of the bin
#[utoipa::path(post, path = "/reviews/{review}/restore", tag = "reviews",
    responses((status = 204), (status = 403), (status = 404)))]
pub async fn restore(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(review): Path<Uuid>,
) -> Result<StatusCode, Error> {
    workbench.review_or_binned(&caller, review, Act::Administer).await?;
    workbench.store.restore_review(review, workbench.now()).await?;
    workbench.note(&caller, "review.restored", Some(review), json!({})).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Look at an incident in this review
#[derive(Debug, Deserialize, ToSchema)]
pub struct Attach {
    /// An incident that exists, and that you may see.
    incident: Option<Uuid>,
    /// Or the title of a new one.
    title: Option<String>,
}

/// Attach an incident to a review
#[utoipa::path(post, path = "/reviews/{review}/incidents", tag = "reviews", request_body = Attach,
    responses((status = 201, body = IncidentLine), (status = 403), (status = 404), (status = 422)))]
pub async fn attach(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(review): Path<Uuid>,
    Json(asked): Json<Attach>,
) -> Result<(StatusCode, Json<IncidentLine>), Error> {
    workbench.review(&caller, review, Act::Gather).await?;
    let incident = match (asked.incident, asked.title) {
        (Some(incident), None) => {
            let seen = workbench.incident(&caller, incident, Act::Gather).await?;
            workbench.store.attach_incident(review, incident, workbench.now()).await?;
            seen.incident
        }
        (None, Some(title)) => {
            let incident = incident_of(&workbench, &IncidentDraft { title })?;
            workbench.store.create_incident(&incident, review).await?;
            incident
        }
        _ => return Err(Error::asked("incident-or-title", "name an incident, or a title for a new one")),
    };
    workbench.note(&caller, "incident.attached", Some(review), json!({"incident": incident.id})).await?;
    // An incident that was read before brings its timeline along.
    crate::draft::spread(&workbench, incident.id).await?;
    Ok((StatusCode::CREATED, Json(incident.into())))
}

/// Take an incident out of a review
///
/// Its entries stay on the timeline.
#[utoipa::path(delete, path = "/reviews/{review}/incidents/{incident}", tag = "reviews",
    responses((status = 204), (status = 403), (status = 404)))]
pub async fn detach(
    State(workbench): State<Shared>,
    caller: Caller,
    Path((review, incident)): Path<(Uuid, Uuid)>,
) -> Result<StatusCode, Error> {
    workbench.review(&caller, review, Act::Run).await?;
    if !workbench.store.detach_incident(review, incident).await? {
        return Err(Error::not_found("incident in this review"));
    }
    workbench.note(&caller, "incident.detached", Some(review), json!({"incident": incident})).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take part in an open review
#[utoipa::path(post, path = "/reviews/{review}/join", tag = "reviews",
    responses((status = 204), (status = 403), (status = 404)))]
pub async fn join(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(review): Path<Uuid>,
) -> Result<StatusCode, Error> {
    let seen = workbench.review(&caller, review, Act::Join).await?;
    let is_more = seen.role.is_some_and(|role| role >= ReviewRole::Participant);
    if caller.account() == AccountRole::Member && !is_more {
        let (person, now) = (caller.person.id, workbench.now());
        workbench.store.set_participation(review, person, ReviewRole::Participant, now).await?;
        workbench.rooms.look_again();
    }
    Ok(StatusCode::NO_CONTENT)
}

fn visibility(name: &str) -> Result<Visibility, Error> {
    Visibility::named(name)
        .ok_or_else(|| Error::asked("visibility", "a review is \"open\" or \"restricted\""))
}

fn incident_of(workbench: &Workbench, draft: &IncidentDraft) -> Result<Incident, Error> {
    let (title, created) = (title_of(&draft.title)?, workbench.now());
    Ok(Incident { id: workbench.outside.id(), title, start: None, end: None, created })
}

/// A title that can be shown.
pub fn title_of(given: &str) -> Result<String, Error> {
    let title: String = given.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() || title.chars().count() > 200 || title.contains('\0') {
        return Err(Error::asked("title-length", "a title has 1 to 200 characters"));
    }
    Ok(title)
}

//! An incident: what was read of it.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use postlude_base::{Problem, Timestamp};
use postlude_draft::clocks::{Clock, Known, Verdict};
use postlude_lake::Source;
use postlude_lake::clocks::seconds;
use postlude_review::people::Act;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::words;
use crate::auth::caller::Caller;
use crate::error::Error;
use crate::evidence::{Opened, blocking};
use crate::jobs::{self, Job};
use crate::workbench::Shared;

/// What is there of an incident.
#[derive(Debug, Serialize, ToSchema)]
pub struct IncidentAnswer {
    id: Uuid,
    title: String,
    /// The window of the timeline, once it was drafted.
    start: Option<String>,
    end: Option<String>,
    /// The first and the last dated record: notes and commits may lie days before.
    first: Option<String>,
    last: Option<String>,
    /// The reviews that look at it, as far as you may see them.
    reviews: Vec<ReviewName>,
    stats: Option<Stats>,
    job: Option<Job>,
}

/// A review by name.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReviewName {
    id: Uuid,
    title: String,
}

/// How much there is.
#[derive(Debug, Serialize, ToSchema)]
pub struct Stats {
    bytes: u64,
    records: u64,
    sources: usize,
    undated: u64,
}

/// All sources.
#[derive(Debug, Serialize, ToSchema)]
pub struct SourcesAnswer {
    /// In the order of their paths.
    items: Vec<SourceAnswer>,
}

/// One source.
#[derive(Debug, Serialize, ToSchema)]
pub struct SourceAnswer {
    /// Its name, by which everything else asks for it: `s9`.
    id: String,
    path: String,
    member: Option<String>,
    /// Further paths of the same content.
    copies: Vec<String>,
    format: String,
    reasons: Vec<String>,
    records: u64,
    undated: u64,
    bytes: u64,
    start: Option<String>,
    end: Option<String>,
    /// Seconds that are added to its times, or would be.
    offset_s: f64,
    offset_error_s: f64,
    #[schema(schema_with = words::offset_state)]
    offset_state: &'static str,
    problems: Vec<ProblemAnswer>,
}

/// What is odd about a source.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemAnswer {
    code: String,
    message: String,
    hint: Option<String>,
    bytes: Option<[u64; 2]>,
    /// How often it was met.
    times: u64,
}

/// What is there of an incident, and the work on it.
#[utoipa::path(get, path = "/incidents/{id}", params(("id" = Uuid, Path)), responses((status = OK, body = IncidentAnswer)))]
pub async fn incident(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Json<IncidentAnswer>, Error> {
    let seen = workbench.incident(&caller, id, Act::Read).await?;
    let job = jobs::of(&workbench, id).await?;
    let opened = match workbench.evidence.opened(id).await {
        Ok(opened) => Some(opened),
        Err(error) if error.code == "not-read-yet" => None,
        Err(error) => return Err(error),
    };
    let sources = opened.as_ref().map(|opened| opened.lake.sources()).unwrap_or_default();
    let stats = opened.is_some().then(|| Stats {
        bytes: sources.iter().map(|source| source.size).sum(),
        records: sources.iter().map(|source| source.tally.total()).sum(),
        sources: sources.len(),
        undated: sources.iter().map(|source| source.tally.undated).sum(),
    });
    let first = sources.iter().filter_map(|source| source.tally.first).min();
    let last = sources.iter().filter_map(|source| source.tally.last).max();
    let text = |time: Option<Timestamp>| time.map(|time| time.to_string());
    Ok(Json(IncidentAnswer {
        id,
        start: text(seen.incident.start),
        end: text(seen.incident.end),
        first: text(first),
        last: text(last),
        reviews: seen.reviews.into_iter().map(|(id, title)| ReviewName { id, title }).collect(),
        title: seen.incident.title,
        stats,
        job,
    }))
}

/// The sources with what is odd about them.
#[utoipa::path(get, path = "/incidents/{id}/sources", params(("id" = Uuid, Path)), responses((status = OK, body = SourcesAnswer)))]
pub async fn sources(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Json<SourcesAnswer>, Error> {
    workbench.incident(&caller, id, Act::Read).await?;
    let opened = workbench.evidence.opened(id).await?;
    let clocks = opened.kept.clocks.iter();
    let mut all: Vec<SourceAnswer> =
        opened.lake.sources().into_iter().zip(clocks).map(|(source, clock)| answer(source, clock)).collect();
    all.sort_by(|a, b| (&a.path, &a.member).cmp(&(&b.path, &b.member)));
    Ok(Json(SourcesAnswer { items: all }))
}

/// The timeline as the machine drafted it, in the shape `postlude-timeline/1`.
#[utoipa::path(get, path = "/incidents/{id}/timeline", params(("id" = Uuid, Path)), responses((status = OK, body = serde_json::Value)))]
pub async fn timeline(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Response, Error> {
    workbench.incident(&caller, id, Act::Read).await?;
    match tokio::fs::read(workbench.evidence.place(id).timeline()).await {
        Ok(json) => Ok(([(CONTENT_TYPE, "application/json")], json).into_response()),
        Err(_) => Err(Error::refused("not-read-yet", "there is no timeline of this incident yet")
            .hint("send files, then ask for them to be read")),
    }
}

/// What calls what.
#[utoipa::path(get, path = "/incidents/{id}/topology", params(("id" = Uuid, Path)), responses((status = OK, body = TopologyAnswer)))]
pub async fn topology(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Json<TopologyAnswer>, Error> {
    workbench.incident(&caller, id, Act::Read).await?;
    let opened: Arc<Opened> = workbench.evidence.opened(id).await?;
    let found = blocking(move || Ok(opened.screens.session().topology(&opened.lake.sources())?)).await?;
    let calls = found.calls().iter().map(|call| CallAnswer {
        from: call.caller.clone(),
        to: call.callee.clone(),
        count: call.known_from.values().map(|seen| seen.times).max().unwrap_or(0),
        how: call.known_from.keys().map(|from| format!("{from:?}")).collect(),
    });
    let services = found.services().into_iter().map(|name| ServiceAnswer { name: name.to_owned() });
    Ok(Json(TopologyAnswer { services: services.collect(), calls: calls.collect() }))
}

/// What calls what.
#[derive(Debug, Serialize, ToSchema)]
pub struct TopologyAnswer {
    services: Vec<ServiceAnswer>,
    calls: Vec<CallAnswer>,
}

/// A service that calls or is called.
#[derive(Debug, Serialize, ToSchema)]
pub struct ServiceAnswer {
    name: String,
}

/// One service asks another.
#[derive(Debug, Serialize, ToSchema)]
pub struct CallAnswer {
    from: String,
    to: String,
    /// How often the evidence that tells most of it tells of it.
    count: u64,
    /// What tells of it.
    how: Vec<String>,
}

fn answer(source: &Source, clock: &Clock) -> SourceAnswer {
    let first = source.paths.first().map_or("", String::as_str);
    let (path, member) = first.split_once('!').map_or((first, None), |(path, member)| (path, Some(member)));
    let moment = |time: Option<postlude_base::Timestamp>| time.map(|time| time.to_string());
    SourceAnswer {
        id: format!("s{}", source.id.0),
        path: path.to_owned(),
        member: member.map(str::to_owned),
        copies: source.paths.iter().skip(1).cloned().collect(),
        format: source.format.clone(),
        reasons: source.reasons.clone(),
        records: source.tally.total(),
        undated: source.tally.undated,
        bytes: source.size,
        start: moment(source.tally.first),
        end: moment(source.tally.last),
        offset_s: seconds(clock.course.offset()),
        offset_error_s: clock.error.map_or(0.0, seconds),
        offset_state: offset_state(clock),
        problems: problems(source),
    }
}

/// What became of the offset of a clock.
pub(super) fn offset_state(clock: &Clock) -> &'static str {
    match clock.verdict {
        Verdict::Applied if clock.known == Some(Known::Person) => "given",
        Verdict::Applied => "applied",
        Verdict::Proposed => "proposed",
        Verdict::Unsteady => "not_steady",
        Verdict::Agrees | Verdict::Unchecked => "none",
    }
}

/// The first problem of each kind.
fn problems(source: &Source) -> Vec<ProblemAnswer> {
    let all = &source.tally.problems;
    let is_first =
        |at: usize, problem: &Problem| !all.kept.iter().take(at).any(|before| before.code == problem.code);
    let firsts = all.kept.iter().enumerate().filter(|(at, problem)| is_first(*at, problem));
    firsts
        .map(|(_, problem)| ProblemAnswer {
            code: problem.code.to_string(),
            message: problem.message.clone(),
            hint: problem.hint.clone(),
            bytes: problem.span.map(|span| [span.from, span.to]),
            times: all.counts.get(problem.code.as_ref()).copied().unwrap_or(1),
        })
        .collect()
}

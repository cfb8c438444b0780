//! Clocks: whose is off, and what a person knows better.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use postlude_base::{NANOSECONDS_PER_SECOND, SourceId};
use postlude_draft::clocks::Clock;
use postlude_lake::clocks::{drift, known, seconds};
use postlude_review::people::Act;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use super::incidents::offset_state;
use crate::auth::caller::Caller;
use crate::error::Error;
use crate::evidence::{Drafted, Opened, blocking, read_json};
use crate::workbench::Shared;

/// Nobody's clock is off by more: some ten thousand days.
const FARTHEST_S: f64 = 1e9;

/// The clock of a source.
#[derive(Debug, Serialize, ToSchema)]
pub struct ClockAnswer {
    /// Number of the source.
    source: u32,
    path: String,
    /// The same for all sources of one clock.
    group: u32,
    /// Seconds that are added to its times, or would be.
    offset_s: f64,
    error_s: Option<f64>,
    /// Parts per million.
    drift_ppm: Option<f64>,
    /// Where the clock was set while the source was written.
    jumps: Vec<JumpAnswer>,
    /// Moments that other sources record too.
    anchors: usize,
    /// Those that agree with the offset.
    agreeing: usize,
    /// What the offset is known from: `calls requests alerts names instance extent person`.
    known: Option<&'static str>,
    /// `none proposed applied given not_steady`.
    state: &'static str,
    /// What a person said.
    given_s: Option<f64>,
    why: String,
}

/// A clock was set.
#[derive(Debug, Serialize, ToSchema)]
pub struct JumpAnswer {
    byte: u64,
    offset_s: f64,
}

/// What a person knows of a clock.
#[derive(Debug, Deserialize, ToSchema)]
pub struct SetClock {
    /// Number of the source.
    source: u32,
    /// Seconds to add to its times; null for what the machine finds, `"off"` for its times as they are.
    #[schema(value_type = Option<f64>)]
    offset_s: Option<Given>,
}

/// What is to be added.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(untagged)]
pub enum Given {
    /// Seconds.
    Seconds(f64),
    /// Nothing.
    Off(Off),
}

/// The word for nothing.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Off {
    /// Nothing is added.
    Off,
}

/// Whether it counts.
#[derive(Debug, Deserialize, IntoParams)]
pub struct Preview {
    /// Only say what would become of the entries.
    #[serde(default)]
    preview: bool,
}

/// What a clock means for the timeline.
#[derive(Debug, Serialize, ToSchema)]
pub struct Redrafted {
    /// The entries as they were.
    before: Vec<EntryMoment>,
    /// The entries as they are now, or would be.
    after: Vec<EntryMoment>,
}

/// An entry and its moment. Ids count entries in the order of time: what has the same `same` is the same entry.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct EntryMoment {
    id: String,
    time: String,
    title: String,
    /// The first record it cites and its kind.
    same: String,
}

/// The clock of every source.
#[utoipa::path(get, path = "/incidents/{id}/clocks", params(("id" = Uuid, Path)), responses((status = OK, body = Vec<ClockAnswer>)))]
pub async fn clocks(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Json<Vec<ClockAnswer>>, Error> {
    workbench.incident(&caller, id, Act::Read).await?;
    let opened = workbench.evidence.opened(id).await?;
    Ok(Json(opened.kept.clocks.iter().map(|clock| answer(&opened, clock)).collect()))
}

fn answer(opened: &Opened, clock: &Clock) -> ClockAnswer {
    let source = opened.lake.source(clock.source);
    let jumps = clock.course.pieces().skip(1);
    ClockAnswer {
        source: clock.source.0,
        path: source.and_then(|source| source.paths.first().cloned()).unwrap_or_default(),
        group: clock.group,
        offset_s: seconds(clock.course.offset()),
        error_s: clock.error.map(seconds),
        drift_ppm: drift(&clock.course),
        jumps: jumps
            .map(|piece| JumpAnswer { byte: piece.byte_from, offset_s: seconds(piece.offset) })
            .collect(),
        anchors: clock.anchors,
        agreeing: clock.agreeing,
        known: known(clock),
        state: offset_state(clock),
        given_s: opened.kept.given.get(&clock.source).copied().map(seconds),
        why: clock.why.clone(),
    }
}

/// Sets a clock and drafts the timeline anew; with `preview=true` nothing is changed.
#[utoipa::path(put, path = "/incidents/{id}/clocks", params(("id" = Uuid, Path), Preview), request_body = SetClock,
    responses((status = OK, body = Redrafted)))]
pub async fn set(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Query(preview): Query<Preview>,
    Json(set): Json<SetClock>,
) -> Result<Json<Redrafted>, Error> {
    let act = if preview.preview { Act::Read } else { Act::Gather };
    workbench.incident(&caller, id, act).await?;
    let drafting = workbench.evidence.drafting(id);
    let Ok(_alone) = drafting.try_lock() else {
        return Err(Error::refused("being-read", "the timeline of this incident is being drafted")
            .hint("wait until that is done"));
    };
    let opened = workbench.evidence.opened(id).await?;
    let source = SourceId(set.source);
    if opened.lake.source(source).is_none() {
        return Err(Error::not_found("source"));
    }
    let mut given = opened.kept.given.clone();
    match set.offset_s {
        None => given.remove(&source),
        Some(Given::Off(Off::Off)) => given.insert(source, 0),
        Some(Given::Seconds(seconds)) => given.insert(source, nanoseconds(seconds)?),
    };
    let (place, keeps) = (workbench.evidence.place(id), !preview.preview);
    let (drafted, before) = blocking(move || {
        let before = read_json::<Value>(&place.timeline()).unwrap_or_default();
        let mut drafted = Drafted::new(&place, given, opened.kept.unreadable.clone())?;
        drafted.timeline["stats"]["seconds"] = before["stats"]["seconds"].clone();
        if keeps {
            drafted.keep(&place)?;
        }
        Ok((drafted, before))
    })
    .await?;
    let answer = Redrafted { before: moments(&before), after: moments(&drafted.timeline) };
    if keeps {
        workbench.evidence.replace(id, Arc::new(drafted.opened));
        crate::draft::spread(&workbench, id).await?;
        let detail = serde_json::json!({"source": source.0});
        workbench.note(&caller, "clock.set", Some(id), detail).await?;
    }
    Ok(Json(answer))
}

fn nanoseconds(seconds: f64) -> Result<i64, Error> {
    if !seconds.is_finite() || seconds.abs() > FARTHEST_S {
        return Err(Error::asked("bad-offset", "a clock is not off by so much"));
    }
    Ok((seconds * NANOSECONDS_PER_SECOND as f64).round() as i64)
}

fn moments(timeline: &Value) -> Vec<EntryMoment> {
    let entries = timeline["entries"].as_array().into_iter().flatten();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    entries
        .map(|entry| EntryMoment {
            id: text(&entry["id"]),
            time: text(&entry["time"]),
            title: text(&entry["title"]),
            same: format!("{} {}", text(&entry["kind"]), entry["evidence"][0]),
        })
        .collect()
}

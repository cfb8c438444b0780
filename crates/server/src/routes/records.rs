//! Records: how many when, which ones, what they have in common, what stands in the originals.

use std::time::Duration;

use axum::Json;
use axum::extract::{Path, Query, State};
use postlude_base::{ByteSpan, EvidenceRef, SourceId};
use postlude_lake::screens::{Answer, Excerpt, Facets, Histogram, Page};
use postlude_review::people::Act;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use super::filter::{Pairs, filter, moment, number_or, value};
use crate::auth::caller::Caller;
use crate::error::Error;
use crate::evidence::blocking;
use crate::workbench::Shared;

/// Rows and time that a query of a person may take.
const ROWS: usize = 2000;
const LONGEST: Duration = Duration::from_secs(30);

/// Lines around a citation.
const CONTEXT: usize = 200;

/// Which records. Each may be left out; those marked with a star may come several times.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "says what the address may hold; several values of a name are read by hand")]
pub struct FilterParameters {
    /// From this moment on, RFC 3339.
    from: Option<String>,
    /// Before this moment.
    to: Option<String>,
    /// * `log alert change message`
    kind: Option<String>,
    /// * Name of a service.
    service: Option<String>,
    /// * `fatal error warn info debug trace none`
    severity: Option<String>,
    /// * Id of a template.
    template: Option<String>,
    /// * Number of a source.
    source: Option<u32>,
    /// Id of a trace.
    trace: Option<String>,
    /// A text in the record, whatever its case.
    text: Option<String>,
}

/// Records over time, by severity.
#[utoipa::path(get, path = "/incidents/{id}/histogram",
    params(("id" = Uuid, Path), FilterParameters, ("buckets" = Option<u32>, Query, description = "about so many; 200")),
    responses((status = OK, body = Histogram)))]
pub async fn histogram(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Query(pairs): Query<Pairs>,
) -> Result<Json<Histogram>, Error> {
    workbench.incident(&caller, id, Act::Read).await?;
    let (filter, bars) = (filter(&pairs)?, number_or(&pairs, "buckets", 200)?);
    let opened = workbench.evidence.opened(id).await?;
    Ok(Json(opened.screens.histogram(&filter, bars).await?))
}

/// Records by rank: their place in the order of time among those that the filter lets through.
#[utoipa::path(get, path = "/incidents/{id}/records",
    params(("id" = Uuid, Path), FilterParameters, ("at" = Option<u64>, Query, description = "rank of the first"),
        ("around" = Option<String>, Query, description = "a moment: its rank is in the middle"),
        ("limit" = Option<u64>, Query, description = "200, at most 1000")),
    responses((status = OK, body = Page)))]
pub async fn records(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Query(pairs): Query<Pairs>,
) -> Result<Json<Page>, Error> {
    workbench.incident(&caller, id, Act::Read).await?;
    let (filter, limit) = (filter(&pairs)?, number_or(&pairs, "limit", 200)?);
    let opened = workbench.evidence.opened(id).await?;
    let at = match value(&pairs, "around") {
        Some(around) => {
            let rank = opened.screens.rank_at(&filter, moment("around", around)?).await?;
            rank.saturating_sub(limit / 2)
        }
        None => number_or(&pairs, "at", 0)?,
    };
    Ok(Json(opened.screens.page(&filter, at, limit).await?))
}

/// Services, severities, templates and sources of the records, with counts.
#[utoipa::path(get, path = "/incidents/{id}/facets", params(("id" = Uuid, Path), FilterParameters), responses((status = OK, body = Facets)))]
pub async fn facets(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Query(pairs): Query<Pairs>,
) -> Result<Json<Facets>, Error> {
    workbench.incident(&caller, id, Act::Read).await?;
    let filter = filter(&pairs)?;
    let opened = workbench.evidence.opened(id).await?;
    Ok(Json(opened.screens.facets(&filter).await?.as_ref().clone()))
}

/// A citation.
#[derive(Debug, Deserialize, IntoParams)]
pub struct Cited {
    /// Number of the source.
    source: u32,
    /// First byte.
    from: u64,
    /// The byte after the last.
    to: u64,
    /// Lines before and after; 3.
    context: Option<usize>,
}

/// The original bytes of a citation as text, with the lines around.
#[utoipa::path(get, path = "/incidents/{id}/original", params(("id" = Uuid, Path), Cited), responses((status = OK, body = Excerpt)))]
pub async fn original(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Query(cited): Query<Cited>,
) -> Result<Json<Excerpt>, Error> {
    workbench.incident(&caller, id, Act::Read).await?;
    let opened = workbench.evidence.opened(id).await?;
    let span = ByteSpan::new(cited.from, cited.to.max(cited.from));
    let citation = EvidenceRef { source: SourceId(cited.source), span };
    let lines = cited.context.unwrap_or(3).min(CONTEXT);
    blocking(move || Ok(Json(opened.lake.excerpt(citation, lines)?))).await
}

/// A query.
#[derive(Debug, Deserialize, IntoParams)]
pub struct Asked {
    /// SQL over `log metric span alert change message dependency attachment source template`.
    sql: String,
}

/// Answers SQL: read only, 2000 rows and 30 seconds at most, stopped when nobody waits for it.
#[utoipa::path(get, path = "/incidents/{id}/query", params(("id" = Uuid, Path), Asked), responses((status = OK, body = Answer)))]
pub async fn query(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Query(asked): Query<Asked>,
) -> Result<Json<Answer>, Error> {
    workbench.incident(&caller, id, Act::Read).await?;
    let opened = workbench.evidence.opened(id).await?;
    Ok(Json(opened.screens.query(&asked.sql, ROWS, LONGEST).await?))
}

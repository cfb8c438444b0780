//! Traces.

use axum::Json;
use axum::extract::{Path, Query, State};
use postlude_lake::screens::{SpanLine, TraceLine};
use postlude_review::people::Act;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::filter::{Pairs, filter, value};
use super::records::FilterParameters;
use crate::auth::caller::Caller;
use crate::error::Error;
use crate::workbench::Shared;

/// Some traces.
#[derive(Debug, Serialize, ToSchema)]
pub struct TracesAnswer {
    /// The longest first, 200 at most.
    items: Vec<TraceLine>,
}

/// A trace.
#[derive(Debug, Serialize, ToSchema)]
pub struct TraceAnswer {
    /// Its spans, in the order in which they began.
    spans: Vec<SpanLine>,
}

/// The traces with the longest spans among those of a time, a service, a source.
#[utoipa::path(get, path = "/incidents/{id}/traces",
    params(("id" = Uuid, Path), FilterParameters, ("failed" = Option<bool>, Query, description = "only those in which a span failed")),
    responses((status = OK, body = TracesAnswer)))]
pub async fn traces(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Query(pairs): Query<Pairs>,
) -> Result<Json<TracesAnswer>, Error> {
    workbench.incident(&caller, id, Act::Read).await?;
    let filter = filter(&pairs)?;
    let failed = value(&pairs, "failed") == Some("true");
    let opened = workbench.evidence.opened(id).await?;
    Ok(Json(TracesAnswer { items: opened.screens.traces(&filter, failed).await? }))
}

/// The spans of one trace.
#[utoipa::path(get, path = "/incidents/{id}/traces/{trace}", params(("id" = Uuid, Path), ("trace" = String, Path)),
    responses((status = OK, body = TraceAnswer)))]
pub async fn trace(
    State(workbench): State<Shared>,
    caller: Caller,
    Path((id, trace)): Path<(Uuid, String)>,
) -> Result<Json<TraceAnswer>, Error> {
    workbench.incident(&caller, id, Act::Read).await?;
    let opened = workbench.evidence.opened(id).await?;
    let spans = opened.screens.trace(&trace).await?;
    if spans.is_empty() {
        return Err(Error::not_found("trace"));
    }
    Ok(Json(TraceAnswer { spans }))
}

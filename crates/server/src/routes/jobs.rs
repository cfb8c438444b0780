//! Long work, asked for, watched and stopped.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures_util::{Stream, stream};
use postlude_review::people::Act;
use tokio::sync::watch;
use uuid::Uuid;

use crate::auth::caller::Caller;
use crate::error::Error;
use crate::jobs::{Handle, Job};
use crate::workbench::Shared;

/// A browser is told this often at most.
const PAUSE: Duration = Duration::from_millis(150);

/// Reads what was sent, then drafts the timeline. While that goes on, the same job is given again.
#[utoipa::path(post, path = "/incidents/{id}/read", params(("id" = Uuid, Path)), responses((status = ACCEPTED, body = Job)))]
pub async fn read(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<(StatusCode, Json<Job>), Error> {
    workbench.incident(&caller, id, Act::Gather).await?;
    Ok((StatusCode::ACCEPTED, Json(crate::jobs::read(&workbench, id)?)))
}

/// A job as it is now.
#[utoipa::path(get, path = "/jobs/{id}", params(("id" = Uuid, Path)), responses((status = OK, body = Job)))]
pub async fn job(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Json<Job>, Error> {
    Ok(Json(known(&workbench, &caller, id, Act::Read).await?.job()))
}

/// A job as it goes on, until it is over: server-sent events whose data is the job.
#[utoipa::path(get, path = "/jobs/{id}/events", params(("id" = Uuid, Path)),
    responses((status = OK, content_type = "text/event-stream", body = Job)))]
pub async fn events(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Error> {
    let handle = known(&workbench, &caller, id, Act::Read).await?;
    let told = stream::unfold(Watched { job: Some(handle.watch()), first: true }, next);
    Ok(Sse::new(told).keep_alive(KeepAlive::default()))
}

/// Stops a job. What was read stays; asked for again, the work goes on there.
#[utoipa::path(delete, path = "/jobs/{id}", params(("id" = Uuid, Path)), responses((status = NO_CONTENT)))]
pub async fn cancel(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Error> {
    known(&workbench, &caller, id, Act::Gather).await?.cancel();
    Ok(StatusCode::NO_CONTENT)
}

async fn known(workbench: &Shared, caller: &Caller, id: Uuid, act: Act) -> Result<Arc<Handle>, Error> {
    let handle = workbench.evidence.jobs.find(id).ok_or_else(|| Error::not_found("job"))?;
    // Who may not see the incident does not learn that there is a job on it.
    let seen = workbench.incident(caller, handle.job().incident, act).await;
    seen.map(|_| handle).map_err(|error| match error.status {
        StatusCode::NOT_FOUND => Error::not_found("job"),
        _ => error,
    })
}

struct Watched {
    /// None once the job is over and that was told.
    job: Option<watch::Receiver<Job>>,
    first: bool,
}

async fn next(mut watched: Watched) -> Option<(Result<Event, Infallible>, Watched)> {
    let mut told = watched.job.take()?;
    if !watched.first {
        tokio::time::sleep(PAUSE).await;
        told.changed().await.ok()?;
    }
    let job = told.borrow_and_update().clone();
    let event = Event::default().json_data(&job).unwrap_or_default();
    let job_goes_on = !job.state.is_over();
    Some((Ok(event), Watched { job: job_goes_on.then_some(told), first: false }))
}

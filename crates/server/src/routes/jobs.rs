//! Long work, asked for, watched and stopped.

use std::convert::Infallible;
use std::time::Duration;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures_util::{Stream, stream};
use postlude_review::people::Act;
use uuid::Uuid;

use crate::auth::caller::Caller;
use crate::error::Error;
use crate::jobs::{self, Job};
use crate::workbench::{Shared, Workbench};

/// A browser is told this often at most.
const PAUSE: Duration = Duration::from_millis(200);

/// Reads what was sent, then drafts the timeline. While that goes on, the same job is given again.
#[utoipa::path(post, path = "/incidents/{id}/read", params(("id" = Uuid, Path)), responses((status = ACCEPTED, body = Job)))]
pub async fn read(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<(StatusCode, Json<Job>), Error> {
    workbench.incident(&caller, id, Act::Gather).await?;
    Ok((StatusCode::ACCEPTED, Json(jobs::read(&workbench, id, caller.person.id).await?)))
}

/// A job as it is now.
#[utoipa::path(get, path = "/jobs/{id}", params(("id" = Uuid, Path)), responses((status = OK, body = Job)))]
pub async fn job(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Json<Job>, Error> {
    known(&workbench, &caller, id, Act::Read).await.map(Json)
}

/// A job as it goes on, until it is over: server-sent events whose data is the job.
#[utoipa::path(get, path = "/jobs/{id}/events", params(("id" = Uuid, Path)),
    responses((status = OK, content_type = "text/event-stream", body = Job)))]
pub async fn events(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Error> {
    let job = known(&workbench, &caller, id, Act::Read).await?;
    let told = stream::unfold(Watched { workbench, id, next: Some(job), told: None }, next);
    Ok(Sse::new(told).keep_alive(KeepAlive::default()))
}

/// Stops a job. What was read stays; asked for again, the work goes on there.
#[utoipa::path(delete, path = "/jobs/{id}", params(("id" = Uuid, Path)), responses((status = NO_CONTENT)))]
pub async fn cancel(
    State(workbench): State<Shared>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> Result<StatusCode, Error> {
    known(&workbench, &caller, id, Act::Gather).await?;
    jobs::cancel(&workbench, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn known(workbench: &Workbench, caller: &Caller, id: Uuid, act: Act) -> Result<Job, Error> {
    let job = jobs::find(workbench, id).await?.ok_or_else(|| Error::not_found("job"))?;
    // Who may not see the incident does not learn that there is a job on it.
    let seen = workbench.incident(caller, job.incident, act).await;
    seen.map(|_| job).map_err(|error| match error.status {
        StatusCode::NOT_FOUND => Error::not_found("job"),
        _ => error,
    })
}

/// A job that somebody watches.
struct Watched {
    workbench: Shared,
    id: Uuid,
    /// To be told at once.
    next: Option<Job>,
    /// What was told last.
    told: Option<Job>,
}

/// What is told next: every change, the ones between two looks left out; nothing any more once it was told that the job is over.
async fn next(mut watched: Watched) -> Option<(Result<Event, Infallible>, Watched)> {
    loop {
        let job = match watched.next.take() {
            Some(job) => job,
            None if watched.told.as_ref().is_some_and(|told| told.state.is_over()) => return None,
            None => {
                tokio::time::sleep(PAUSE).await;
                // A store that is away ends the stream, and the browser asks again.
                jobs::find(&watched.workbench, watched.id).await.ok()??
            }
        };
        if watched.told.as_ref() != Some(&job) {
            let event = Event::default().json_data(&job).unwrap_or_default();
            return Some((Ok(event), Watched { told: Some(job), ..watched }));
        }
    }
}

//! Takes jobs whose lease is free, does them, and tells the store how far they are.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use postlude_base::NANOSECONDS_PER_SECOND;
use postlude_store::{Hold, Lease, Outcome};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};
use uuid::Uuid;

use super::{Handle, Job, State, Told, read};
use crate::error::Error;
use crate::evidence::locked;
use crate::workbench::{Shared, Workbench};

/// Jobs that work at once; each uses all processors.
const AT_ONCE: usize = 2;
/// Seconds after which a server that tells nothing any more has lost its jobs.
const LEASE_S: i64 = 10;
/// How often it tells.
const BEAT: Duration = Duration::from_secs(1);
/// How often it looks for jobs that others left.
const LOOK: Duration = Duration::from_secs(2);
/// How often a store that is away is told the end again.
const TRIES: u32 = 120;

/// Does jobs, for ever.
pub async fn work(workbench: Shared) {
    let (server, places) = (workbench.outside.id(), Arc::new(Semaphore::new(AT_ONCE)));
    loop {
        // The semaphore is never closed.
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        match workbench.store.claim_job(lease(&workbench, server), workbench.now()).await {
            Ok(Some(kept)) => {
                let workbench = Arc::clone(&workbench);
                tokio::spawn(async move {
                    one(&workbench, server, Job::of(kept)).await;
                    drop(place);
                });
                continue;
            }
            Ok(None) => {}
            Err(failure) => tracing::debug!(error = %failure, "could not look for jobs; looks again"),
        }
        drop(place);
        drop(timeout(LOOK, workbench.evidence.jobs.asked.notified()).await);
    }
}

fn lease(workbench: &Workbench, server: Uuid) -> Lease {
    Lease { server, until: workbench.now().plus(LEASE_S * NANOSECONDS_PER_SECOND) }
}

/// Does a job whose lease is held.
async fn one(workbench: &Shared, server: Uuid, job: Job) {
    let (id, incident) = (job.id, job.incident);
    // It tells everything anew, also what was told before it was interrupted.
    let handle = Handle::new(Job {
        state: State::Running,
        progress: super::Progress::default(),
        problems: Vec::new(),
        ..job
    });
    let jobs = &workbench.evidence.jobs;
    locked(&jobs.running).insert(id, Arc::clone(&handle));
    let outcome = tokio::select! {
        outcome = done(workbench, &handle, incident) => outcome,
        never = beat(workbench, server, &handle) => match never {},
    };
    finish(workbench, server, &handle, outcome).await;
    locked(&jobs.running).remove(&id);
}

async fn done(workbench: &Shared, handle: &Arc<Handle>, incident: Uuid) -> Result<(), Error> {
    let drafting = workbench.evidence.drafting(incident);
    let _alone = drafting.lock().await;
    if handle.stop.load(Ordering::Relaxed) {
        return Err(postlude_lake::Failure::Stopped.into());
    }
    read::work(&workbench.evidence, handle, workbench.now(), &workbench.outside).await?;
    crate::draft::spread(workbench, incident).await
}

/// Tells how far it is and keeps the lease, until the work is done.
async fn beat(workbench: &Workbench, server: Uuid, handle: &Handle) -> std::convert::Infallible {
    loop {
        sleep(BEAT).await;
        let job = handle.job();
        let held = workbench.store.progress_job(job.id, lease(workbench, server), &job.account()).await;
        match held {
            Ok(Hold::Held) => {}
            Ok(Hold::CancelAsked | Hold::Lost) => handle.stop(),
            // The work goes on. If the lease runs out meanwhile, the lake lets nobody else in.
            Err(failure) => {
                tracing::warn!(job = %job.id, error = %failure, "could not tell how far a job is");
            }
        }
    }
}

/// Tells the end. A store that is away hears of it when it is back; if the server dies before, the job is done again, quickly.
async fn finish(workbench: &Workbench, server: Uuid, handle: &Handle, outcome: Result<(), Error>) {
    let outcome = match outcome {
        Ok(()) => Outcome::Done,
        Err(error) if error.code == "stopped" => Outcome::Cancelled,
        Err(error) => {
            let message = error.message.clone();
            handle.change(|job| job.error = Some(told(error)));
            Outcome::Failed(message)
        }
    };
    let job = handle.job();
    for _ in 0..TRIES {
        let account = job.account();
        let finished = workbench.store.finish_job(job.id, server, &outcome, &account, workbench.now()).await;
        match finished {
            Err(failure) if failure.passes() => sleep(BEAT).await,
            Err(failure) => {
                tracing::error!(job = %job.id, error = %failure, "the end of a job could not be kept");
                return;
            }
            Ok(_) => return,
        }
    }
}

fn told(error: Error) -> Told {
    Told { path: None, code: error.code.to_owned(), message: error.message, hint: error.hint, byte: None }
}

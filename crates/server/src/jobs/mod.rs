//! Long work: one job at a time on each incident, told live, stopped when asked, gone on with after its server was killed.
//!
//! Jobs stand in the store, so that every server shows and stops those of the others. Whoever holds the lease of a job does it (`work`); when a
//! server dies, its leases run out and another one, or the same after its next start, goes on. The work itself (`read`) leaves its own traces in
//! the lake, from which it goes on.

mod progress;
mod read;
mod work;

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use postlude_store::{JobState, NewJob};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::sync::Notify;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::error::Error;
use crate::evidence::locked;
use crate::workbench::{Shared, Workbench};

pub use progress::{Phase, Progress, Told};
pub use work::work;

/// The kind of job that there is.
const READ: &str = "read";

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Others work before it.
    Waiting,
    /// It works.
    Running,
    /// It came to its end.
    Done,
    /// It cannot go on; `error` says why.
    Failed,
    /// Somebody no longer wants it. Asked for again, it goes on where it stopped.
    Cancelled,
}

impl From<JobState> for State {
    fn from(kept: JobState) -> Self {
        match kept {
            JobState::Waiting => Self::Waiting,
            JobState::Running => Self::Running,
            JobState::Done => Self::Done,
            JobState::Failed => Self::Failed,
            JobState::Cancelled => Self::Cancelled,
        }
    }
}

impl State {
    /// Whether nothing will happen any more.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::Cancelled)
    }
}

/// Long work on an incident.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Job {
    /// Names it.
    pub id: Uuid,
    /// `read`: reads the files that were sent, then drafts the timeline.
    pub kind: String,
    /// On which incident.
    pub incident: Uuid,
    /// How far it is.
    pub state: State,
    /// How far exactly.
    pub progress: Progress,
    /// What was odd, the first of it.
    pub problems: Vec<Told>,
    /// Why it failed.
    pub error: Option<Told>,
    /// When it was asked for.
    pub created: String,
    /// When it was over.
    pub finished: Option<String>,
}

/// What a job tells of itself, as the store keeps it.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Account {
    progress: Progress,
    problems: Vec<Told>,
    error: Option<Told>,
}

impl Job {
    /// As the store has it.
    fn of(kept: postlude_store::Job) -> Self {
        // What another version of the program told is not understood, and told anew.
        let Account { progress, problems, error } = serde_json::from_value(kept.progress).unwrap_or_default();
        Self {
            id: kept.asked.id,
            kind: kept.asked.kind,
            incident: kept.asked.subject,
            state: kept.state.into(),
            progress,
            problems,
            error,
            created: kept.asked.created.to_string(),
            finished: kept.finished.map(|time| time.to_string()),
        }
    }

    fn account(&self) -> Value {
        json!({"progress": self.progress, "problems": self.problems, "error": self.error})
    }
}

/// A job that this server works on.
pub struct Handle {
    job: Mutex<Job>,
    stop: Arc<AtomicBool>,
}

/// The jobs that this server works on.
#[derive(Default)]
pub struct Jobs {
    running: Mutex<BTreeMap<Uuid, Arc<Handle>>>,
    asked: Notify,
}

impl Handle {
    fn new(job: Job) -> Arc<Self> {
        Arc::new(Self { job: Mutex::new(job), stop: Arc::default() })
    }

    /// The job as it is now.
    fn job(&self) -> Job {
        locked(&self.job).clone()
    }

    /// Asks the work to end early.
    fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    fn change(&self, change: impl FnOnce(&mut Job)) {
        change(&mut locked(&self.job));
    }
}

impl Jobs {
    fn running(&self, id: Uuid) -> Option<Arc<Handle>> {
        locked(&self.running).get(&id).map(Arc::clone)
    }
}

/// Asks for the files of an incident to be read; gives the job that does it, which may have been asked for before.
pub async fn read(workbench: &Workbench, incident: Uuid, person: Uuid) -> Result<Job, Error> {
    if !workbench.evidence.place(incident).upload().is_dir() {
        return Err(Error::refused("nothing-sent", "no file of evidence has been sent yet")
            .hint("send some, then read"));
    }
    let new = NewJob {
        id: workbench.outside.id(),
        kind: READ.to_owned(),
        subject: incident,
        arguments: json!({}),
        created_by: person,
        created: workbench.now(),
    };
    let kept = workbench.store.put_job(&new).await?;
    workbench.evidence.jobs.asked.notify_one();
    Ok(now(workbench, kept))
}

/// The last job of an incident.
pub async fn of(workbench: &Workbench, incident: Uuid) -> Result<Option<Job>, Error> {
    let last = workbench.store.jobs(incident, 1).await?.pop();
    Ok(last.map(|kept| now(workbench, kept)))
}

/// The job with an id.
pub async fn find(workbench: &Workbench, id: Uuid) -> Result<Option<Job>, Error> {
    if let Some(handle) = workbench.evidence.jobs.running(id) {
        return Ok(Some(handle.job()));
    }
    Ok(workbench.store.job(id).await?.map(|kept| now(workbench, kept)))
}

/// Stops a job, on whichever server it runs.
pub async fn cancel(workbench: &Shared, id: Uuid) -> Result<(), Error> {
    workbench.store.cancel_job(id, workbench.now()).await?;
    if let Some(handle) = workbench.evidence.jobs.running(id) {
        handle.stop();
    }
    Ok(())
}

/// Where it runs here, more is known than is kept.
fn now(workbench: &Workbench, kept: postlude_store::Job) -> Job {
    match workbench.evidence.jobs.running(kept.asked.id) {
        Some(handle) => handle.job(),
        None => Job::of(kept),
    }
}

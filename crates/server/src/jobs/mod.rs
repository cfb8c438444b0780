//! Long work: one job at a time on each incident, told live, stopped when asked, gone on with after the server was killed.
//!
//! A [`Job`] is what is told of the work and all that is needed to go on with it; it is kept in the folder of its incident whenever its
//! state changes. The work itself (`read`) leaves its own traces in the lake, from which it goes on.

mod progress;
mod read;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use postlude_base::Timestamp;
use serde::{Deserialize, Serialize};
use tokio::sync::{Semaphore, watch};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::error::Error;
use crate::evidence::{Evidence, locked, read_json, write_json};
use crate::workbench::Shared;

pub use progress::{Phase, Progress, Told};

/// Jobs that work at once; each uses all processors.
const AT_ONCE: usize = 2;

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

/// A job that this server knows.
pub struct Handle {
    told: watch::Sender<Job>,
    stop: Arc<AtomicBool>,
}

/// The last job of each incident.
pub struct Jobs {
    all: Mutex<BTreeMap<Uuid, Arc<Handle>>>,
    places: Arc<Semaphore>,
}

impl Default for Jobs {
    fn default() -> Self {
        Self { all: Mutex::default(), places: Arc::new(Semaphore::new(AT_ONCE)) }
    }
}

impl Handle {
    fn new(job: Job) -> Arc<Self> {
        Arc::new(Self { told: watch::Sender::new(job), stop: Arc::default() })
    }

    /// The job as it is now.
    pub fn job(&self) -> Job {
        self.told.borrow().clone()
    }

    /// Tells of every change, the ones between two looks left out.
    pub fn watch(&self) -> watch::Receiver<Job> {
        self.told.subscribe()
    }

    /// Asks the work to end early.
    pub fn cancel(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    fn change(&self, change: impl FnOnce(&mut Job)) {
        self.told.send_modify(change);
    }
}

impl Jobs {
    /// The last job of an incident.
    pub fn of(&self, incident: Uuid) -> Option<Arc<Handle>> {
        locked(&self.all).get(&incident).map(Arc::clone)
    }

    /// The job with an id, if it is the last of its incident.
    pub fn find(&self, id: Uuid) -> Option<Arc<Handle>> {
        locked(&self.all).values().find(|handle| handle.told.borrow().id == id).map(Arc::clone)
    }

    /// The job, unless one works on the incident already: then that.
    fn enter(&self, job: Job) -> (Arc<Handle>, bool) {
        let mut all = locked(&self.all);
        if let Some(open) = all.get(&job.incident).filter(|open| !open.told.borrow().state.is_over()) {
            return (Arc::clone(open), false);
        }
        let handle = Handle::new(job);
        all.insert(handle.told.borrow().incident, Arc::clone(&handle));
        (handle, true)
    }
}

/// Asks for the files of an incident to be read; gives the job that does it.
pub fn read(workbench: &Shared, incident: Uuid) -> Result<Job, Error> {
    let place = workbench.evidence.place(incident);
    if !place.upload().is_dir() {
        return Err(Error::refused("nothing-sent", "no file of evidence has been sent yet")
            .hint("send some, then read"));
    }
    let job = Job {
        id: workbench.outside.id(),
        kind: "read".to_owned(),
        incident,
        state: State::Waiting,
        progress: Progress::default(),
        problems: Vec::new(),
        error: None,
        created: workbench.outside.now().to_string(),
        finished: None,
    };
    begin(workbench, job)
}

/// Goes on with what was not over when the server ended, and knows what was. To be called once, at the start.
pub fn resume(workbench: &Shared) {
    for job in kept(workbench.evidence.folder()) {
        if job.state.is_over() {
            workbench.evidence.jobs.enter(job);
        } else {
            let job =
                Job { state: State::Waiting, progress: Progress::default(), problems: Vec::new(), ..job };
            // What cannot be begun now can be asked for again.
            begin(workbench, job).ok();
        }
    }
}

fn kept(folder: &Path) -> Vec<Job> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut jobs: Vec<Job> = entries.filter_map(|entry| read_json(&entry.path().join("job.json"))).collect();
    jobs.sort_by(|a, b| (&a.created, a.id).cmp(&(&b.created, b.id)));
    jobs
}

fn begin(workbench: &Shared, job: Job) -> Result<Job, Error> {
    let (handle, is_new) = workbench.evidence.jobs.enter(job);
    if is_new {
        keep(&workbench.evidence, &handle)?;
        let workbench = Arc::clone(workbench);
        let work = Arc::clone(&handle);
        tokio::spawn(async move { work_on(&workbench, &work).await });
    }
    Ok(handle.job())
}

fn keep(evidence: &Evidence, handle: &Handle) -> Result<(), Error> {
    let job = handle.job();
    write_json(&evidence.place(job.incident).job(), &job)
}

async fn work_on(workbench: &Shared, handle: &Arc<Handle>) {
    let evidence = &workbench.evidence;
    let incident = handle.told.borrow().incident;
    // The semaphore is never closed.
    let _place = evidence.jobs.places.acquire().await;
    let drafting = evidence.drafting(incident);
    let _alone = drafting.lock().await;
    let began = workbench.outside.now();
    let outcome = match handle.stop.load(Ordering::Relaxed) {
        true => Err(postlude_lake::Failure::Stopped.into()),
        false => read::work(evidence, handle, began, &workbench.outside).await,
    };
    let outcome = match outcome {
        Ok(()) => crate::draft::spread(workbench, incident).await,
        failed => failed,
    };
    let now = workbench.outside.now();
    handle.change(|job| end(job, outcome.err(), now));
    // The state is told in any case; a disk that is full may not hold it.
    keep(evidence, handle).ok();
}

fn end(job: &mut Job, error: Option<Error>, now: Timestamp) {
    job.finished = Some(now.to_string());
    job.state = match &error {
        None => State::Done,
        Some(error) if error.code == "stopped" => State::Cancelled,
        Some(_) => State::Failed,
    };
    job.error = error.filter(|_| job.state == State::Failed).map(|error| Told {
        path: None,
        code: error.code.to_owned(),
        message: error.message,
        hint: error.hint,
        byte: None,
    });
}

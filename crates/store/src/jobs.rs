//! Long work that outlives the server that began it: whoever holds the lease does it, and a lease that ran out is free again.

use async_trait::async_trait;
use postlude_base::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use crate::Result;

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobState {
    /// Nobody has begun.
    Waiting,
    /// A server has its lease.
    Running,
    /// It came to its end.
    Done,
    /// It cannot go on.
    Failed,
    /// Somebody no longer wants it.
    Cancelled,
}

impl JobState {
    /// The state with this name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Waiting, Self::Running, Self::Done, Self::Failed, Self::Cancelled]
            .into_iter()
            .find(|state| state.name() == name)
    }

    /// The name that the API and the store use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether nothing will happen any more.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::Cancelled)
    }
}

/// A job to be kept.
#[derive(Debug, Clone, PartialEq)]
pub struct NewJob {
    /// Names it.
    pub id: Uuid,
    /// What kind of work: `read`.
    pub kind: String,
    /// On what. There is at most one open job of a kind on a subject.
    pub subject: Uuid,
    /// What the work needs to know.
    pub arguments: Value,
    /// Who asked.
    pub created_by: Uuid,
    /// Now.
    pub created: Timestamp,
}

/// A kept job.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// As it was asked for.
    pub asked: NewJob,
    /// How far it is.
    pub state: JobState,
    /// As the work itself tells it.
    pub progress: Value,
    /// Why it failed, for people.
    pub error: Option<String>,
    /// How often somebody began.
    pub attempts: i64,
    /// When it was last begun.
    pub started: Option<Timestamp>,
    /// When it was over.
    pub finished: Option<Timestamp>,
    /// Whether somebody asked the running work to stop.
    pub cancel_asked: bool,
}

/// A server's right to work on a job until a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lease {
    /// The server: an id that it draws at each start.
    pub server: Uuid,
    /// From when on others may take over.
    pub until: Timestamp,
}

/// What a worker learns when it tells how far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// Go on.
    Held,
    /// Go on until it is safe to stop, then finish as cancelled.
    CancelAsked,
    /// Stop at once: somebody else has it, or it is over.
    Lost,
}

/// How a job ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Well.
    Done,
    /// Not, and why.
    Failed(String),
    /// Because somebody asked.
    Cancelled,
}

impl Outcome {
    /// The state that it leaves the job in.
    pub fn state(&self) -> JobState {
        match self {
            Self::Done => JobState::Done,
            Self::Failed(_) => JobState::Failed,
            Self::Cancelled => JobState::Cancelled,
        }
    }
}

/// The verbs for jobs.
#[async_trait]
pub trait Jobs: Send + Sync {
    /// Keeps a job, or tells the one of the same kind on the same subject that is not over yet.
    async fn put_job(&self, new: &NewJob) -> Result<Job>;
    /// Takes the oldest job that waits, or whose lease has run out.
    async fn claim_job(&self, lease: Lease, now: Timestamp) -> Result<Option<Job>>;
    /// Tells how far it is, and keeps the lease.
    async fn progress_job(&self, id: Uuid, lease: Lease, progress: &Value) -> Result<Hold>;
    /// Ends it; false if the server no longer holds it.
    async fn finish_job(
        &self,
        id: Uuid,
        server: Uuid,
        outcome: &Outcome,
        progress: &Value,
        now: Timestamp,
    ) -> Result<bool>;
    /// Ends a waiting job; asks the worker of a running one to stop. False if it is over.
    async fn cancel_job(&self, id: Uuid, now: Timestamp) -> Result<bool>;
    /// The job with this id.
    async fn job(&self, id: Uuid) -> Result<Option<Job>>;
    /// The jobs on a subject, the latest first.
    async fn jobs(&self, subject: Uuid, limit: u32) -> Result<Vec<Job>>;
}

//! Meetings, and what people say in them without their names.

use async_trait::async_trait;
use postlude_base::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use crate::Result;

/// A meeting of a review.
#[derive(Debug, Clone, PartialEq)]
pub struct Meeting {
    /// Names it everywhere.
    pub id: Uuid,
    /// Of which review.
    pub review: Uuid,
    /// When it was planned.
    pub created: Timestamp,
    /// The plan and where it stands; the store does not look inside.
    pub plan: Value,
    /// How often the plan was changed.
    pub version: i64,
}

/// The verbs for meetings.
///
/// A ballot is a random id that a page draws for one meeting. No person, no moment and no order is kept with it.
#[async_trait]
pub trait Meetings: Send + Sync {
    /// Keeps a meeting.
    async fn add_meeting(&self, meeting: &Meeting) -> Result<()>;
    /// The meetings of a review, the latest first.
    async fn meetings(&self, review: Uuid) -> Result<Vec<Meeting>>;
    /// One of them.
    async fn meeting(&self, review: Uuid, id: Uuid) -> Result<Option<Meeting>>;
    /// Changes its plan. Conflicts (`Changed`) if it is not at `version` any more.
    async fn change_meeting(&self, review: Uuid, id: Uuid, version: i64, plan: &Value) -> Result<bool>;
    /// Deletes it with its ballots.
    async fn remove_meeting(&self, review: Uuid, id: Uuid) -> Result<bool>;

    /// Keeps what a ballot says to a question in place of what it said before; nothing takes it back.
    async fn cast(
        &self,
        meeting: &Meeting,
        question: &str,
        ballot: Uuid,
        answer: Option<&Value>,
    ) -> Result<()>;
    /// What all ballots say to a question, in no order that tells anything.
    async fn ballots(&self, meeting: Uuid, question: &str) -> Result<Vec<Value>>;
}

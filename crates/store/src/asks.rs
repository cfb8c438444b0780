//! Who was asked to run a review or to write in it, and what they said.

use async_trait::async_trait;
use postlude_base::Timestamp;
use uuid::Uuid;

use crate::Result;

/// Somebody was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// Names it everywhere.
    pub id: Uuid,
    /// For which review.
    pub review: Uuid,
    /// Who was asked.
    pub person: Uuid,
    /// Who asked.
    pub asked_by: Uuid,
    /// As what: `facilitator`, `co_facilitator`, `note_taker`.
    pub part: String,
    /// What was said with it.
    pub words: String,
    /// When.
    pub asked: Timestamp,
    /// `asked`, `claimed` or `declined`.
    pub state: String,
    /// Why it was declined.
    pub reason: Option<String>,
    /// When it was answered.
    pub answered: Option<Timestamp>,
}

/// The verbs for asking.
#[async_trait]
pub trait Asks: Send + Sync {
    /// Asks. Conflicts (`Exists`) if the same is asked of the person already and waits for an answer.
    async fn add_ask(&self, ask: &Ask) -> Result<()>;
    /// What was asked for a review, the latest first.
    async fn asks(&self, review: Uuid) -> Result<Vec<Ask>>;
    /// What a person was asked, for reviews outside the bin, the latest first.
    async fn asks_of(&self, person: Uuid) -> Result<Vec<Ask>>;
    /// Keeps the answer of the person; false if nothing waits for one.
    async fn answer_ask(
        &self,
        person: Uuid,
        id: Uuid,
        state: &str,
        reason: Option<&str>,
        now: Timestamp,
    ) -> Result<bool>;
    /// Takes it back.
    async fn remove_ask(&self, review: Uuid, id: Uuid) -> Result<bool>;
}

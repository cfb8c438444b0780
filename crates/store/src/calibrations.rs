//! What people say of their own moments before they release it. Only its person reads it, and the queries say so.

use async_trait::async_trait;
use postlude_base::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use crate::{KeyHash, Result};

/// A link that leads one person to their moments in one review.
#[derive(Debug, Clone, PartialEq)]
pub struct Calibration {
    /// Names it everywhere.
    pub id: Uuid,
    /// In which review.
    pub review: Uuid,
    /// Whose moments.
    pub person: Uuid,
    /// The moments; the store does not look inside.
    pub moments: Value,
    /// How many they are.
    pub asked: i64,
    /// When the link was made.
    pub sent: Timestamp,
}

/// The same with what its person said.
#[derive(Debug, Clone, PartialEq)]
pub struct CalibrationOwn {
    /// The link.
    pub calibration: Calibration,
    /// What was said; the store does not look inside.
    pub answers: Value,
    /// How often it was changed.
    pub version: i64,
}

/// How many moments were looked at, by all together: never by whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Coverage {
    /// People who have a link.
    pub people: i64,
    /// Their moments.
    pub asked: i64,
    /// Those with an answer.
    pub looked_at: i64,
}

/// The verbs for calibration.
#[async_trait]
pub trait Calibrations: Send + Sync {
    /// Keeps a link. Conflicts (`Exists`) if the person has one in this review.
    async fn add_calibration(&self, calibration: &Calibration, key: &KeyHash) -> Result<()>;
    /// Gives the person's link another key and other moments; the answers stay.
    async fn renew_calibration(&self, calibration: &Calibration, key: &KeyHash) -> Result<bool>;
    /// The links of a review, without what was said.
    async fn calibrations(&self, review: Uuid) -> Result<Vec<Calibration>>;
    /// How far all of them are together.
    async fn calibration_coverage(&self, review: Uuid) -> Result<Coverage>;
    /// A person's own, in reviews outside the bin, the latest first.
    async fn calibrations_of(&self, person: Uuid) -> Result<Vec<CalibrationOwn>>;
    /// One of a person's own.
    async fn calibration_own(&self, person: Uuid, id: Uuid) -> Result<Option<CalibrationOwn>>;
    /// The link with this key.
    async fn calibration_with_key(&self, key: &KeyHash) -> Result<Option<Calibration>>;
    /// Exchanges the key, once.
    async fn exchange_calibration_key(&self, from: &KeyHash, to: &KeyHash) -> Result<bool>;
    /// Keeps what its person said. Conflicts (`Changed`) if it is not at `version` any more.
    async fn change_answers(&self, id: Uuid, version: i64, answers: &Value, looked_at: i64) -> Result<bool>;
    /// Deletes a person's link and what was said. The words are gone from the database when this returns, as far as `docs/calibration.md` says.
    async fn remove_calibration(&self, review: Uuid, person: Uuid) -> Result<bool>;
}

//! The document of a review: an append-only log of updates, and snapshots that spare reading all of it.
//!
//! Updates are numbered from 1 within their review. Whoever sees update n sees all before it: numbers are given in the order in which
//! transactions become visible, without holes. Only compaction leaves numbers out later.

use async_trait::async_trait;
use postlude_base::Timestamp;
use uuid::Uuid;

use crate::Result;

/// An update to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewUpdate {
    /// Of which document.
    pub review: Uuid,
    /// Who wrote it; none for the machine.
    pub author: Option<Uuid>,
    /// When it came.
    pub time: Timestamp,
    /// The update as the document's library encodes it; the store does not look inside.
    pub bytes: Vec<u8>,
}

/// A kept update.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Update {
    /// Its number within the review.
    pub seq: i64,
    /// Who wrote it; none for the machine.
    pub author: Option<Uuid>,
    /// When it came.
    pub time: Timestamp,
    /// The update.
    pub bytes: Vec<u8>,
}

/// The document as it was after an update.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// The last update in it.
    pub seq: i64,
    /// When it was made.
    pub time: Timestamp,
    /// The document's state.
    pub bytes: Vec<u8>,
}

/// All that is needed to open a document, from one moment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Loaded {
    /// The latest snapshot.
    pub snapshot: Option<Snapshot>,
    /// The updates after it.
    pub updates: Vec<Update>,
    /// The number of the last update, in a snapshot or not; 0 if there is none.
    pub last_seq: i64,
}

/// The verbs for documents.
#[async_trait]
pub trait Updates: Send + Sync {
    /// Keeps updates, all or nothing, and tells the number of each. They are durable when this returns. Updates of one review keep their order.
    /// Conflicts (`Missing`) if a review is not there. What many callers append at the same time is written together.
    async fn append(&self, updates: Vec<NewUpdate>) -> Result<Vec<i64>>;
    /// What is needed to open the document; none if there is no such review.
    async fn load(&self, review: Uuid) -> Result<Option<Loaded>>;
    /// The updates after `seq`, the oldest first.
    async fn updates_after(&self, review: Uuid, seq: i64, limit: u32) -> Result<Vec<Update>>;
    /// The updates before `before`, the latest first.
    async fn history(&self, review: Uuid, before: Option<i64>, limit: u32) -> Result<Vec<Update>>;
    /// Keeps a snapshot in place of the one before; false if a later one is there. Conflicts (`Missing`) if the update `seq` is not there.
    async fn put_snapshot(&self, review: Uuid, snapshot: &Snapshot) -> Result<bool>;
    /// Replaces the updates `first..=last` by fewer that say the same, each under the number of the last one that it stands for, so that a
    /// reader in the middle misses nothing. Conflicts (`Changed`) unless numbers grow, lie in the range, and the last is kept.
    async fn compact(&self, review: Uuid, first: i64, last: i64, merged: &[Update]) -> Result<()>;
}

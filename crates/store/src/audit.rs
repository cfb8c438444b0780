//! The trail of what was done with rights, settings and files; it is only ever added to.

use async_trait::async_trait;
use postlude_base::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use crate::Result;

/// Something that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// When.
    pub time: Timestamp,
    /// By whom; none before anybody has logged in.
    pub person: Option<Uuid>,
    /// What, as a stable name: `session.opened`, `review.binned`.
    pub act: String,
    /// To whom or what.
    pub subject: Option<Uuid>,
    /// From which network address.
    pub address: String,
    /// The rest; never a secret.
    pub detail: Value,
}

/// A deed with its place in the trail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditLine {
    /// Grows with every line. Numbers may be left out.
    pub seq: i64,
    /// What was done.
    pub deed: Deed,
}

/// The verbs for the trail.
#[async_trait]
pub trait Audit: Send + Sync {
    /// Adds a line.
    async fn append_audit(&self, deed: &Deed) -> Result<()>;
    /// The lines before this one, the latest first.
    async fn audit(&self, before: Option<i64>, limit: u32) -> Result<Vec<AuditLine>>;
}

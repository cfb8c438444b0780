//! What is known of attached files; their bytes lie beside the store.

use async_trait::async_trait;
use postlude_base::Timestamp;
use uuid::Uuid;

use crate::Result;

/// A file that people attached to a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Names it within the review.
    pub id: Uuid,
    /// To which review.
    pub review: Uuid,
    /// As it was called.
    pub name: String,
    /// What it is, as the server found out.
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// Hash of the bytes, in hexadecimal digits.
    pub hash: String,
    /// By whom.
    pub created_by: Uuid,
    /// When.
    pub created: Timestamp,
}

/// The verbs for attachments.
#[async_trait]
pub trait Attachments: Send + Sync {
    /// Keeps what is known of a file whose bytes are safe already.
    async fn add_attachment(&self, attachment: &Attachment) -> Result<()>;
    /// One of a review.
    async fn attachment(&self, review: Uuid, id: Uuid) -> Result<Option<Attachment>>;
    /// All of a review, the oldest first.
    async fn attachments(&self, review: Uuid) -> Result<Vec<Attachment>>;
    /// Forgets one.
    async fn remove_attachment(&self, review: Uuid, id: Uuid) -> Result<bool>;
}

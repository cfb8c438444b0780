//! Reviews and who takes part in them. What people write together is a document (`updates`); here is what stands around it.

use std::collections::BTreeSet;

use async_trait::async_trait;
use postlude_base::Timestamp;
use postlude_review::people::{ReviewRole, Visibility};
use serde_json::Value;
use uuid::Uuid;

use crate::{Attachment, Incident, Result};

/// A review without its document.
#[derive(Debug, Clone, PartialEq)]
pub struct Review {
    /// Names it everywhere.
    pub id: Uuid,
    /// As lists show it.
    pub title: String,
    /// Who sees it without being named.
    pub visibility: Visibility,
    /// The phase by its name, for lists.
    pub phase: String,
    /// The phase with what is known in it, and the states of the steps; the store does not look inside.
    pub process: Value,
    /// How often `process` was changed; a change names the one that it was made from.
    pub version: i64,
    /// What lists show of the document (numbers of entries, what waits), as it was last described.
    pub figures: Value,
    /// When it was made.
    pub created: Timestamp,
    /// By whom.
    pub created_by: Uuid,
    /// The last change of the review or its document.
    pub updated: Timestamp,
    /// Since when it lies in the bin.
    pub binned: Option<Timestamp>,
}

/// A review to be made; whoever makes it is its organiser.
#[derive(Debug, Clone, PartialEq)]
pub struct NewReview {
    /// Names it everywhere.
    pub id: Uuid,
    /// As lists show it.
    pub title: String,
    /// Who sees it without being named.
    pub visibility: Visibility,
    /// The first phase by its name.
    pub phase: String,
    /// The first phase.
    pub process: Value,
    /// Now.
    pub created: Timestamp,
    /// Who makes it.
    pub created_by: Uuid,
}

/// A review that comes complete from another house.
#[derive(Debug, Clone, PartialEq)]
pub struct BroughtReview {
    /// The review itself.
    pub review: NewReview,
    /// Its incidents, in their order.
    pub incidents: Vec<Incident>,
    /// Which of them are not kept yet; the others are only looked at in one more review.
    pub new_incidents: BTreeSet<Uuid>,
    /// Its attached files, whose bytes are safe already.
    pub attachments: Vec<Attachment>,
    /// The document as one update.
    pub document: Vec<u8>,
}

/// A review as one person sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct ReviewSeen {
    /// The review.
    pub review: Review,
    /// What the viewer was named in it.
    pub role: Option<ReviewRole>,
    /// Its incidents, in the order in which they were attached.
    pub incidents: Vec<Incident>,
}

/// Which reviews are asked for. The latest change comes first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewFilter {
    /// Only those in this phase.
    pub phase: Option<String>,
    /// Only those with this in their title, whatever the case.
    pub text: Option<String>,
    /// Those in the bin instead of those outside.
    pub binned: bool,
    /// Only those after this one in the order: its `updated` and `id`.
    pub after: Option<(Timestamp, Uuid)>,
    /// How many at most.
    pub limit: u32,
}

impl Default for ReviewFilter {
    fn default() -> Self {
        Self { phase: None, text: None, binned: false, after: None, limit: 100 }
    }
}

/// Somebody named in a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participation {
    /// Who.
    pub person: Uuid,
    /// As they are called.
    pub name: String,
    /// As what.
    pub role: ReviewRole,
    /// Since when.
    pub joined: Timestamp,
}

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Viewer {
    /// The person.
    pub person: Uuid,
    /// Whether what an administrator sees is asked for too: not by a program with a token that is not good for it.
    pub administers: bool,
}

/// The person, with all that they may see.
impl From<Uuid> for Viewer {
    fn from(person: Uuid) -> Self {
        Self { person, administers: true }
    }
}

/// The verbs for reviews.
///
/// What a viewer may not see is not there for them: the query itself leaves it out, by what the database knows of the person at that moment. An
/// administrator who asks as one sees all, a disabled account nothing, and everybody else what is open or names them.
#[async_trait]
pub trait Reviews: Send + Sync {
    /// Makes a review with its empty document, its organiser and, if given, its first incident, all or nothing.
    async fn create_review(&self, new: &NewReview, incident: Option<&Incident>) -> Result<()>;
    /// Makes a review with all that came along, all or nothing. Conflicts (`Exists`) if one of the new incidents is kept already.
    async fn bring_review(&self, brought: &BroughtReview) -> Result<()>;
    /// What the viewer may see.
    async fn reviews(&self, viewer: Viewer, filter: &ReviewFilter) -> Result<Vec<ReviewSeen>>;
    /// The review if the viewer may see it, in the bin or not. This is what every request about a review asks first.
    async fn review_seen(&self, viewer: Viewer, id: Uuid) -> Result<Option<ReviewSeen>>;
    /// The review, whoever asks: for the server's own work.
    async fn review(&self, id: Uuid) -> Result<Option<Review>>;
    /// Gives it another title.
    async fn rename_review(&self, id: Uuid, title: &str, now: Timestamp) -> Result<bool>;
    /// Opens it to everybody, or restricts it to those named.
    async fn change_visibility(&self, id: Uuid, visibility: Visibility, now: Timestamp) -> Result<bool>;
    /// Moves it on in the process. Conflicts (`Changed`) if it is not at `version` any more.
    async fn change_process(
        &self,
        id: Uuid,
        version: i64,
        phase: &str,
        process: &Value,
        now: Timestamp,
    ) -> Result<bool>;
    /// Puts it into the bin; false if it lies there already.
    async fn bin_review(&self, id: Uuid, now: Timestamp) -> Result<bool>;
    /// Takes it out of the bin.
    async fn restore_review(&self, id: Uuid, now: Timestamp) -> Result<bool>;
    /// Deletes for good what was put into the bin before this moment, and tells which, so that files can go too.
    async fn purge_reviews(&self, binned_before: Timestamp) -> Result<Vec<Uuid>>;

    /// Who is named, the longest there first.
    async fn participations(&self, review: Uuid) -> Result<Vec<Participation>>;
    /// Names a person, or gives them another role. Conflicts if the review would have no organiser.
    async fn set_participation(
        &self,
        review: Uuid,
        person: Uuid,
        role: ReviewRole,
        now: Timestamp,
    ) -> Result<()>;
    /// Takes the name out. Conflicts if the review would have no organiser.
    async fn remove_participation(&self, review: Uuid, person: Uuid) -> Result<bool>;
}

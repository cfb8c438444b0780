//! Incidents: what happened, once, however many reviews look at it. Its evidence lies in a lake beside the store.

use async_trait::async_trait;
use postlude_base::Timestamp;
use uuid::Uuid;

use crate::{Result, Viewer};

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident {
    /// Names it everywhere, its lake too.
    pub id: Uuid,
    /// As lists show it.
    pub title: String,
    /// When it began, as far as is known.
    pub start: Option<Timestamp>,
    /// When it was over, as far as is known.
    pub end: Option<Timestamp>,
    /// When it was entered here.
    pub created: Timestamp,
}

/// An incident as one person sees it: only with those of its reviews that they may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncidentSeen {
    /// The incident.
    pub incident: Incident,
    /// Id and title of the reviews, in the order of their ids.
    pub reviews: Vec<(Uuid, String)>,
}

/// The verbs for incidents.
#[async_trait]
pub trait Incidents: Send + Sync {
    /// Makes an incident within a review.
    async fn create_incident(&self, incident: &Incident, review: Uuid) -> Result<()>;
    /// The incident if the viewer may see one of its reviews that is not in the bin.
    async fn incident_seen(&self, viewer: Viewer, id: Uuid) -> Result<Option<IncidentSeen>>;
    /// The incidents of a review, in the order in which they were attached.
    async fn incidents_of(&self, review: Uuid) -> Result<Vec<Incident>>;
    /// The reviews of an incident, in the order of their ids, whoever asks.
    async fn reviews_of(&self, incident: Uuid) -> Result<Vec<Uuid>>;
    /// Looks at an incident in one more review; false if it does so already.
    async fn attach_incident(&self, review: Uuid, incident: Uuid, now: Timestamp) -> Result<bool>;
    /// No longer looks at it there. An incident without a review stays, unseen, with its evidence.
    async fn detach_incident(&self, review: Uuid, incident: Uuid) -> Result<bool>;
    /// Gives it another title.
    async fn rename_incident(&self, id: Uuid, title: &str) -> Result<bool>;
    /// Says when it began and ended.
    async fn set_incident_times(
        &self,
        id: Uuid,
        start: Option<Timestamp>,
        end: Option<Timestamp>,
    ) -> Result<bool>;
    /// Incidents that no review looks at any more, the oldest first: their lakes may go.
    async fn incidents_without_review(&self) -> Result<Vec<Uuid>>;
    /// Deletes an incident that no review looks at.
    async fn remove_incident(&self, id: Uuid) -> Result<bool>;
}

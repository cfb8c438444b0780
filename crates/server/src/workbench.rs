//! What every request may use, and the questions of permission that every route asks.

use std::sync::Arc;

use axum::http::StatusCode;
use postlude_base::Timestamp;
use postlude_review::people::{Act, Standing};
use postlude_store::{Deed, IncidentSeen, ReviewSeen, Store};
use serde_json::Value;
use uuid::Uuid;

use crate::auth::caller::Caller;
use crate::auth::door::Door;
use crate::error::Error;
use crate::evidence::Evidence;
use crate::live::Rooms;
use crate::outside::Outside;
use crate::past::Past;
use crate::settings::Settings;

/// Shared by all requests.
pub type Shared = Arc<Workbench>;

/// What every request may use.
#[derive(Debug)]
pub struct Workbench {
    /// What is kept.
    pub store: Arc<dyn Store>,
    /// Clock and chance.
    pub outside: Outside,
    /// What was decided at the start.
    pub settings: Settings,
    /// The evidence of all incidents.
    pub evidence: Arc<Evidence>,
    /// The one-time link of single-user mode.
    pub door: Door,
    /// The documents that are open now.
    pub rooms: Rooms,
    /// Documents as they were.
    pub past: Past,
}

impl Workbench {
    /// The moment.
    pub fn now(&self) -> Timestamp {
        self.outside.now()
    }

    /// The review, if the caller may do this with it. What they may not see does not exist for them.
    pub async fn review(&self, caller: &Caller, id: Uuid, act: Act) -> Result<ReviewSeen, Error> {
        let seen = self.review_or_binned(caller, id, act).await?;
        if seen.review.binned.is_some() {
            let gone = Error::new(StatusCode::GONE, "in-the-bin", "this review lies in the bin");
            return Err(gone.hint("take it out of the bin first"));
        }
        Ok(seen)
    }

    /// The same, also in the bin.
    pub async fn review_or_binned(&self, caller: &Caller, id: Uuid, act: Act) -> Result<ReviewSeen, Error> {
        let seen = self.store.review_seen(caller.viewer(), id).await?;
        let seen = seen.ok_or_else(|| Error::not_found("review"))?;
        if standing(caller, &seen).may(act, seen.review.visibility) {
            return Ok(seen);
        }
        Err(forbidden(act))
    }

    /// The incident, if the caller may do this with it: through one of its reviews.
    pub async fn incident(&self, caller: &Caller, id: Uuid, act: Act) -> Result<IncidentSeen, Error> {
        let seen = self.store.incident_seen(caller.viewer(), id).await?;
        let seen = seen.ok_or_else(|| Error::not_found("incident"))?;
        if act == Act::Read {
            return Ok(seen);
        }
        for (review, _) in &seen.reviews {
            if self.review(caller, *review, act).await.is_ok() {
                return Ok(seen);
            }
        }
        Err(forbidden(act))
    }

    /// As somebody is called.
    pub async fn name(&self, person: Uuid) -> Result<String, Error> {
        let person = self.store.person(person).await?;
        Ok(person.ok_or_else(|| Error::not_found("person"))?.name)
    }

    /// Adds a line to the audit trail.
    pub async fn note(
        &self,
        caller: &Caller,
        act: &str,
        subject: Option<Uuid>,
        detail: Value,
    ) -> Result<(), Error> {
        let deed = Deed {
            time: self.now(),
            person: Some(caller.person.id),
            act: act.to_owned(),
            subject,
            address: caller.address.clone(),
            detail,
        };
        Ok(self.store.append_audit(&deed).await?)
    }
}

/// The caller as seen from a review.
pub fn standing(caller: &Caller, seen: &ReviewSeen) -> Standing {
    Standing { account: caller.account(), review: seen.role }
}

fn forbidden(act: Act) -> Error {
    Error::forbidden(match act {
        Act::Read => "this review is not open to you",
        Act::Join => "only members of the house join an open review",
        Act::Write => "only participants write in this review",
        Act::Gather => "only participants change the evidence of this review",
        Act::Run => "only the facilitator or an organiser does this",
        Act::Administer => "only an organiser does this",
    })
}

//! What every request may use. The permissions of reviews are asked here once they exist; until then whoever reaches the server sees
//! every incident that has a folder.

use std::sync::Arc;

use postlude_review::people::Act;
use uuid::Uuid;

use crate::auth::caller::Caller;
use crate::error::Error;
use crate::evidence::Evidence;
use crate::outside::Outside;
use crate::settings::Settings;

/// Shared by all requests.
pub type Shared = Arc<Workbench>;

/// What every request may use.
#[derive(Debug)]
pub struct Workbench {
    /// Clock and chance.
    pub outside: Outside,
    /// What was decided at the start.
    pub settings: Settings,
    /// The evidence of all incidents.
    pub evidence: Arc<Evidence>,
}

/// An incident as one person sees it.
#[derive(Debug, Clone)]
pub struct IncidentSeen {
    /// Which.
    pub id: Uuid,
}

impl Workbench {
    /// From what was decided at the start.
    pub fn new(settings: Settings, outside: Outside) -> Self {
        let evidence = Arc::new(Evidence::new(settings.data.join("incidents"), settings.limits));
        Self { outside, settings, evidence }
    }

    /// The incident, if the caller may do this with it.
    pub async fn incident(&self, _caller: &Caller, id: Uuid, _act: Act) -> Result<IncidentSeen, Error> {
        match self.evidence.place(id).exists() {
            true => Ok(IncidentSeen { id }),
            false => Err(Error::not_found("incident")),
        }
    }
}

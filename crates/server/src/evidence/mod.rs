//! The evidence of incidents: where it lies ([`Place`]), how it gets there (`path`, `upload`), and what is open for screens
//! ([`Opened`]).
//!
//! An incident owns a folder: `upload/` with the files as they were sent, `incoming/` with those that are not complete yet, `lake/`
//! with what was read, `timeline.json` and `kept.json` with what was drafted from it.
//! Each of the JSON files is written under another name and renamed, so it is whole or the one before.

mod opened;
mod path;
mod place;
mod upload;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::OnceCell;
use uuid::Uuid;

use crate::error::Error;
use crate::jobs::Jobs;
use crate::settings::Limits;

pub use opened::{Drafted, Kept, Opened};
pub use path::checked;
pub use place::{Place, disk, read_json};
pub use upload::{Put, Stored};

/// Incidents that are open at once; each has threads and keeps answers.
const OPEN: usize = 8;

type Cell = Arc<OnceCell<Arc<Opened>>>;

/// The evidence of all incidents.
pub struct Evidence {
    folder: PathBuf,
    limits: Limits,
    /// The last used first.
    opened: Mutex<Vec<(Uuid, Cell)>>,
    /// Bytes that were sent for an incident, as far as counted.
    sent: Mutex<BTreeMap<Uuid, u64>>,
    /// Held while the draft of an incident is made.
    drafting: Mutex<BTreeMap<Uuid, Arc<tokio::sync::Mutex<()>>>>,
    /// Long work on it.
    pub jobs: Jobs,
}

impl std::fmt::Debug for Evidence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Evidence").field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl Evidence {
    /// The evidence below a folder.
    pub fn new(folder: PathBuf, limits: Limits) -> Self {
        Self {
            folder,
            limits,
            opened: Mutex::default(),
            sent: Mutex::default(),
            drafting: Mutex::default(),
            jobs: Jobs::default(),
        }
    }

    /// Where the evidence of an incident lies.
    pub fn place(&self, incident: Uuid) -> Place {
        Place::new(self.folder.join(incident.to_string()))
    }

    /// What was read of an incident, ready for questions.
    pub async fn opened(&self, incident: Uuid) -> Result<Arc<Opened>, Error> {
        let place = self.place(incident);
        let cell = self.cell(incident);
        let open = || async { blocking(move || Opened::open(&place)).await.map(Arc::new) };
        cell.get_or_try_init(open).await.map(Arc::clone)
    }

    /// From now on this is what is asked.
    pub fn replace(&self, incident: Uuid, opened: Arc<Opened>) {
        let mut all = locked(&self.opened);
        all.retain(|(known, _)| *known != incident);
        all.insert(0, (incident, Arc::new(OnceCell::from(opened))));
        all.truncate(OPEN);
    }

    /// Another server changed it: it is opened anew when somebody asks.
    pub fn forget(&self, incident: Uuid) {
        locked(&self.opened).retain(|(known, _)| *known != incident);
    }

    /// The right to make the draft of an incident, which one holds at a time.
    pub fn drafting(&self, incident: Uuid) -> Arc<tokio::sync::Mutex<()>> {
        Arc::clone(locked(&self.drafting).entry(incident).or_default())
    }

    fn cell(&self, incident: Uuid) -> Cell {
        let mut all = locked(&self.opened);
        let cell = match all.iter().position(|(known, _)| *known == incident) {
            Some(at) => all.remove(at).1,
            None => Cell::default(),
        };
        all.insert(0, (incident, Arc::clone(&cell)));
        all.truncate(OPEN);
        cell
    }
}

/// Work that would hold up the server, on a thread that may block.
pub async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) => Err(Error::defect("the work on the evidence", &error)),
    }
}

/// What a lock guards here is whole after every line, so a thread that panicked left nothing half done.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

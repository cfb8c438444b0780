//! All documents that are open, and what is done for all of them.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::body::Bytes;
use postlude_collab::session::notice;
use serde_json::Value;
use tokio::sync::{OnceCell, mpsc};
use tokio::time::Instant;
use uuid::Uuid;

use super::keeper;
use super::places::Places;
use super::room::{News, Room};
use crate::error::Error;
use crate::workbench::Shared;

/// How long a document stays open when the last person has left: a page that is loaded anew finds it warm.
const LINGERS: Duration = Duration::from_secs(60);
/// Between a document's last change and what lists and the search know of it, and between its first and that.
const RESTED: Duration = Duration::from_millis(1_500);
const LATEST: Duration = Duration::from_secs(15);

/// Since when a document has changed, and when last.
#[derive(Debug, Clone, Copy)]
struct Changed {
    first: Instant,
    last: Instant,
}

impl Changed {
    /// When it has rested, so that many edits are told of once; in the middle of the work at long intervals, because whoever edits waits for it.
    fn is_due(self, now: Instant) -> bool {
        now - self.last >= RESTED || now - self.first >= LATEST
    }
}

/// All documents that are open.
#[derive(Debug, Default)]
pub struct Rooms {
    rooms: Mutex<BTreeMap<Uuid, Arc<OnceCell<Arc<Room>>>>>,
    changed: Mutex<BTreeMap<Uuid, Changed>>,
    /// How many connections each person holds.
    pub places: Places,
}

impl Rooms {
    /// The open document of a review; opens it if it is not.
    pub async fn enter(&self, workbench: &Shared, review: Uuid) -> Result<Arc<Room>, Error> {
        let cell = self.lock().entry(review).or_default().clone();
        let room = cell.get_or_try_init(|| open(workbench, review)).await;
        if room.is_err() {
            self.lock().remove(&review);
        }
        room.cloned()
    }

    /// The document, if it is open.
    pub fn opened(&self, review: Uuid) -> Option<Arc<Room>> {
        self.lock().get(&review)?.get().cloned()
    }

    /// All of them.
    pub fn all(&self) -> Vec<Arc<Room>> {
        self.lock().values().filter_map(|cell| cell.get().cloned()).collect()
    }

    /// Forgets a room, so that the next who comes opens the document anew.
    pub fn forget(&self, room: &Room) {
        let mut rooms = self.lock();
        let is_it = rooms
            .get(&room.review)
            .and_then(|cell| cell.get())
            .is_some_and(|known| std::ptr::eq(Arc::as_ptr(known), room));
        if is_it {
            rooms.remove(&room.review);
        }
    }

    /// Somebody left: closes the room after a while if it is still empty.
    pub fn left(&self, workbench: &Shared, room: Arc<Room>) {
        if !room.inside().is_empty() {
            return;
        }
        let workbench = workbench.clone();
        tokio::spawn(async move {
            tokio::time::sleep(LINGERS).await;
            if room.inside().is_empty() && room.is_quiet() {
                if let Some(snapshot) = keeper::snapshot(&workbench, &room) {
                    keeper::put(workbench.clone(), room.review, snapshot).await;
                }
                let mut inside = room.inside();
                if inside.is_empty() && room.is_quiet() {
                    inside.close(&News::Away);
                    workbench.rooms.forget(&room);
                }
            }
        });
    }

    /// Tells everybody in a review.
    pub fn tell(&self, review: Uuid, content: &Value) {
        if let Some(room) = self.opened(review) {
            room.inside().tell_others(None, &News::Message(Bytes::from(notice(content))));
        }
    }

    /// Tells everybody.
    pub fn tell_all(&self, content: &Value) {
        let news = News::Message(Bytes::from(notice(content)));
        for room in self.all() {
            room.inside().tell_others(None, &news);
        }
    }

    /// Rights may have changed: every connection asks again who it is and what it may.
    pub fn look_again(&self) {
        for room in self.all() {
            room.inside().tell_others(None, &News::LookAgain);
        }
    }

    /// Notes that a document has changed, so that lists and the search hear of it.
    pub fn changed(&self, review: Uuid) {
        let now = Instant::now();
        let mut changed = self.changed.lock().unwrap_or_else(PoisonError::into_inner);
        changed.entry(review).or_insert(Changed { first: now, last: now }).last = now;
    }

    /// Which documents have changed and are to be told of now.
    pub fn take_changed(&self, now: Instant) -> Vec<Uuid> {
        let mut changed = self.changed.lock().unwrap_or_else(PoisonError::into_inner);
        let due: Vec<Uuid> =
            changed.iter().filter(|(_, changed)| changed.is_due(now)).map(|(review, _)| *review).collect();
        for review in &due {
            changed.remove(review);
        }
        due
    }

    /// Closes all, when the server stops.
    pub fn close(&self) {
        for room in self.all() {
            room.inside().close(&News::Away);
        }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<Uuid, Arc<OnceCell<Arc<Room>>>>> {
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn open(workbench: &Shared, review: Uuid) -> Result<Arc<Room>, Error> {
    let loaded = workbench.store.load(review).await?.ok_or_else(|| Error::not_found("review"))?;
    let (sender, receiver) = mpsc::unbounded_channel();
    let client = u64::from_le_bytes(workbench.outside.bytes());
    let room = Room::open(review, client, &loaded, sender);
    let room = Arc::new(room.map_err(|refusal| Error::defect("opening a document", &refusal))?);
    tokio::spawn(keeper::keep(workbench.clone(), Arc::downgrade(&room), receiver));
    Ok(room)
}

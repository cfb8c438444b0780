//! How many connections each person holds.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use uuid::Uuid;

type Counts = Arc<Mutex<BTreeMap<Uuid, usize>>>;

/// The connections of all people.
#[derive(Debug, Default)]
pub struct Places(Counts);

/// One connection of a person; given back when it is dropped.
#[derive(Debug)]
pub struct Place {
    person: Uuid,
    counts: Counts,
}

impl Places {
    /// One more for this person; none if they hold as many as they may.
    pub fn take(&self, person: Uuid, most: usize) -> Option<Place> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry(person).or_default();
        if *count >= most {
            return None;
        }
        *count += 1;
        Some(Place { person, counts: self.0.clone() })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = counts.get_mut(&self.person) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                counts.remove(&self.person);
            }
        }
    }
}

//! The one-time link that lets the one person of single-user mode in.

use std::sync::{Mutex, PoisonError};

use postlude_store::KeyHash;

use super::key::{self, Key};
use crate::outside::Outside;

/// Holds the hash of a key until it was used once.
#[derive(Debug, Default)]
pub struct Door(Mutex<Option<KeyHash>>);

impl Door {
    /// A new key; an older one opens no more.
    pub fn key(&self, outside: &Outside) -> Key {
        let key = Key::new(outside);
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(key.hash());
        key
    }

    /// Whether this is the key; it stays good.
    pub fn fits(&self, shown: &str) -> bool {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) == Some(key::hash(shown))
    }

    /// Whether this key opens. It does so once.
    pub fn opens(&self, shown: &str) -> bool {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let opens = *kept == Some(key::hash(shown));
        if opens {
            *kept = None;
        }
        opens
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use postlude_base::Timestamp;

    #[test]
    fn a_key_opens_once() {
        let outside = Outside::new(|| Timestamp(0), |bytes| bytes.fill(7));
        let door = Door::default();
        assert!(!door.opens(""));
        let key = door.key(&outside);
        assert!(!door.opens("another"));
        assert!(door.opens(key.reveal()));
        assert!(!door.opens(key.reveal()));
    }
}

//! Clock and chance, as arguments of the server: tests tell the time, programs read it.

use std::fmt;
use std::sync::Arc;

use postlude_base::Timestamp;
use uuid::{Builder, Uuid};

/// Fills bytes that nobody can foresee.
type Chance = dyn Fn(&mut [u8]) + Send + Sync;

/// The two things that the server cannot know by itself.
#[derive(Clone)]
pub struct Outside {
    now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    chance: Arc<Chance>,
}

impl Outside {
    /// From a clock and a source of unpredictable bytes.
    pub fn new(
        now: impl Fn() -> Timestamp + Send + Sync + 'static,
        chance: impl Fn(&mut [u8]) + Send + Sync + 'static,
    ) -> Self {
        Self { now: Arc::new(now), chance: Arc::new(chance) }
    }

    /// The moment.
    pub fn now(&self) -> Timestamp {
        (self.now)()
    }

    /// Bytes that nobody can foresee.
    pub fn bytes<const LENGTH: usize>(&self) -> [u8; LENGTH] {
        let mut bytes = [0; LENGTH];
        (self.chance)(&mut bytes);
        bytes
    }

    /// A new id, in the order of time.
    pub fn id(&self) -> Uuid {
        let milliseconds = u64::try_from(self.now().0 / 1_000_000).unwrap_or(0);
        Builder::from_unix_timestamp_millis(milliseconds, &self.bytes()).into_uuid()
    }
}

impl fmt::Debug for Outside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Outside")
    }
}

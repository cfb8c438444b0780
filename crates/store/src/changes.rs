//! What other servers on the same database did, as a hint to look.

use tokio::sync::broadcast;
use uuid::Uuid;

/// Something that another server did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Kept updates of a document.
    Updates {
        /// Whose document.
        review: Uuid,
        /// The number of the first new update.
        first: i64,
        /// The number of the last new update.
        last: i64,
    },
    /// Changed a review: its title, phase, visibility, incidents, whether it lies in the bin.
    Review(Uuid),
    /// Changed who is named in a review.
    Participations(Uuid),
    /// Changed what a person may do, or closed their sessions: connections of theirs must ask again.
    Person(Uuid),
    /// Changed an incident.
    Incident(Uuid),
    /// A job went on.
    Job(Uuid),
    /// A meeting went on.
    Meeting {
        /// Of which review.
        review: Uuid,
        /// Which.
        meeting: Uuid,
    },
    /// Cursors and who is there: never kept, and lost where nobody listens.
    Presence {
        /// In which review.
        review: Uuid,
        /// As the live channel encodes it.
        bytes: Vec<u8>,
    },
    /// Changes may have been missed (the database was away, or the reader too slow): look at everything again.
    LookAgain,
}

/// A stream of changes. It never ends by itself.
#[derive(Debug)]
pub struct Changes(broadcast::Receiver<Change>);

impl Changes {
    /// A stream of what is sent to this channel.
    pub fn of(sender: &broadcast::Sender<Change>) -> Self {
        Self(sender.subscribe())
    }

    /// The next change. Waits for ever in a store that nobody else writes to; can be dropped while it waits without losing a change.
    pub async fn next(&mut self) -> Change {
        match self.0.recv().await {
            Ok(change) => change,
            Err(broadcast::error::RecvError::Lagged(_)) => Change::LookAgain,
            Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
        }
    }
}

//! How far the clocks of the sources are off, found from moments that two sources both record.
//!
//! Reading order: [`anchor`] (a moment in two sources), [`identifier`] (what names one thing in two sources), `agreement`
//! (what most anchors say), [`course`] (constant, drift or jump), `fit` (one source against others), `network` (whose time
//! the others are brought to), `zone`, `verdict` (what is applied and what only proposed), `order` (what the errors
//! mean for entries).
//!
//! Method. Every anchor bounds what must be added to one source's times: a child span lies inside its parent, so
//! the bounds are sure whatever the network does (Cristian, "Probabilistic clock synchronization", 1989); two lines about
//! one request are moments of the same request, give or take. The offset is where most of these intervals overlap
//! (Marzullo's agreement as in RFC 5905, 11.2.1), so that a minority of wrong anchors does not matter, and half the
//! overlap is the error. A drift is the median of slopes (Theil 1950, Sen 1968), a jump the cut after which both parts agree.
//! The reference is the time that most sources agree on.
//!
//! Invariants: no anchors, no offset; a source is never moved by less than its error; the same anchors in the same order
//! give the same answer. Units: nanoseconds to add to the times that a source wrote; drift in parts per billion.

mod agreement;
mod anchor;
mod course;
mod fit;
pub mod identifier;
mod network;
mod order;
#[cfg(test)]
mod tests;
mod verdict;
mod zone;

use postlude_base::{SourceId, Timestamp};
use serde::{Deserialize, Serialize};

pub use anchor::{Anchor, Link, Seen};
pub use course::{Course, Piece};
pub use order::mark;

/// What is known of a source before its clock is judged.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceFacts {
    /// Which.
    pub source: SourceId,
    /// What people call it.
    pub path: String,
    /// The instance or host whose clock its times are from, if it is one.
    pub instance: Option<String>,
    /// First and last moment in it, as written.
    pub extent: Option<(Timestamp, Timestamp)>,
    /// What a person said must be added, if one did.
    pub given: Option<i64>,
}

/// What an offset is known from, weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Known {
    /// The times it covers beside those that the others cover.
    Extent,
    /// Anchors of one link.
    Anchors(Link),
    /// Another source of the same instance.
    Instance,
    /// A person.
    Person,
}

/// What became of an offset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Verdict {
    /// The times stay: they agree with the reference.
    Agrees,
    /// The times are moved.
    Applied,
    /// The times stay; a person may move them.
    Proposed,
    /// The times stay: anchors contradict each other.
    Unsteady,
    /// The times stay: nothing ties them to others.
    Unchecked,
}

/// What is known of the clock of one source.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Clock {
    /// Which source.
    pub source: SourceId,
    /// The same for all sources of one clock.
    pub group: u32,
    /// What has to be added to its times.
    pub course: Course,
    /// How far off that may be, to either side; none where nothing is known.
    pub error: Option<i64>,
    /// Anchors that it has.
    pub anchors: usize,
    /// Anchors among them that agree with the offset.
    pub agreeing: usize,
    /// How the offset is known.
    pub known: Option<Known>,
    /// What became of it.
    pub verdict: Verdict,
    /// Why, in one sentence.
    pub why: String,
}

impl Clock {
    /// What is added to the times of the source, if anything is.
    pub fn applied(&self) -> Option<&Course> {
        (self.verdict == Verdict::Applied).then_some(&self.course)
    }

    /// How far off the times shown may be because of this clock; 0 where nobody knows.
    pub fn shown_error(&self) -> i64 {
        let sure = match self.known {
            Some(Known::Anchors(link)) => link.is_sure() || self.verdict == Verdict::Applied,
            Some(Known::Instance | Known::Person) => true,
            Some(Known::Extent) | None => false,
        };
        match self.verdict {
            Verdict::Agrees | Verdict::Applied if sure => self.error.unwrap_or(0),
            _ => 0,
        }
    }
}

/// Judges the clock of every source, in the order of `sources`.
pub fn judge(sources: &[SourceFacts], anchors: &[Anchor]) -> Vec<Clock> {
    let estimates = network::settle(sources, anchors);
    verdict::clocks(sources, &estimates)
}

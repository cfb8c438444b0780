use postlude_base::{NANOSECONDS_PER_SECOND, SourceId, Timestamp};
use serde::{Deserialize, Serialize};

const MILLISECOND: i64 = 1_000_000;
const MINUTE: i64 = 60 * NANOSECONDS_PER_SECOND;

/// What ties two records together, weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Link {
    /// They name the same thing, such as an order or a deploy, which may live for days.
    Name,
    /// They tell the same alert.
    Alert,
    /// They belong to the same request.
    Request,
    /// One is a span, the other its parent.
    Span,
}

impl Link {
    /// How far the two moments may be apart at least, beyond what their bounds say: tracers round to milliseconds,
    /// lines about one request are written here and there in it.
    pub(super) fn slack(self) -> i64 {
        match self {
            Self::Span => MILLISECOND,
            Self::Request | Self::Name => NANOSECONDS_PER_SECOND,
            Self::Alert => 2 * MINUTE,
        }
    }

    /// Anchors that scatter more than this say nothing about a clock.
    pub(super) fn widest(self) -> i64 {
        match self {
            Self::Span => NANOSECONDS_PER_SECOND,
            Self::Request | Self::Name => 10 * NANOSECONDS_PER_SECOND,
            Self::Alert => 5 * MINUTE,
        }
    }

    /// Fewer anchors than this say nothing. Of names there must be many: the same customer comes again.
    pub(super) fn least(self) -> usize {
        match self {
            Self::Span | Self::Request | Self::Alert => 3,
            Self::Name => 20,
        }
    }

    /// A smaller offset is left alone: it may as well be how things work (work in the background, a request that
    /// takes long, a message that is sent later).
    pub(super) fn least_repair(self) -> i64 {
        match self {
            Self::Span => 20 * MILLISECOND,
            Self::Request => 5 * NANOSECONDS_PER_SECOND,
            Self::Name => MINUTE,
            Self::Alert => 5 * MINUTE,
        }
    }

    /// Whether agreeing anchors of this kind can only come from a clock. A name may come again after exactly an hour
    /// because a job was planned so; a request does not wait that long.
    pub fn is_sure(self) -> bool {
        matches!(self, Self::Span | Self::Request)
    }

    /// What is counted, for people.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Span => "call",
            Self::Request => "request",
            Self::Alert => "alert",
            Self::Name => "name",
        }
    }
}

/// Where and when a source says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Seen {
    /// The source.
    pub source: SourceId,
    /// When, as written.
    pub time: Timestamp,
    /// First byte of the record.
    pub byte_from: u64,
}

/// A moment that two sources record: what has to be added to the times of `one` to agree with those of `other`
/// lies between `low` and `high`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Anchor {
    /// What ties them.
    pub link: Link,
    /// In one source.
    pub one: Seen,
    /// In another.
    pub other: Seen,
    /// At least.
    pub low: i64,
    /// At most.
    pub high: i64,
}

impl Anchor {
    /// The same seen from the other source.
    pub(super) fn reversed(self) -> Self {
        let Self { link, one, other, low, high } = self;
        Self { link, one: other, other: one, low: high.saturating_neg(), high: low.saturating_neg() }
    }

    /// The same after `by` was added to the times of `other`.
    pub(super) fn moved(self, by: i64) -> Self {
        Self { low: self.low.saturating_add(by), high: self.high.saturating_add(by), ..self }
    }

    pub(super) fn middle(&self) -> i64 {
        i64::midpoint(self.low, self.high)
    }
}

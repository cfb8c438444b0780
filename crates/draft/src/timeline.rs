use postlude_base::{EvidenceRef, Timestamp};
use serde::Serialize;

use crate::messages::MessageKind;

/// What the machine puts before people: what happened, in order, and what to look at first.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Draft {
    /// First and last moment the evidence speaks of.
    pub window: Option<(Timestamp, Timestamp)>,
    /// In order of time.
    pub entries: Vec<Entry>,
    /// Best first.
    pub leads: Vec<Lead>,
}

/// When something became known, to whom, and by what. Evidence of knowing is found precisely rather than completely.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// The moment.
    pub time: Timestamp,
    /// Nanoseconds from the entry's time to it; 0 where it is earlier by less than the entry's time may be off, negative
    /// where it is earlier by more.
    pub lag: i64,
    /// The role that knew: `monitoring`, `on-call`, `support`, ... Never the name of a person.
    pub by: &'static str,
    /// What shows it, in half a sentence.
    pub how: String,
    /// What shows it, to the byte.
    pub evidence: Vec<EvidenceRef>,
}

/// What an entry is about; also its shape and colour on a screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A deliberate change.
    Change,
    /// An alert of the team's own monitoring.
    Alert,
    /// Something a person wrote.
    Message,
    /// More failures than before.
    Errors,
    /// Slower, or faster, than before.
    Latency,
    /// More or fewer requests than before.
    Traffic,
    /// A resource near its limit.
    Saturation,
    /// A process that began anew.
    Restart,
    /// A log template never seen before.
    NewLog,
    /// Something that stopped.
    Silence,
    /// A hole in the monitoring itself.
    Gap,
    /// Back to what it was.
    Recovery,
    /// Another measured value that moved.
    Metric,
}

/// One entry of the machine lane.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// `e1`, `e2`, ... in order of time.
    pub id: String,
    /// When it began.
    pub time: Timestamp,
    /// When it ended, if known.
    pub end: Option<Timestamp>,
    /// How far off `time` may be, in nanoseconds: sampling interval, clock error, resolution.
    pub time_error: i64,
    /// Entries read from other clocks, so near that nobody knows which came first.
    pub order_undecided_with: Vec<String>,
    /// What it is about.
    pub kind: Kind,
    /// Whose it is.
    pub service: Option<String>,
    /// One line for a person.
    pub title: String,
    /// How much it belongs on the timeline, 0 to 1.
    pub score: f64,
    /// At least one citation.
    pub evidence: Vec<EvidenceRef>,
    /// Why the machine put it here, with the numbers, in one sentence.
    pub reason: String,
    /// The values it was seen in, for a small plot.
    pub plot: Option<Plot>,
    /// What the message is, if it is one and can be told.
    pub message_kind: Option<MessageKind>,
    /// When it became known; none if the evidence does not show that.
    pub known: Option<Known>,
}

/// Values at equal steps, for a small plot beside an entry.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Plot {
    /// What the values are, with the unit.
    pub label: String,
    /// Moment of the first value.
    pub start: Timestamp,
    /// Nanoseconds from one value to the next.
    pub step: i64,
    /// The values; none where nothing was measured.
    pub values: Vec<Option<f64>>,
}

/// A place to look first. Never a verdict.
#[derive(Debug, Clone, PartialEq)]
pub struct Lead {
    /// The service it points to.
    pub service: Option<String>,
    /// Id of the change it is about.
    pub change: Option<String>,
    /// Since when the condition has held.
    pub since: Timestamp,
    /// 0 to 1; 0.5 or more says "worth looking at first".
    pub score: f64,
    /// Ids of the entries that carry it.
    pub entries: Vec<String>,
    /// Why, in one sentence: what supports it, what speaks against it.
    pub reason: String,
    /// What supports it, the strongest first.
    pub supports: Vec<Argument>,
    /// What speaks against it.
    pub against: Vec<Argument>,
    /// Evidence that is not there and could tell more.
    pub missing: Vec<String>,
}

/// Something that speaks for a lead or against it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Argument {
    /// The kind of sign: `resource`, `way`, `shape`, ...
    pub sign: &'static str,
    /// In words, with the numbers.
    pub text: String,
    /// In log odds (natural logarithm); below 0 when it speaks against.
    pub weight: f64,
}

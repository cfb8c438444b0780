//! What the evidence says, as series of numbers: the only thing detectors see.

use std::collections::BTreeMap;

use postlude_base::{SourceId, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{Measure, Topology};

/// The table a cited record lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum RecordTable {
    /// Log lines.
    Log,
    /// Measured values.
    Metric,
    /// Spans.
    Span,
    /// Alerts.
    Alert,
    /// Changes.
    Change,
    /// Messages.
    Message,
}

/// One record, named by where it begins; the lake turns it into a citation with its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RecordKey {
    /// Where it is kept.
    pub table: RecordTable,
    /// Its source.
    pub source: SourceId,
    /// Its first byte.
    pub byte_from: u64,
}

/// What a series is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Subject {
    /// The service that is measured; for calls the one that is called.
    pub service: Option<String>,
    /// The instance of it.
    pub instance: Option<String>,
    /// The service whose calls are measured.
    pub caller: Option<String>,
    /// The operation, route or template.
    pub operation: Option<String>,
}

/// One value of a series.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Point {
    /// Beginning of the bucket, or the moment of the sample.
    pub time: Timestamp,
    /// The value; finite.
    pub value: f64,
    /// How many records it stands for.
    pub weight: f64,
    /// The first of these records; none for a bucket in which nothing happened.
    pub record: Option<RecordKey>,
}

/// A part that an operation may have in some traces and lack in others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Part {
    /// It calls an operation, of its own service or of another.
    Call {
        /// The service that is called.
        service: String,
        /// The operation.
        operation: String,
    },
    /// It writes a line of this template.
    Line(String),
}

/// Values of one measure of one subject, in order of time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Series {
    /// Whose.
    pub subject: Subject,
    /// What it measures.
    pub measure: Measure,
    /// The name as the source gives it.
    pub name: String,
    /// For a share of traces: the part that they have or lack.
    #[serde(default)]
    pub part: Option<Part>,
    /// Nanoseconds between values, usually.
    pub step: i64,
    /// The values.
    pub points: Vec<Point>,
}

/// What is known of a log template besides its counts.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct TemplateInfo {
    /// Its text, with `<*>` for variable parts.
    pub text: String,
    /// The worst severity number its records carry, 0 when none says.
    pub severity_number: u8,
}

/// All that detectors look at.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Observations {
    /// First and last moment of any dated record.
    pub window: Option<(Timestamp, Timestamp)>,
    /// Width of the buckets in which records were counted.
    pub step: i64,
    /// Every series.
    pub series: Vec<Series>,
    /// Log templates by the id used in [`Subject::operation`] of template series.
    pub templates: BTreeMap<String, TemplateInfo>,
    /// Who calls whom: caller, callee; sorted, without repetition.
    pub dependencies: Vec<(String, String)>,
    /// Who calls whom and from where that is known, who runs where, what is shared.
    #[serde(default)]
    pub topology: Topology,
}

/// Severity number from which a line speaks of an error (OpenTelemetry).
const ERROR: u8 = 17;

impl Observations {
    /// Whether lines of a template speak of an error.
    pub fn is_error(&self, template: &str) -> bool {
        self.templates.get(template).is_some_and(|info| info.severity_number >= ERROR)
    }
}

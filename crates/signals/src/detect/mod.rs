//! One detector per file, and the list of them. A detector looks at all series and says what changed.

mod cohort;
mod errors;
mod gap;
mod latency;
mod level;
mod logs;
mod outlier;
mod restart;
mod shape;
mod shifted;
mod silence;
mod traffic;

use postlude_base::Timestamp;

pub use outlier::SLOW_WAY;
pub use shape::STANDING_ERROR;

use crate::{Measure, Observations, RecordKey, Subject};

/// What kind of change a signal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SignalKind {
    /// More failures.
    Errors,
    /// Slower or faster.
    Latency,
    /// More or fewer calls.
    Traffic,
    /// A resource in heavier use.
    Saturation,
    /// A process that began anew.
    Restart,
    /// A log template never seen before.
    NewLog,
    /// Something that stopped: a template, a source, a service.
    Silence,
    /// A hole in what was measured.
    Gap,
    /// Operations that call or write what they did not, or no longer what they did.
    Shape,
    /// Another value that moved.
    Metric,
}

/// One change in one series.
#[derive(Debug, Clone, PartialEq)]
pub struct Signal {
    /// Name of the detector.
    pub detector: &'static str,
    /// What kind of change.
    pub kind: SignalKind,
    /// Whose.
    pub subject: Subject,
    /// What was measured.
    pub measure: Measure,
    /// Name of the series as the source gives it.
    pub name: String,
    /// Index of the series in [`Observations::series`].
    pub series: usize,
    /// When it began.
    pub onset: Timestamp,
    /// How far off that may be, in nanoseconds.
    pub onset_error: i64,
    /// When it ended; none if it lasts to the end of the evidence.
    pub end: Option<Timestamp>,
    /// Typical value outside, in the unit of the series.
    pub before: f64,
    /// Typical value inside.
    pub after: f64,
    /// Difference in units of noise; positive when values rose.
    pub effect: f64,
    /// Log odds that it is real (natural logarithm), the price of searching taken off.
    pub evidence: f64,
    /// Records it is seen in, the first one first.
    pub records: Vec<RecordKey>,
    /// With the numbers, in half a sentence: `median 0.9 s in 41 calls against 0.02 s in 63 before`.
    pub reason: String,
}

impl Signal {
    /// Whether the value moved the way that speaks of trouble.
    pub fn is_worse(&self) -> bool {
        match self.measure.bad() {
            crate::Direction::Up => self.effect > 0.0,
            crate::Direction::Down => self.effect < 0.0,
            crate::Direction::Either => true,
        }
    }
}

/// A detector: a name and what it finds.
pub type Detector = (&'static str, fn(&Observations) -> Vec<Signal>);

/// Every detector, in the order in which its signals are listed.
pub fn all() -> &'static [Detector] {
    &[
        ("error_shift", errors::detect),
        ("latency_shift", latency::detect),
        ("traffic_shift", traffic::detect),
        ("level_shift", level::detect),
        ("new_template", logs::detect_new),
        ("error_burst", logs::detect_burst),
        ("vanished_template", logs::detect_vanished),
        ("silence", silence::detect),
        ("gap", gap::detect),
        ("restart", restart::detect),
        ("new_instance", cohort::detect),
        ("trace_shape", shape::detect),
        (SLOW_WAY, outlier::detect),
    ]
}

/// What all detectors find.
pub fn run(observations: &Observations) -> Vec<Signal> {
    all().iter().flat_map(|(_, detect)| detect(observations)).collect()
}

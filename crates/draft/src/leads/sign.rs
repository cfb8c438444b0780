//! Kinds of sign: what a signal says about the service that it is seen at.

use std::collections::{BTreeMap, BTreeSet};

use postlude_base::Timestamp;
use postlude_signals::measure::{is_of_a_client, is_of_a_machine};
use postlude_signals::{Measure, Observations, Part, Signal, SignalKind};

use super::{excess, unheard};

/// Kinds of sign. Several series of one kind (p50, p90, p99) say the same thing once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sign {
    /// Its own processor, memory, disk, pools.
    Resource,
    /// Time spent in itself, its callees taken off.
    OwnTime,
    /// Waiting or failures that it adds to what its callees show.
    Excess,
    /// The ways to and from it.
    Way,
    /// Calls to it no longer arrive.
    Unreached,
    /// Errors of its callers name it.
    Named,
    /// Operations of its callers that do nothing but call it fail.
    Called,
    /// All who call it are in trouble together, and it tells nothing of their calls itself.
    Shared,
    /// Calls to it fail: may be its callees.
    Calls,
    /// Calls from it fail, whomever it calls.
    CallsOut,
    /// New or more frequent lines of error in its own log.
    Log,
    /// Its operations call or write what they did not, or no longer what they did.
    Shape,
    /// It began anew.
    Restart,
    /// Its new instances are worse than its old ones.
    Release,
    /// It is slow, by its own view: may be its callees.
    Latency,
    /// Its calls fail: may be its callees.
    Failure,
    /// Fewer or more calls reach it: may be its callers.
    Traffic,
}

impl Sign {
    pub(super) fn of(signal: &Signal, observations: &Observations) -> Option<Self> {
        Some(match (signal.detector, signal.kind, signal.measure) {
            (excess::DETECTOR, ..) => Self::Excess,
            ("new_instance" | unheard::DETECTOR, ..) => Self::Release,
            (_, SignalKind::Gap | SignalKind::Silence | SignalKind::Metric, _) => return None,
            (_, SignalKind::Shape, _) if is_error(signal, observations) => Self::Log,
            (_, SignalKind::Shape, _) => Self::Shape,
            (_, SignalKind::Restart, _) => Self::Restart,
            (_, SignalKind::NewLog, _) => Self::Log,
            (_, SignalKind::Errors, Measure::Template) => Self::Log,
            (_, SignalKind::Errors, _) if signal.subject.caller.is_some() => Self::Calls,
            (_, SignalKind::Errors, _) => Self::Failure,
            (_, _, Measure::OwnTime) => Self::OwnTime,
            (_, _, Measure::Gap) => Self::Way,
            (_, SignalKind::Latency, _) => Self::Latency,
            (_, SignalKind::Saturation, _) => Self::Resource,
            (_, SignalKind::Traffic, _) => Self::Traffic,
        })
    }

    /// What it is called where leads are explained to programs.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Resource => "resource",
            Self::OwnTime => "own_time",
            Self::Excess => "own_excess",
            Self::Way => "way",
            Self::Unreached => "unreached",
            Self::Named => "named",
            Self::Called => "called",
            Self::Shared => "shared",
            Self::Calls => "calls",
            Self::CallsOut => "calls_out",
            Self::Log => "log",
            Self::Shape => "shape",
            Self::Restart => "restart",
            Self::Release => "release",
            Self::Latency => "latency",
            Self::Failure => "failure",
            Self::Traffic => "traffic",
        }
    }

    /// Share of its evidence that speaks for the service itself.
    pub(super) fn weight(self) -> f64 {
        match self {
            Self::Unreached | Self::Named | Self::Called | Self::Shared => 1.0,
            Self::Resource | Self::Shape | Self::Release | Self::Way | Self::Excess | Self::Log => 1.0,
            Self::Calls | Self::CallsOut => 0.8,
            Self::Failure | Self::OwnTime | Self::Restart => 0.6,
            Self::Latency => 0.4,
            Self::Traffic => 0.2,
        }
    }

    /// Whether a callee's trouble could be behind it, and trouble of which kind.
    pub(super) fn passed_on(self) -> Option<Trouble> {
        match self {
            Self::Latency | Self::Traffic => Some(Trouble::Slow),
            Self::Failure | Self::Calls | Self::Log | Self::Shape => Some(Trouble::Failing),
            _ => None,
        }
    }

    /// Share of a sign's worth at a callee that may bring about such trouble at its callers.
    pub(super) fn brings_about(self, trouble: Trouble) -> f64 {
        let fits = |fitting: Trouble| if trouble == fitting { 1.0 } else { 0.0 };
        match self {
            Self::Resource | Self::Way | Self::Excess | Self::Release | Self::Restart => 1.0,
            Self::OwnTime | Self::Latency => fits(Trouble::Slow),
            Self::Unreached | Self::Named | Self::Called | Self::Shared => 1.0,
            Self::Failure | Self::Calls | Self::CallsOut | Self::Log => fits(Trouble::Failing),
            // It may do something else because it is asked for something else.
            Self::Shape => 0.5 * fits(Trouble::Failing),
            Self::Traffic => 0.0,
        }
    }
}

/// What callers of a service in trouble see of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    /// They wait.
    Slow,
    /// They fail.
    Failing,
}

/// Whether a signal is about the share of traces with an error: a line of one, or a call to what handles one.
pub(super) fn is_error(signal: &Signal, observations: &Observations) -> bool {
    let part = observations.series.get(signal.series).and_then(|series| series.part.as_ref());
    let is_error = match part {
        Some(Part::Line(template)) => observations.is_error(template),
        Some(Part::Call { operation, .. }) => {
            let name = operation.to_lowercase();
            ["error", "exception", "failure"].iter().any(|word| name.contains(word))
        }
        None => false,
    };
    signal.kind == SignalKind::Shape && is_error
}

/// When the traces of a service lost their lines of error: what else changes in them then is a recovery.
pub(super) fn recoveries<'a>(
    signals: &'a [Signal],
    observations: &Observations,
) -> BTreeMap<Option<&'a str>, Vec<Timestamp>> {
    let mut all: BTreeMap<Option<&str>, Vec<Timestamp>> = BTreeMap::new();
    for signal in signals.iter().filter(|signal| signal.effect < 0.0 && is_error(signal, observations)) {
        all.entry(signal.subject.service.as_deref()).or_default().push(signal.onset);
    }
    all
}

/// Share of a signal's evidence that is left when it is not the service itself that is measured.
pub(super) fn place(name: &str) -> f64 {
    if is_of_a_machine(name) || is_of_a_client(name) { 0.2 } else { 1.0 }
}

/// Share of what is seen at a service that is left when its name is an address: then it is seen by its callers only, and
/// another name may stand for the same.
pub(super) fn standing(service: &str) -> f64 {
    let is_address = service.contains('.') && !service.contains(' ') && !service.contains('/');
    if is_address { 0.5 } else { 1.0 }
}

/// Evidence beyond about this adds little: no noise model is to be believed that far out.
const MOST: f64 = 15.0;

/// Evidence as it counts.
pub(super) fn saturated(evidence: f64) -> f64 {
    MOST * (1.0 - (-evidence / MOST).exp())
}

/// A few milliseconds more are nothing where operations take a second. `usual`: what they usually take, in seconds.
pub(super) fn matters(signal: &Signal, usual: f64) -> f64 {
    let more = (signal.after - signal.before).max(0.0);
    if usual > 0.0 { more / (more + usual) } else { 1.0 }
}

/// Whether a metric is a share of a limit or of a whole, in per cent or parts of one.
pub(super) fn is_share(name: &str) -> bool {
    let name = name.to_lowercase();
    ["rate", "percent", "pct", "ratio", "utilization", "utilisation", "share", "%"]
        .iter()
        .any(|word| name.contains(word))
}

/// Names of the shares that are told in per cent: somewhere a value says so.
pub(super) fn in_percent(observations: &Observations) -> BTreeSet<&str> {
    let series = observations.series.iter().filter(|s| s.measure == Measure::Success || is_share(&s.name));
    let says_so = series.filter(|s| s.points.iter().any(|point| point.value > 1.5));
    says_so.map(|s| s.name.as_str()).collect()
}

/// A share of a limit that rose by this many points (of 100) is as telling as can be.
const POINTS: f64 = 25.0;

/// From here on (of 100) a resource is used up.
const NEAR_THE_LIMIT: f64 = 80.0;

/// A resource or a latency that differs for more than this share of the time was odd before, not after.
const MOSTLY: f64 = 0.75;

/// Share of a sign's evidence that is left when it holds for nearly all of the time.
pub(super) fn novelty(signal: &Signal, observations: &Observations) -> f64 {
    let Some(series) = observations.series.get(signal.series) else { return 1.0 };
    let traced = series.subject.operation.is_some() || series.measure == Measure::Gap;
    let from = series.points.partition_point(|point| point.time < signal.onset);
    let to =
        signal.end.map_or(series.points.len(), |end| series.points.partition_point(|point| point.time < end));
    let inside = to.saturating_sub(from) as f64 / series.points.len().max(1) as f64;
    if !traced && inside > MOSTLY { 0.3 } else { 1.0 }
}

/// How much the change matters in practice, whatever its certainty: 0.2 (hardly) to 1 (fourfold, ten points).
pub(super) fn size(signal: &Signal, in_percent: &BTreeSet<&str>) -> f64 {
    let (before, after) = (signal.before.abs(), signal.after.abs());
    match signal.measure {
        Measure::Success => {
            let unit = if in_percent.contains(signal.name.as_str()) { 100.0 } else { 1.0 };
            ((before - after).abs() / unit / 0.1).min(1.0)
        }
        Measure::Share => ((after - before).abs() / 0.5).clamp(0.2, 1.0),
        Measure::Template | Measure::Failures | Measure::Restarts => 1.0,
        Measure::Cpu | Measure::Memory | Measure::Disk | Measure::Saturation if is_share(&signal.name) => {
            let unit = if in_percent.contains(signal.name.as_str()) { 1.0 } else { 100.0 };
            let near_the_limit = if after * unit >= NEAR_THE_LIMIT { 1.4 } else { 1.0 };
            ((after - before).abs() * unit / POINTS).clamp(0.1, 1.0) * near_the_limit
        }
        _ if before.min(after) <= 0.0 => 0.5,
        // Memory moves little in healthy times, so a fifth more of it says as much as a doubling of time.
        Measure::Memory => ((after / before).ln().abs() / 0.4).clamp(0.2, 1.0),
        _ => ((after / before).ln().abs() / 1.4).clamp(0.2, 1.0) + beyond((after / before).ln().abs()),
    }
}

/// What a change beyond fourfold adds: hundredfold says more than fourfold, but not twenty-five times as much.
fn beyond(ratio: f64) -> f64 {
    0.3 * (ratio / 1.4).max(1.0).ln()
}

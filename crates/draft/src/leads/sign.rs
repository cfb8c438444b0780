//! Kinds of sign: what a signal says about the service that it is seen at.

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
    /// Its callers put their trouble down to it.
    Attributed,
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
}

impl Sign {
    pub(super) fn of(signal: &Signal, observations: &Observations) -> Option<Self> {
        Some(match (signal.detector, signal.kind, signal.measure) {
            (excess::DETECTOR, ..) => Self::Excess,
            ("new_instance" | unheard::DETECTOR, ..) => Self::Release,
            // Fewer or more calls are its callers' doing.
            (_, SignalKind::Traffic | SignalKind::Metric, _) => return None,
            (_, SignalKind::Gap | SignalKind::Silence, _) => return None,
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
        })
    }

    /// What it is called where leads are explained to programs.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Resource => "resource",
            Self::OwnTime => "own_time",
            Self::Excess => "own_excess",
            Self::Way => "way",
            Self::Attributed => "attributed",
            Self::Shared => "shared",
            Self::Calls => "calls",
            Self::CallsOut => "calls_out",
            Self::Log => "log",
            Self::Shape => "shape",
            Self::Restart => "restart",
            Self::Release => "release",
            Self::Latency => "latency",
            Self::Failure => "failure",
        }
    }

    /// Share of its evidence that speaks for the service itself.
    pub(super) fn weight(self) -> f64 {
        match self {
            Self::Attributed | Self::Shared => 1.0,
            Self::Resource | Self::Shape | Self::Release | Self::Way | Self::Excess | Self::Log => 1.0,
            Self::Calls | Self::CallsOut => 0.8,
            Self::Failure | Self::OwnTime | Self::Restart => 0.6,
            Self::Latency => 0.4,
        }
    }

    /// Whether a callee's trouble could be behind it, and trouble of which kind.
    pub(super) fn passed_on(self) -> Option<Trouble> {
        match self {
            Self::Latency => Some(Trouble::Slow),
            Self::Failure | Self::Calls | Self::Log | Self::Shape => Some(Trouble::Failing),
            _ => None,
        }
    }

    /// Share of a sign's worth at a callee that may bring about such trouble at its callers.
    pub(super) fn brings_about(self, trouble: Trouble) -> f64 {
        let fits = |fitting: Trouble| if trouble == fitting { 1.0 } else { 0.0 };
        match self {
            Self::Resource | Self::Excess | Self::Release | Self::Restart => 1.0,
            // Slowness makes callers fail only where they give up waiting.
            Self::Way if trouble == Trouble::Failing => 0.5,
            Self::Way => 1.0,
            Self::OwnTime | Self::Latency => fits(Trouble::Slow),
            Self::Attributed | Self::Shared => 1.0,
            Self::Failure | Self::Calls | Self::CallsOut | Self::Log => fits(Trouble::Failing),
            // It may do something else because it is asked for something else.
            Self::Shape => 0.5 * fits(Trouble::Failing),
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

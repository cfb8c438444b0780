//! How much speaks for trouble of a service's own, kind of sign by kind of sign.

use std::collections::BTreeMap;

use postlude_base::Timestamp;
use postlude_signals::measure::{is_of_a_client, is_of_a_machine};
use postlude_signals::shift::median;
use postlude_signals::{Measure, Observations, Signal, SignalKind};

use super::focus::Focus;

/// Kinds of sign. Several series of one kind (p50, p90, p99) say the same thing once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sign {
    /// Its own processor, memory, disk, pools.
    Resource,
    /// Time spent in itself, its callees taken off.
    OwnTime,
    /// The way to and from it.
    Way,
    /// New or more frequent lines of error in its own log.
    Log,
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
    fn of(signal: &Signal) -> Option<Self> {
        Some(match (signal.detector, signal.kind, signal.measure) {
            (_, SignalKind::Gap | SignalKind::Silence | SignalKind::Metric, _) => return None,
            ("new_instance", ..) => Self::Release,
            (_, SignalKind::Restart, _) => Self::Restart,
            (_, SignalKind::NewLog, _) => Self::Log,
            (_, SignalKind::Errors, Measure::Template) => Self::Log,
            (_, SignalKind::Errors, _) => Self::Failure,
            (_, _, Measure::OwnTime) => Self::OwnTime,
            (_, _, Measure::Gap) => Self::Way,
            (_, SignalKind::Latency, _) => Self::Latency,
            (_, SignalKind::Saturation, _) => Self::Resource,
            (_, SignalKind::Traffic, _) => Self::Traffic,
        })
    }

    /// Share of its evidence that speaks for the service itself.
    fn weight(self) -> f64 {
        match self {
            Self::Resource | Self::OwnTime | Self::Release => 1.0,
            Self::Way | Self::Log | Self::Failure => 0.8,
            Self::Latency | Self::Restart => 0.6,
            Self::Traffic => 0.2,
        }
    }

    /// Whether a callee's trouble could be behind it.
    fn may_be_passed_on(self) -> bool {
        matches!(self, Self::Latency | Self::Failure | Self::Traffic | Self::Log)
    }
}

/// Evidence beyond this adds nothing: the noise model is not believed that far out.
const CAP: f64 = 45.0;

/// A sign is one of the stronger ones when it is worth this share of the strongest.
const STRONG: f64 = 0.3;

/// All signs of one service.
#[derive(Debug, Clone, Default)]
pub(super) struct Strength<'a> {
    signs: BTreeMap<Sign, (f64, Option<&'a Signal>)>,
}

impl<'a> Strength<'a> {
    fn take(&mut self, sign: Sign, worth: f64, signal: &'a Signal) {
        let known = self.signs.entry(sign).or_insert((0.0, None));
        if worth > known.0 {
            *known = (worth, Some(signal));
        }
    }

    /// Adds to what a sign is worth: for signs that come in parts.
    fn add(&mut self, sign: Sign, worth: f64, signal: &'a Signal) {
        let known = self.signs.entry(sign).or_insert((0.0, None));
        known.0 = (known.0 + worth).min(CAP);
        if known.1.is_none_or(|other| other.evidence < signal.evidence) {
            known.1 = Some(signal);
        }
    }

    /// Log odds from signs that are its own.
    pub(super) fn own(&self) -> f64 {
        self.sum(|sign| !sign.may_be_passed_on())
    }

    /// Log odds from signs that a callee may have passed on.
    pub(super) fn symptoms(&self) -> f64 {
        self.sum(Sign::may_be_passed_on)
    }

    fn sum(&self, pass: impl Fn(Sign) -> bool) -> f64 {
        self.signs.iter().filter(|(sign, _)| pass(**sign)).map(|(_, (worth, _))| worth).sum()
    }

    /// When its strongest sign began.
    pub(super) fn onset(&self) -> Timestamp {
        self.strongest().next().map_or(Timestamp(0), |signal| signal.onset)
    }

    /// When the first of its stronger signs began: what came before it may have brought it about.
    pub(super) fn began(&self) -> Timestamp {
        let most = self.signs.values().map(|(worth, _)| *worth).fold(0.0, f64::max);
        let strong = self.signs.values().filter(|(worth, _)| *worth >= STRONG * most);
        strong.filter_map(|(_, signal)| signal.map(|signal| signal.onset)).min().unwrap_or(Timestamp(0))
    }

    fn strongest(&self) -> impl Iterator<Item = &'a Signal> {
        let mut signs: Vec<_> =
            self.signs.values().filter_map(|(worth, signal)| Some((*worth, (*signal)?))).collect();
        signs.sort_by(|a, b| b.0.total_cmp(&a.0));
        signs.into_iter().map(|(_, signal)| signal)
    }

    /// The two strongest signs in words.
    pub(super) fn words(&self) -> Vec<String> {
        self.strongest().take(2).map(|signal| signal.reason.clone()).collect()
    }
}

/// The strength of every service that shows anything, by name.
pub(super) fn by_service<'a>(
    signals: &'a [Signal],
    observations: &Observations,
    focus: &Focus,
) -> BTreeMap<String, Strength<'a>> {
    let usual = usual_duration(observations);
    let ways = ways(observations);
    let mut strengths: BTreeMap<String, Strength<'a>> = BTreeMap::new();
    for signal in signals.iter().filter(|signal| signal.is_worse() && signal.evidence > 0.0) {
        let (Some(service), Some(sign)) = (&signal.subject.service, Sign::of(signal)) else { continue };
        let elsewhere = is_of_a_machine(&signal.name) || is_of_a_client(&signal.name);
        let place = if elsewhere { 0.2 } else { 1.0 };
        let matters =
            if matches!(sign, Sign::OwnTime | Sign::Way) { weight_in_all(signal, usual) } else { 1.0 };
        let worth = signal.evidence.min(CAP) * sign.weight() * size(signal) * place * matters;
        if sign == Sign::Way {
            // Both ends may be slow to send or to receive: the one whose every way is slow is the likelier.
            for end in [Some(service), signal.subject.caller.as_ref()].into_iter().flatten() {
                let count = ways.get(end).copied().unwrap_or(1).max(1) as f64;
                let part = worth * focus.weight(end, sign) / count.sqrt();
                strengths.entry(end.clone()).or_default().add(sign, part, signal);
            }
        } else {
            let worth = worth * focus.weight(service, sign);
            strengths.entry(service.clone()).or_default().take(sign, worth, signal);
        }
    }
    strengths
}

/// How many ways between services each of them has.
fn ways(observations: &Observations) -> BTreeMap<String, usize> {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for series in observations.series.iter().filter(|series| series.measure == Measure::Gap) {
        for end in [&series.subject.service, &series.subject.caller].into_iter().flatten() {
            *count.entry(end.clone()).or_default() += 1;
        }
    }
    count
}

/// What operations usually take, in seconds: the upper quartile over all of them.
fn usual_duration(observations: &Observations) -> f64 {
    let traced =
        observations.series.iter().filter(|s| s.measure == Measure::Latency && s.subject.operation.is_some());
    let mut usual: Vec<f64> = traced.map(|s| median(s.points.iter().map(|point| point.value))).collect();
    usual.sort_unstable_by(f64::total_cmp);
    usual.get(usual.len() * 3 / 4).copied().unwrap_or(0.0)
}

/// A few milliseconds more are nothing in operations that take a second.
fn weight_in_all(signal: &Signal, usual: f64) -> f64 {
    let more = (signal.after - signal.before).max(0.0);
    if usual > 0.0 { more / (more + usual) } else { 1.0 }
}

/// How much the change matters in practice, whatever its certainty: 0.2 (hardly) to 1 (fourfold, ten points).
fn size(signal: &Signal) -> f64 {
    let (before, after) = (signal.before.abs(), signal.after.abs());
    match signal.measure {
        Measure::Success => {
            let unit = if before.max(after) > 1.5 { 100.0 } else { 1.0 };
            ((before - after).abs() / unit / 0.1).clamp(0.2, 1.0)
        }
        Measure::Template | Measure::Failures | Measure::Restarts => 1.0,
        _ if before.min(after) <= 0.0 => 0.5,
        // Memory moves little in healthy times, so a fifth more of it says as much as a doubling of time.
        Measure::Memory => ((after / before).ln().abs() / 0.4).clamp(0.2, 1.0),
        _ => ((after / before).ln().abs() / 1.4).clamp(0.2, 1.0),
    }
}

//! What one signal is worth: its evidence, saturated, by how much the change matters and to whom it belongs.

use std::collections::{BTreeMap, BTreeSet};

use postlude_base::Timestamp;
use postlude_signals::detect::STANDING_ERROR;
use postlude_signals::measure::{is_of_a_client, is_of_a_machine};
use postlude_signals::shift::median;
use postlude_signals::{Measure, Observations, Part, Series, Signal};

use super::sign::{Sign, is_error};
use super::unheard;
use crate::input::Input;

/// Share of a sign's worth that is left when the operation has recovered.
const RECOVERED: f64 = 0.1;

/// Share of what speaks against a new instance that is left when no change of its service is known, though others are.
const NOT_RELEASED: f64 = 0.3;

/// The first part of the evidence, as a share of the window.
const BEGINNING: f64 = 0.05;

/// Series of one kind at one service: lines of error are a kind of their own.
type Family<'a> = (Option<&'a str>, Measure, bool);

fn family<'a>(series: &'a Series, observations: &Observations) -> Family<'a> {
    let template = match (&series.part, series.measure) {
        (Some(Part::Line(template)), _) => Some(template),
        (None, Measure::Template) => series.subject.operation.as_ref(),
        _ => None,
    };
    let is_error = template.is_some_and(|template| observations.is_error(template));
    (series.subject.service.as_deref(), series.measure, is_error)
}

/// What has to be known of all the evidence to value one signal.
pub(super) struct Valuation<'a> {
    observations: &'a Observations,
    /// Services that a change is known of.
    changed: BTreeSet<&'a str>,
    /// What operations usually take, in seconds.
    usual: f64,
    /// When services lost their lines of error.
    recoveries: BTreeMap<Option<&'a str>, Vec<Timestamp>>,
    /// Resources of which a share of the limit is known.
    shared: BTreeSet<(Option<&'a str>, Measure)>,
    /// Templates of which it is known which operations write them.
    traced: BTreeSet<(Option<&'a str>, &'a str)>,
    in_percent: BTreeSet<&'a str>,
    /// How many series there are of each measure of a service.
    alike: BTreeMap<Family<'a>, usize>,
}

impl<'a> Valuation<'a> {
    pub(super) fn of(input: &'a Input, signals: &'a [Signal]) -> Self {
        let observations = &input.observations;
        let shares = observations.series.iter().filter(|s| is_share(&s.name) && place(&s.name) >= 1.0);
        let lines = observations.series.iter().filter_map(|s| match &s.part {
            Some(Part::Line(template)) => Some((s.subject.service.as_deref(), template.as_str())),
            _ => None,
        });
        let mut alike = BTreeMap::new();
        for series in &observations.series {
            *alike.entry(family(series, observations)).or_default() += 1;
        }
        Self {
            alike,
            observations,
            changed: input.changes.iter().filter_map(|change| change.service.as_deref()).collect(),
            usual: usual_duration(observations),
            recoveries: recoveries(signals, observations),
            shared: shares.map(|s| (s.subject.service.as_deref(), s.measure)).collect(),
            traced: lines.collect(),
            in_percent: in_percent(observations),
        }
    }

    /// The kind of sign that a signal is, and its worth in log odds; none when it is no sign of trouble.
    pub(super) fn value(&self, signal: &Signal) -> Option<(Sign, f64)> {
        let sign = Sign::of(signal, self.observations)?;
        let is_sign =
            signal.is_worse() && signal.evidence > 0.0 && (sign != Sign::Log || signal.effect >= 0.0);
        if !is_sign || self.is_told_better(sign, signal) || self.begins_the_evidence(sign, signal) {
            return None;
        }
        if sign == Sign::Excess || signal.detector == unheard::DETECTOR {
            return Some((sign, saturated(signal.evidence) * sign.weight()));
        }
        let evidence = saturated((signal.evidence - self.price(signal)).max(0.0)) * sign.weight();
        let size = if self.is_of_lost_calls(signal) { 1.0 } else { size(signal, &self.in_percent) };
        let mut worth = evidence * size * place(&signal.name);
        if matches!(sign, Sign::Resource | Sign::Latency) {
            worth *= novelty(signal, self.observations);
        }
        if matches!(sign, Sign::OwnTime | Sign::Way | Sign::Latency) {
            worth *= matters(signal, self.usual);
        }
        if sign == Sign::Release && !self.may_be_released(signal) {
            worth *= NOT_RELEASED;
        }
        if sign == Sign::Shape && self.ends_trouble(signal) {
            worth *= RECOVERED;
        }
        Some((sign, worth))
    }

    /// Whether another series says the same better: the share of a limit instead of the absolute number, the share of an
    /// operation's traces with a line instead of the number of lines, which follows the number of calls.
    fn is_told_better(&self, sign: Sign, signal: &Signal) -> bool {
        let service = signal.subject.service.as_deref();
        let is_traced = |template: &str| self.traced.contains(&(service, template));
        let by_traces =
            signal.measure == Measure::Template && signal.subject.operation.as_deref().is_some_and(is_traced);
        let by_share = sign == Sign::Resource
            && !is_share(&signal.name)
            && self.shared.contains(&(service, signal.measure));
        by_traces || by_share
    }

    /// Whether a process began when the evidence did: then nothing is known of one before it that ended.
    fn begins_the_evidence(&self, sign: Sign, signal: &Signal) -> bool {
        let Some((start, end)) = self.observations.window else { return false };
        let share = signal.onset.since(start) as f64 / end.since(start).max(1) as f64;
        sign == Sign::Restart && share < BEGINNING
    }

    /// The price of looking at many series of one kind: the more there are, the more one of them looks odd by chance. What was
    /// there all along was not looked for.
    fn price(&self, signal: &Signal) -> f64 {
        let series = self.observations.series.get(signal.series);
        let count = series.and_then(|series| self.alike.get(&family(series, self.observations)));
        let is_searched = signal.detector != STANDING_ERROR;
        count.filter(|_| is_searched).map_or(0.0, |count| (*count as f64).ln())
    }

    /// Whether calls no longer reach a service: that matters as much as calls that fail, however few they are.
    fn is_of_lost_calls(&self, signal: &Signal) -> bool {
        let part = self.observations.series.get(signal.series).and_then(|series| series.part.as_ref());
        signal.effect < 0.0 && matches!(part, Some(Part::Call { operation, .. }) if operation.is_empty())
    }

    /// Where changes are known, a new instance that none of them brought is only young.
    fn may_be_released(&self, signal: &Signal) -> bool {
        let released = |service: &String| self.changed.is_empty() || self.changed.contains(service.as_str());
        signal.subject.service.as_ref().is_some_and(released)
    }

    /// Whether the service lost its lines of error at the same moment.
    fn ends_trouble(&self, signal: &Signal) -> bool {
        let near = |time: &Timestamp| time.since(signal.onset).abs() <= signal.onset_error.saturating_mul(2);
        self.recoveries.get(&signal.subject.service.as_deref()).is_some_and(|times| times.iter().any(near))
    }
}

/// What operations usually take, in seconds: the upper quartile over all of them.
fn usual_duration(observations: &Observations) -> f64 {
    let all = || observations.series.iter().filter(|s| s.measure == Measure::Latency);
    let is_traced = all().any(|s| s.subject.operation.is_some());
    let measured = all().filter(|s| s.subject.operation.is_some() == is_traced);
    let mut usual: Vec<f64> = measured.map(|s| median(s.points.iter().map(|point| point.value))).collect();
    usual.sort_unstable_by(f64::total_cmp);
    usual.get(usual.len() * 3 / 4).copied().unwrap_or(0.0)
}

/// When the traces of a service lost their lines of error: what else changes in them then is a recovery.
fn recoveries<'a>(
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
fn place(name: &str) -> f64 {
    if is_of_a_machine(name) || is_of_a_client(name) { 0.2 } else { 1.0 }
}

/// Evidence beyond about this adds little: no noise model is to be believed that far out.
const MOST: f64 = 15.0;

/// Evidence as it counts.
fn saturated(evidence: f64) -> f64 {
    MOST * (1.0 - (-evidence / MOST).exp())
}

/// A few milliseconds more are nothing where operations take a second. `usual`: what they usually take, in seconds.
fn matters(signal: &Signal, usual: f64) -> f64 {
    let more = (signal.after - signal.before).max(0.0);
    if usual > 0.0 { more / (more + usual) } else { 1.0 }
}

/// Whether a metric is a share of a limit or of a whole, in per cent or parts of one.
fn is_share(name: &str) -> bool {
    let name = name.to_lowercase();
    ["rate", "percent", "pct", "ratio", "utilization", "utilisation", "share", "%"]
        .iter()
        .any(|word| name.contains(word))
}

/// Names of the shares that are told in per cent: somewhere a value says so.
fn in_percent(observations: &Observations) -> BTreeSet<&str> {
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
fn novelty(signal: &Signal, observations: &Observations) -> f64 {
    let Some(series) = observations.series.get(signal.series) else { return 1.0 };
    let traced = series.subject.operation.is_some() || series.measure == Measure::Gap;
    let from = series.points.partition_point(|point| point.time < signal.onset);
    let to =
        signal.end.map_or(series.points.len(), |end| series.points.partition_point(|point| point.time < end));
    let inside = to.saturating_sub(from) as f64 / series.points.len().max(1) as f64;
    if !traced && inside > MOSTLY { 0.3 } else { 1.0 }
}

/// How much the change matters in practice, whatever its certainty: 0.2 (hardly) to 1 (fourfold, ten points).
fn size(signal: &Signal, in_percent: &BTreeSet<&str>) -> f64 {
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

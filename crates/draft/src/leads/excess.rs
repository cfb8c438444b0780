//! Where the excess is made: failed calls and seconds of waiting beyond the usual flow up from a callee to its callers, so what a
//! service shows beyond its callees is its own.
//!
//! A long latency of few calls is little, a short one of many is much: deviations are weighed by the calls they touch. This
//! works with a handful of values, where no noise can be estimated, once something vouches that there is trouble at all.

use std::collections::BTreeMap;

use super::focus::Focus;
use postlude_base::Timestamp;
use postlude_signals::shift::median;
use postlude_signals::{Measure, Observations, Point, Series, Signal, SignalKind};

/// Kinds of excess.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Excess {
    /// Seconds of waiting.
    Delay,
    /// Failed calls.
    Failures,
}

/// All of the excess is worth this much evidence, in log odds.
const ALL_OF_IT: f64 = 24.0;

/// A smaller part of the excess is no sign.
const LEAST: f64 = 0.04;

/// What services add to the excess that an alert speaks of, as signals of the detector [`DETECTOR`].
pub(crate) fn signals(observations: &Observations, focus: &Focus) -> Vec<Signal> {
    let Some((since, alerted)) = focus.named() else { return Vec::new() };
    let spoken_of =
        [(Excess::Delay, focus.speaks_of_delay()), (Excess::Failures, focus.speaks_of_failures())];
    let kinds = spoken_of.into_iter().filter(|(_, spoken_of)| *spoken_of);
    kinds.flat_map(|(kind, _)| of_kind(observations, kind, since, alerted)).collect()
}

/// Name of the detector.
pub(crate) const DETECTOR: &str = "own_excess";

fn of_kind(observations: &Observations, kind: Excess, since: Timestamp, alerted: &[String]) -> Vec<Signal> {
    let excess = excesses(observations, kind, since);
    let largest = |amounts: &mut dyn Iterator<Item = f64>| amounts.fold(0.0, f64::max);
    let at_alert =
        largest(&mut alerted.iter().filter_map(|service| excess.get(service)).map(|(amount, _)| *amount));
    let whole =
        if at_alert > 0.0 { at_alert } else { largest(&mut excess.values().map(|(amount, _)| *amount)) };
    let measured = whole_services(observations, kind);
    excess
        .iter()
        .filter_map(|(service, &(amount, index))| {
            let callees: Vec<&str> = observations
                .dependencies
                .iter()
                .filter(|(caller, callee)| caller == service && callee != service)
                .map(|(_, callee)| callee.as_str())
                .collect();
            let passed_on: f64 =
                callees.iter().filter_map(|callee| excess.get(*callee)).map(|(amount, _)| *amount).sum();
            let known = callees.iter().filter(|callee| measured.contains_key(*callee)).count();
            // What callees add that are not measured cannot be told from its own.
            let certain =
                if callees.is_empty() { 1.0 } else { (1.0 + known as f64 / callees.len() as f64) / 2.0 };
            let own = ((amount - passed_on) / whole).clamp(0.0, 1.0) * certain;
            (own >= LEAST).then(|| signal(observations, kind, index, since, (own, amount / whole)))
        })
        .collect()
}

fn signal(
    observations: &Observations,
    kind: Excess,
    index: usize,
    since: Timestamp,
    (own, all): (f64, f64),
) -> Signal {
    let series = &observations.series[index];
    let (before, after) = parts(series, since);
    let onset = after.first().map_or(since, |point| point.time);
    let value = |points: &[Point]| median(points.iter().map(|point| point.value));
    let highest = after.iter().map(|point| point.value).fold(0.0, f64::max);
    let what = if kind == Excess::Delay { "waiting" } else { "failures" };
    let percent = |share: f64| (share.min(1.0) * 100.0).round();
    let passed = if all - own > 0.05 { format!(", shows {} %", percent(all)) } else { String::new() };
    Signal {
        detector: DETECTOR,
        kind: if kind == Excess::Delay { SignalKind::Latency } else { SignalKind::Errors },
        subject: series.subject.clone(),
        measure: series.measure,
        name: series.name.clone(),
        series: index,
        onset,
        onset_error: series.step,
        end: None,
        before: value(before),
        after: highest,
        effect: 1.0,
        evidence: ALL_OF_IT * own,
        records: after.iter().filter_map(|point| point.record).take(3).collect(),
        reason: format!("adds {} % of the {what} at the alert itself{passed}", percent(own)),
    }
}

/// The excess per unit of time of each service, with the series it is seen in.
fn excesses(observations: &Observations, kind: Excess, since: Timestamp) -> BTreeMap<String, (f64, usize)> {
    let calls = whole_service(observations, Measure::Calls, |_| 0);
    whole_services(observations, kind)
        .into_iter()
        .filter_map(|(service, index)| {
            let series = &observations.series[index];
            let calls = calls.get(service).map(|index| &observations.series[*index]);
            let amount = match kind {
                Excess::Delay => beyond(series, since, |time| calls.and_then(|calls| value_at(calls, time))),
                Excess::Failures => beyond(series, since, |_| Some(1.0)),
            };
            amount.filter(|amount| *amount > 0.0).map(|amount| (service.to_owned(), (amount, index)))
        })
        .collect()
}

/// The series in which an excess of each service would be seen, by index.
fn whole_services(observations: &Observations, kind: Excess) -> BTreeMap<&str, usize> {
    match kind {
        Excess::Delay => whole_service(observations, Measure::Latency, preference),
        Excess::Failures => whole_service(observations, Measure::Failures, |_| 0),
    }
}

/// The preferred series about each whole service, by index.
fn whole_service(
    observations: &Observations,
    measure: Measure,
    preference: fn(&str) -> usize,
) -> BTreeMap<&str, usize> {
    let mut best: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, series) in observations.series.iter().enumerate().filter(|(_, s)| s.measure == measure) {
        let subject = &series.subject;
        let Some(service) = subject.service.as_deref().filter(|_| subject.caller.is_none()) else { continue };
        if subject.operation.is_some() {
            continue;
        }
        let known = best.entry(service).or_insert(index);
        if preference(&series.name) < preference(&observations.series[*known].name) {
            *known = index;
        }
    }
    best
}

/// Means add up over calls, medians nearly, high quantiles do not.
fn preference(name: &str) -> usize {
    let name = name.to_lowercase();
    let order = ["average", "mean", "avg", "p50", "median", "p90", "p95", "p99"];
    order.iter().position(|word| name.contains(word)).unwrap_or(order.len())
}

/// The values before a moment and since. A value stands for the time since the one before it, or until the one after: the one
/// before the moment may tell already.
fn parts(series: &Series, since: Timestamp) -> (&[Point], &[Point]) {
    series.points.split_at(series.points.partition_point(|point| point.time.plus(series.step) <= since))
}

/// Mean excess over the usual since a moment, each value times its weight.
fn beyond(series: &Series, since: Timestamp, weight: impl Fn(Timestamp) -> Option<f64>) -> Option<f64> {
    let (before, after) = parts(series, since);
    if before.is_empty() || after.is_empty() {
        return None;
    }
    let usual = median(before.iter().map(|point| point.value));
    let sum: f64 =
        after.iter().map(|point| (point.value - usual).max(0.0) * weight(point.time).unwrap_or(0.0)).sum();
    Some(sum / after.len() as f64)
}

fn value_at(series: &Series, time: Timestamp) -> Option<f64> {
    series.points.iter().find(|point| point.time == time).map(|point| point.value)
}

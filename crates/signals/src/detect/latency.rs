//! Calls that take longer or shorter than before: as seen by the service, on the way between two, or in the service itself.

use super::shifted::{counts, seconds, series, signals};
use crate::{Measure, Observations, Signal, SignalKind};

/// Usual noise of a duration, as a share.
const NOISE: f64 = 0.15;

/// Smallest ratio worth a signal.
const LEAST_RATIO: f64 = 1.3;

pub(super) fn detect(observations: &Observations) -> Vec<Signal> {
    let measured = |m: Measure| matches!(m, Measure::Latency | Measure::Gap | Measure::OwnTime);
    series(observations, |s| measured(s.measure))
        .flat_map(|indexed| {
            signals("latency_shift", SignalKind::Latency, indexed, NOISE, |s, shift| {
                format!(
                    "{} {} instead of {} ({})",
                    s.measure.noun(),
                    seconds(shift.after),
                    seconds(shift.before),
                    counts(s, shift)
                )
            })
        })
        .filter(|signal| ratio(signal.before, signal.after) >= LEAST_RATIO)
        .map(|signal| Signal { evidence: signal.evidence.min(most(observations, &signal)), ..signal })
        .collect()
}

/// What one value that is long, or one that is not, can say at most, in log odds: now and then one is for no reason, and more
/// often within a service (collecting garbage, a cold cache) than on the way between two.
fn per_value(measure: Measure) -> f64 {
    if measure == Measure::Gap { 4.0 } else { 2.0 }
}

/// What a stretch can say at most, by the values inside or outside it, whichever are fewer.
fn most(observations: &Observations, signal: &Signal) -> f64 {
    let is_inside = |time| time >= signal.onset && signal.end.is_none_or(|end| time < end);
    let points = observations.series.get(signal.series).map_or(&[][..], |series| &series.points);
    let (mut inside, mut outside) = (0.0, 0.0);
    for point in points {
        *(if is_inside(point.time) { &mut inside } else { &mut outside }) += 1.0;
    }
    per_value(signal.measure) * f64::min(inside, outside)
}

fn ratio(before: f64, after: f64) -> f64 {
    let (small, large) = if before < after { (before, after) } else { (after, before) };
    if small <= 0.0 { f64::INFINITY } else { large / small }
}

//! Ways between services that are slow as far back as the evidence goes: nothing shifts in them, but they stand far out
//! among all other ways.

use super::shifted::{Indexed, seconds, series, signal};
use crate::shift::{Shift, median};
use crate::{Measure, Observations, Signal, SignalKind};

/// Name of the detector.
pub const SLOW_WAY: &str = "slow_way";

/// Fewer ways have no usual.
const LEAST_WAYS: usize = 8;

/// A way is slow when it takes this many times as long as the usual one, and this many units of spread (of logarithms)
/// longer.
const LEAST_RATIO: f64 = 30.0;
const LEAST_SPREADS: f64 = 4.0;

/// What standing out can say at most, in log odds: some ways are slow by nature (queues, other continents).
const MOST: f64 = 6.0;

pub(super) fn detect(observations: &Observations) -> Vec<Signal> {
    let ways: Vec<(Indexed<'_>, f64)> =
        series(observations, |s| s.measure == Measure::Gap && !s.points.is_empty())
            .map(|indexed| (indexed, median(indexed.1.points.iter().map(|point| point.value)).max(1e-6).ln()))
            .collect();
    if ways.len() < LEAST_WAYS {
        return Vec::new();
    }
    let usual = median(ways.iter().map(|(_, way)| *way));
    let spread = (median(ways.iter().map(|(_, way)| (way - usual).abs())) * 1.4826).max(0.3);
    ways.iter()
        .filter(|(_, way)| way - usual >= LEAST_RATIO.ln().max(LEAST_SPREADS * spread))
        .map(|&(indexed, way)| {
            let shift = Shift {
                from: 0,
                to: indexed.1.points.len(),
                before: usual.exp(),
                after: way.exp(),
                effect: (way - usual) / spread,
                evidence: MOST.min(indexed.1.points.len() as f64 * 2.0),
            };
            let reason = format!(
                "{} {} all along, where {} ways between services usually take {}",
                indexed.1.measure.noun(),
                seconds(shift.after),
                ways.len(),
                seconds(shift.before)
            );
            signal(SLOW_WAY, SignalKind::Latency, indexed, &shift, reason)
        })
        .collect()
}

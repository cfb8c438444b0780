//! Holes in the monitoring: an instance of which nothing at all was measured for much longer than usual.
//!
//! A single series may pause because what it counts did not happen; only when every series of an instance pauses
//! together was nobody looking.

use std::collections::BTreeMap;

use super::shifted::{number, series, signal};
use crate::shift::{Shift, median};
use crate::{Measure, Observations, Signal, SignalKind};

/// A hole is at least this many usual intervals long.
const LEAST_INTERVALS: f64 = 4.0;

/// Fewer samples make no habit.
const LEAST_SAMPLES: usize = 8;

pub(super) fn detect(observations: &Observations) -> Vec<Signal> {
    // What is measured only when something happens pauses when nothing does.
    let counted = |m: Measure| {
        matches!(
            m,
            Measure::Template
                | Measure::Lines
                | Measure::Share
                | Measure::Calls
                | Measure::Failures
                | Measure::Latency
                | Measure::OwnTime
                | Measure::Gap
        )
    };
    let mut instances: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (index, series) in series(observations, |s| !counted(s.measure) && s.subject.operation.is_none()) {
        instances.entry((&series.subject.service, &series.subject.instance)).or_default().push(index);
    }
    instances.values().flat_map(|indices| holes(observations, indices)).collect()
}

/// The holes that all series of an instance share.
fn holes(observations: &Observations, indices: &[usize]) -> Vec<Signal> {
    let mut moments: Vec<_> = indices
        .iter()
        .flat_map(|&index| observations.series[index].points.iter().map(move |point| (point.time, index)))
        .collect();
    moments.sort_unstable();
    moments.dedup_by_key(|(time, _)| *time);
    let intervals = || moments.windows(2).map(|pair| pair[1].0.since(pair[0].0) as f64);
    let usual = median(intervals());
    let irregular = median(intervals().map(|interval| (interval - usual).abs())) > usual * 0.2;
    if usual <= 0.0 || irregular || moments.len() < LEAST_SAMPLES {
        return Vec::new();
    }
    intervals()
        .zip(&moments)
        .filter(|(interval, _)| *interval >= LEAST_INTERVALS * usual)
        .filter_map(|(interval, (time, index))| {
            let series = &observations.series[*index];
            let at = series.points.iter().position(|point| point.time == *time)?;
            let shift = Shift {
                from: at,
                to: at + 1,
                before: usual / 1e9,
                after: interval / 1e9,
                effect: interval / usual,
                evidence: (interval / usual).ln() * 4.0,
            };
            let reason = format!(
                "no sample for {} s, usually every {} s",
                number(interval / 1e9),
                number(usual / 1e9)
            );
            let found = signal("gap", SignalKind::Gap, (*index, series), &shift, reason);
            Some(Signal { onset_error: usual as i64, end: Some(time.plus(interval as i64)), ..found })
        })
        .collect()
}

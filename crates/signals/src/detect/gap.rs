//! Holes in what was measured: a sampled series without samples for much longer than its step.

use super::shifted::{number, series, signal};
use crate::shift::{Shift, median};
use crate::{Measure, Observations, Series, Signal, SignalKind};

/// A hole is at least this many usual intervals long.
const LEAST_INTERVALS: f64 = 4.0;

/// A series with fewer samples has no usual interval.
const LEAST_SAMPLES: usize = 8;

pub(super) fn detect(observations: &Observations) -> Vec<Signal> {
    let counted = |m: Measure| matches!(m, Measure::Template | Measure::Lines);
    series(observations, |s| !counted(s.measure) && s.points.len() >= LEAST_SAMPLES)
        .flat_map(|(index, series)| holes(index, series))
        .collect()
}

fn holes(index: usize, series: &Series) -> Vec<Signal> {
    let intervals = || series.points.windows(2).map(|pair| pair[1].time.since(pair[0].time) as f64);
    let usual = median(intervals());
    let irregular = median(intervals().map(|i| (i - usual).abs())) > usual * 0.2;
    if usual <= 0.0 || irregular {
        return Vec::new();
    }
    intervals()
        .enumerate()
        .filter(|(_, interval)| *interval >= LEAST_INTERVALS * usual)
        .map(|(at, interval)| hole(index, series, at, interval, usual))
        .collect()
}

fn hole(index: usize, series: &Series, at: usize, interval: f64, usual: f64) -> Signal {
    let shift = Shift {
        from: at,
        to: at + 1,
        before: usual / 1e9,
        after: interval / 1e9,
        effect: interval / usual,
        evidence: (interval / usual).ln() * 4.0,
    };
    let reason =
        format!("no sample for {} s, usually every {} s", number(interval / 1e9), number(usual / 1e9));
    Signal { onset_error: usual as i64, ..signal("gap", SignalKind::Gap, (index, series), &shift, reason) }
}

//! A service or source that stops writing while others go on.

use super::shifted::{number, series, signals};
use crate::{Measure, Observations, Signal, SignalKind};

pub(super) fn detect(observations: &Observations) -> Vec<Signal> {
    series(observations, |s| s.measure == Measure::Lines)
        .flat_map(|indexed| {
            signals("silence", SignalKind::Silence, indexed, 1.0, |s, shift| {
                format!(
                    "no line for {} s, {} per bucket before",
                    number((shift.to - shift.from) as f64 * s.step as f64 / 1e9),
                    number(shift.before)
                )
            })
        })
        .filter(|signal| signal.effect < 0.0 && signal.after == 0.0)
        .collect()
}

//! A service or source that stops writing while others go on.

use super::shifted::{number, seconds, series, signals};
use crate::{Measure, Observations, Signal, SignalKind};

pub(super) fn detect(observations: &Observations) -> Vec<Signal> {
    series(observations, |s| s.measure == Measure::Lines)
        .flat_map(|indexed| {
            signals("silence", SignalKind::Silence, indexed, 1.0, |s, shift| {
                let width = s.step as f64 / 1e9;
                let long = seconds((shift.to - shift.from) as f64 * width);
                format!("no line for {long}, {} in {} before", number(shift.before), seconds(width))
            })
        })
        .filter(|signal| signal.effect < 0.0 && signal.after == 0.0)
        .collect()
}

//! More calls that fail than before, or a lower share that succeeds.

use super::shifted::{counts, number, series, signals, whole};
use crate::{Measure, Observations, Signal, SignalKind};

/// Usual noise of a share that succeeds (1 is all).
const SHARE_NOISE: f64 = 0.01;

/// Usual noise of a count or rate of failures on its scale.
const COUNT_NOISE: f64 = 1.0;

pub(super) fn detect(observations: &Observations) -> Vec<Signal> {
    series(observations, |s| matches!(s.measure, Measure::Failures | Measure::Success))
        .flat_map(|indexed| {
            let is_share = indexed.1.measure == Measure::Success;
            let noise = if is_share { SHARE_NOISE * whole(indexed.1) } else { COUNT_NOISE };
            signals("error_shift", SignalKind::Errors, indexed, noise, |s, shift| {
                format!(
                    "{} {} instead of {} ({})",
                    s.name,
                    number(shift.after),
                    number(shift.before),
                    counts(s, shift)
                )
            })
        })
        .collect()
}

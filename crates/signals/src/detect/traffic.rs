//! More or fewer calls than before.

use super::shifted::{counts, number, series, signals};
use crate::{Measure, Observations, Signal, SignalKind};

/// Usual noise of a rate of calls, as a share.
const NOISE: f64 = 0.2;

pub(super) fn detect(observations: &Observations) -> Vec<Signal> {
    series(observations, |s| s.measure == Measure::Calls)
        .flat_map(|indexed| {
            signals("traffic_shift", SignalKind::Traffic, indexed, NOISE, |s, shift| {
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

//! A resource or another measured value that moved to another level.

use super::shifted::{counts, number, series, signals};
use crate::{Measure, Observations, Signal, SignalKind};

pub(super) fn detect(observations: &Observations) -> Vec<Signal> {
    series(observations, |s| usual_noise(s.measure).is_some())
        .flat_map(|indexed| {
            let measure = indexed.1.measure;
            let noise = usual_noise(measure).unwrap_or(1.0);
            signals("level_shift", SignalKind::Metric, indexed, noise, |s, shift| {
                format!(
                    "{} {} instead of {} ({})",
                    s.name,
                    number(shift.after),
                    number(shift.before),
                    counts(s, shift)
                )
            })
        })
        .map(|signal| Signal { kind: kind_of(&signal), ..signal })
        .collect()
}

/// Usual noise as a share, by measure; none for measures that other detectors read.
fn usual_noise(measure: Measure) -> Option<f64> {
    match measure {
        Measure::Cpu => Some(0.2),
        Measure::Memory => Some(0.05),
        Measure::Saturation | Measure::Disk | Measure::Network | Measure::Other => Some(0.25),
        _ => None,
    }
}

fn kind_of(signal: &Signal) -> SignalKind {
    let is_resource =
        matches!(signal.measure, Measure::Cpu | Measure::Memory | Measure::Disk | Measure::Saturation);
    if is_resource && signal.effect > 0.0 { SignalKind::Saturation } else { SignalKind::Metric }
}

//! Processes that began anew: restart counters that rise, uptimes and start times that jump, logs that say so.

use super::shifted::{Indexed, number, series, signal};
use crate::shift::Shift;
use crate::{Measure, Observations, Signal, SignalKind};

/// Words by which programs say that they begin.
const BEGINNINGS: [&str; 9] = [
    "started",
    "starting",
    "startup",
    "listening on",
    "ready to accept connections",
    "booting",
    "initialized",
    "ready to handle connections",
    "server is ready",
];

/// A program that says so more often than this is not restarting but starting something else.
const MOST_BEGINNINGS: f64 = 12.0;

pub(super) fn detect(observations: &Observations) -> Vec<Signal> {
    let counters = series(observations, |s| s.measure == Measure::Restarts).flat_map(jumps);
    counters.chain(spoken(observations)).collect()
}

/// An uptime that falls, or a counter or start time that rises.
fn jumps(indexed: Indexed<'_>) -> Vec<Signal> {
    let (_, series) = indexed;
    let is_uptime = series.name.to_lowercase().contains("uptime");
    let jumped = |before: f64, after: f64| if is_uptime { after < before } else { after > before };
    series
        .points
        .windows(2)
        .enumerate()
        .filter(|(_, pair)| jumped(pair[0].value, pair[1].value))
        .map(|(at, pair)| {
            let shift = Shift {
                from: at + 1,
                to: at + 2,
                before: pair[0].value,
                after: pair[1].value,
                effect: 1.0,
                evidence: 8.0,
            };
            let reason =
                format!("{} went from {} to {}", series.name, number(pair[0].value), number(pair[1].value));
            Signal { end: None, ..signal("restart", SignalKind::Restart, indexed, &shift, reason) }
        })
        .collect()
}

/// Lines by which a program says that it begins, if it says so rarely and not only at the start of the evidence.
fn spoken(observations: &Observations) -> Vec<Signal> {
    series(observations, |s| s.measure == Measure::Template)
        .filter(|(_, series)| {
            let text = series
                .subject
                .operation
                .as_ref()
                .and_then(|id| observations.templates.get(id))
                .map_or(String::new(), |info| info.text.to_lowercase());
            let total: f64 = series.points.iter().map(|point| point.value).sum();
            total <= MOST_BEGINNINGS && BEGINNINGS.iter().any(|word| text.contains(word))
        })
        .flat_map(|indexed| {
            let (_, series) = indexed;
            let said = series.points.iter().enumerate().filter(|(_, point)| point.value > 0.0);
            said.map(|(at, point)| {
                let shift = Shift {
                    from: at,
                    to: at + 1,
                    before: 0.0,
                    after: point.value,
                    effect: 1.0,
                    evidence: 4.0,
                };
                let reason = "its log says that it began".to_owned();
                Signal { end: None, ..signal("restart", SignalKind::Restart, indexed, &shift, reason) }
            })
            .collect::<Vec<_>>()
        })
        .collect()
}

//! Slow ways between services. A slow way has two ends: the likelier one is the end at which all ways of one direction are
//! slow. What holds back the answers of a service shows on the ways to it, what holds back its requests on those from it.

use std::collections::BTreeMap;

use postlude_signals::{Measure, Observations, Signal, SignalKind};

use super::sign::{matters, saturated, size};

/// What a way that is not slow takes off, in log odds: trouble on a service's own network shows on all ways of a
/// direction.
const QUIET: f64 = 6.0;

/// Fewer values say nothing about a way that shows no signal.
const LEAST_VALUES: usize = 4;

/// Share of what ways say that counts for the one who calls: where one way is all that is known, the callee is likelier.
const CALLER: f64 = 0.8;

/// The ways of one service.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ways<'a> {
    /// Log odds, above 0.
    pub(super) worth: f64,
    /// The most telling one.
    pub(super) strongest: &'a Signal,
}

/// The ways of every service that has any.
pub(super) fn by_service<'a>(
    signals: &'a [Signal],
    observations: &Observations,
    usual: f64,
    weight: &dyn Fn(&Signal) -> f64,
) -> BTreeMap<String, Ways<'a>> {
    let mut slow: BTreeMap<usize, &Signal> = BTreeMap::new();
    let is_slow = |s: &&Signal| s.kind == SignalKind::Latency && s.measure == Measure::Gap && s.is_worse();
    for signal in signals.iter().filter(is_slow) {
        let known = slow.entry(signal.series).or_insert(signal);
        if signal.evidence > known.evidence {
            *known = signal;
        }
    }
    let mut ends: BTreeMap<&str, [Direction<'a>; 2]> = BTreeMap::new();
    for (index, series) in observations.series.iter().enumerate().filter(|(_, s)| s.measure == Measure::Gap) {
        let worth = slow.get(&index).map(|&signal| {
            let counted = saturated(signal.evidence) * size(signal) * matters(signal, usual);
            (counted * weight(signal), signal)
        });
        let is_known = series.points.len() >= LEAST_VALUES;
        let subject = &series.subject;
        for (at, end) in [&subject.service, &subject.caller].into_iter().enumerate() {
            if let Some(end) = end {
                ends.entry(end).or_default()[at].add(worth, is_known);
            }
        }
    }
    ends.into_iter()
        .filter_map(|(service, directions)| Some((service.to_owned(), best(directions)?)))
        .collect()
}

/// All ways to a service, or all from it.
#[derive(Debug, Clone, Copy, Default)]
struct Direction<'a> {
    worth: f64,
    strongest: Option<(f64, &'a Signal)>,
}

impl<'a> Direction<'a> {
    fn add(&mut self, worth: Option<(f64, &'a Signal)>, is_known: bool) {
        match worth {
            Some((worth, signal)) => {
                self.worth += worth;
                if self.strongest.is_none_or(|(known, _)| known < worth) {
                    self.strongest = Some((worth, signal));
                }
            }
            None if is_known => self.worth -= QUIET,
            None => {}
        }
    }
}

/// One direction, the other, or both together: whichever says most.
fn best([to, from]: [Direction<'_>; 2]) -> Option<Ways<'_>> {
    let stronger =
        |a: Option<(f64, _)>, b: Option<(f64, _)>| if a.map(|a| a.0) >= b.map(|b| b.0) { a } else { b };
    let from = Direction { worth: from.worth * CALLER, ..from };
    let both = Direction { worth: to.worth + from.worth, strongest: stronger(to.strongest, from.strongest) };
    let best = [to, from, both].into_iter().max_by(|a, b| a.worth.total_cmp(&b.worth))?;
    let (_, strongest) = best.strongest.filter(|_| best.worth > 0.0)?;
    Some(Ways { worth: best.worth, strongest })
}

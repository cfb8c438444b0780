//! Slow or failing calls between services. A call has two ends: the likelier one is the end at which all ways of one direction
//! are in trouble. What holds back the answers of a service shows on the ways to it, what spoils its requests on those from it.

use std::collections::BTreeMap;

use postlude_signals::{Measure, Observations, Signal};

use super::sign::Sign;

/// What a way that is in order takes off, in log odds: trouble of a service's own shows on all ways of a direction.
const IN_ORDER: f64 = 6.0;

/// Fewer values say nothing about a way that shows no signal.
const LEAST_VALUES: usize = 4;

/// Share of what ways say that counts for the one who calls: where one way is all that is known, the callee is likelier.
const CALLER: f64 = 0.8;

/// A signal, the kind of its sign, and what it is worth in log odds.
pub(super) type Valued<'a> = (&'a Signal, Sign, f64);

/// What the ways of a service say together.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ways<'a> {
    pub(super) service: &'a str,
    /// Log odds, above 0.
    pub(super) worth: f64,
    /// The most telling one.
    pub(super) strongest: &'a Signal,
    /// Whether it is the ways from the service, more than those to it.
    pub(super) is_outward: bool,
}

/// What the ways of every service say in signs of one kind.
pub(super) fn by_service<'a>(
    kind: Sign,
    valued: &[Valued<'a>],
    observations: &'a Observations,
) -> Vec<Ways<'a>> {
    let mut ways: BTreeMap<(&str, &str), Way<'a>> = BTreeMap::new();
    for series in observations.series.iter().filter(|s| tells(kind, s.measure)) {
        if let (Some(callee), Some(caller)) = (&series.subject.service, &series.subject.caller) {
            let way = ways.entry((caller, callee)).or_default();
            way.values = way.values.max(series.points.len());
        }
    }
    for &(signal, _, worth) in valued.iter().filter(|(_, sign, _)| *sign == kind) {
        let (Some(callee), Some(caller)) = (&signal.subject.service, &signal.subject.caller) else {
            continue;
        };
        if let Some(way) = ways.get_mut(&(caller.as_str(), callee.as_str())) {
            way.trouble = stronger(way.trouble, Some((worth, signal)));
        }
    }
    let mut ends: BTreeMap<&str, [Direction<'a>; 2]> = BTreeMap::new();
    for ((caller, callee), way) in ways {
        for (at, end) in [callee, caller].into_iter().enumerate() {
            ends.entry(end).or_default()[at].add(way);
        }
    }
    ends.into_iter().filter_map(|(service, directions)| best(service, directions)).collect()
}

fn tells(kind: Sign, measure: Measure) -> bool {
    match kind {
        Sign::Way => measure == Measure::Gap,
        _ => matches!(measure, Measure::Success | Measure::Failures),
    }
}

/// What is known of the calls from one service to another.
#[derive(Debug, Clone, Copy, Default)]
struct Way<'a> {
    values: usize,
    trouble: Option<(f64, &'a Signal)>,
}

/// All ways to a service, or all from it.
#[derive(Debug, Clone, Copy, Default)]
struct Direction<'a> {
    worth: f64,
    strongest: Option<(f64, &'a Signal)>,
}

impl<'a> Direction<'a> {
    fn add(&mut self, way: Way<'a>) {
        match way.trouble {
            Some((worth, _)) => self.worth += worth,
            None if way.values >= LEAST_VALUES => self.worth -= IN_ORDER,
            None => {}
        }
        self.strongest = stronger(self.strongest, way.trouble);
    }
}

fn stronger<'a>(a: Option<(f64, &'a Signal)>, b: Option<(f64, &'a Signal)>) -> Option<(f64, &'a Signal)> {
    if a.map(|a| a.0) >= b.map(|b| b.0) { a } else { b }
}

/// One direction, the other, or both together: whichever says most.
fn best<'a>(service: &'a str, [to, from]: [Direction<'a>; 2]) -> Option<Ways<'a>> {
    let from = Direction { worth: from.worth * CALLER, ..from };
    let both = Direction { worth: to.worth + from.worth, strongest: stronger(to.strongest, from.strongest) };
    let best = [to, from, both].into_iter().max_by(|a, b| a.worth.total_cmp(&b.worth))?;
    let (_, strongest) = best.strongest.filter(|_| best.worth > 0.0)?;
    Some(Ways { service, worth: best.worth, strongest, is_outward: from.worth > to.worth })
}

//! Signs at one service that tell of another: a caller whose calls no longer arrive, an error that names whom it could not reach,
//! and several callers that are in trouble together over something they share and that tells nothing itself.

use std::collections::{BTreeMap, BTreeSet};

use postlude_base::Purpose;
use postlude_signals::{Measure, Observations, Part, Signal, SignalKind};

use super::sign::Sign;
use super::ways::Valued;

/// Share of an error's worth that counts for the service that it names.
const NAMED: f64 = 0.8;

/// Share of an error's worth that is left at the service that writes it when it names another.
const LEFT: f64 = 0.3;

/// Share of a caller's trouble that counts for what it shares with other callers in trouble.
const SHARED: f64 = 0.4;

/// From this worth on an error that names a callee speaks for the service as a whole, in log odds.
const BLAMES: f64 = 6.0;

/// A caller is in trouble when its signs are worth this much, in log odds.
const TROUBLED: f64 = 6.0;

/// Words by which errors speak of a database without its name.
const OF_A_DATABASE: [&str; 12] = [
    "database",
    "sql",
    "psycopg",
    "postgres",
    "mysql",
    "jdbc",
    "sqlalchemy",
    "activerecord",
    "hibernate",
    "mongo",
    "dbapi",
    "connection pool",
];

/// What each signal is about, where it tells of another service: added signs, and what is left of the old ones.
pub(super) fn moved<'a>(
    valued: &mut [Valued<'a>],
    observations: &'a Observations,
) -> Vec<(&'a str, Sign, f64, &'a Signal)> {
    let outward = outward(observations);
    let mut added = Vec::new();
    for (signal, sign, worth) in valued {
        match sign {
            Sign::Shape => {
                if let Some(callee) = unreached(signal, observations, &outward) {
                    added.push((callee, Sign::Unreached, *worth, *signal));
                    *worth = 0.0;
                }
            }
            Sign::Log => {
                if let Some(callee) = named(signal, observations) {
                    added.push((callee, Sign::Named, *worth * NAMED, *signal));
                    *worth *= LEFT;
                }
            }
            Sign::Failure => {
                if let Some(callee) = called(signal, &outward) {
                    added.push((callee, Sign::Called, *worth * NAMED, *signal));
                    *worth *= LEFT;
                }
            }
            _ => {}
        }
    }
    added
}

/// Services whose own errors say which callee they fail on. They fail on it not only in the lines that say so.
pub(super) fn blaming<'a>(moved: &[(&'a str, Sign, f64, &'a Signal)]) -> BTreeMap<&'a str, &'a str> {
    moved
        .iter()
        .filter(|(_, sign, worth, _)| *sign == Sign::Named && *worth >= BLAMES)
        .filter_map(|(callee, _, _, signal)| Some((signal.subject.service.as_deref()?, *callee)))
        .collect()
}

/// Operations that do nothing but call one other service, and which.
fn outward(observations: &Observations) -> BTreeMap<(&str, &str), BTreeSet<&str>> {
    let mut callees: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for series in &observations.series {
        let (Some(service), Some(operation)) = (&series.subject.service, &series.subject.operation) else {
            continue;
        };
        if let Some(Part::Call { service: callee, .. }) = &series.part {
            callees.entry((service, operation)).or_default().insert(callee);
        }
    }
    callees.retain(|(service, _), callees| callees.len() == 1 && !callees.contains(service));
    callees
}

/// The service with which an operation fails, because it does nothing but call it.
fn called<'a>(signal: &Signal, outward: &BTreeMap<(&'a str, &'a str), BTreeSet<&'a str>>) -> Option<&'a str> {
    let (service, operation) = (signal.subject.service.as_deref()?, signal.subject.operation.as_deref()?);
    outward.get(&(service, operation))?.first().copied()
}

/// The service that calls no longer reach: the caller's span is there as before, the callee's is not.
fn unreached<'a>(
    signal: &Signal,
    observations: &'a Observations,
    outward: &BTreeMap<(&str, &str), BTreeSet<&str>>,
) -> Option<&'a str> {
    let series = observations.series.get(signal.series)?;
    let Some(Part::Call { service, .. }) = &series.part else { return None };
    let operation = (series.subject.service.as_deref()?, series.subject.operation.as_deref()?);
    (signal.effect < 0.0 && outward.contains_key(&operation)).then_some(service.as_str())
}

/// The callee that a line of error names.
fn named<'a>(signal: &Signal, observations: &'a Observations) -> Option<&'a str> {
    let service = signal.subject.service.as_deref()?;
    let template = match &observations.series.get(signal.series)?.part {
        Some(Part::Line(template)) => template,
        _ if signal.measure == Measure::Template => signal.subject.operation.as_ref()?,
        _ => return None,
    };
    let text = observations.templates.get(template)?.text.to_lowercase();
    let callees = || {
        observations
            .topology
            .calls()
            .iter()
            .filter(|call| call.caller == service)
            .map(|call| call.callee.as_str())
    };
    callees().find(|callee| says(&text, &callee.to_lowercase())).or_else(|| {
        let is_database = |callee: &&str| observations.topology.purpose(callee) == Some(Purpose::Database);
        OF_A_DATABASE.iter().any(|word| text.contains(word)).then(|| callees().find(is_database)).flatten()
    })
}

/// Whether a text has a name as words of its own.
fn says(text: &str, name: &str) -> bool {
    let is_edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(name).any(|(at, found)| {
        is_edge(text[..at].chars().next_back()) && is_edge(text[at + found.len()..].chars().next())
    })
}

/// What services that tell nothing of their calls are worth by the callers that are in trouble together. `trouble`: what the signs
/// of a service are worth, with the surest.
pub(super) fn shared<'a>(
    trouble: &BTreeMap<String, (f64, &'a Signal)>,
    observations: &'a Observations,
) -> Vec<(&'a str, f64, &'a Signal)> {
    let telling: BTreeSet<&str> = observations
        .series
        .iter()
        .filter(|s| {
            matches!(s.measure, Measure::Failures | Measure::Success | Measure::Share | Measure::Latency)
        })
        .filter_map(|s| s.subject.service.as_deref())
        .collect();
    let mut callers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for call in observations.topology.calls().iter().filter(|call| !telling.contains(call.callee.as_str())) {
        callers.entry(&call.callee).or_default().push(&call.caller);
    }
    callers
        .into_iter()
        .filter_map(|(callee, callers)| {
            let troubled: Vec<&(f64, &Signal)> = callers
                .iter()
                .filter_map(|caller| trouble.get(*caller))
                .filter(|(worth, signal)| *worth >= TROUBLED && signal.kind != SignalKind::Traffic)
                .collect();
            let all = callers.iter().filter(|caller| telling.contains(*caller)).count();
            let (_, first) = troubled.iter().min_by_key(|(_, signal)| signal.onset)?;
            let worth: f64 = troubled.iter().map(|(worth, _)| SHARED * worth).sum();
            let share = troubled.len() as f64 / all.max(1) as f64;
            (troubled.len() > 1).then_some((callee, worth * share, *first))
        })
        .collect()
}

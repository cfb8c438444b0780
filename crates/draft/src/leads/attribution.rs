//! What a service says of whom it fails on: its lines of error name a callee, or its calls no longer reach one. Its trouble is then
//! put down to that callee, and so on down the calls: a hypothesis is as good as all that it explains.

use std::collections::{BTreeMap, BTreeSet};

use postlude_base::Purpose;
use postlude_signals::{Measure, Observations, Part, Signal};

use super::sign::Sign;
use super::strength::Strength;
use super::ways::Valued;

/// Share of a service's trouble that is put down to the callee that it names, when it is sure.
const ATTRIBUTED: f64 = 0.75;

/// An attribution of this worth is about two thirds sure, in log odds.
const SURE: f64 = 6.0;

/// Attributions are followed so many calls down.
const DEEPEST: usize = 6;

/// What others say of one service is worth no more than this.
const CAP: f64 = 30.0;

/// A callee to which a service puts down its trouble.
#[derive(Debug, Clone, Copy)]
pub(super) struct Attribution<'a> {
    pub(super) callee: &'a str,
    /// Share of the trouble that is put down to it.
    pub(super) share: f64,
    /// Whether traces tell nothing of the callee: then waiting for it looks like time of one's own.
    is_silent: bool,
    /// What says so.
    signal: &'a Signal,
}

impl Attribution<'_> {
    /// Share of a sign that is put down to the callee: what a service tells of its calls, not what it tells of itself.
    pub(super) fn takes(&self, sign: Sign, signal: &Signal) -> f64 {
        let is_pool = sign == Sign::Resource && signal.measure == Measure::Saturation;
        let falls = match sign {
            Sign::Resource | Sign::OwnTime => self.is_silent && (is_pool || sign == Sign::OwnTime),
            Sign::Way | Sign::Release | Sign::Restart => false,
            _ => true,
        };
        if falls { self.share } else { 0.0 }
    }
}

/// To whom each service puts down its trouble.
pub(super) fn of<'a>(
    valued: &[Valued<'a>],
    observations: &'a Observations,
) -> BTreeMap<&'a str, Vec<Attribution<'a>>> {
    let outward = outward(observations);
    let traced: BTreeSet<&str> = observations
        .series
        .iter()
        .filter(|series| series.measure == Measure::OwnTime)
        .filter_map(|series| series.subject.service.as_deref())
        .collect();
    let mut said: BTreeMap<&str, BTreeMap<&str, (f64, &Signal)>> = BTreeMap::new();
    for &(signal, sign, worth) in valued {
        let callee = match sign {
            Sign::Shape => unreached(signal, observations, &outward),
            Sign::Log => named(signal, observations),
            _ => None,
        };
        if let (Some(callee), Some(service)) = (callee, signal.subject.service.as_deref()) {
            let known = said.entry(service).or_default().entry(callee).or_insert((worth, signal));
            if worth > known.0 {
                *known = (worth, signal);
            }
        }
    }
    let attributions = |callees: BTreeMap<&'a str, (f64, &'a Signal)>| {
        let all: f64 = callees.values().map(|(worth, _)| *worth).sum();
        let attribution = |(callee, (worth, signal)): (&'a str, (f64, &'a Signal))| Attribution {
            callee,
            share: ATTRIBUTED * (1.0 - (-worth / SURE).exp()) * worth / all.max(f64::MIN_POSITIVE),
            is_silent: !traced.contains(callee),
            signal,
        };
        callees.into_iter().map(attribution).collect()
    };
    said.into_iter().map(|(service, callees)| (service, attributions(callees))).collect()
}

/// What is said of each service by those who call it, and by those who call these, in log odds.
pub(super) fn told<'a>(
    attributions: &BTreeMap<&'a str, Vec<Attribution<'a>>>,
    strengths: &BTreeMap<String, Strength<'a>>,
) -> BTreeMap<&'a str, (f64, &'a Signal)> {
    let mut told: BTreeMap<&str, (f64, &Signal)> = BTreeMap::new();
    for _ in 0..DEEPEST {
        let mut next: BTreeMap<&str, (f64, &Signal)> = BTreeMap::new();
        let mut most: BTreeMap<&str, f64> = BTreeMap::new();
        for (caller, attribution) in
            attributions.iter().flat_map(|(caller, all)| all.iter().map(move |b| (*caller, b)))
        {
            let own = strengths.get(caller).map_or(0.0, |own| own.sum(|sign, s| attribution.takes(sign, s)));
            let worth = own + attribution.share * told.get(caller).map_or(0.0, |(worth, _)| *worth);
            let known = next.entry(attribution.callee).or_insert((0.0, attribution.signal));
            known.0 = (known.0 + worth).min(CAP);
            let loudest = most.entry(attribution.callee).or_insert(0.0);
            if worth > *loudest {
                (*loudest, known.1) = (worth, attribution.signal);
            }
        }
        told = next;
    }
    told
}

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

/// Operations that do nothing but call one other service, with what they call: the one operation, or nothing where it is now
/// this one, now that.
fn outward(observations: &Observations) -> BTreeMap<(&str, &str), &str> {
    let mut calls: BTreeMap<(&str, &str), BTreeSet<(&str, &str)>> = BTreeMap::new();
    for series in &observations.series {
        let (Some(service), Some(operation)) = (&series.subject.service, &series.subject.operation) else {
            continue;
        };
        if let Some(Part::Call { service: callee, operation: called }) = &series.part {
            calls.entry((service, operation)).or_default().insert((callee, called));
        }
    }
    calls
        .into_iter()
        .filter_map(|((service, operation), called)| {
            let &(callee, whole) = called.first()?;
            let is_outward = callee != service && called.iter().all(|(other, _)| *other == callee);
            is_outward.then_some(((service, operation), whole))
        })
        .collect()
}

/// The service that calls no longer reach: the caller's span is there as before, the callee's is not.
fn unreached<'a>(
    signal: &Signal,
    observations: &'a Observations,
    outward: &BTreeMap<(&str, &str), &str>,
) -> Option<&'a str> {
    let series = observations.series.get(signal.series)?;
    let Some(Part::Call { service, operation }) = &series.part else { return None };
    let whole = outward.get(&(series.subject.service.as_deref()?, series.subject.operation.as_deref()?))?;
    (signal.effect < 0.0 && whole == operation).then_some(service.as_str())
}

/// The callee that a line of error names.
fn named<'a>(signal: &'a Signal, observations: &'a Observations) -> Option<&'a str> {
    let service = signal.subject.service.as_deref()?;
    let template = match &observations.series.get(signal.series)?.part {
        Some(Part::Line(template)) => template,
        _ if signal.measure == Measure::Template => signal.subject.operation.as_ref()?,
        _ => return None,
    };
    let text = observations.templates.get(template)?.text.to_lowercase();
    let callees = || observations.topology.callees(service);
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

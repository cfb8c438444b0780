//! What to look at first: services ranked by how well trouble of their own explains what is seen.
//!
//! Evidence is counted in log odds and adds up over kinds of sign (`strength`); what a callee shows as well is taken
//! off the caller (`explain`); a change to the service shortly before its onset is named and counts (`changes`). The
//! score is the probability that the trouble begins there, if it begins in one of the services or in none of them:
//! services compete, so a score of 0.5 says "rather here than anywhere else".

mod attribution;
mod changes;
mod episode;
pub(crate) mod excess;
mod explain;
pub(crate) mod focus;
mod shared;
mod sign;
mod strength;
#[cfg(test)]
mod tests;
pub(crate) mod unheard;
mod ways;
mod words;
mod worth;

use std::collections::BTreeSet;

use postlude_base::Timestamp;
use postlude_signals::{Observations, Signal};

use crate::candidates::Candidate;
use crate::input::Input;
use crate::timeline::{Argument, Kind};
use explain::Explained;
use focus::Focus;
use strength::Strength;

/// Most leads.
const MOST: usize = 10;

/// Log odds against a service being where to look, before any evidence, when it is the only one.
const PRIOR: f64 = 10.0;

/// What each further service adds, by the logarithm of their number: the more there is to look at, the more looks odd by chance.
const PER_SERVICE: f64 = 1.8;

/// How many log odds make one step; above 1 because signs are not independent.
const TEMPERATURE: f64 = 3.0;

/// A lead with a smaller score is no lead.
const LEAST: f64 = 0.002;

/// A lead whose entries are still named by their place among the chosen candidates.
#[derive(Debug, Clone)]
pub(crate) struct LeadDraft {
    pub(crate) service: Option<String>,
    pub(crate) change: Option<usize>,
    pub(crate) since: Timestamp,
    pub(crate) score: f64,
    pub(crate) entries: Vec<usize>,
    pub(crate) reason: String,
    pub(crate) supports: Vec<Argument>,
    pub(crate) against: Vec<Argument>,
    pub(crate) missing: Vec<String>,
}

pub(crate) fn rank(input: &Input, signals: &[Signal], focus: &Focus, chosen: &[Candidate]) -> Vec<LeadDraft> {
    let strengths = strength::by_service(input, signals, focus);
    let mut leads: Vec<LeadDraft> = strengths
        .iter()
        .map(|(service, strength)| {
            let explained = explain::by_callees(service, &strengths, &input.observations);
            lead(service, strength, explained, input, chosen)
        })
        .collect();
    compete(&mut leads, prior(&input.observations));
    leads.retain(|lead| lead.score > LEAST);
    leads.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.service.cmp(&b.service)));
    leads.truncate(MOST);
    leads
}

/// Log odds against any one service.
fn prior(observations: &Observations) -> f64 {
    let services: BTreeSet<&str> =
        observations.series.iter().filter_map(|series| series.subject.service.as_deref()).collect();
    PRIOR + PER_SERVICE * (services.len().max(1) as f64).ln()
}

/// From log odds to the share of each, "nowhere" being one of the candidates.
fn compete(leads: &mut [LeadDraft], prior: f64) {
    let most = leads.iter().map(|lead| lead.score).fold(prior, f64::max);
    let part = |odds: f64| ((odds - most) / TEMPERATURE).exp();
    let all: f64 = part(prior) + leads.iter().map(|lead| part(lead.score)).sum::<f64>();
    for lead in leads {
        lead.score = part(lead.score) / all;
    }
}

/// A lead whose score still counts log odds.
fn lead(
    service: &str,
    strength: &Strength<'_>,
    explained: Explained<'_>,
    input: &Input,
    chosen: &[Candidate],
) -> LeadDraft {
    let began = strength.began(&input.observations);
    let change = changes::before(service, &[began, strength.onset()], chosen);
    let odds = strength.sum(|_, _| 1.0) + change.map_or(0.0, |_| changes::WORTH) - explained.worth;
    let supports = words::supports(strength, change.map(|at| (&chosen[at], changes::WORTH)));
    let against = words::against(explained);
    let since = change.map_or(began, |at| chosen[at].time);
    let entries = entries_of(service, strength.onset(), change, chosen);
    LeadDraft {
        service: Some(service.to_owned()),
        change,
        since,
        score: odds,
        entries,
        reason: words::reason(&supports, &against),
        missing: words::missing(service, &input.observations),
        supports,
        against,
    }
}

/// The change, and the entries about the service that are no mere recovery.
fn entries_of(service: &str, onset: Timestamp, change: Option<usize>, chosen: &[Candidate]) -> Vec<usize> {
    let about = |candidate: &Candidate| {
        candidate.service.as_deref() == Some(service)
            && !matches!(candidate.kind, Kind::Recovery | Kind::Change | Kind::Message)
            && candidate.time >= onset.plus(-60_000_000_000)
    };
    let mut entries: Vec<usize> = change
        .into_iter()
        .chain(chosen.iter().enumerate().filter(|(_, c)| about(c)).map(|(at, _)| at))
        .collect();
    entries.dedup();
    entries.truncate(8);
    entries
}

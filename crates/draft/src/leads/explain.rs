//! What a callee shows as well is, as likely as not, the callee's: its callers wait for it and fail with it.

use std::collections::BTreeMap;

use postlude_signals::Observations;

use super::sign::Trouble;
use super::strength::Strength;

/// A callee that shows this share of the trouble explains it: callers log more about it than it does itself.
const ENOUGH: f64 = 0.7;

/// At most this share of a service's symptoms is put down to its callees.
const MOST: f64 = 0.9;

/// What the direct callees of a service explain of its trouble.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Explained<'a> {
    /// Log odds that are put down to callees.
    pub(super) worth: f64,
    /// The callee that explains most.
    pub(super) callee: Option<&'a str>,
    /// Whether the service says so itself.
    pub(super) is_said: bool,
}

/// Of each kind of trouble nearly all is explained when a callee shows as much that may bring it about, little when half as much;
/// or all that the service itself puts down to callees, if that is more.
pub(super) fn by_callees<'a>(
    service: &'a str,
    strengths: &'a BTreeMap<String, Strength<'a>>,
    observations: &'a Observations,
) -> Explained<'a> {
    let Some(strength) = strengths.get(service) else { return Explained::default() };
    let [slow, failing] = [Trouble::Slow, Trouble::Failing]
        .map(|trouble| by_strength(service, strength, trouble, strengths, observations));
    let callee = if failing.worth > slow.worth { failing.callee } else { slow.callee };
    let shown = Explained { worth: slow.worth + failing.worth, callee, is_said: false };
    let said = by_itself(strength);
    if said.worth > shown.worth { said } else { shown }
}

/// What the callee that shows most of one kind of trouble explains.
fn by_strength<'a>(
    service: &'a str,
    strength: &Strength<'a>,
    trouble: Trouble,
    strengths: &'a BTreeMap<String, Strength<'a>>,
    observations: &'a Observations,
) -> Explained<'a> {
    let own = strength.sum(|sign, _| if sign.passed_on() == Some(trouble) { 1.0 } else { 0.0 });
    let mapped = observations.dependencies.iter().filter(|(caller, _)| caller == service);
    let mapped = mapped.map(|(_, callee)| callee.as_str());
    let strongest = mapped
        .chain(observations.topology.callees(service))
        .filter(|callee| *callee != service)
        .filter_map(|callee| {
            let theirs = strengths.get(callee)?.sum(|sign, _| sign.brings_about(trouble));
            Some((theirs, callee))
        })
        .max_by(|a, b| a.0.total_cmp(&b.0));
    match strongest {
        Some((theirs, callee)) if own > 0.0 => {
            let share = (theirs / (ENOUGH * own)).min(1.0).powi(2) * MOST;
            Explained { worth: own * share, callee: Some(callee), is_said: false }
        }
        _ => Explained::default(),
    }
}

/// What the service itself puts down to those it calls.
fn by_itself<'a>(strength: &Strength<'a>) -> Explained<'a> {
    let parts = strength.attributions.iter().map(|attribution| {
        let worth = strength.sum(|sign, signal| attribution.takes(sign, signal));
        Explained { worth, callee: Some(attribution.callee), is_said: true }
    });
    parts.fold(Explained::default(), |all, part| Explained {
        worth: all.worth + part.worth,
        callee: if part.worth > all.worth { part.callee } else { all.callee },
        is_said: true,
    })
}

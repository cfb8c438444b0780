//! What a callee shows as well is, as likely as not, the callee's: its callers wait for it and fail with it.

use std::collections::BTreeMap;

use postlude_signals::Observations;

use super::sign::Trouble;
use super::strength::Strength;

/// A callee that shows this share of the trouble explains it: callers log more about it than it does itself.
const ENOUGH: f64 = 0.7;

/// At most this share of a service's symptoms is put down to its callees.
const MOST: f64 = 0.9;

/// Share of a service's failures that is put down to the callee which its own errors name.
const BLAMED: f64 = 0.75;

/// What the direct callees of a service explain of its trouble.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Explained<'a> {
    /// Log odds that are put down to callees.
    pub(super) worth: f64,
    /// The callee that explains most.
    pub(super) callee: Option<&'a str>,
}

/// Of each kind of trouble nearly all is explained when a callee shows as much that may bring it about, little when half as much.
pub(super) fn by_callees<'a>(
    service: &str,
    strengths: &BTreeMap<String, Strength<'a>>,
    observations: &'a Observations,
) -> Explained<'a> {
    let Some(strength) = strengths.get(service) else { return Explained::default() };
    let kinds = [Trouble::Slow, Trouble::Failing].map(|trouble| {
        let own = strength.sum(|sign| if sign.passed_on() == Some(trouble) { 1.0 } else { 0.0 });
        let mapped = observations
            .dependencies
            .iter()
            .filter(|(caller, _)| caller == service)
            .map(|(_, callee)| callee.as_str());
        let seen = observations
            .topology
            .calls()
            .iter()
            .filter(|call| call.caller == service)
            .map(|call| call.callee.as_str());
        let strongest = mapped
            .chain(seen)
            .filter(|callee| *callee != service)
            .filter_map(|callee| {
                let theirs = strengths.get(callee)?.sum(|sign| sign.brings_about(trouble));
                Some((theirs, callee))
            })
            .max_by(|a, b| a.0.total_cmp(&b.0));
        let by_strength = match strongest {
            Some((theirs, callee)) if own > 0.0 => {
                let share = (theirs / (ENOUGH * own)).min(1.0).powi(2) * MOST;
                Explained { worth: own * share, callee: Some(callee) }
            }
            _ => Explained::default(),
        };
        match strength.blames.filter(|_| trouble == Trouble::Failing) {
            Some(callee) if own * BLAMED > by_strength.worth => {
                Explained { worth: own * BLAMED, callee: Some(callee) }
            }
            _ => by_strength,
        }
    });
    let [slow, failing] = kinds;
    let callee = if failing.worth > slow.worth { failing.callee } else { slow.callee };
    Explained { worth: slow.worth + failing.worth, callee }
}

//! What a callee shows as well is, as likely as not, the callee's: its callers wait for it and fail with it.

use std::collections::BTreeMap;

use super::strength::Strength;

/// A callee that shows this share of the trouble explains it: callers log more about it than it does itself.
const ENOUGH: f64 = 0.7;

/// At most this share of a service's symptoms is put down to its callees.
const MOST: f64 = 0.9;

/// Share of a service's symptoms that its direct callees explain, 0 to [`MOST`]: nearly all when a callee shows as much
/// trouble, little when it shows half as much.
pub(super) fn share_explained(
    service: &str,
    strengths: &BTreeMap<String, Strength<'_>>,
    dependencies: &[(String, String)],
) -> f64 {
    let Some(own) = strengths.get(service) else { return 0.0 };
    let total = |strength: &Strength<'_>| strength.own() + strength.symptoms();
    let callees = dependencies.iter().filter(|(caller, callee)| caller == service && callee != service);
    let strongest = callees.filter_map(|(_, callee)| strengths.get(callee)).map(total).fold(0.0, f64::max);
    if strongest <= 0.0 { 0.0 } else { (strongest / (ENOUGH * total(own)).max(1e-9)).min(1.0).powi(2) * MOST }
}

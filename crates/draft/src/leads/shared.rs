//! Several callers that are in trouble together over something they share and that tells nothing itself.

use std::collections::{BTreeMap, BTreeSet};

use postlude_signals::{Measure, Observations, Signal};

/// Share of a caller's trouble that counts for what it shares with other callers in trouble.
const SHARED: f64 = 0.4;

/// A caller is in trouble when its signs are worth this much, in log odds.
const TROUBLED: f64 = 6.0;

/// What services that tell nothing of their calls are worth by the callers that are in trouble together. `trouble`: what the signs
/// of a service are worth, with the surest.
pub(super) fn by_callers<'a>(
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
                .filter(|(worth, _)| *worth >= TROUBLED)
                .collect();
            let all = callers.iter().filter(|caller| telling.contains(*caller)).count();
            let (_, first) = troubled.iter().min_by_key(|(_, signal)| signal.onset)?;
            let worth: f64 = troubled.iter().map(|(worth, _)| SHARED * worth).sum();
            let share = troubled.len() as f64 / all.max(1) as f64;
            (troubled.len() > 1).then_some((callee, worth * share, *first))
        })
        .collect()
}

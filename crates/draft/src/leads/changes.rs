//! The change that a lead is about: the latest one to the same service before its trouble began.

use postlude_base::{NANOSECONDS_PER_SECOND, Timestamp, service_of_instance};

use crate::candidates::Candidate;
use crate::input::ChangeFact;
use crate::timeline::Kind;

/// What a change shortly before is worth, in log odds.
pub(super) const WORTH: f64 = 4.0;

/// A change is looked for this long before the onset.
const BEFORE: i64 = 30 * 60 * NANOSECONDS_PER_SECOND;

/// Clocks differ, and a change may show before it is recorded.
const AFTER: i64 = 60 * NANOSECONDS_PER_SECOND;

/// Index of the change among the chosen candidates: the latest one to the service before one of these onsets, the first onset
/// that has one.
pub(super) fn before(service: &str, onsets: &[Timestamp], chosen: &[Candidate]) -> Option<usize> {
    let same = |candidate: &Candidate| {
        candidate.service.as_deref().is_some_and(|name| service_of_instance(name) == service)
    };
    let changes = || chosen.iter().enumerate().filter(|(_, c)| c.kind == Kind::Change && same(c));
    let behind = |onset: Timestamp| {
        changes().filter(move |(_, c)| may_be_behind(c.time, c.end, onset)).map(|(at, _)| at)
    };
    onsets.iter().find_map(|onset| behind(*onset).next_back())
}

/// Share that is left of what is put down to a service's callees when the service itself was changed just before: a new version burdens
/// what it calls as readily as it suffers from it.
const LEFT: f64 = 0.4;

/// How fast a change goes out of suspicion: after this long a third of it is left.
const FADES: f64 = 2.0 * 60.0;

/// Share that is left at this onset; all without a change before it.
pub(super) fn left_to_callees(service: &str, onset: Timestamp, changes: &[ChangeFact]) -> f64 {
    let latest = changes
        .iter()
        .filter(|change| change.service.as_deref().is_some_and(|name| service_of_instance(name) == service))
        .filter(|change| may_be_behind(change.time, change.end, onset))
        .map(|change| change.end.unwrap_or(change.time).min(onset))
        .max();
    let Some(latest) = latest else { return 1.0 };
    let waited = onset.since(latest) as f64 / NANOSECONDS_PER_SECOND as f64;
    1.0 - (1.0 - LEFT) * (-waited / FADES).exp()
}

fn may_be_behind(time: Timestamp, end: Option<Timestamp>, onset: Timestamp) -> bool {
    onset >= time.plus(-AFTER) && onset <= end.unwrap_or(time).plus(BEFORE)
}

//! The change that a lead is about: the latest one to the same service before its trouble began.

use postlude_base::{NANOSECONDS_PER_SECOND, Timestamp, service_of_instance};

use crate::candidates::Candidate;
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
    let may_be_behind = |change: &Candidate, onset: Timestamp| {
        onset >= change.time.plus(-AFTER) && onset <= change.end.unwrap_or(change.time).plus(BEFORE)
    };
    onsets
        .iter()
        .find_map(|onset| changes().filter(|(_, c)| may_be_behind(c, *onset)).map(|(at, _)| at).next_back())
}

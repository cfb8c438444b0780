//! What the errors of clocks mean for the entries of a timeline.

use std::collections::BTreeMap;

use postlude_base::SourceId;

use super::Clock;
use crate::timeline::{Draft, Entry};

/// Adds the errors of the clocks to the errors of the entries, and marks entries of different clocks that are nearer to
/// each other than their errors: nobody knows which came first.
pub fn mark(draft: &mut Draft, clocks: &[Clock]) {
    let clocks: BTreeMap<SourceId, &Clock> = clocks.iter().map(|clock| (clock.source, clock)).collect();
    // An entry takes its time from its first citation.
    let clock = |entry: &Entry| Some(*clocks.get(&entry.evidence.first()?.source)?);
    for entry in &mut draft.entries {
        let error = clock(entry).map_or(0, Clock::shown_error);
        entry.time_error = entry.time_error.saturating_add(error);
    }
    let undecided = |a: &Entry, b: &Entry| {
        let apart = a.time.since(b.time).saturating_abs();
        let same_clock = clock(a).map(|clock| clock.group) == clock(b).map(|clock| clock.group);
        !same_clock && apart <= a.time_error.saturating_add(b.time_error)
    };
    let others = |entry: &Entry| -> Vec<String> {
        let near = draft.entries.iter().filter(|other| undecided(entry, other));
        near.map(|other| other.id.clone()).collect()
    };
    let marks: Vec<Vec<String>> = draft.entries.iter().map(others).collect();
    for (entry, undecided) in draft.entries.iter_mut().zip(marks) {
        entry.order_undecided_with = undecided;
    }
}

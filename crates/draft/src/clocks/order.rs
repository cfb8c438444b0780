//! What the errors of clocks mean for the entries of a timeline.

use std::collections::BTreeMap;

use postlude_base::SourceId;

use super::Clock;
use crate::timeline::{Draft, Entry};

/// Adds the errors of the clocks to the errors of the entries, and marks entries of different clocks that are nearer to
/// each other than these can be compared: nobody knows which came first.
pub fn mark(draft: &mut Draft, clocks: &[Clock]) {
    let clocks: BTreeMap<SourceId, &Clock> = clocks.iter().map(|clock| (clock.source, clock)).collect();
    // An entry takes its time from its first citation.
    let clock = |entry: &Entry| entry.evidence.first().and_then(|e| clocks.get(&e.source)).copied();
    let read: Vec<Option<(u32, i64)>> = draft
        .entries
        .iter()
        .map(|entry| clock(entry).map(|clock| (clock.group, clock.shown_error())))
        .collect();
    let undecided = |a: usize, b: usize| {
        let (Some((clock, error)), Some((other_clock, other_error))) = (read[a], read[b]) else {
            return false;
        };
        let apart = draft.entries[a].time.since(draft.entries[b].time).saturating_abs();
        // The same moment to the last digit is no order either, but no clock is to blame for it.
        clock != other_clock
            && error.saturating_add(other_error) > 0
            && apart <= error.saturating_add(other_error)
    };
    let all = 0..draft.entries.len();
    let marks: Vec<Vec<String>> = all
        .clone()
        .map(|a| all.clone().filter(|b| undecided(a, *b)).map(|b| draft.entries[b].id.clone()).collect())
        .collect();
    for ((entry, read), undecided) in draft.entries.iter_mut().zip(read).zip(marks) {
        entry.time_error = entry.time_error.saturating_add(read.map_or(0, |(_, error)| error));
        entry.order_undecided_with = undecided;
    }
}

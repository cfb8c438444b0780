//! Entries by service: one lane each, those that the leads point to first.

use postlude_base::Timestamp;
use postlude_draft::{Draft, Entry};

/// The entries of one service, or those without one.
#[derive(Debug)]
pub(crate) struct Lane<'a> {
    pub(crate) service: Option<&'a str>,
    /// In order of time.
    pub(crate) entries: Vec<&'a Entry>,
}

impl<'a> Lane<'a> {
    /// What stands at its front.
    pub(crate) fn name(&self) -> &'a str {
        self.service.unwrap_or("everybody")
    }
}

/// Lanes in the order of the leads, then by their first entry; what belongs to no service comes first, because chat,
/// alerts and changes of the whole are what people know best.
pub(crate) fn lanes(draft: &Draft) -> Vec<Lane<'_>> {
    let mut lanes: Vec<Lane<'_>> = Vec::new();
    for entry in &draft.entries {
        let service = entry.service.as_deref();
        match lanes.iter_mut().find(|lane| lane.service == service) {
            Some(lane) => lane.entries.push(entry),
            None => lanes.push(Lane { service, entries: vec![entry] }),
        }
    }
    let rank = |lane: &Lane<'_>| match lane.service {
        None => 0,
        Some(service) => {
            let led = draft.leads.iter().position(|lead| lead.service.as_deref() == Some(service));
            led.map_or(usize::MAX, |at| at + 1)
        }
    };
    // Stable: equals stay in the order of their first entry.
    lanes.sort_by_key(rank);
    lanes
}

/// The stretch of time that a map of the lanes shows; none when all is at one moment.
///
/// A few entries far away (a clock that is wrong, a change of the week before) would press the rest into one column. So
/// when nine tenths of the entries lie within a third of the whole, only that part is shown, and the others stand at
/// the edges.
pub(crate) fn stretch(draft: &Draft) -> Option<(Timestamp, Timestamp)> {
    let entries = &draft.entries;
    let (first, last) = (entries.first()?.time, entries.last()?.time);
    let most = entries.len() - entries.len() / 10;
    let dense = entries
        .windows(most)
        .map(|window| (window[0].time, window[most - 1].time))
        .min_by_key(|(from, to)| to.since(*from))?;
    let (from, to) = match dense.1.since(dense.0) {
        length if length > 0 && length < last.since(first) / 3 => dense,
        _ => (first, last),
    };
    (from < to).then_some((from, to))
}

//! Entries by service: one lane each, those that the leads point to first.

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

//! The timeline as a person reads it in a terminal.
//!
//! Reading order is the order on the screen: `heading`, `leads` (what to look at first), `lanes` (a small map: one
//! lane per service), `entries` (day by day), `oddities` (what is odd in the evidence), `legend`.
//!
//! Invariants: no line is wider than the look says, unless a name alone is; colour never says what shape or words do
//! not; texts of the evidence pass `words` before they are shown.

mod entries;
mod heading;
mod lanes;
mod leads;
mod legend;
mod oddities;

use super::{Look, Timeline};

/// The text, with colours; the printer takes them off where they are not wanted.
pub(crate) fn terminal(timeline: &Timeline, look: &Look) -> String {
    let mut text = String::new();
    heading::heading(&mut text, timeline, look);
    leads::leads(&mut text, timeline, look);
    lanes::lanes(&mut text, timeline, look);
    entries::entries(&mut text, timeline, look);
    oddities::oddities(&mut text, timeline, look);
    if look.legend {
        legend::legend(&mut text, timeline, look);
    }
    text
}

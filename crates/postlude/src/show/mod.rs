//! A drafted timeline in the forms that people and programs read.
//!
//! One file or folder per form (`terminal/ html/ markdown json csv timesketch explain reasoning`); what they share lies
//! beside them: `kind` (names, shapes, colours), `known` (when something became known), `moment` (times for people),
//! `words` (texts for a screen), `lane` (entries by service), `sparkline`. Answers to queries are `table`, clocks have
//! `clocks/`, what calls what is `topology/`, people are `people/`, who is neutral is `facilitator/`.

mod axis;
mod chart;
mod cited;
pub(crate) mod clocks;
mod csv;
mod explain;
pub(crate) mod facilitator;
mod html;
mod json;
pub(crate) mod kind;
mod known;
mod lane;
mod markdown;
mod moment;
pub(crate) mod people;
pub(crate) mod questions;
mod reasoning;
mod sparkline;
pub(crate) mod table;
mod terminal;
#[cfg(test)]
mod tests;
mod timesketch;
pub(crate) mod topology;
pub(crate) mod words;

use jiff::tz::TimeZone;

pub(crate) use cited::Cited;
pub(crate) use csv::csv;
pub(crate) use explain::{explain, explain_lead};
pub(crate) use html::html;
pub(crate) use json::{json, jsonl};
pub(crate) use markdown::markdown;
pub(crate) use postlude_lake::Timeline;
pub(crate) use reasoning::reasoning;
pub(crate) use terminal::terminal;
pub(crate) use timesketch::timesketch;

/// From this score on a lead says "worth looking at first".
pub(crate) const WORTH_LOOKING: f64 = 0.5;

/// How times are shown to a person.
#[derive(Debug, Clone)]
pub(crate) struct Look {
    /// The zone; its name is always shown.
    pub(crate) zone: TimeZone,
    /// Columns of the terminal.
    pub(crate) width: usize,
    /// Whether the shapes are explained.
    pub(crate) legend: bool,
}

//! The clocks of all sources: a table for people, an object and rows for programs.

mod csv;
mod json;
mod table;
#[cfg(test)]
mod tests;
mod words;

use postlude_draft::clocks::Clock;

pub(crate) use csv::csv;
pub(crate) use json::json;
pub(crate) use table::table;
pub(crate) use words::{known, oddity, seconds, signed};

/// A clock with what people call its source.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Named<'a> {
    pub(crate) path: &'a str,
    pub(crate) clock: &'a Clock,
}

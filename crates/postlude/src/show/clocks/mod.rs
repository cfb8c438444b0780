//! The clocks of all sources: a table for people, an object and rows for programs.

mod csv;
mod table;
#[cfg(test)]
mod tests;

pub(crate) use csv::csv;
pub(crate) use table::table;

use postlude_lake::clocks::{Named, object};

/// One object with a clock for each source.
pub(crate) fn json(clocks: &[Named<'_>]) -> String {
    format!("{:#}\n", object(clocks))
}

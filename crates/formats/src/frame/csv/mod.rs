//! Tables written as text: which characters separate cells, and where does a row end?
//!
//! Reading order: [`Dialect`] (guessed from the head of a source), [`Rows`] (the rows of a block, cells
//! unread), [`Row`] (one of them: texts, numbers).
//!
//! Source of the rules: RFC 4180, widened by what spreadsheets and databases write: other separators, `\"` in
//! place of `""`, a quote that never closes (taken as a plain character), line ends of every kind.
//!
//! What a column means is not known here, nor that a first row may name the columns.

mod dialect;
mod row;
mod rows;

pub use dialect::Dialect;
pub use row::{Cell, Row, is_missing, number};
pub use rows::Rows;

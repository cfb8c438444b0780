//! Free text with times: notes, pasted timelines, Markdown with lists and tables.
//!
//! ```text
//! ## 5 March 2024 (all times CET)
//! - 14:02 - rolled back
//! | 14:10–14:20 | errors fall |
//! ```
//!
//! A date in a heading, in a line of its own or before a time holds for the lines below; a zone named once
//! holds for all times that name none; a clock that falls back by more than half a day means the next day. A
//! range takes its beginning and keeps its end. Text without a time of its own belongs to the entry it follows
//! directly, else it is an undated record of its own.
//!
//! Sources are small (the head is all of them), so they are read in one piece. Logs are not read here: see [`sniff`].

mod entry;
mod line;
mod markup;
mod sniff;
mod told;
mod zone;

pub(crate) use sniff::sniff;
pub use told::{Told, told};

#[cfg(test)]
mod tests;

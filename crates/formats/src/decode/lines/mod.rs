//! Line-oriented logs of any mixture of formats: the format is decided per line.
//!
//! Reading order: `definition` (one format as data), `catalog` (all of them, and which could match a line),
//! `defined` (reading a record by one of them), `structured` (lines of named values), `last_resort` (any line
//! with a time), `engine` (which of these for a line, and log lines within log lines), `reader` (records of a
//! block), `sniff` (what the head of a source teaches), `unwrap` (log lines inside tables and documents).
//!
//! Invariants: whether a line begins a record depends on the line and on what the head taught, never on the
//! lines before it (but for containers' partial lines), so that blocks are independent; every line that is not blank belongs to
//! exactly one record; nothing is unwrapped deeper than three times.
//!
//! This module does not know tables, documents or services; it holds no format that could be data.

mod catalog;
mod decoded;
mod defined;
mod definition;
mod engine;
mod first_bytes;
mod generic_fields;
mod grouped_regex;
mod json_scan;
mod key_table;
mod last_resort;
mod level;
mod logfmt;
mod reader;
mod request_parts;
mod role;
mod shorthand;
pub(crate) mod sniff;
mod structured;
mod text;
mod unwrap;

pub use unwrap::unwrap_text;

/// The software that lines of a format are named after when they name no service: `nginx` of `nginx-error`.
pub fn usual_service(format: &str) -> Option<&'static str> {
    let all = &catalog::Catalog::get().definitions;
    all.iter().find(|definition| definition.name == format)?.service.as_deref()
}

#[cfg(test)]
mod definition_tests;
#[cfg(test)]
mod reader_tests;
#[cfg(test)]
mod structured_tests;

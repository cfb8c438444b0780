//! Line-oriented logs of any mixture of formats: the format is decided per line.
//!
//! Reading order: `definition` (one format as data), `catalog` (all of them, and which could match a line),
//! `defined` (reading a record by one of them).

mod catalog;
mod decoded;
mod defined;
mod definition;
mod first_bytes;
mod grouped_regex;
mod role;
mod shorthand;

#[cfg(test)]
mod definition_tests;

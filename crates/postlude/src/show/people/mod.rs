//! Everybody: for people, as an object, and as rows that are read again.

mod csv;
mod json;
mod terminal;

pub(crate) use csv::csv;
pub(crate) use json::{json, problem};
pub(crate) use terminal::{problems, terminal};

//! From signals, changes, alerts and messages to the machine lane of a timeline and to leads.
//!
//! Reading order: [`timeline`] (what comes out).
//!
//! Invariants: every entry cites evidence and says why it is there; entries are few enough to be read;
//! the same input gives the same output. A lead is a place to look, never a verdict.
//!
//! This crate does not know formats, SQL or files.

mod timeline;

pub use timeline::{Draft, Entry, Kind, Lead, Plot};

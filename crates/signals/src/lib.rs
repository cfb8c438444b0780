//! What changed, since when, and how sure: one detector per file over series of observations.
//!
//! Reading order: [`observation`] (what comes in), [`measure`] (what a series measures, told from its name),
//! [`topology`] (who calls whom), [`shift`] (the one change-point method), `detect/` (one detector per file, listed in
//! [`detect::all`]); [`derive`] and `reached` make series from series before.
//!
//! Invariants: same input, same signals, in the same order; every signal names the record it was first
//! seen in; values are finite. Times are nanoseconds UTC, lengths of time are nanoseconds.
//!
//! This crate does not know files, SQL, or how signals belong together (that is `draft`).

pub mod derive;
pub mod detect;
pub mod measure;
pub mod observation;
mod reached;
pub mod shift;
pub mod topology;

pub use detect::{Signal, SignalKind};
pub use measure::{Direction, Measure};
pub use observation::{Observations, Part, Point, RecordKey, RecordTable, Series, Subject, TemplateInfo};
pub use topology::{Call, KnownFrom, Sighting, Topology};

//! The tables of evidence: what a record of each kind holds, and the Arrow columns it is kept in.
//!
//! Reading order: [`record`] (one record while it is decoded, borrowing from the bytes it came from),
//! then one file per table (its Arrow schema and its builder), then [`Tables`], which takes records
//! of any kind and gives record batches.
//!
//! Invariants: every row leads back to the exact bytes it was read from (`source_id`, `byte_from`,
//! `byte_to`); `time` is UTC nanoseconds and may be repaired later, `time_original` never changes.
//! Column names follow OpenTelemetry with `_` for `.`, so that SQL needs no quotes.
//!
//! This crate does not know any format, any file, or what the records mean together.

pub mod record;
mod severity;
pub mod tables;

pub use record::{
    Alert, Attachment, Attributes, Change, Dependency, Log, Message, Metric, Origin, Record, Sink, Span, Text,
};
pub use severity::Severity;
pub use tables::{Filled, Table, Tables};

//! What a record says: one file per format.

pub(crate) mod alerts;
pub(crate) mod binary;
pub(crate) mod changes;
pub mod directives;
pub(crate) mod documents;
pub(crate) mod event;
pub mod labels;
pub mod lines;
pub mod messages;
pub mod metrics;
mod moment;
pub mod otlp;
pub mod table;
#[cfg(test)]
pub(crate) mod testing;
pub mod traces;
pub(crate) mod windows_event;

pub(crate) use moment::moment_text;

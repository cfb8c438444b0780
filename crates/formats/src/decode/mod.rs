//! What a record says: one file per format.

pub mod directives;
pub(crate) mod labels;
pub mod lines;
pub mod table;

pub(crate) mod alerts;
pub(crate) mod changes;
pub(crate) mod event;
pub(crate) mod messages;

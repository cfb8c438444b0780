//! What a record says: one file per format.

pub mod directives;
pub(crate) mod labels;
pub mod lines;
pub mod table;

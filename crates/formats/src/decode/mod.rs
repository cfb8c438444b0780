//! What a record says: one file per format.

pub(crate) mod labels;
pub mod lines;
pub mod table;

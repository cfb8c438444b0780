//! What a record says: one file per format.

pub mod lines;

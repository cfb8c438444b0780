//! Where a record ends, knowing nothing of what it says.

pub mod csv;
pub mod json;
pub mod lines;
pub mod yaml;

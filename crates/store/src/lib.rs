//! What the application keeps, as one trait in its own verbs; the databases are other crates.
//!
//! Acknowledged means durable: a method that returned has written. This crate names no database.

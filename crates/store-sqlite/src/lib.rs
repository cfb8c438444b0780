//! The store in one SQLite file: write-ahead log, one writer, several readers.
//!
//! Every commit is flushed to the disk before it is acknowledged (`synchronous = FULL`). Updates of documents that are appended at the same time
//! share a transaction. Another process may read the file meanwhile; only one may serve it.
//!
//! Reading order: `open`, `sql` (how queries are run), then one file per noun as in `postlude_store`. SQL stands where it is used.

mod accounts;
mod asks;
mod attachments;
mod audit;
mod backup;
mod calibrations;
mod failure;
mod incidents;
mod interviews;
mod jobs;
mod meetings;
mod open;
mod reviews;
mod search;
mod sessions;
mod settings;
mod sql;
mod updates;

pub use open::SqliteStore;

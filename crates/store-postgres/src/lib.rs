//! The store in PostgreSQL (15 or newer); several servers on one database hear of each other's edits by LISTEN/NOTIFY.
//!
//! A commit is flushed to the disk before it is acknowledged. A verb that other servers must hear of tells them within its transaction, so they hear
//! exactly what became visible. Updates of documents that are appended at the same time share a transaction.
//!
//! Reading order: `connect`, `notices` (what servers tell each other), `sql` (how queries are run), then one file per noun as in
//! `postlude_store`. SQL stands where it is used.

mod accounts;
mod asks;
mod attachments;
mod audit;
mod backup;
mod calibrations;
mod connect;
mod failure;
mod incidents;
mod interviews;
mod jobs;
mod meetings;
mod notices;
mod reviews;
mod search;
mod sessions;
mod settings;
mod sql;
mod updates;

pub use connect::PostgresStore;

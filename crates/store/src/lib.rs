//! What the application keeps, as one trait in its own verbs; the databases are other crates.
//!
//! Reading order: `failure`, then a file per noun with its values and verbs: `accounts`, `sessions`, `audit`, `reviews`, `incidents`, `updates`,
//! `jobs`, `attachments`, `search`, `settings`, `calibrations`, `interviews`, `meetings`, `asks`, then `changes` and `backup`. [`Store`] is all of them: a server holds an `Arc<dyn Store>`.
//!
//! Acknowledged means durable: a verb that returned `Ok` has written. Moments, ids and hashes are arguments; a store reads no clock and draws no
//! random number. A verb that changes one thing is one transaction. Verbs that answer `bool` say whether there was something to change.
//! In texts the character NUL, which PostgreSQL cannot keep, becomes U+FFFD; in JSON it stays.
//!
//! This crate names no database. It looks neither into documents nor into the JSON that it keeps, never sees a secret, and keeps no files.

mod accounts;
mod appender;
mod asks;
mod attachments;
mod audit;
mod backup;
mod calibrations;
mod changes;
mod failure;
mod incidents;
mod interviews;
mod jobs;
mod meetings;
mod numbering;
mod reviews;
mod search;
mod sessions;
mod settings;
mod updates;

use async_trait::async_trait;

pub use accounts::{Account, Accounts, Invitation, NewPerson, Person, email_key};
pub use appender::Appender;
pub use asks::{Ask, Asks};
pub use attachments::{Attachment, Attachments};
pub use audit::{Audit, AuditLine, Deed};
pub use backup::{Backup, Cell, Column, Kind, Line, Reader, TABLES, Table};
pub use calibrations::{Calibration, CalibrationOwn, Calibrations, Coverage};
pub use changes::{Change, Changes};
pub use failure::{Conflict, Failure, Result};
pub use incidents::{Incident, IncidentSeen, Incidents};
pub use interviews::{Interview, InterviewNote, Interviews};
pub use jobs::{Hold, Job, JobState, Jobs, Lease, NewJob, Outcome};
pub use meetings::{Meeting, Meetings};
pub use numbering::{Growth, Numbered, number};
pub use reviews::{
    BroughtReview, NewReview, Participation, Review, ReviewFilter, ReviewSeen, Reviews, Viewer,
};
pub use search::{Found, Search, SearchRow, difference, words, words_of};
pub use sessions::{KeyHash, SEEN_AGAIN_AFTER, Scope, Session, Sessions, Token};
pub use settings::Settings;
pub use updates::{Loaded, NewUpdate, Snapshot, Update, Updates};

/// All that is kept. Its verbs lie in one trait per noun, so that each database can answer each noun in a file of its own.
///
/// The verbs are boxed by `async_trait` because a server chooses its database when it starts: a type parameter would stand at every handler, an
/// enum would repeat every verb, and a box costs nothing beside a transaction.
#[async_trait]
pub trait Store:
    Accounts
    + Sessions
    + Audit
    + Reviews
    + Incidents
    + Updates
    + Jobs
    + Attachments
    + Search
    + Settings
    + Calibrations
    + Interviews
    + Meetings
    + Asks
    + Backup
    + std::fmt::Debug
{
    /// Whether the database answers.
    async fn ping(&self) -> Result<()>;
    /// What other servers do from now on. Silent where there can be no others.
    fn changes(&self) -> Changes;
    /// Tells other servers something that no verb of the store says by itself: presence. What is too long for the database is dropped.
    async fn announce(&self, change: &Change) -> Result<()>;
    /// Ends all connections; what was acknowledged is durable already.
    async fn close(&self);
}

/// A text as every store keeps it. A name or a line of a log may hold the character NUL, which PostgreSQL refuses.
pub fn plain_text(text: &str) -> String {
    text.replace('\0', "\u{fffd}")
}

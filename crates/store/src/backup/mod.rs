//! A dump: all that a store keeps, as lines of JSON that any other store takes back.
//!
//! The first line says what it is, then each line is one row of one table, then the last line counts the rows, so that a dump that was
//! cut is told apart. Sessions and tries to log in are left out: who takes a copy must log in there.

mod line;
mod tables;

use async_trait::async_trait;
use tokio::sync::mpsc;

pub use line::{Line, Reader};
pub use tables::{Cell, Column, Kind, TABLES, Table};

use crate::Result;

/// The verbs for copies of the whole store.
#[async_trait]
pub trait Backup: Send + Sync {
    /// Sends all lines, without their ends, as they were at one moment; others may go on writing. Ends early, without a failure, when nobody receives any more.
    async fn dump(&self, lines: mpsc::Sender<String>) -> Result<()>;
    /// Takes the lines of a dump into an empty store, all or nothing, and tells the number of rows.
    /// Conflicts if the store is not empty (`NotEmpty`) or the lines are not a whole dump (`NotADump`).
    async fn restore(&self, lines: mpsc::Receiver<String>) -> Result<u64>;
}

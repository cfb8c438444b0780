use postlude_base::{Problem, SourceId};

use crate::manifest::Source;

/// What an ingest tells while it runs, always in the same order for the same input.
#[derive(Debug)]
pub enum Event<'a> {
    /// The folder has been looked through.
    Found {
        /// Files that will be read.
        files: usize,
        /// Their bytes.
        bytes: u64,
    },
    /// A part of a source has been read and stored.
    Advanced {
        /// Path of the source.
        path: &'a str,
        /// Bytes of it done by this step.
        bytes: u64,
    },
    /// A source is complete.
    Completed(&'a Source),
    /// A path that is the same content as a source read before.
    Known {
        /// The path.
        path: &'a str,
        /// The source.
        id: SourceId,
        /// Bytes that need not be read.
        bytes: u64,
    },
    /// A path that cannot be read.
    Unreadable {
        /// The path.
        path: &'a str,
        /// Why.
        problem: &'a Problem,
    },
}

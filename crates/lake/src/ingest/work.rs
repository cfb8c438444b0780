//! What travels from the feeder to the workers and from the workers to the collector.
//!
//! Everything carries the number of its place in the order of reading; the collector works in that order,
//! which is why nothing depends on which worker was faster.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};

use postlude_base::{Problem, SourceId, Timestamp};
use postlude_formats::{Carry, Reader};

use crate::manifest::{Batch, Source, Tally};
use crate::original::Frames;

use super::journal::Done;

/// A source that is too large to be read at once.
pub(super) struct Large {
    /// Name of its batch.
    pub(super) batch: String,
    pub(super) id: SourceId,
    pub(super) hash: String,
    pub(super) path: String,
    pub(super) file: Option<PathBuf>,
    pub(super) size: u64,
    /// How it is read, if not as usual.
    pub(super) way: String,
    pub(super) modified: Option<Timestamp>,
    pub(super) format: String,
    pub(super) reasons: Vec<String>,
    pub(super) reader: Option<Box<dyn Reader>>,
    /// Whether a broken-off ingest may go on after its last complete block.
    pub(super) resumable: bool,
    /// The blocks that an earlier, broken-off ingest has completed.
    pub(super) done: Vec<Done>,
}

impl Large {
    /// Name of the segments of its block of that index.
    pub(super) fn segment(&self, index: usize) -> String {
        format!("{}-{index:06}", self.batch)
    }
}

/// A block of a large source.
pub(super) struct BlockWork {
    pub(super) source: Arc<Large>,
    pub(super) index: usize,
    pub(super) bytes: Vec<u8>,
    pub(super) offset: u64,
    pub(super) line: u64,
    /// Line breaks in it.
    pub(super) lines: u64,
    pub(super) last: bool,
    /// What was odd about cutting it.
    pub(super) problems: Vec<Problem>,
    /// From the block before, for readers that need it.
    pub(super) carry: Option<Receiver<Carry>>,
    /// To the block after.
    pub(super) hand_on: Option<Sender<Carry>>,
}

/// A small source with all its bytes.
pub(super) struct Small {
    pub(super) id: SourceId,
    pub(super) hash: String,
    pub(super) path: String,
    pub(super) file: Option<PathBuf>,
    pub(super) modified: Option<Timestamp>,
    pub(super) bytes: Vec<u8>,
    /// What was odd about getting it.
    pub(super) problems: Vec<Problem>,
}

/// Something that needs no work but has its place in the order.
pub(super) enum Note {
    /// A path whose content is known.
    Known { path: String, id: SourceId, bytes: u64 },
    /// A path that cannot be read.
    Unreadable { path: String, problem: Problem },
}

/// One piece of work.
pub(super) enum Work {
    Block(BlockWork),
    Pack(Vec<Small>),
    Note(Note),
}

/// What came of it.
pub(super) enum Outcome {
    Block { source: Arc<Large>, last: bool, done: Done, frames: Frames },
    Pack(Batch),
    Note(Note),
}

/// A source as the manifest has it, from what is known when it is complete.
pub(super) fn source_of(large: &Large, tally: Tally) -> Source {
    Source {
        id: large.id,
        hash: large.hash.clone(),
        paths: vec![large.path.clone()],
        file: large.file.as_ref().map(|file| file.to_string_lossy().into_owned()),
        size: large.size,
        way: large.way.clone(),
        modified: large.modified,
        format: large.format.clone(),
        reasons: large.reasons.clone(),
        tally,
        original: None,
    }
}

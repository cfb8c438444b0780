//! What of a large source is complete before the source is: one line of JSON per block.
//!
//! A line is written after the block's segments have their names and its frames are in the object, so what
//! a line names exists, unless the power went; therefore lengths are compared before it is believed.

use std::fs::{self, File};
use std::io::{self, Write};

use postlude_base::SourceId;
use serde::{Deserialize, Serialize};

use crate::folder::Folder;
use crate::manifest::{Segment, Tally};

/// A complete block.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Done {
    /// Bytes of the source in it.
    pub(super) bytes: u64,
    /// Line breaks in it.
    pub(super) lines: u64,
    pub(super) segments: Vec<Segment>,
    pub(super) tally: Tally,
    /// Packed and unpacked length of its frames in the object.
    pub(super) frames: Vec<(u32, u32)>,
}

/// The first line: the rows carry the number of the source, and the blocks were cut as the format wants.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Beginning {
    id: SourceId,
    format: String,
}

/// The journal of one large source while it is read.
#[derive(Debug)]
pub(super) struct Journal {
    out: File,
}

impl Journal {
    /// Begins one anew, with the blocks that are believed.
    pub(super) fn begin(
        folder: &Folder,
        batch: &str,
        id: SourceId,
        format: &str,
        done: &[Done],
    ) -> io::Result<Self> {
        let path = folder.journal(batch);
        let unfinished = crate::folder::unfinished(&path);
        let mut journal = Self { out: File::create(&unfinished)? };
        journal.line(&Beginning { id, format: format.to_owned() })?;
        for block in done {
            journal.line(block)?;
        }
        fs::rename(&unfinished, &path)?;
        Ok(journal)
    }

    /// Adds a block.
    pub(super) fn add(&mut self, done: &Done) -> io::Result<()> {
        self.line(done)
    }

    fn line(&mut self, value: &impl Serialize) -> io::Result<()> {
        let mut line = serde_json::to_vec(value)?;
        line.push(b'\n');
        self.out.write_all(&line)
    }
}

/// The blocks of a source that an earlier ingest has completed, as far as they can be believed.
pub(super) fn load(folder: &Folder, batch: &str, id: SourceId, format: &str) -> Vec<Done> {
    let Ok(text) = fs::read(folder.journal(batch)) else { return Vec::new() };
    let mut lines = text.split(|&byte| byte == b'\n');
    let beginning = lines.next().and_then(|line| serde_json::from_slice::<Beginning>(line).ok());
    if beginning != Some(Beginning { id, format: format.to_owned() }) {
        return Vec::new();
    }
    let packed = crate::folder::unfinished(&folder.object(batch));
    let packed = fs::metadata(packed).map_or(0, |metadata| metadata.len());
    let mut needed = 0u64;
    lines
        .map_while(|line| serde_json::from_slice::<Done>(line).ok())
        .take_while(|done| {
            needed += done.frames.iter().map(|(packed, _)| u64::from(*packed)).sum::<u64>();
            needed <= packed && done.segments.iter().all(|segment| is_whole(folder, segment))
        })
        .collect()
}

fn is_whole(folder: &Folder, segment: &Segment) -> bool {
    fs::metadata(folder.segment(&segment.table, &segment.name)).is_ok_and(|file| file.len() == segment.bytes)
}

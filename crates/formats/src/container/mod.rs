//! Evidence in wrappers: archives and compressed files, in any nesting, as a pure transformation of streams.
//!
//! Reading order: [`Kind`] (which wrapper, by its first bytes and never by its name), `opening` (members
//! within members, and what limits them), then one file per wrapper.
//!
//! Invariants: a member that is damaged is read as far as it goes and does not stop the others; whatever is left
//! out is a [`Trouble`]; the paths of members never lead out of the archive; members come in the order of the
//! archive; nothing here panics on any input.
//!
//! Units: sizes are bytes after unpacking unless they say packed. Memory: what a decoder needs, at most
//! [`Limits::decoder_memory`], and each archive within an archive that must be read back and forth (zip, 7z), at
//! most [`Limits::spool`].
//!
//! This module opens no file, writes none, and does not know what the members say.

mod budget;
mod compressed;
mod kind;
mod opening;
mod path;
mod reading;
mod seven_zip;
mod tape;
#[cfg(test)]
mod tests;
mod zip_archive;

use std::io::{Read, Seek, SeekFrom};
use std::ops::ControlFlow;

use postlude_base::{Problem, Timestamp};

pub use kind::Kind;

use budget::Budget;
use opening::{Opening, Place};

/// One file within a container.
pub struct Member<'a> {
    /// Path within the container, `/` between parts, `!` between a container and what it holds; never empty,
    /// without `..` and not absolute.
    pub path: String,
    /// When it was last written, as the container says it.
    pub modified: Option<Timestamp>,
    /// Its bytes. Ends early, and without an error, where the container is damaged: that is told as a trouble.
    pub content: &'a mut dyn Read,
}

/// Something odd about a container or one of its members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Path within the container; empty for the container itself.
    pub path: String,
    /// What is odd.
    pub problem: Problem,
}

/// How far opening goes: containers made to exhaust a machine stay cheap.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes that may come out of any container, however small it is.
    pub always: u64,
    /// Beyond that: so many times the packed size. Logs seldom shrink to less than a hundredth.
    pub ratio: u64,
    /// Wrappers within wrappers; `logs.tar.gz` has two.
    pub layers: usize,
    /// Members of one container, folders included.
    pub members: usize,
    /// Bytes of a zip or 7z within another container: it has to be held in memory.
    pub spool: u64,
    /// Bytes that a decoder may take, as far as the format says it beforehand (xz, 7z, zstd).
    pub decoder_memory: u32,
    /// Bytes of a member's path.
    pub path: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            always: 256 << 20,
            ratio: 200,
            layers: 6,
            members: 100_000,
            spool: 64 << 20,
            decoder_memory: 128 << 20,
            path: 1024,
        }
    }
}

/// What comes out of a container.
pub enum Found<'a> {
    /// A file, to be read now.
    Member(Member<'a>),
    /// What was odd about the member that came before, about one that was left out, or about the container.
    Trouble(Trouble),
}

/// Hands every file of a container to `visit`, one after the other, until it says stop, and between them what
/// was odd; trouble with a member that could be read in part comes next after it.
///
/// `name` is the file name of the container: a compressed file without an archive in it takes its member's name
/// from there (`app.log.gz` holds `app.log`). `modified` stands in for members that have no time of their own.
///
/// The input is read from its beginning. A visitor need not read a member to its end.
pub fn open<R: Read + Seek>(
    kind: Kind,
    input: &mut R,
    name: &str,
    modified: Option<Timestamp>,
    limits: &Limits,
    visit: &mut dyn FnMut(Found<'_>) -> ControlFlow<()>,
) {
    let packed = input.seek(SeekFrom::End(0)).and_then(|size| input.rewind().map(|()| size));
    let budget = Budget::new(limits, packed.as_ref().copied().unwrap_or(0));
    let mut opening = Opening::new(limits, &budget, visit);
    if let Err(error) = packed {
        opening.trouble(String::new(), reading::failed(0, &error));
        return;
    }
    let file_name = name.rsplit('/').next().unwrap_or(name);
    let place = Place { path: String::new(), name: file_name.to_owned(), modified, layer: 1 };
    // Whether it went to the end or was stopped: the troubles say it.
    let _ = opening.seekable(kind, input, &place);
    opening.finish();
}

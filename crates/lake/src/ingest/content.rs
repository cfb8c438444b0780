//! What stands behind a path: a plain file, or the members of a container, named `container!member`.
//!
//! A member is unpacked into memory when it is small and else into a file of the lake that goes away by itself;
//! only one large member is unpacked at a time.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom, copy};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use postlude_base::{Problem, Timestamp};
use postlude_formats::container::{self, Kind, Limits, Member};

use super::walk::{Found, modified, unreadable};

/// One source to be, opened.
#[derive(Debug)]
pub(super) struct Item {
    /// Path within the evidence.
    pub(super) path: String,
    /// The file it is, when it is one.
    pub(super) file: Option<PathBuf>,
    /// When it was last written.
    pub(super) modified: Option<Timestamp>,
    /// Its length when it was opened; no byte after that is read.
    pub(super) size: u64,
    /// Its bytes.
    pub(super) content: Content,
    /// What was odd about getting it.
    pub(super) problems: Vec<Problem>,
}

/// What is handed on.
pub(super) enum Opened {
    /// A source.
    Item(Item),
    /// A path without one.
    Unreadable(String, Problem),
}

/// The bytes of an item.
#[derive(Debug)]
pub(super) enum Content {
    /// All of them.
    Memory(Vec<u8>),
    /// In a file, to be read piece by piece.
    File(File),
}

impl Content {
    /// Goes to a place.
    pub(super) fn seek(&mut self, offset: u64) -> io::Result<()> {
        match self {
            Self::Memory(_) => Ok(()),
            Self::File(file) => file.seek(SeekFrom::Start(offset)).map(|_| ()),
        }
    }

    /// What has happened to a file since it was opened with this length and time, in words; none if nothing has.
    pub(super) fn change(&self, size: u64, written: Option<Timestamp>) -> Option<String> {
        let Self::File(file) = self else { return None };
        let now = file.metadata().ok()?;
        if now.len() > size {
            Some(format!("it has grown since; its first {size} bytes were read"))
        } else {
            (modified(&now) != written).then(|| "it was written to while it was read".to_owned())
        }
    }

    /// Appends the next bytes, up to `count`; fewer at the end.
    pub(super) fn read_into(&mut self, buffer: &mut Vec<u8>, count: u64) -> io::Result<u64> {
        match self {
            Self::Memory(_) => Ok(0),
            Self::File(file) => file.take(count).read_to_end(buffer).map(|read| read as u64),
        }
    }
}

/// The items behind a found file, one after the other, handed to `each` until it says stop; a problem when
/// What is held in memory, and where the rest goes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Memory<'a> {
    /// Up to so many bytes are read at once; such sources share segments.
    pub(super) small: u64,
    /// The folder that larger members of containers are unpacked into.
    pub(super) spool: &'a Path,
}

/// the file cannot be opened.
pub(super) fn open(
    found: &Found,
    memory: Memory<'_>,
    each: &mut dyn FnMut(Opened) -> ControlFlow<()>,
) -> Result<(), Problem> {
    let failed = |error| unreadable("file", &error);
    let mut file = File::open(&found.file).map_err(failed)?;
    let mut head = Vec::new();
    (&mut file).take(Kind::HEAD as u64).read_to_end(&mut head).map_err(failed)?;
    file.rewind().map_err(failed)?;
    match Kind::of(&head) {
        Some(kind) => open_container(kind, file, found, memory, each),
        // Whether to go on is for the caller, who has heard it already.
        None => drop(each(Opened::Item(open_plain(found, memory.small, file).map_err(failed)?))),
    }
    Ok(())
}

fn open_container(
    kind: Kind,
    file: File,
    found: &Found,
    memory: Memory<'_>,
    each: &mut dyn FnMut(Opened) -> ControlFlow<()>,
) {
    let time = file.metadata().ok().and_then(|metadata| modified(&metadata));
    let mut input = BufReader::with_capacity(256 << 10, file);
    // Trouble with a member comes behind it, so that each waits for the next.
    let mut waiting: Option<Item> = None;
    let mut is_empty = true;
    let mut visit = |out: container::Found<'_>| {
        is_empty = false;
        match out {
            container::Found::Member(member) => {
                if let Some(item) = waiting.take() {
                    each(Opened::Item(item))?;
                }
                let path = format!("{}!{}", found.path, member.path);
                match unpack(path.clone(), member, memory) {
                    Ok(item) => waiting = Some(item),
                    Err(error) => each(Opened::Unreadable(path, unreadable("unpacked member", &error)))?,
                }
            }
            container::Found::Trouble(trouble) => {
                let path = match trouble.path.as_str() {
                    "" => found.path.clone(),
                    member => format!("{}!{member}", found.path),
                };
                match &mut waiting {
                    Some(item) if item.path == path => item.problems.push(trouble.problem),
                    _ => each(Opened::Unreadable(path, trouble.problem))?,
                }
            }
        }
        ControlFlow::Continue(())
    };
    container::open(kind, &mut input, &found.path, time, &Limits::default(), &mut visit);
    let last = match waiting {
        Some(item) => Opened::Item(item),
        None if is_empty => {
            let message = format!("a {} without any file in it", kind.name());
            Opened::Unreadable(found.path.clone(), Problem::new("empty-archive", message))
        }
        None => return,
    };
    // Nothing follows.
    let _ = each(last);
}

fn unpack(path: String, member: Member<'_>, memory: Memory<'_>) -> io::Result<Item> {
    let mut bytes = Vec::new();
    let mut size = (&mut *member.content).take(memory.small + 1).read_to_end(&mut bytes)? as u64;
    let content = if size <= memory.small {
        Content::Memory(bytes)
    } else {
        let mut file = tempfile::tempfile_in(memory.spool)?;
        size = copy(&mut bytes.as_slice().chain(member.content), &mut file)?;
        file.rewind()?;
        Content::File(file)
    };
    Ok(Item { path, file: None, modified: member.modified, size, content, problems: Vec::new() })
}

fn open_plain(found: &Found, small: u64, mut file: File) -> io::Result<Item> {
    let metadata = file.metadata()?;
    let size = metadata.len();
    let content = if size <= small {
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
        file.take(size).read_to_end(&mut bytes)?;
        Content::Memory(bytes)
    } else {
        file.rewind()?;
        Content::File(file)
    };
    Ok(Item {
        path: found.path.clone(),
        file: Some(found.file.clone()),
        modified: modified(&metadata),
        // A file that shrank between the two calls is as long as what was read.
        size: if let Content::Memory(bytes) = &content { bytes.len() as u64 } else { size },
        content,
        problems: Vec::new(),
    })
}

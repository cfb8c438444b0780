//! What stands behind a path: plain files now; members of archives come through the same door.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::PathBuf;

use postlude_base::{Problem, Timestamp};

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
/// the file cannot be opened. Containers are opened here.
///
/// Up to `small` bytes are read into memory at once.
pub(super) fn open(found: &Found, small: u64, each: &mut dyn FnMut(Item) -> bool) -> Result<(), Problem> {
    each(open_plain(found, small).map_err(|error| unreadable("file", &error))?);
    Ok(())
}

fn open_plain(found: &Found, small: u64) -> io::Result<Item> {
    let mut file = File::open(&found.file)?;
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
    })
}

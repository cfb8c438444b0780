//! Tar archives, read from front to back.

use std::io::Read;
use std::ops::ControlFlow;

use postlude_base::{Problem, Timestamp};
use tar::EntryType;

use super::kind::{TAR_BLOCK, is_tar_header};
use super::opening::{Entry, Opening, Outcome, Place};

/// Opens it; goes on at the next header behind one that is damaged.
pub(super) fn open(opening: &mut Opening<'_>, input: &mut dyn Read, at: &Place) -> ControlFlow<()> {
    let mut next = Vec::new();
    loop {
        let mut archive = tar::Archive::new(next.as_slice().chain(&mut *input));
        let Some(error) = entries(opening, &mut archive, at)? else { return ControlFlow::Continue(()) };
        opening.failed(at.path.clone(), 0, &error)?;
        if error.kind() == std::io::ErrorKind::UnexpectedEof {
            return ControlFlow::Continue(());
        }
        next = match next_header(input) {
            Some(header) => header,
            None => return ControlFlow::Continue(()),
        };
    }
}

/// Reads entries up to the end or to what cannot be read.
fn entries<R: Read>(
    opening: &mut Opening<'_>,
    archive: &mut tar::Archive<R>,
    at: &Place,
) -> ControlFlow<(), Option<std::io::Error>> {
    let entries = match archive.entries() {
        Ok(entries) => entries,
        Err(error) => return ControlFlow::Continue(Some(error)),
    };
    for entry in entries {
        let mut entry = match entry {
            Ok(entry) => entry,
            Err(error) => return ControlFlow::Continue(Some(error)),
        };
        opening.count()?;
        let path = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
        let header = entry.header();
        let seconds = header.mtime().ok().filter(|seconds| *seconds > 0);
        let modified = seconds.and_then(|seconds| Timestamp::from_seconds(i64::try_from(seconds).ok()?, 0));
        match header.entry_type() {
            EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse => {
                let described = Entry { path: &path, modified, size: Some(entry.size()) };
                if let Outcome::Broken = opening.entry(&described, &mut entry, at)? {
                    return ControlFlow::Continue(None);
                }
            }
            EntryType::Link | EntryType::Symlink => {
                let target = entry.link_name_bytes().unwrap_or_default();
                let target: String =
                    String::from_utf8_lossy(&target).chars().flat_map(char::escape_debug).collect();
                let path = opening.path(&path, at);
                let message = format!("a link to `{target}`; links in archives are not followed");
                opening.trouble(path, Problem::new("link-not-followed", message));
            }
            EntryType::Char | EntryType::Block | EntryType::Fifo => {
                let path = opening.path(&path, at);
                let problem = Problem::new("special-file", "a pipe or device holds no evidence");
                opening.trouble(path, problem);
            }
            _ => {}
        }
    }
    ControlFlow::Continue(None)
}

/// Headers begin at multiples of their length, so that the next good one can be found.
fn next_header(input: &mut dyn Read) -> Option<Vec<u8>> {
    loop {
        let mut block = Vec::with_capacity(TAR_BLOCK);
        input.take(TAR_BLOCK as u64).read_to_end(&mut block).ok()?;
        if block.len() < TAR_BLOCK {
            return None;
        }
        if is_tar_header(&block) {
            return Some(block);
        }
    }
}

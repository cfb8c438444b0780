//! 7z archives, block by block: what is damaged costs its own block only.

use std::io::Read;
use std::ops::ControlFlow;
use std::time::SystemTime;

use postlude_base::{Problem, Timestamp};
use sevenz_rust2::{Archive, ArchiveEntry, BlockDecoder, Error, Password};

use super::budget::Metered;
use super::opening::{Entry, Opening, Outcome, Place};
use super::reading::{ReadSeek, failed};

/// Opens it.
pub(super) fn open(opening: &mut Opening<'_>, mut input: &mut dyn ReadSeek, at: &Place) -> ControlFlow<()> {
    let password = Password::empty();
    let memory = usize::try_from(opening.limits.decoder_memory >> 10).unwrap_or(usize::MAX);
    let archive = match Archive::read_with_memory_limit(&mut input, &password, memory) {
        Ok(archive) => archive,
        Err(error) => {
            opening.trouble(at.path.clone(), problem_of(&error));
            return ControlFlow::Continue(());
        }
    };
    for index in 0..archive.blocks.len() {
        let block = BlockDecoder::new_with_memory_limit(1, memory, index, &archive, &password, &mut input);
        let mut flow = ControlFlow::Continue(());
        let result = block.for_each_entries(&mut |entry: &ArchiveEntry, content: &mut dyn Read| {
            let outcome = take(opening, entry, content, at);
            let goes_on = matches!(outcome, ControlFlow::Continue(Outcome::Whole));
            flow = outcome.map_continue(|_| ());
            Ok(goes_on)
        });
        flow?;
        if let Err(error) = result {
            opening.trouble(at.path.clone(), problem_of(&error));
        }
    }
    for (file, block) in archive.files.iter().zip(&archive.stream_map.file_block_index) {
        if block.is_none() {
            take(opening, file, &mut [].as_slice(), at)?;
        }
    }
    ControlFlow::Continue(())
}

fn take(
    opening: &mut Opening<'_>,
    entry: &ArchiveEntry,
    content: &mut dyn Read,
    at: &Place,
) -> ControlFlow<(), Outcome> {
    opening.count()?;
    if entry.is_directory || entry.is_anti_item {
        return ControlFlow::Continue(Outcome::Whole);
    }
    let modified = entry.has_last_modified_date.then(|| moment(entry.last_modified_date.into())).flatten();
    let described = Entry { path: &entry.name, modified, size: Some(entry.size) };
    let mut content = Metered { inner: content, budget: opening.budget };
    opening.entry(&described, &mut content, at)
}

fn moment(written: SystemTime) -> Option<Timestamp> {
    Timestamp::from_jiff(jiff::Timestamp::try_from(written).ok()?)
}

fn problem_of(error: &Error) -> Problem {
    match error {
        Error::PasswordRequired | Error::MaybeBadPassword(_) => {
            Problem::new("encrypted-member", "it is encrypted and was not read")
                .hint("unpack it with its password and add what it holds")
        }
        Error::Io(error, _) => failed(0, error),
        Error::Unsupported(_) | Error::UnsupportedCompressionMethod(_) | Error::ExternalUnsupported => {
            Problem::new("unsupported-archive", error.to_string())
                .hint("unpack it with the program that made it and add what it holds")
        }
        Error::MaxMemLimited { .. } => Problem::new("archive-too-large", error.to_string()),
        _ => Problem::new("damaged-archive", error.to_string()),
    }
}

//! The lake: a folder of evidence becomes Parquet, every citation leads back to its bytes, and SQL answers
//! questions over all of it.
//!
//! Reading order: `ingest` (files to segments), `manifest` (what the lake knows of its sources), `segment` (rows
//! to Parquet), `original` (the kept bytes), [`Session`] (SQL), `observe` (SQL to series), [`clocks`] (whose is off),
//! [`Timeline`] (all of it together).
//!
//! In the folder of a lake lie `log/ metric/ span/ alert/ change/ message/ dependency/ attachment/ pattern/` with
//! Parquet files that any tool opens, `sources/` with one manifest per batch, `objects/` with the original bytes,
//! and while an ingest runs `journal/`, `attempt.json` and `lock`.
//!
//! Invariants: a manifest is written last and names only complete files, so a lake that was killed while it was
//! written opens and an ingest goes on; the same evidence gives the same Parquet to the byte, whatever
//! the number of workers; the same content is read once; memory does not grow with the evidence.
//!
//! Units: as in `postlude-base`. This is the only crate that names datafusion and parquet. It does not know what a
//! format is (it asks `postlude-formats`), what records mean together, or how a person is shown anything.

pub mod clocks;
mod failure;
mod folder;
mod ingest;
mod manifest;
mod observe;
mod original;
pub mod original_text;
mod pattern;
pub mod screens;
mod segment;
mod sql;
mod timeline;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use postlude_base::{ByteSpan, EvidenceRef, SourceId};
use tempfile::TempDir;

use folder::Folder;
use manifest::Batch;

pub use failure::Failure;
pub use ingest::{Event, Options, Report, Unreadable};
pub use manifest::{Original, Problems, Segment, Source, Tally};
pub use observe::anchors::ClockEvidence;
pub use sql::{Choice, Session};
pub use timeline::{Asked, SourceLine, Timeline};

/// A folder of stored evidence.
#[derive(Debug)]
pub struct Lake {
    folder: Folder,
    batches: BTreeMap<String, Batch>,
    // Removes the folder when dropped.
    _temporary: Option<TempDir>,
}

impl Lake {
    /// Opens the lake in a folder, which is created if it is missing.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, Failure> {
        let folder = Folder::create(path.into(), true)?;
        let batches = manifest::load(&folder)?;
        Ok(Self { folder, batches, _temporary: None })
    }

    /// A lake that is removed when it is dropped. It reads originals where they are and keeps only those of members of
    /// containers.
    pub fn temporary() -> Result<Self, Failure> {
        let place = std::env::temp_dir();
        let temporary = TempDir::with_prefix("postlude-").map_err(Failure::lake(&place))?;
        let folder = Folder::create(temporary.path().to_owned(), false)?;
        Ok(Self { folder, batches: BTreeMap::new(), _temporary: Some(temporary) })
    }

    /// Reads everything below a folder, or one file. What is in the lake already is not read again; an ingest
    /// that was broken off goes on. `progress` is called on this thread.
    pub fn ingest(
        &mut self,
        root: &Path,
        options: &Options,
        progress: &mut dyn FnMut(Event<'_>),
    ) -> Result<Report, Failure> {
        ingest::ingest(&self.folder, &mut self.batches, root, options, progress)
    }

    /// All sources, by number.
    pub fn sources(&self) -> Vec<&Source> {
        let mut sources: Vec<_> = self.batches.values().flat_map(|batch| &batch.sources).collect();
        sources.sort_by_key(|source| source.id);
        sources
    }

    /// One source.
    pub fn source(&self, id: SourceId) -> Option<&Source> {
        self.batches.values().flat_map(|batch| &batch.sources).find(|source| source.id == id)
    }

    /// A session for queries over the chosen sources.
    pub fn session(&self, choice: &Choice) -> Result<Session, Failure> {
        Session::new(&self.folder, &self.batches, choice)
    }

    /// Repairs the clocks in a session that was made for the same sources.
    pub fn repair(&self, session: &mut Session, choice: &Choice) -> Result<(), Failure> {
        session.repair(&self.folder, &self.batches, choice)
    }

    /// The exact bytes of a citation, cut at the end of the source.
    pub fn original(&self, citation: EvidenceRef) -> Result<Vec<u8>, Failure> {
        let number = citation.source.0;
        let source = self.source(citation.source).ok_or(Failure::NoSource { number })?;
        let span = ByteSpan::new(citation.span.from.min(source.size), citation.span.to.min(source.size));
        if let Some(Original { object, from }) = &source.original {
            let path = self.folder.object(object);
            let span = ByteSpan::new(from + span.from, from + span.to);
            return original::read(&path, span).map_err(Failure::lake(&path));
        }
        let path = PathBuf::from(source.file.as_deref().unwrap_or_default());
        read_file(&path, source.size, span).map_err(|_| Failure::OriginalChanged { path })
    }
}

/// Bytes of a file that is at least as long as it was.
fn read_file(path: &Path, size: u64, span: ByteSpan) -> io::Result<Vec<u8>> {
    let mut file = File::open(path)?;
    if file.metadata()?.len() < size {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    file.seek(SeekFrom::Start(span.from))?;
    let mut bytes = vec![0; usize::try_from(span.len()).unwrap_or(0)];
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

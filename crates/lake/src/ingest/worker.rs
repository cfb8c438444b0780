//! One worker: decodes blocks and packs, writes their segments, packs their originals.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use postlude_base::{Problem, Timestamp};
use postlude_evidence::{Sink, Tables};
use postlude_formats::{Block, Carry, Detection, Head, Hints, Order, Reader, detect};

use crate::Failure;
use crate::folder::{Folder, unfinished};
use crate::manifest::{Batch, Original, Source};
use crate::original::{Frames, Object};
use crate::segment::Segments;

use super::Options;
use super::intake::Intake;
use super::journal::Done;
use super::work::{BlockWork, Large, Outcome, Small, Work};

/// What one worker has for itself.
pub(super) struct Worker<'a> {
    pub(super) folder: &'a Folder,
    pub(super) options: &'a Options,
    /// Whether originals that are files are copied into the lake too.
    pub(super) keep: bool,
    pub(super) tables: Tables,
}

impl Worker<'_> {
    /// Does one piece of work.
    pub(super) fn work(&mut self, work: Work) -> Result<Outcome, Failure> {
        match work {
            Work::Note(note) => Ok(Outcome::Note(note)),
            Work::Block(block) => self.block(block),
            Work::Pack(pack) => self.pack(&pack).map(Outcome::Pack),
        }
    }

    fn block(&mut self, work: BlockWork) -> Result<Outcome, Failure> {
        let BlockWork { source, index, bytes, offset, line, lines, last, problems, carry, hand_on } = work;
        let segments = Segments::new(self.folder, source.segment(index));
        let mut intake = Intake::new(&mut self.tables, segments);
        intake.begin(source.id);
        for problem in problems {
            intake.problem(problem);
        }
        if let Some(reader) = &source.reader {
            // The sender is gone only when the ingest is being given up.
            let mut carry = carry.and_then(|before| before.recv().ok()).unwrap_or_default();
            let block = Block { bytes: &bytes, offset, line, first: offset == 0, last };
            read(reader.as_ref(), &block, &mut carry, &mut intake);
            if let Some(after) = hand_on {
                // Likewise nobody may be listening any more.
                after.send(carry).ok();
            }
        }
        let tally = intake.end();
        let segments = intake.finish()?;
        let frames = self.frames(&source, &bytes)?;
        let sizes = frames.sizes().to_vec();
        let done = Done { bytes: bytes.len() as u64, lines, segments, tally, frames: sizes };
        Ok(Outcome::Block { source, last, done, frames })
    }

    fn pack(&mut self, pack: &[Small]) -> Result<Batch, Failure> {
        let mut names = blake3::Hasher::new();
        for small in pack {
            names.update(small.hash.as_bytes());
        }
        names.update(self.options.way().as_bytes());
        let name = format!("pack-{}", &names.finalize().to_hex()[..32]);
        let mut intake = Intake::new(&mut self.tables, Segments::new(self.folder, name.clone()));
        let mut sources: Vec<_> =
            pack.iter().map(|small| read_small(small, self.options, &mut intake)).collect();
        let segments = intake.finish()?;
        let object_bytes = self.keep_pack(&name, pack, &mut sources)?;
        Ok(Batch { name, sources, segments, object_bytes })
    }

    fn frames(&self, source: &Large, bytes: &[u8]) -> Result<Frames, Failure> {
        if !keeps(self.keep, source.file.as_deref()) {
            return Ok(Frames::default());
        }
        Frames::pack(bytes).map_err(Failure::lake(&self.folder.object(&source.batch)))
    }

    /// Keeps the originals of a pack in one object, one behind the other; gives its length if there is one.
    fn keep_pack(&self, name: &str, pack: &[Small], sources: &mut [Source]) -> Result<Option<u64>, Failure> {
        let mut all = Vec::new();
        for (small, source) in pack.iter().zip(&mut *sources) {
            if !keeps(self.keep, small.file.as_deref()) {
                continue;
            }
            source.original = Some(Original { object: name.to_owned(), from: all.len() as u64 });
            all.extend_from_slice(&small.bytes);
        }
        if sources.iter().all(|source| source.original.is_none()) {
            return Ok(None);
        }
        let path = self.folder.object(name);
        let write = || {
            let unfinished = unfinished(&path);
            let mut object = Object::create(&unfinished)?;
            object.append(&Frames::pack(&all)?)?;
            let file = object.finish()?;
            self.folder.publish(&file, &unfinished, &path)?;
            Ok(Some(file.metadata()?.len()))
        };
        write().map_err(Failure::lake(&path))
    }
}

/// Whether the bytes of a source are copied into the lake: a member of a container is nowhere else to be found.
pub(super) fn keeps(keep: bool, file: Option<&Path>) -> bool {
    keep || file.is_none()
}

fn read_small(small: &Small, options: &Options, intake: &mut Intake<'_>) -> Source {
    intake.begin(small.id);
    for problem in &small.problems {
        intake.problem(problem.clone());
    }
    let detection = recognise(&small.path, small.modified, &small.bytes, true, options);
    let (format, reasons) = match detection {
        Ok(Detection { format, reasons, problems, reader, .. }) => {
            for problem in problems {
                intake.problem(problem);
            }
            let block = Block::whole(&small.bytes);
            read(reader.as_ref(), &block, &mut Carry::default(), intake);
            (format, reasons)
        }
        Err((format, problem)) => {
            intake.problem(problem);
            (format.to_owned(), Vec::new())
        }
    };
    Source {
        id: small.id,
        hash: small.hash.clone(),
        paths: vec![small.path.clone()],
        file: small.file.as_ref().map(|file| file.to_string_lossy().into_owned()),
        size: small.bytes.len() as u64,
        way: options.way(),
        modified: small.modified,
        format,
        reasons,
        tally: intake.end(),
        original: None,
    }
}

/// Reads a block. A reader that panics has a bug, which must not take the rest of the evidence with it: what it
/// found before stays.
fn read(reader: &dyn Reader, block: &Block<'_>, carry: &mut Carry, intake: &mut Intake<'_>) {
    let outcome = catch_unwind(AssertUnwindSafe(|| reader.read(block, carry, &mut *intake)));
    if outcome.is_err() {
        let problem =
            Problem::new("reader-failed", "the reader of this format stopped; the rest was not read");
        intake.problem(
            problem.hint("this is a bug of Postlude: please report it").at(block.span(0, block.bytes.len())),
        );
    }
}

/// The format of a source, or the name of what it is instead with the problem to report.
pub(super) fn recognise(
    path: &str,
    modified: Option<Timestamp>,
    bytes: &[u8],
    complete: bool,
    options: &Options,
) -> Result<Detection, (&'static str, Problem)> {
    if bytes.is_empty() {
        return Err(("empty", Problem::new("empty-file", "the file holds no bytes")));
    }
    let hints = Hints { path, modified, year: options.year, zone: options.zone.clone() };
    let head = Head { bytes: &bytes[..bytes.len().min(Head::LIMIT)], complete, hints: &hints };
    catch_unwind(AssertUnwindSafe(|| detect(&head))).unwrap_or(None).ok_or_else(|| {
        let problem = Problem::new("unknown-format", "no format that Postlude reads fits this file")
            .hint("its bytes are kept and counted; `postlude inspect` shows what was tried");
        ("unknown", problem)
    })
}

/// Whether the blocks of a source may be read and resumed in any order.
pub(super) fn is_independent(detection: &Detection) -> bool {
    detection.reader.order() == Order::Any
}

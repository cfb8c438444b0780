//! Takes what the workers made, in the order of reading, and makes it last: originals, journal, manifests.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use postlude_base::{Problem, SourceId};

use crate::Failure;
use crate::folder::{Folder, unfinished};
use crate::manifest::{Batch, Original, Segment, Source, Tally};
use crate::original::{Frames, Object};

use super::event::Event;
use super::journal::{Done, Journal};
use super::work::{Large, Note, Outcome, source_of};
use super::worker::keeps;
use super::{Report, Unreadable};

/// The collector's state from outcome to outcome.
pub(super) struct Collector<'a> {
    folder: &'a Folder,
    keep: bool,
    batches: &'a mut BTreeMap<String, Batch>,
    progress: &'a mut dyn FnMut(Event<'_>),
    /// The batch of every complete source.
    homes: BTreeMap<SourceId, String>,
    /// Further paths of sources that are not complete yet.
    waiting: BTreeMap<SourceId, Vec<String>>,
    /// Batches whose manifest has changed since it was written.
    changed: BTreeSet<String>,
    open: Option<Open>,
    report: Report,
}

/// The large source whose blocks are coming in.
struct Open {
    tally: Tally,
    segments: Vec<Segment>,
    object: Option<Object>,
    journal: Option<Journal>,
}

impl<'a> Collector<'a> {
    pub(super) fn new(
        folder: &'a Folder,
        keep: bool,
        batches: &'a mut BTreeMap<String, Batch>,
        progress: &'a mut dyn FnMut(Event<'_>),
    ) -> Self {
        let homes = batches
            .values()
            .flat_map(|batch| batch.sources.iter().map(|source| (source.id, batch.name.clone())))
            .collect();
        Self {
            folder,
            keep,
            batches,
            progress,
            homes,
            waiting: BTreeMap::new(),
            changed: BTreeSet::new(),
            open: None,
            report: Report::default(),
        }
    }

    /// Takes the next outcome.
    pub(super) fn take(&mut self, outcome: Outcome) -> Result<(), Failure> {
        match outcome {
            Outcome::Block { source, last, done, frames } => self.block(&source, last, done, &frames),
            Outcome::Pack(batch) => {
                for source in &batch.sources {
                    (self.progress)(Event::Advanced { path: &source.paths[0], bytes: source.size });
                }
                self.complete(batch)
            }
            Outcome::Note(Note::Unreadable { path, problem }) => {
                (self.progress)(Event::Unreadable { path: &path, problem: &problem });
                self.report.unreadable.push(Unreadable { path, problem });
                Ok(())
            }
            Outcome::Note(Note::Known { path, id, bytes }) => {
                (self.progress)(Event::Known { path: &path, id, bytes });
                self.report.sources.insert(id);
                self.known(path, id);
                Ok(())
            }
        }
    }

    /// Rewrites the manifests of sources that were found under further paths.
    pub(super) fn finish(self) -> Result<Report, Failure> {
        for name in &self.changed {
            if let Some(batch) = self.batches.get(name) {
                batch.save(self.folder)?;
            }
        }
        Ok(self.report)
    }

    fn known(&mut self, path: String, id: SourceId) {
        let Some(name) = self.homes.get(&id) else {
            self.waiting.entry(id).or_default().push(path);
            return;
        };
        let source = self.batches.get_mut(name).and_then(|b| b.sources.iter_mut().find(|s| s.id == id));
        if source.is_some_and(|source| add_path(source, path)) {
            self.changed.insert(name.clone());
        }
    }

    fn complete(&mut self, mut batch: Batch) -> Result<(), Failure> {
        for source in &mut batch.sources {
            for path in self.waiting.remove(&source.id).unwrap_or_default() {
                add_path(source, path);
            }
            self.homes.insert(source.id, batch.name.clone());
            self.report.sources.insert(source.id);
        }
        batch.save(self.folder)?;
        for source in &batch.sources {
            (self.progress)(Event::Completed(source));
        }
        self.batches.insert(batch.name.clone(), batch);
        Ok(())
    }

    fn block(&mut self, source: &Arc<Large>, last: bool, done: Done, frames: &Frames) -> Result<(), Failure> {
        let object = self.folder.object(&source.batch);
        let mut open = match self.open.take() {
            Some(open) => open,
            None => self.begin(source)?,
        };
        if let Some(object_file) = &mut open.object {
            object_file.append(frames).map_err(Failure::lake(&object))?;
        }
        if let Some(journal) = open.journal.as_mut().filter(|_| !last) {
            if let Some(object_file) = &mut open.object {
                object_file.sync().map_err(Failure::lake(&object))?;
            }
            journal.add(&done).map_err(Failure::lake(&self.folder.journal(&source.batch)))?;
        }
        open.tally.append(done.tally);
        open.segments.extend(done.segments);
        (self.progress)(Event::Advanced { path: &source.path, bytes: done.bytes });
        if last {
            self.end(source, open)
        } else {
            self.open = Some(open);
            Ok(())
        }
    }

    fn begin(&mut self, source: &Large) -> Result<Open, Failure> {
        let path = self.folder.object(&source.batch);
        let mut open = Open { tally: Tally::default(), segments: Vec::new(), object: None, journal: None };
        if keeps(self.keep, source.file.as_deref()) {
            let unfinished = unfinished(&path);
            let object = if source.done.is_empty() {
                Object::create(&unfinished)
            } else {
                let frames = source.done.iter().flat_map(|done| done.frames.iter().copied()).collect();
                Object::reopen(&unfinished, frames)
            };
            open.object = Some(object.map_err(Failure::lake(&path))?);
        }
        if source.resumable {
            let journal = Journal::begin(self.folder, &source.batch, source.id, &source.format, &source.done);
            open.journal = Some(journal.map_err(Failure::lake(&self.folder.journal(&source.batch)))?);
        }
        for done in &source.done {
            open.tally.append(done.tally.clone());
            open.segments.extend(done.segments.iter().cloned());
            (self.progress)(Event::Advanced { path: &source.path, bytes: done.bytes });
        }
        Ok(open)
    }

    fn end(&mut self, large: &Large, open: Open) -> Result<(), Failure> {
        let mut source = source_of(large, open.tally);
        let mut batch =
            Batch { name: large.batch.clone(), sources: vec![], segments: open.segments, object_bytes: None };
        if let Some(object) = open.object {
            let path = self.folder.object(&large.batch);
            let publish = || -> io::Result<u64> {
                let file = object.finish()?;
                self.folder.publish(&file, &unfinished(&path), &path)?;
                Ok(file.metadata()?.len())
            };
            batch.object_bytes = Some(publish().map_err(Failure::lake(&path))?);
            source.original = Some(Original { object: large.batch.clone(), from: 0 });
        }
        batch.sources.push(source);
        self.complete(batch)?;
        remove(&self.folder.journal(&large.batch))
    }
}

/// Whether the path was new. All files without bytes are alike, which is no oddity.
fn add_path(source: &mut Source, path: String) -> bool {
    if source.paths.contains(&path) {
        return false;
    }
    if source.size > 0 {
        let message = format!("the same bytes as {}; read once", source.paths[0]);
        let problem = Problem::new("duplicate-file", format!("{path}: {message}"));
        source.tally.problems.add(problem);
    }
    source.paths.push(path);
    true
}

fn remove(path: &Path) -> Result<(), Failure> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Failure::lake(path)(error)),
        _ => Ok(()),
    }
}

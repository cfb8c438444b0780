//! Members within members: what is wrapped again is opened again, within limits.

use std::io::{Cursor, Read};
use std::ops::ControlFlow;

use postlude_base::{Problem, Timestamp};

use super::budget::Budget;
use super::path::harmless;
use super::reading::{Damped, Peeked, ReadSeek, failed, truncated};
use super::{Found, Kind, Limits, Member, Trouble, compressed, seven_zip, tape, zip_archive};

/// A container could have trouble with every member; more than so many are counted only.
const MOST_TROUBLES: usize = 1000;

/// A container on the way in.
pub(super) struct Place {
    /// Path of the container within the outermost one; empty for that itself.
    pub(super) path: String,
    /// Its file name.
    pub(super) name: String,
    /// When it was last written.
    pub(super) modified: Option<Timestamp>,
    /// Number of wrappers up to here, from 1.
    pub(super) layer: usize,
}

impl Place {
    /// The path of something in it.
    pub(super) fn inside(&self, part: &str) -> String {
        if self.path.is_empty() { part.to_owned() } else { format!("{}!{part}", self.path) }
    }
}

/// An entry of an archive, before it is read.
pub(super) struct Entry<'n> {
    /// As the archive writes it.
    pub(super) path: &'n str,
    pub(super) modified: Option<Timestamp>,
    /// Bytes it should have.
    pub(super) size: Option<u64>,
}

/// What became of an entry.
pub(super) enum Outcome {
    /// Read to its end, or as far as the visitor wanted.
    Whole,
    /// It broke off: a stream that others share is of no more use.
    Broken,
}

/// The opening of one outermost container.
pub(super) struct Opening<'v> {
    pub(super) limits: &'v Limits,
    pub(super) budget: &'v Budget,
    visit: &'v mut dyn FnMut(Found<'_>) -> ControlFlow<()>,
    members: usize,
    troubles: usize,
}

impl<'v> Opening<'v> {
    pub(super) fn new(
        limits: &'v Limits,
        budget: &'v Budget,
        visit: &'v mut dyn FnMut(Found<'_>) -> ControlFlow<()>,
    ) -> Self {
        Self { limits, budget, visit, members: 0, troubles: 0 }
    }

    /// Tells how much was not told.
    pub(super) fn finish(&mut self) {
        if let Some(untold) = self.troubles.checked_sub(MOST_TROUBLES).filter(|untold| *untold > 0) {
            let problem = Problem::new("damaged-archive", format!("{untold} more problems with its members"));
            self.tell(String::new(), problem);
        }
    }

    pub(super) fn trouble(&mut self, path: String, problem: Problem) {
        self.troubles += 1;
        if self.troubles <= MOST_TROUBLES {
            self.tell(path, problem);
        }
    }

    fn tell(&mut self, path: String, problem: Problem) {
        // A visitor that wants no more says so at the next member.
        let _ = (self.visit)(Found::Trouble(Trouble { path, problem }));
    }

    /// Opens a container that can be read back and forth.
    pub(super) fn seekable(
        &mut self,
        kind: Kind,
        mut input: &mut dyn ReadSeek,
        at: &Place,
    ) -> ControlFlow<()> {
        match kind {
            Kind::Zip => zip_archive::open(self, input, at),
            Kind::SevenZip => seven_zip::open(self, input, at),
            Kind::Tar => tape::open(self, &mut input, at),
            Kind::Gzip | Kind::Zstd | Kind::Bzip2 | Kind::Xz => compressed::open(self, kind, &mut input, at),
        }
    }

    /// Opens a container that comes as a stream.
    fn stream(&mut self, kind: Kind, input: &mut dyn Read, at: &Place) -> ControlFlow<()> {
        match kind {
            Kind::Zip | Kind::SevenZip => self.spooled(kind, input, at),
            Kind::Tar => tape::open(self, input, at),
            Kind::Gzip | Kind::Zstd | Kind::Bzip2 | Kind::Xz => compressed::open(self, kind, input, at),
        }
    }

    fn spooled(&mut self, kind: Kind, input: &mut dyn Read, at: &Place) -> ControlFlow<()> {
        let mut bytes = Vec::new();
        let result = input.take(self.limits.spool.saturating_add(1)).read_to_end(&mut bytes);
        if let Err(error) = result {
            self.failed(at.path.clone(), bytes.len() as u64, &error)?;
        }
        if bytes.len() as u64 > self.limits.spool {
            let message = format!(
                "a {} of more than {} MiB within another container",
                kind.name(),
                self.limits.spool >> 20
            );
            let problem = Problem::new("nested-archive-too-large", message)
                .hint("unpack the outer container and add what it holds");
            self.trouble(at.path.clone(), problem);
            return ControlFlow::Continue(());
        }
        self.seekable(kind, &mut Cursor::new(bytes), at)
    }

    /// Counts an entry; stops when there are too many.
    pub(super) fn count(&mut self) -> ControlFlow<()> {
        self.members += 1;
        if self.members <= self.limits.members {
            return ControlFlow::Continue(());
        }
        let message = format!("more than {} members: the others were not read", self.limits.members);
        let problem = Problem::new("too-many-members", message).hint("unpack it and add what it holds");
        self.trouble(String::new(), problem);
        ControlFlow::Break(())
    }

    /// A path within a place, made harmless.
    pub(super) fn path(&mut self, written: &str, at: &Place) -> String {
        let (part, changed) = harmless(written, self.limits.path);
        let path = at.inside(&part);
        if changed {
            let shown: String = written.chars().take(200).flat_map(char::escape_debug).collect();
            let message = format!("the archive names it `{shown}`; it is read under this path instead");
            self.trouble(path.clone(), Problem::new("unsafe-path", message));
        }
        path
    }

    /// Takes one entry of an archive: opens it if it is a container, else hands it to the visitor.
    pub(super) fn entry(
        &mut self,
        entry: &Entry<'_>,
        content: &mut dyn Read,
        at: &Place,
    ) -> ControlFlow<(), Outcome> {
        let path = self.path(entry.path, at);
        let name = path.rsplit(['/', '!']).next().unwrap_or_default().to_owned();
        let modified = entry.modified.or(at.modified);
        let mut peeked = Peeked::new(content);
        match peeked.kind() {
            Some(kind) if self.may_open(kind, &path, at) => {
                let inner = Place { path, name, modified, layer: at.layer + 1 };
                self.stream(kind, &mut peeked, &inner)?;
                ControlFlow::Continue(Outcome::Whole)
            }
            _ => self.member(path, modified, &mut peeked, entry.size),
        }
    }

    /// Takes what a compressed file holds: an archive keeps the compressed file's place.
    pub(super) fn unpacked(&mut self, name: String, content: &mut dyn Read, at: &Place) -> ControlFlow<()> {
        let mut peeked = Peeked::new(content);
        let path = at.inside(&name);
        match peeked.kind() {
            Some(kind) if self.may_open(kind, &path, at) => {
                let path = if kind.is_compression() { path } else { at.path.clone() };
                let inner = Place { path, name, modified: at.modified, layer: at.layer + 1 };
                self.stream(kind, &mut peeked, &inner)
            }
            _ => {
                self.count()?;
                self.member(path, at.modified, &mut peeked, None)?;
                ControlFlow::Continue(())
            }
        }
    }

    fn may_open(&mut self, kind: Kind, path: &str, at: &Place) -> bool {
        if at.layer < self.limits.layers {
            return true;
        }
        let message = format!("a {} wrapped {} times was not opened", kind.name(), at.layer);
        let problem = Problem::new("nested-too-deep", message).hint("unpack it and add what it holds");
        self.trouble(path.to_owned(), problem);
        false
    }

    fn member(
        &mut self,
        path: String,
        modified: Option<Timestamp>,
        content: &mut dyn Read,
        size: Option<u64>,
    ) -> ControlFlow<(), Outcome> {
        let mut damped = Damped::new(content);
        let flow = (self.visit)(Found::Member(Member { path: path.clone(), modified, content: &mut damped }));
        let Damped { given, ended, failure, .. } = damped;
        let missing = ended && size.is_some_and(|size| given < size);
        if let Some(error) = &failure {
            self.failed(path, given, error)?;
        } else if missing {
            self.trouble(path, truncated(given));
        }
        flow?;
        ControlFlow::Continue(if failure.is_some() || missing { Outcome::Broken } else { Outcome::Whole })
    }

    /// Tells of a decoder that failed; stops everything when it was for the budget.
    pub(super) fn failed(&mut self, path: String, given: u64, error: &std::io::Error) -> ControlFlow<()> {
        if !self.budget.is_exceeded() {
            self.trouble(path, failed(given, error));
            return ControlFlow::Continue(());
        }
        let message =
            format!("more than {} MiB come out of it: the rest was not read", self.budget.allowed >> 20);
        let problem = Problem::new("archive-too-large", message)
            .hint("if you trust it, unpack it and add what it holds");
        self.trouble(path, problem);
        ControlFlow::Break(())
    }
}

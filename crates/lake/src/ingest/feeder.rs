//! Goes through the files in order, names their content, cuts the large ones into blocks and packs the small
//! ones together.

use std::collections::BTreeMap;
use std::io;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};

use postlude_base::{Problem, SourceId};
use postlude_formats::Head;

use crate::folder::Folder;

use super::Options;
use super::content::{Content, Item, Memory, Opened, open};
use super::cutter::Cutter;
use super::journal;
use super::numbers::Numbers;
use super::walk::Walk;
use super::work::{Large, Note, Small, Work};
use super::worker::{is_independent, recognise};

/// Sources in a pack, at most: a manifest should stay readable.
const PACK: usize = 4096;

/// The ingest is being given up; the reason is known elsewhere.
pub(super) struct GivenUp;

/// The feeder's side of the channels, and what it remembers from file to file.
pub(super) struct Feeder<'a> {
    pub(super) folder: &'a Folder,
    pub(super) options: &'a Options,
    /// Sources by the hash of their content, those of this ingest included.
    pub(super) known: BTreeMap<String, SourceId>,
    pub(super) numbers: Numbers,
    /// One token per block of memory that may be in use.
    pub(super) tokens: Receiver<()>,
    pub(super) out: Sender<(u64, usize, Work)>,
    pub(super) sequence: u64,
    pub(super) pack: Vec<Small>,
    pub(super) pack_bytes: usize,
}

impl Feeder<'_> {
    /// Feeds everything that was found.
    pub(super) fn feed(mut self, walk: Walk) -> Result<(), GivenUp> {
        for (path, problem) in walk.skipped {
            self.send(Work::Note(Note::Unreadable { path, problem }), 0)?;
        }
        for found in walk.files {
            let mut result = Ok(());
            let memory = Memory { small: (self.options.block / 8) as u64, spool: self.folder.root() };
            let opened = open(&found, memory, &mut |opened| {
                result = match opened {
                    Opened::Item(item) => self.item(item),
                    Opened::Unreadable(path, problem) => {
                        self.send(Work::Note(Note::Unreadable { path, problem }), 0)
                    }
                };
                if result.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            });
            result?;
            if let Err(problem) = opened {
                self.send(Work::Note(Note::Unreadable { path: found.path, problem }), 0)?;
            }
        }
        self.flush()
    }

    /// Sends work on as soon as there is memory for so many bytes.
    pub(super) fn send(&mut self, work: Work, bytes: usize) -> Result<(), GivenUp> {
        let tokens = bytes.div_ceil(self.options.block);
        for _ in 0..tokens {
            self.tokens.recv().map_err(|_| GivenUp)?;
        }
        self.out.send((self.sequence, tokens, work)).map_err(|_| GivenUp)?;
        self.sequence += 1;
        Ok(())
    }

    fn item(&mut self, mut item: Item) -> Result<(), GivenUp> {
        let hash = match hash(&mut item) {
            Ok(hash) => hash,
            Err(error) => {
                let problem = super::walk::unreadable("file", &error);
                return self.send(Work::Note(Note::Unreadable { path: item.path, problem }), 0);
            }
        };
        if let Some(&id) = self.known.get(&hash) {
            self.numbers.pass(id);
            // How these bytes were come by differs, though they are the same: damaged members are all empty.
            for problem in item.problems {
                self.send(Work::Note(Note::Unreadable { path: item.path.clone(), problem }), 0)?;
            }
            return self.send(Work::Note(Note::Known { path: item.path, id, bytes: item.size }), 0);
        }
        let id = self.numbers.next();
        self.known.insert(hash.clone(), id);
        let Item { path, file, modified, size, content, problems } = item;
        match content {
            Content::Memory(bytes) => self.small(Small { id, hash, path, file, modified, bytes, problems }),
            content => self.large(id, hash, Item { path, file, modified, size, content, problems }),
        }
    }

    fn small(&mut self, small: Small) -> Result<(), GivenUp> {
        if self.pack_bytes + small.bytes.len() > self.options.block || self.pack.len() >= PACK {
            self.flush()?;
        }
        self.pack_bytes += small.bytes.len();
        self.pack.push(small);
        Ok(())
    }

    fn flush(&mut self) -> Result<(), GivenUp> {
        let bytes = std::mem::take(&mut self.pack_bytes);
        match std::mem::take(&mut self.pack) {
            pack if pack.is_empty() => Ok(()),
            pack => self.send(Work::Pack(pack), bytes.max(1)),
        }
    }

    fn large(&mut self, id: SourceId, hash: String, item: Item) -> Result<(), GivenUp> {
        let Item { path, file, modified, size, mut content, mut problems } = item;
        let way = self.options.way();
        let mut large = Large {
            batch: blake3::hash(format!("{hash}{way}").as_bytes()).to_hex()[..32].to_owned(),
            id,
            hash,
            path,
            file,
            size,
            way,
            modified,
            format: String::new(),
            reasons: Vec::new(),
            reader: None,
            resumable: false,
            done: Vec::new(),
        };
        problems.extend(self.recognise(&mut large, &mut content));
        if large.resumable {
            large.done = journal::load(self.folder, &large.batch, id, &large.format);
        }
        // The first block has them, and it is done.
        if !large.done.is_empty() {
            problems.clear();
        }
        Cutter::new(self, Arc::new(large), content, problems).run()
    }

    /// Finds out the format of a large source; gives the problems with it as a whole.
    fn recognise(&self, large: &mut Large, content: &mut Content) -> Vec<Problem> {
        let mut head = Vec::new();
        // Trouble here comes again, and is reported, where the blocks are read.
        let complete = content
            .seek(0)
            .and_then(|()| content.read_into(&mut head, Head::LIMIT as u64))
            .is_ok_and(|read| read == large.size);
        match recognise(&large.path, large.modified, &head, complete, self.options) {
            Ok(detection) => {
                large.resumable = self.folder.durable() && is_independent(&detection);
                large.format = detection.format;
                large.reasons = detection.reasons;
                large.reader = Some(detection.reader);
                detection.problems
            }
            Err((format, problem)) => {
                large.format = format.to_owned();
                vec![problem]
            }
        }
    }
}

fn hash(item: &mut Item) -> io::Result<String> {
    const STEP: u64 = 1 << 20;
    let mut hasher = blake3::Hasher::new();
    if let Content::Memory(bytes) = &item.content {
        return Ok(hasher.update(bytes).finalize().to_hex().to_string());
    }
    item.content.seek(0)?;
    let mut buffer = Vec::new();
    let mut left = item.size;
    while left > 0 {
        buffer.clear();
        let read = item.content.read_into(&mut buffer, left.min(STEP))?;
        if read == 0 {
            break;
        }
        hasher.update(&buffer);
        left -= read;
    }
    item.size -= left;
    Ok(hasher.finalize().to_hex().to_string())
}

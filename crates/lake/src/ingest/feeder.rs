//! Goes through the files in order, names their content, cuts the large ones into blocks and packs the small
//! ones together.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use postlude_base::{ByteSpan, Problem, SourceId};
use postlude_formats::{Block, Carry, Head};

use crate::folder::Folder;

use super::Options;
use super::content::{Content, Item, open};
use super::journal;
use super::numbers::Numbers;
use super::walk::Walk;
use super::work::{BlockWork, Large, Note, Small, Work};
use super::worker::{is_independent, recognise};

/// Bytes of a block, and of a pack; also what one token stands for.
pub(super) const BLOCK: usize = 16 << 20;
/// Bytes a block may grow to while no whole record is in it.
const LONGEST: usize = 64 << 20;
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
            let opened = open(&found, &mut |item| {
                result = self.item(item);
                result.is_ok()
            });
            result?;
            if let Err(problem) = opened {
                self.send(Work::Note(Note::Unreadable { path: found.path, problem }), 0)?;
            }
        }
        self.flush()
    }

    fn send(&mut self, work: Work, bytes: usize) -> Result<(), GivenUp> {
        let tokens = bytes.div_ceil(BLOCK);
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
            return self.send(Work::Note(Note::Known { path: item.path, id, bytes: item.size }), 0);
        }
        let id = self.numbers.next();
        self.known.insert(hash.clone(), id);
        let Item { path, file, modified, size, content } = item;
        match content {
            Content::Memory(bytes) => self.small(Small { id, hash, path, file, modified, bytes }),
            content => self.large(id, hash, Item { path, file, modified, size, content }),
        }
    }

    fn small(&mut self, small: Small) -> Result<(), GivenUp> {
        if self.pack_bytes + small.bytes.len() > BLOCK || self.pack.len() >= PACK {
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
        let Item { path, file, modified, size, mut content } = item;
        let mut head = Vec::new();
        // Trouble here comes again, and is reported, where the blocks are read.
        let complete = content
            .seek(0)
            .and_then(|()| content.read_into(&mut head, Head::LIMIT as u64))
            .is_ok_and(|read| read == size);
        let mut large = Large {
            batch: hash[..32].to_owned(),
            id,
            hash,
            path,
            file,
            size,
            modified,
            format: String::new(),
            reasons: Vec::new(),
            reader: None,
            resumable: false,
            done: Vec::new(),
        };
        let mut problems = match recognise(&large.path, modified, &head, complete, self.options) {
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
        };
        if large.resumable {
            large.done = journal::load(self.folder, &large.batch, id, &large.format);
        }
        if !large.done.is_empty() {
            problems.clear();
        }
        Cutter::new(self, Arc::new(large), content, problems).run()
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

/// Cuts one large source into blocks.
struct Cutter<'f, 'a> {
    feeder: &'f mut Feeder<'a>,
    source: Arc<Large>,
    content: Content,
    /// Bytes read and not yet sent.
    buffer: Vec<u8>,
    /// Where `buffer` begins in the source.
    offset: u64,
    line: u64,
    index: usize,
    problems: Vec<Problem>,
    carry: Option<Receiver<Carry>>,
}

impl<'f, 'a> Cutter<'f, 'a> {
    fn new(feeder: &'f mut Feeder<'a>, source: Arc<Large>, content: Content, problems: Vec<Problem>) -> Self {
        let offset = source.done.iter().map(|done| done.bytes).sum();
        let line = 1 + source.done.iter().map(|done| done.lines).sum::<u64>();
        let index = source.done.len();
        Self { feeder, source, content, buffer: Vec::new(), offset, line, index, problems, carry: None }
    }

    fn run(mut self) -> Result<(), GivenUp> {
        if let Err(error) = self.content.seek(self.offset) {
            self.problems.push(cut_short(self.offset, self.source.size, &error.to_string()));
            return self.send(0, true);
        }
        let mut target = BLOCK;
        loop {
            let last = self.fill(target);
            let cut = self.cut(last);
            if last || cut > 0 {
                self.send(cut, last)?;
                target = BLOCK;
                if last {
                    return Ok(());
                }
            } else if target < LONGEST {
                target *= 2;
            } else {
                let cut = self.split();
                self.send(cut, false)?;
                target = BLOCK;
            }
        }
    }

    /// Reads until the buffer holds `target` bytes; whether that is the end of the source.
    fn fill(&mut self, target: usize) -> bool {
        let at = self.offset + self.buffer.len() as u64;
        let wanted =
            (target.saturating_sub(self.buffer.len()) as u64).min(self.source.size.saturating_sub(at));
        self.buffer.reserve_exact(usize::try_from(wanted).unwrap_or(0));
        let read = self.content.read_into(&mut self.buffer, wanted);
        let at = self.offset + self.buffer.len() as u64;
        match read {
            Ok(read) if read == wanted => at == self.source.size,
            Ok(_) => {
                self.problems.push(cut_short(at, self.source.size, "it has become shorter"));
                true
            }
            Err(error) => {
                self.problems.push(cut_short(at, self.source.size, &error.to_string()));
                true
            }
        }
    }

    fn cut(&self, last: bool) -> usize {
        let Some(reader) = &self.source.reader else { return self.buffer.len() };
        let block = Block {
            bytes: &self.buffer,
            offset: self.offset,
            line: self.line,
            first: self.offset == 0,
            last,
        };
        if last { self.buffer.len() } else { reader.cut(&block).min(self.buffer.len()) }
    }

    /// Where to part a record that is longer than a block may be: behind a line if there is one.
    fn split(&mut self) -> usize {
        let cut = match self.buffer.iter().rposition(|&byte| byte == b'\n') {
            Some(at) => at + 1,
            None => self.buffer.len(),
        };
        let span = ByteSpan::new(self.offset, self.offset + cut as u64);
        self.problems.push(
            Problem::new("record-too-long", "one record is longer than 64 MiB; it was read in parts")
                .hint("its parts after the first may be read as something else")
                .at(span),
        );
        cut
    }

    fn send(&mut self, cut: usize, last: bool) -> Result<(), GivenUp> {
        let rest = self.buffer.split_off(cut);
        let bytes = std::mem::replace(&mut self.buffer, rest);
        let lines = bytecount(&bytes);
        let in_order =
            self.source.reader.as_ref().is_some_and(|r| r.order() == postlude_formats::Order::InOrder);
        let (hand_on, after) = if in_order && !last { Some(channel()).unzip() } else { (None, None) };
        let carry = std::mem::replace(&mut self.carry, after);
        let (offset, line) = (self.offset, self.line);
        self.offset += bytes.len() as u64;
        self.line += lines;
        let work = BlockWork {
            source: Arc::clone(&self.source),
            index: self.index,
            offset,
            line,
            lines,
            last,
            problems: std::mem::take(&mut self.problems),
            carry,
            hand_on,
            bytes,
        };
        self.index += 1;
        let weight = work.bytes.len().max(1);
        self.feeder.send(Work::Block(work), weight)
    }
}

fn bytecount(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}

fn cut_short(at: u64, size: u64, why: &str) -> Problem {
    let message = format!("reading ended after {at} of {size} bytes: {why}");
    Problem::new("file-changed", message).hint("ingest again when nobody writes to it")
}

//! Cuts one large source into blocks of whole records.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use postlude_base::{ByteSpan, Problem};
use postlude_formats::{Block, Carry, Order};

use super::content::Content;
use super::feeder::{Feeder, GivenUp};
use super::work::{BlockWork, Large, Work};

/// How many times a block may grow while no whole record is in it.
const GROWTH: usize = 4;
const AGAIN: &str = "ingest again when nobody writes to it";

/// Cuts one large source into blocks.
pub(super) struct Cutter<'f, 'a> {
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
    pub(super) fn new(
        feeder: &'f mut Feeder<'a>,
        source: Arc<Large>,
        content: Content,
        problems: Vec<Problem>,
    ) -> Self {
        let offset = source.done.iter().map(|done| done.bytes).sum();
        let line = 1 + source.done.iter().map(|done| done.lines).sum::<u64>();
        let index = source.done.len();
        Self { feeder, source, content, buffer: Vec::new(), offset, line, index, problems, carry: None }
    }

    /// Cuts all of it.
    pub(super) fn run(mut self) -> Result<(), GivenUp> {
        if let Err(error) = self.content.seek(self.offset) {
            self.problems.push(cut_short(self.offset, self.source.size, &error.to_string()));
            return self.send(0, true);
        }
        let block = self.feeder.options.block;
        let mut target = block;
        loop {
            let last = self.fill(target);
            // A member of a container cannot change: what is read is our own copy.
            if last
                && self.source.file.is_some()
                && let Some(change) = self.content.change(self.source.size, self.source.modified)
            {
                self.problems.push(Problem::new("file-changed", change).hint(AGAIN));
            }
            let cut = self.cut(last);
            if last || cut > 0 {
                self.send(cut, last)?;
                target = block;
                if last {
                    return Ok(());
                }
            } else if target < GROWTH * block {
                target *= 2;
            } else {
                let cut = self.split();
                self.send(cut, false)?;
                target = block;
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
        let reader = match &self.source.reader {
            Some(reader) if !last => reader,
            _ => return self.buffer.len(),
        };
        let block = Block {
            bytes: &self.buffer,
            offset: self.offset,
            line: self.line,
            first: self.offset == 0,
            last,
        };
        match catch_unwind(AssertUnwindSafe(|| reader.cut(&block))) {
            Ok(cut) => cut.min(self.buffer.len()),
            // The worker will fare no better with this block, and says so.
            Err(_) => self.buffer.len(),
        }
    }

    /// Where to part a record that is longer than a block may be: behind a line if there is one.
    fn split(&mut self) -> usize {
        let cut = match self.buffer.iter().rposition(|&byte| byte == b'\n') {
            Some(at) => at + 1,
            None => self.buffer.len(),
        };
        let span = ByteSpan::new(self.offset, self.offset + cut as u64);
        self.problems.push(
            Problem::new(
                "record-too-long",
                format!("one record is longer than {cut} bytes; it was read in parts"),
            )
            .hint("its parts after the first may be read as something else")
            .at(span),
        );
        cut
    }

    fn send(&mut self, cut: usize, last: bool) -> Result<(), GivenUp> {
        let rest = self.buffer.split_off(cut);
        let bytes = std::mem::replace(&mut self.buffer, rest);
        let lines = self.source.reader.as_ref().map_or(0, |reader| reader.lines(&bytes));
        let in_order = self.source.reader.as_ref().is_some_and(|r| r.order() == Order::InOrder);
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

fn cut_short(at: u64, size: u64, why: &str) -> Problem {
    let message = format!("reading ended after {at} of {size} bytes: {why}");
    Problem::new("file-changed", message).hint(AGAIN)
}

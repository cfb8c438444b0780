use postlude_base::ByteSpan;
use postlude_evidence::Sink;

use crate::time::{Oddities, Recent};

/// A run of whole records out of a source.
#[derive(Debug, Clone, Copy)]
pub struct Block<'a> {
    /// The bytes.
    pub bytes: &'a [u8],
    /// Where they begin in the source.
    pub offset: u64,
    /// Number of the line they begin in, from 1.
    pub line: u64,
    /// Whether they are the beginning of the source.
    pub first: bool,
    /// Whether they are the end of the source.
    pub last: bool,
}

impl<'a> Block<'a> {
    /// A whole source as one block.
    pub fn whole(bytes: &'a [u8]) -> Self {
        Self { bytes, offset: 0, line: 1, first: true, last: true }
    }

    /// The place in the source of a range of this block.
    pub fn span(&self, from: usize, to: usize) -> ByteSpan {
        ByteSpan::new(self.offset + from as u64, self.offset + to as u64)
    }
}

/// What a reader remembers from one block of a source to the next; a fresh one begins a source.
///
/// Only readers that answer [`Order::InOrder`] may use it.
#[derive(Debug, Clone, Default)]
pub struct Carry {
    /// The year and month of the last time, for lines that write no year.
    pub year: Option<(i16, i8)>,
    /// The last date seen, for lines that write a clock time only.
    pub date: Option<jiff::civil::Date>,
    /// The hour of the last time seen: when the clock falls far, the next day has begun.
    pub hour: Option<i8>,
    /// What the last conversion of a local time needed, so that the next need not; never changes a result.
    pub recent: Recent,
    /// What was odd about times; ask [`Oddities::take`] after each record.
    pub oddities: Oddities,
    /// Columns named by the last header (`#Fields:`).
    pub columns: Vec<String>,
    /// Records so far, for sources without lines.
    pub records: u64,
}

/// Whether the blocks of a source may be read in any order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Blocks are independent: read them in parallel.
    Any,
    /// A block needs what the blocks before it left in the [`Carry`].
    InOrder,
}

/// A format that has been recognised in one source, ready to read it block by block.
///
/// It is made by [`crate::detect`] and does not change while it reads.
pub trait Reader: Send + Sync {
    /// Whether blocks depend on the ones before.
    fn order(&self) -> Order;

    /// Length of the longest prefix of `block.bytes` that holds whole records; 0 if there is none yet.
    ///
    /// With `block.last` it is the whole length. What is cut off is the beginning of the next block.
    fn cut(&self, block: &Block<'_>) -> usize;

    /// How many lines end in these bytes, so that the next block knows the number of its first line.
    fn lines(&self, bytes: &[u8]) -> u64 {
        memchr::memchr_iter(b'\n', bytes).count() as u64
    }

    /// Reads all records of a block and hands them on in the order of the source.
    fn read(&self, block: &Block<'_>, carry: &mut Carry, sink: &mut dyn Sink);
}

//! EVTX files: a header, then chunks of 64 KiB, each with its own names and templates.
//!
//! Places: a record's span is its bytes in the file. Records of a damaged chunk are looked for and read as far as
//! they go.

use memchr::memmem;
use postlude_base::Problem;
use postlude_evidence::{Record, Sink};

use super::{binary_xml, log};
use crate::decode::binary::array_at;
use crate::time::{Layout, Resolver, from_filetime};
use crate::{Block, Carry, Detection, Head, Order, Reader};

const FILE_MAGIC: &[u8] = b"ElfFile\0";
const CHUNK_MAGIC: &[u8] = b"ElfChnk\0";
const RECORD_MAGIC: &[u8] = &[0x2a, 0x2a, 0, 0];
const CHUNK: usize = 64 << 10;
/// Where the records of a chunk begin.
const RECORDS: usize = 512;
/// Bytes of a record before its event and behind it.
const RECORD_HEADER: usize = 24;
const RECORD_END: usize = 4;

/// Does it begin as an EVTX file does?
pub(crate) fn sniff(head: &Head<'_>) -> Option<Detection> {
    head.bytes.starts_with(FILE_MAGIC).then(|| {
        let header = array_at(head.bytes, 40).map_or(4096, |bytes| usize::from(u16::from_le_bytes(bytes)));
        let resolver = Resolver::new(head.hints, &Layout::learn(std::iter::empty()));
        Detection {
            format: "evtx".to_owned(),
            confidence: 100,
            reasons: vec!["it begins with the mark of Windows event logs".to_owned()],
            problems: Vec::new(),
            reader: Box::new(EvtxReader { header: header.max(128), resolver }),
        }
    })
}

struct EvtxReader {
    /// Bytes before the first chunk.
    header: usize,
    resolver: Resolver,
}

impl Reader for EvtxReader {
    fn order(&self) -> Order {
        // Only to number the records.
        Order::InOrder
    }

    fn cut(&self, block: &Block<'_>) -> usize {
        let header = if block.first { self.header } else { 0 };
        match block.bytes.len().checked_sub(header) {
            _ if block.last => block.bytes.len(),
            Some(chunks) if chunks >= CHUNK => header + chunks / CHUNK * CHUNK,
            _ => 0,
        }
    }

    fn read(&self, block: &Block<'_>, carry: &mut Carry, sink: &mut dyn Sink) {
        let header = if block.first { self.header } else { 0 };
        let chunks = block.bytes.get(header..).unwrap_or_default();
        for (index, chunk) in chunks.chunks(CHUNK).enumerate() {
            let mut reading =
                Chunk { reader: self, block, bytes: chunk, from: header + index * CHUNK, carry, sink };
            reading.read();
        }
    }
}

struct Chunk<'a, 'b> {
    reader: &'a EvtxReader,
    block: &'a Block<'b>,
    bytes: &'b [u8],
    /// Place in the block.
    from: usize,
    carry: &'a mut Carry,
    sink: &'a mut dyn Sink,
}

impl Chunk<'_, '_> {
    fn read(&mut self) {
        if self.bytes.iter().all(|byte| *byte == 0) {
            // Files grow by chunks that are not used yet.
            return;
        }
        if !self.bytes.starts_with(CHUNK_MAGIC) {
            self.problem(
                "damaged-chunk",
                "a chunk without its mark; records in it were looked for",
                0,
                self.bytes.len(),
            );
        }
        let free = array_at(self.bytes, 48).and_then(|bytes| usize::try_from(u32::from_le_bytes(bytes)).ok());
        let end = free.filter(|free| (RECORDS..=CHUNK).contains(free)).unwrap_or(CHUNK);
        if end > self.bytes.len() {
            self.problem("truncated-chunk", "the file ends within this chunk", 0, self.bytes.len());
        }
        let end = end.min(self.bytes.len());
        let mut at = RECORDS;
        while at < end {
            match self.record(at, end) {
                Some(next) => at = next,
                None => {
                    let rest = self.bytes.get(at + 1..end).unwrap_or_default();
                    let next = memmem::find(rest, RECORD_MAGIC).map_or(end, |found| at + 1 + found);
                    self.problem("damaged-record", "bytes that are no whole event", at, next);
                    at = next;
                }
            }
        }
    }

    /// Reads the record at a place and tells where it ends; none if there is none.
    fn record(&mut self, at: usize, end: usize) -> Option<usize> {
        let bytes = self.bytes.get(at..end).filter(|bytes| bytes.starts_with(RECORD_MAGIC))?;
        let size = usize::try_from(u32::from_le_bytes(array_at(bytes, 4)?)).ok()?;
        if size < RECORD_HEADER + RECORD_END || size > bytes.len() {
            return None;
        }
        let written = from_filetime(u64::from_le_bytes(array_at(bytes, 16)?));
        let next = at + size;
        let (fields, whole) = binary_xml::read(self.bytes, at + RECORD_HEADER, next - RECORD_END);
        if !whole {
            self.problem("damaged-record", "an event that was read in part", at, next);
        }
        self.carry.records += 1;
        let span = self.block.span(self.from + at, self.from + next);
        let place = (span, self.carry.records);
        let log = log::record(fields.finish(), place, written, &self.reader.resolver, self.carry);
        self.sink.record(&Record::Log(log));
        Some(next)
    }

    fn problem(&mut self, code: &'static str, message: &str, from: usize, to: usize) {
        let span = self.block.span(self.from + from, self.from + to);
        self.sink.problem(Problem::new(code, message).at(span));
    }
}

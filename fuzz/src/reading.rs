//! Reading a source and keeping what is to be compared.

use postlude_base::{ByteSpan, Problem};
use postlude_evidence::{Record, Sink};
use postlude_formats::{Block, Carry, Reader};

/// The records of a source of `length` bytes, each as the text of all its fields.
pub struct Records {
    length: u64,
    last_from: u64,
    /// In the order in which the reader gave them.
    pub texts: Vec<String>,
}

impl Records {
    /// None yet, of a source of so many bytes.
    pub fn new(length: usize) -> Self {
        Self { length: length as u64, last_from: 0, texts: Vec::new() }
    }
}

impl Sink for Records {
    fn record(&mut self, record: &Record<'_>) {
        let span @ ByteSpan { from, to } = record.origin().span;
        assert!(from <= to && to <= self.length, "{span:?} in a source of {} bytes", self.length);
        assert!(self.last_from <= from, "{span:?} after a record from {}", self.last_from);
        self.last_from = from;
        self.texts.push(format!("{record:?}"));
    }

    fn problem(&mut self, problem: Problem) {
        if let Some(span) = problem.span {
            assert!(
                span.from <= span.to && span.to <= self.length,
                "{problem:?} outside {} bytes",
                self.length
            );
        }
    }
}

/// What a reader finds in a source that is given to it as one block.
pub fn whole(reader: &dyn Reader, data: &[u8]) -> Records {
    let block = Block::whole(data);
    assert_eq!(reader.cut(&block), data.len(), "the last block is whole records");
    let mut records = Records::new(data.len());
    reader.read(&block, &mut Carry::default(), &mut records);
    records
}

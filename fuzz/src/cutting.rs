//! A source in blocks, as an ingest cuts it.

use postlude_formats::{Block, Carry, Order, Reader};

use crate::reading::{Records, whole};

/// Bytes of a block, before the reader cuts it: few, so that small inputs have borders.
const SIZES: [usize; 2] = [61, 400];

/// Reads `data` whole and in blocks, and asserts that the records are the same.
pub fn check(reader: &dyn Reader, data: &[u8]) {
    let expected = whole(reader, data).texts;
    for size in SIZES {
        let found = in_blocks(reader, data, size).texts;
        let differs = expected.iter().zip(&found).position(|(expected, found)| expected != found);
        if let Some(at) = differs {
            panic!("blocks of {size}: record {at} is\n{}\ninstead of\n{}", found[at], expected[at]);
        }
        assert_eq!(expected.len(), found.len(), "blocks of {size}: number of records");
    }
}

fn in_blocks(reader: &dyn Reader, data: &[u8], size: usize) -> Records {
    let mut records = Records::new(data.len());
    let mut carry = Carry::default();
    let (mut from, mut line) = (0, 1);
    while from < data.len() {
        let block = next_block(reader, data, from, line, size);
        if reader.order() == Order::Any {
            carry = Carry::default();
        }
        reader.read(&block, &mut carry, &mut records);
        line += reader.lines(block.bytes);
        from += block.bytes.len();
    }
    records
}

/// The whole records from `from` on, of `size` bytes or, where none ends within them, of twice as many and so on.
fn next_block<'a>(reader: &dyn Reader, data: &'a [u8], from: usize, line: u64, size: usize) -> Block<'a> {
    let mut wanted = size;
    loop {
        let to = (from + wanted).min(data.len());
        let last = to == data.len();
        let block = Block { bytes: &data[from..to], offset: from as u64, line, first: from == 0, last };
        let cut = reader.cut(&block);
        assert!(cut <= block.bytes.len(), "a cut at {cut} of {} bytes", block.bytes.len());
        assert!(!last || cut == block.bytes.len(), "the last block is whole records");
        if cut > 0 {
            return Block { bytes: &data[from..from + cut], last: from + cut == data.len(), ..block };
        }
        wanted *= 2;
    }
}

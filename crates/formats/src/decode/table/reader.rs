use postlude_base::{ByteSpan, Problem};
use postlude_evidence::Sink;

use crate::frame::csv::{Dialect, Row, Rows};
use crate::{Block, Carry, Order, Reader};

/// What one kind of table makes of a row. It was made for one source and does not change.
pub trait Decode: Send + Sync {
    /// Hands on the records of a row; `carry` is for moments that depend on those before.
    fn row(&self, row: &Row<'_, '_>, carry: &mut Carry, tally: &mut Tally, sink: &mut dyn Sink);

    /// Whether rows must be read in order.
    fn needs_order(&self) -> bool {
        false
    }
}

/// Problems that many rows have in common: counted, told once a block with the first place.
#[derive(Debug, Default)]
pub struct Tally(Vec<(&'static str, &'static str, u64, ByteSpan)>);

impl Tally {
    /// Counts a problem of a row. The message follows the number of rows: `rows have no moment`.
    pub fn count(&mut self, code: &'static str, message: &'static str, place: ByteSpan) {
        match self.0.iter_mut().find(|known| known.0 == code && known.1 == message) {
            Some(known) => known.2 += 1,
            None => self.0.push((code, message, 1, place)),
        }
    }

    fn tell(self, sink: &mut dyn Sink) {
        for (code, message, count, place) in self.0 {
            sink.problem(Problem::new(code, format!("{count} {message}")).at(place));
        }
    }
}

/// A table: rows framed by its dialect, decoded by its kind.
pub struct TableReader {
    pub(super) dialect: Dialect,
    pub(super) columns: usize,
    /// Bytes before the first row of data.
    pub(super) body: usize,
    /// Cells in front of each row that no column names.
    pub(super) unnamed: usize,
    pub(super) decode: Box<dyn Decode>,
}

impl Reader for TableReader {
    fn order(&self) -> Order {
        if self.decode.needs_order() { Order::InOrder } else { Order::Any }
    }

    fn cut(&self, block: &Block<'_>) -> usize {
        let cut = Rows::cut(block, self.dialect);
        // The header belongs to the first block, whole.
        if block.first && !block.last && cut < self.body { 0 } else { cut }
    }

    fn read(&self, block: &Block<'_>, carry: &mut Carry, sink: &mut dyn Sink) {
        let mut rows = Rows::new(block, self.dialect);
        let mut tally = Tally::default();
        let expected = self.columns + self.unnamed;
        while let Some(row) = rows.next_row() {
            let before = row.span().from - block.offset;
            if (block.first && before < self.body as u64) || row.is_blank() {
                continue;
            }
            if row.cells() < expected {
                tally.count("ragged-row", "rows have fewer cells than the header has names", row.span());
            } else if row.cells() > expected && !row.raw(expected).is_empty() {
                tally.count("ragged-row", "rows have more cells than the header has names", row.span());
            }
            self.decode.row(&row.without_first(self.unnamed), carry, &mut tally, sink);
        }
        if rows.open_quotes() > 0 {
            let message =
                format!("{} quotes do not close and were taken as plain characters", rows.open_quotes());
            sink.problem(Problem::new("open-quote", message));
        }
        tally.tell(sink);
    }
}

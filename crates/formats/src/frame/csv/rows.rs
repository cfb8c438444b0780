use memchr::{memchr, memchr_iter};

use super::Dialect;
use super::row::{Cell, Row};
use crate::Block;

/// A quote that does not close within so many bytes is a plain character: a lone quote must not swallow a table.
const LONGEST_QUOTED: usize = 1 << 20;

/// The rows of a block, one after the other, without a copy: each row lends the cells found.
pub struct Rows<'a> {
    block: Block<'a>,
    dialect: Dialect,
    at: usize,
    line: u64,
    cells: Vec<Cell>,
    open_quotes: u64,
    /// Where the last quote that does not close stands.
    last_open: usize,
}

/// How a cell ends.
enum End {
    /// At a separator.
    Cell,
    /// At a line end or at the end of the bytes.
    Row,
}

impl<'a> Rows<'a> {
    /// The rows of a block.
    pub fn new(block: &Block<'a>, dialect: Dialect) -> Self {
        let mark = if block.first && block.bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        Self {
            block: *block,
            dialect,
            at: mark,
            line: block.line,
            cells: Vec::new(),
            open_quotes: 0,
            last_open: 0,
        }
    }

    /// Length of the longest prefix of a block that holds whole rows; see [`crate::Reader::cut`].
    pub fn cut(block: &Block<'a>, dialect: Dialect) -> usize {
        if block.last {
            return block.bytes.len();
        }
        let mut rows = Self::new(block, dialect);
        let mut whole = 0;
        loop {
            if rows.next_row().is_none() {
                return whole;
            }
            // A quote may close, and a row may go on, behind the end of the bytes.
            let open = rows.open_quotes > 0 && block.bytes.len() - rows.last_open <= LONGEST_QUOTED;
            if open || rows.at.checked_sub(1).is_none_or(|last| block.bytes[last] != b'\n') {
                return whole;
            }
            whole = rows.at;
        }
    }

    /// How many quotes so far do not close and were taken as plain characters.
    pub fn open_quotes(&self) -> u64 {
        self.open_quotes
    }

    /// Where the next row begins, in bytes of the block.
    pub fn at(&self) -> usize {
        self.at
    }

    /// The next row, also when it is blank.
    pub fn next_row(&mut self) -> Option<Row<'a, '_>> {
        let bytes = self.block.bytes;
        let from = self.at;
        if from >= bytes.len() {
            return None;
        }
        self.cells.clear();
        let line = self.line;
        loop {
            let end = match bytes.get(self.at) {
                Some(b'"') => self.quoted_cell(),
                _ => self.plain_cell(self.at),
            };
            if let End::Row = end {
                break;
            }
        }
        let to = self.at;
        self.leave_line_end();
        Some(Row { block: self.block, from, to, line, cells: &self.cells, dialect: self.dialect })
    }

    fn leave_line_end(&mut self) {
        let bytes = self.block.bytes;
        match bytes.get(self.at) {
            Some(b'\n') => self.at += 1,
            Some(b'\r') if bytes.get(self.at + 1) == Some(&b'\n') => self.at += 2,
            Some(b'\r') => self.at += 1,
            _ => {}
        }
        self.line += 1;
    }

    /// A cell up to the next separator or line end. `from` may lie before where the search begins.
    fn plain_cell(&mut self, from: usize) -> End {
        let bytes = self.block.bytes;
        let separator = self.dialect.separator;
        let rest = &bytes[self.at..];
        let length =
            rest.iter().position(|&b| b == separator || b == b'\n' || b == b'\r').unwrap_or(rest.len());
        let to = self.at + length;
        self.cells.push(Cell { from, to, escaped: false });
        self.at = to;
        if bytes.get(to) == Some(&separator) {
            self.at += 1;
            return End::Cell;
        }
        End::Row
    }

    /// A cell that begins with a quote. What follows the closing quote up to the separator is taken along.
    fn quoted_cell(&mut self) -> End {
        let bytes = self.block.bytes;
        let from = self.at;
        let Some((to, escaped)) = self.closing_quote(from + 1) else {
            self.open_quotes += 1;
            self.last_open = from;
            return self.plain_cell(from);
        };
        let separator = self.dialect.separator;
        self.line += memchr_iter(b'\n', &bytes[from..to]).count() as u64;
        self.at = to + 1;
        match bytes.get(to + 1) {
            None | Some(b'\n' | b'\r') => {
                self.cells.push(Cell { from: from + 1, to, escaped });
                End::Row
            }
            Some(&next) if next == separator => {
                self.cells.push(Cell { from: from + 1, to, escaped });
                self.at += 1;
                End::Cell
            }
            Some(_) => self.plain_cell(from),
        }
    }

    /// The place of the quote that closes a cell, and whether quotes within it are escaped.
    fn closing_quote(&self, from: usize) -> Option<(usize, bool)> {
        let bytes = self.block.bytes;
        let limit = bytes.len().min(from + LONGEST_QUOTED);
        let (mut at, mut escaped) = (from, false);
        loop {
            let quote = at + memchr(b'"', bytes.get(at..limit)?)?;
            if self.dialect.backslash && quote > from && is_escaped(&bytes[from..quote]) {
                (at, escaped) = (quote + 1, true);
            } else if bytes.get(quote + 1) == Some(&b'"') && !self.dialect.backslash {
                (at, escaped) = (quote + 2, true);
            } else {
                return Some((quote, escaped));
            }
        }
    }
}

/// Whether an odd number of backslashes ends the bytes.
fn is_escaped(bytes: &[u8]) -> bool {
    bytes.iter().rev().take_while(|&&b| b == b'\\').count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows(block: &Block<'_>, backslash: bool) -> Vec<(u64, u64, Vec<String>)> {
        let mut rows = Rows::new(block, Dialect { separator: b',', backslash });
        let mut all = Vec::new();
        while let Some(row) = rows.next_row() {
            let cells = (0..row.cells()).map(|i| row.text(i).into_owned()).collect();
            all.push((row.span().from, row.line(), cells));
        }
        all
    }

    fn check(text: &str, expected: &[&[&str]]) {
        let found: Vec<_> =
            rows(&Block::whole(text.as_bytes()), false).into_iter().map(|row| row.2).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn cells_are_cut_as_rfc_4180_says() {
        check("a,b\r\n1,\n", &[&["a", "b"], &["1", ""]]);
        check("\"a,\"\"x\"\"\",\"b\nc\"\nd,e", &[&["a,\"x\"", "b\nc"], &["d", "e"]]);
        check("\u{feff}a,b\rc,d\r", &[&["a", "b"], &["c", "d"]]);
        check(",\n\n", &[&["", ""], &[""]]);
    }

    #[test]
    fn odd_quotes_do_not_swallow_the_table() {
        check("a,\"b\nc,d\n", &[&["a", "\"b"], &["c", "d"]]);
        check("\"a\"x,b\"c\n", &[&["\"a\"x", "b\"c"]]);
    }

    #[test]
    fn lines_and_places_are_those_of_the_source() {
        let found = rows(&Block { line: 5, offset: 100, ..Block::whole(b"a,\"x\ny\"\n\nb,c\n") }, false);
        let places: Vec<_> = found.iter().map(|row| (row.0, row.1)).collect();
        assert_eq!(places, [(100, 5), (108, 7), (109, 8)]);
    }

    #[test]
    fn backslashes_escape_where_the_dialect_says_so() {
        let found = rows(&Block::whole(br#""{\"a\":\"b\\\"}",2"#), true);
        assert_eq!(found[0].2, [r#"{"a":"b\"}"#, "2"]);
    }

    proptest! {
        #[test]
        fn blocks_give_the_same_rows(
            bytes in prop::collection::vec(prop::sample::select(b"a,1\"\n\r\\".to_vec()), 0..60),
            size in 1usize..20,
        ) {
            let dialect = Dialect { separator: b',', backslash: false };
            let (mut from, mut line, mut all) = (0, 1, Vec::new());
            while from < bytes.len() {
                let mut wanted = size;
                let cut = loop {
                    let to = (from + wanted).min(bytes.len());
                    let block = Block { bytes: &bytes[from..to], offset: from as u64, line, first: from == 0, last: to == bytes.len() };
                    match Rows::cut(&block, dialect) {
                        0 => wanted += size,
                        cut => break cut,
                    }
                };
                let block = Block { bytes: &bytes[from..from + cut], offset: from as u64, line, first: from == 0, last: from + cut == bytes.len() };
                all.extend(rows(&block, false));
                line += memchr_iter(b'\n', block.bytes).count() as u64;
                from += cut;
            }
            let whole = rows(&Block::whole(&bytes), false);
            prop_assert_eq!(all.iter().map(|r| (r.0, &r.2)).collect::<Vec<_>>(), whole.iter().map(|r| (r.0, &r.2)).collect::<Vec<_>>());
        }

        #[test]
        fn any_bytes_are_accepted(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let found = rows(&Block::whole(&bytes), false);
            prop_assert!(found.windows(2).all(|pair| pair[0].0 < pair[1].0));
            let _ = Dialect::guess(&bytes);
        }
    }
}

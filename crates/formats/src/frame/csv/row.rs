use std::borrow::Cow;

use postlude_base::ByteSpan;
use postlude_evidence::{Origin, Text};

use super::Dialect;
use crate::Block;

/// A cell: where its content stands in the block, without the quotes around it.
#[derive(Debug, Clone, Copy)]
pub struct Cell {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) escaped: bool,
}

/// One row of a table.
#[derive(Debug, Clone, Copy)]
pub struct Row<'a, 'c> {
    pub(super) block: Block<'a>,
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) line: u64,
    pub(super) cells: &'c [Cell],
    pub(super) dialect: Dialect,
}

impl<'a, 'c> Row<'a, 'c> {
    /// The row without its first so many cells; all of it keeps its place.
    pub fn without_first(self, cells: usize) -> Self {
        Self { cells: self.cells.get(cells..).unwrap_or_default(), ..self }
    }

    /// Number of cells, at least one.
    pub fn cells(&self) -> usize {
        self.cells.len()
    }

    /// Whether there is no cell, or only one that is empty.
    pub fn is_blank(&self) -> bool {
        self.bytes_of_row().trim_ascii().is_empty()
    }

    /// From the first byte of the row to its end, line end excluded.
    pub fn span(&self) -> ByteSpan {
        self.block.span(self.from, self.to)
    }

    /// The line it begins in.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// An origin that knows the place of the row.
    pub fn origin(&self) -> Origin<'a> {
        Origin::at(self.span(), self.line)
    }

    /// The row as it stands.
    pub fn bytes_of_row(&self) -> &'a [u8] {
        &self.block.bytes[self.from..self.to]
    }

    /// A cell as it stands between its quotes, escaped quotes and all, blanks trimmed; empty if there is none.
    pub fn raw(&self, cell: usize) -> &'a [u8] {
        self.cells.get(cell).map_or(&[], |cell| self.block.bytes[cell.from..cell.to].trim_ascii())
    }

    /// A cell as text, escaped quotes undone. Bytes that are not UTF-8 are read as Latin-1.
    pub fn text(&self, cell: usize) -> Text<'a> {
        let raw = self.raw(cell);
        let text = match std::str::from_utf8(raw) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => Cow::Owned(raw.iter().map(|&b| char::from(b)).collect()),
        };
        if !self.cells.get(cell).is_some_and(|cell| cell.escaped) {
            return text;
        }
        Cow::Owned(if self.dialect.backslash {
            without_backslashes(&text)
        } else {
            text.replace("\"\"", "\"")
        })
    }

    /// A cell as text if there is anything in it that is a value: not empty, not a usual word for "none".
    pub fn filled(&self, cell: usize) -> Option<Text<'a>> {
        (!is_missing(self.raw(cell))).then(|| self.text(cell))
    }

    /// A cell as a number: see [`number`].
    pub fn number(&self, cell: usize) -> Option<f64> {
        number(self.raw(cell), self.dialect.separator == b';')
    }
}

/// Whether a cell says that there is no value.
pub fn is_missing(cell: &[u8]) -> bool {
    match cell {
        b"" | b"-" | b"--" | b"\\N" => true,
        // The words for "none" begin with few letters: most cells are settled by their first byte.
        _ if cell.len() > 9 || !matches!(cell[0] | 0x20, b'n' | b'u' | b'<') => false,
        _ => [&b"nan"[..], b"null", b"none", b"n/a", b"na", b"nil", b"<nil>", b"undefined"]
            .iter()
            .any(|word| cell.eq_ignore_ascii_case(word)),
    }
}

/// A cell as a finite number; `decimal_comma` accepts `1,5`. A percent sign is left out of account.
pub fn number(cell: &[u8], decimal_comma: bool) -> Option<f64> {
    let cell = cell.strip_suffix(b"%").unwrap_or(cell).trim_ascii_end();
    let digits = cell.iter().any(u8::is_ascii_digit);
    // `inf`, `nan` and hexadecimal numbers are no measured values, whatever `parse` thinks of them.
    if !digits || cell.iter().any(|b| !matches!(b, b'0'..=b'9' | b'+' | b'-' | b'.' | b',' | b'e' | b'E')) {
        return None;
    }
    let text = std::str::from_utf8(cell).ok()?;
    let value: f64 = match decimal_comma && text.contains(',') && !text.contains('.') {
        true => text.replacen(',', ".", 1).parse().ok()?,
        false => text.parse().ok()?,
    };
    value.is_finite().then_some(value)
}

fn without_backslashes(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => plain.extend(chars.next().or(Some('\\'))),
            _ => plain.push(c),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        let check = |text: &str, expected: Option<f64>| {
            assert_eq!(number(text.as_bytes(), false), expected, "{text}");
        };
        check("12", Some(12.0));
        check("-1.5e3", Some(-1500.0));
        check("97.5 %", Some(97.5));
        for text in ["", "nan", "inf", "1e999", "0x10", "12ms", "1.2.3", "-", "1,5"] {
            check(text, None);
        }
        assert_eq!(number(b"1,5", true), Some(1.5));
    }
}

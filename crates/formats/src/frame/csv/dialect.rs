use super::Rows;
use crate::Block;

/// How cells are separated and quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dialect {
    /// Stands between two cells.
    pub separator: u8,
    /// Whether `\"` is a quote within a quoted cell, as some databases write it; else it is `""`.
    pub backslash: bool,
}

/// Rows looked at for each separator.
const SAMPLE: usize = 60;

impl Dialect {
    /// The separator that cuts most rows of the head into the same number of cells, at least two; none if
    /// fewer than three of five rows agree on any.
    pub fn guess(head: &[u8]) -> Option<Self> {
        let backslash = has_escaped_quotes(head);
        let mut best: Option<(f64, Self)> = None;
        for separator in *b",\t;|" {
            let dialect = Self { separator, backslash };
            let (cells, share) = agreement(head, dialect);
            if cells < 2 || share < 0.6 {
                continue;
            }
            // A separator that makes more cells is rarely there by chance.
            let score = share + (cells.min(12) as f64) / 50.0;
            if best.is_none_or(|(known, _)| score > known) {
                best = Some((score, dialect));
            }
        }
        best.map(|(_, dialect)| dialect)
    }

    /// What the separator is called.
    pub fn name(self) -> &'static str {
        match self.separator {
            b'\t' => "tab",
            b';' => "semicolon",
            b'|' => "bar",
            _ => "comma",
        }
    }
}

/// The most frequent number of cells in a row of the sample, and the share of rows that have it.
fn agreement(head: &[u8], dialect: Dialect) -> (usize, f64) {
    let mut counts: Vec<(usize, u32)> = Vec::new();
    let mut total = 0;
    let mut rows = Rows::new(&Block::whole(head), dialect);
    while let Some(row) = rows.next_row() {
        if row.is_blank() || row.bytes_of_row().starts_with(b"#") || row.bytes_of_row().starts_with(b"sep=") {
            continue;
        }
        if total == SAMPLE as u32 {
            break;
        }
        total += 1;
        match counts.iter_mut().find(|(cells, _)| *cells == row.cells()) {
            Some((_, count)) => *count += 1,
            None => counts.push((row.cells(), 1)),
        }
    }
    let (cells, count) = counts.into_iter().max_by_key(|&(cells, count)| (count, cells)).unwrap_or((0, 0));
    (cells, f64::from(count) / f64::from(total.max(1)))
}

/// Whether quotes within quoted cells are written `\"`: there is one that no reading of `""` explains.
fn has_escaped_quotes(head: &[u8]) -> bool {
    let mut found = false;
    for at in memchr::memmem::find_iter(head, b"\\\"") {
        match head.get(at + 2) {
            // `\""` is a backslash before a doubled quote.
            Some(b'"') => return false,
            Some(b',' | b';' | b'\t' | b'|' | b'\r' | b'\n') | None => {}
            Some(_) => found = true,
        }
    }
    found && !head.windows(3).any(|three| three[1..] == *b"\"\"" && !b",;\t|\n\\".contains(&three[0]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Option<(&str, bool)>) {
        let found = Dialect::guess(text.as_bytes()).map(|d| (d.name(), d.backslash));
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn separators() {
        check("a,b,c\n1,2,3\n", Some(("comma", false)));
        check("a;b;c\n1,5;2;3\n", Some(("semicolon", false)));
        check("a\tb\n1, or 2\tx\n", Some(("tab", false)));
        check("a|b|c\n1|2|3\n", Some(("bar", false)));
        check("some words\nmore words\n", None);
        check("x,y\nno comma here\nnor here\nnor there\n", None);
    }

    #[test]
    fn escapes() {
        check("a,b\n1,\"{\\\"k\\\":1}\"\n", Some(("comma", true)));
        check("a,b\n1,\"{\"\"k\"\":\"\"x\\\"\"y\"\"}\"\n", Some(("comma", false)));
    }
}

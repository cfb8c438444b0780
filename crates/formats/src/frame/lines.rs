//! Lines: where each begins and ends, for any of the three usual line ends.

/// How a source ends its lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineEnd {
    /// `\n`, or `\r\n`.
    LineFeed,
    /// `\r` alone, as old Macs and some appliances write it.
    CarriageReturn,
}

impl LineEnd {
    /// The line end of a source that begins with these bytes.
    pub fn of(head: &[u8]) -> Self {
        let feed = memchr::memchr(b'\n', head).is_some();
        let carriage = memchr::memchr(b'\r', head).is_some_and(|at| at + 1 < head.len());
        if !feed && carriage { Self::CarriageReturn } else { Self::LineFeed }
    }

    /// The byte that ends a line.
    pub fn byte(self) -> u8 {
        match self {
            Self::LineFeed => b'\n',
            Self::CarriageReturn => b'\r',
        }
    }
}

/// A line by its place in a run of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// First byte.
    pub from: usize,
    /// One past the last byte, without the line end.
    pub to: usize,
    /// Number from 1 within the run.
    pub number: u64,
    /// Whether a line end follows.
    pub ended: bool,
}

/// The lines of a run of bytes, in order.
#[derive(Debug, Clone)]
pub struct Lines<'a> {
    bytes: &'a [u8],
    end: LineEnd,
    at: usize,
    number: u64,
}

impl<'a> Lines<'a> {
    /// The lines of these bytes.
    pub fn new(bytes: &'a [u8], end: LineEnd) -> Self {
        Self { bytes, end, at: 0, number: 0 }
    }
}

impl Iterator for Lines<'_> {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        let rest = self.bytes.get(self.at..).filter(|rest| !rest.is_empty())?;
        let found = memchr::memchr(self.end.byte(), rest);
        let from = self.at;
        let to = from + found.unwrap_or(rest.len());
        self.at = to + usize::from(found.is_some());
        self.number += 1;
        Some(Line {
            from,
            to: without_carriage(self.bytes, from, to),
            number: self.number,
            ended: found.is_some(),
        })
    }
}

/// Where the last whole line of the bytes before `before` begins; `before` is the beginning of a line.
pub fn line_before(bytes: &[u8], before: usize, end: LineEnd) -> Option<usize> {
    let text = bytes.get(..before.checked_sub(1)?)?;
    Some(memchr::memrchr(end.byte(), text).map_or(0, |at| at + 1))
}

fn without_carriage(bytes: &[u8], from: usize, to: usize) -> usize {
    let carriages = bytes[from..to].iter().rev().take_while(|b| **b == b'\r').count();
    to - carriages
}

/// Whether the bytes hold nothing but blanks.
pub fn is_blank(bytes: &[u8]) -> bool {
    bytes.iter().all(|b| b.is_ascii_whitespace() || *b == 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(text: &str, expected: &[&str]) {
        let end = LineEnd::of(text.as_bytes());
        let lines: Vec<&str> =
            Lines::new(text.as_bytes(), end).map(|line| &text[line.from..line.to]).collect();
        assert_eq!(lines, expected, "{text:?}");
    }

    #[test]
    fn ends_lines_in_three_ways() {
        check("a\nb\n", &["a", "b"]);
        check("a\r\nb", &["a", "b"]);
        check("a\rb\r", &["a", "b"]);
        check("a\n\nb", &["a", "", "b"]);
        check("a\rb\n", &["a\rb"]);
        check("", &[]);
    }

    #[test]
    fn goes_back_by_lines() {
        let check = |text: &str, before, expected| {
            assert_eq!(line_before(text.as_bytes(), before, LineEnd::LineFeed), expected);
        };
        check("ab\ncd\n", 6, Some(3));
        check("ab\ncd\n", 3, Some(0));
        check("ab\ncd\n", 0, None);
    }

    proptest! {
        #[test]
        fn lines_cover_the_bytes_in_order(bytes in prop::collection::vec(prop::sample::select(b"ab\r\n".to_vec()), 0..40)) {
            let mut at = 0;
            for line in Lines::new(&bytes, LineEnd::LineFeed) {
                prop_assert!(line.from >= at && line.to >= line.from && line.to <= bytes.len());
                prop_assert!(bytes[at..line.from].iter().all(|b| matches!(b, b'\r' | b'\n')));
                at = line.to;
            }
            prop_assert!(bytes[at..].iter().all(|b| matches!(b, b'\r' | b'\n')));
        }
    }
}

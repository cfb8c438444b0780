use crate::byte_class::{CLASS, DIGIT, DOT, END, LETTER, SEPARATOR, SLASH, SPACE};
use crate::calendar::names_date_part;
use crate::extent::{
    end_of_groups, end_of_hosts, end_of_location, end_of_path, end_of_short_address, is_bound, is_leader,
};
use crate::hash::hash;
use crate::route::push_route;
use crate::subject::subject;
use crate::word::Word;

/// What stands in a pattern or template for a value.
pub const HOLE: &str = "<*>";

/// Bytes of a body that are looked at; what follows is one more hole.
pub const LONGEST_BODY: usize = 1024;

/// Turns log bodies into patterns: the body with everything that looks like a value replaced by [`HOLE`].
///
/// Keeps its buffers from one body to the next, so that it does not allocate once it has seen the longest one.
#[derive(Debug, Default)]
pub struct Masker {
    text: Vec<u8>,
    /// Length of `text` right after the last hole; 0 if there is none.
    after_hole: usize,
    /// Whether the last hole is part of a date that may go on after a blank.
    in_date: bool,
    /// Bytes of the line from here on are constant and not in `text` yet.
    kept: usize,
}

impl Masker {
    /// The id of the pattern of `body`: a hash of its text (see the module `hash` for the definition).
    pub fn pattern(&mut self, body: &str) -> u64 {
        self.mask(body);
        hash(&self.text)
    }

    /// The text of the pattern of the body given last.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.text).unwrap_or_default()
    }

    fn mask(&mut self, body: &str) {
        self.text.clear();
        self.after_hole = 0;
        self.in_date = false;
        let (line, thrown) = subject(body);
        let (line, cut) = head(line.trim_ascii(), LONGEST_BODY);
        let line = line.as_bytes();
        let from = push_route(line, &mut self.text);
        self.words(line, from);
        if let Some(class) = thrown {
            self.blank();
            self.text.extend_from_slice(head(class, 128).0.as_bytes());
        }
        if cut {
            self.blank();
            self.hole();
        }
        while self.text.last() == Some(&b' ') {
            self.text.pop();
        }
    }

    /// Masks `line` from `at` on. Constant bytes are copied only when a hole comes, all at once.
    fn words(&mut self, line: &[u8], mut at: usize) {
        self.kept = at;
        while let Some(&byte) = line.get(at) {
            at = match CLASS[byte as usize] {
                SPACE => self.space(line, at),
                SEPARATOR if matches!(byte, b'<' | b'>') && is_bound(line, at) => {
                    self.copy(line, at);
                    self.kept = at + 1;
                    self.word(line, at + 1)
                }
                SEPARATOR
                    if byte == b':'
                        && let Some(end) = end_of_short_address(line, at) =>
                {
                    self.value(line, at, end)
                }
                SEPARATOR => at + 1,
                _ => self.word(line, at),
            };
        }
        self.copy(line, line.len());
    }

    /// Takes the white space that begins at `from`; returns where to go on.
    fn space(&mut self, line: &[u8], from: usize) -> usize {
        let is_space = |byte: &u8| CLASS[*byte as usize] == SPACE;
        if line[from] == b' ' && !line.get(from + 1).is_some_and(is_space) {
            return from + 1;
        }
        self.copy(line, from);
        self.blank();
        self.kept = from + line[from..].iter().take_while(|byte| is_space(byte)).count();
        self.kept
    }

    /// Takes the word that begins at `from`; returns where to go on.
    fn word(&mut self, line: &[u8], from: usize) -> usize {
        let (mut to, mut classes, mut digits) = extent(line, from, line.len());
        if to == from {
            return from + line[from..].iter().take_while(|byte| **byte == b'.').count();
        }
        if line.get(to) == Some(&b':')
            && let Some(end) = end_of_location(line, from, to).or_else(|| end_of_groups(line, from, to))
        {
            return self.value(line, from, end);
        }
        if line.get(to) == Some(&b'[')
            && let Some(end) = end_of_hosts(line, to)
        {
            return self.value(line, from, end);
        }
        if line[to - 1] == b'.' {
            if to == from + 1 {
                return to;
            }
            (to, classes, digits) = extent(line, from, to - 1);
        }
        let next = line.get(to).copied().unwrap_or(0);
        let has_port = next == b':' && line.get(to + 1).is_some_and(u8::is_ascii_digit);
        let assigned = from > 0 && line[from - 1] == b'=';
        let word = Word { bytes: &line[from..to], classes, digits, next, has_port, assigned };
        if word.is_value() {
            let end = if classes & SLASH == 0 { to } else { end_of_path(line, from, to) };
            return self.value(line, from, end);
        }
        if classes == LETTER && to - from == 3 {
            self.copy(line, from);
            if names_date_part(word.bytes, self.ends_with_hole(), &line[to..]) {
                self.in_date = true;
                self.value(line, from, to);
                self.in_date = true;
            }
        }
        to
    }

    fn value(&mut self, line: &[u8], from: usize, to: usize) -> usize {
        self.copy(line, from);
        self.hole();
        self.kept = to;
        to
    }

    /// Copies the constant bytes up to `to`.
    fn copy(&mut self, line: &[u8], to: usize) {
        self.text.extend_from_slice(&line[self.kept..to]);
        self.kept = to;
    }

    fn blank(&mut self) {
        if !matches!(self.text.last(), None | Some(b' ')) {
            self.text.push(b' ');
        }
    }

    fn ends_with_hole(&self) -> bool {
        self.after_hole > 0 && matches!(&self.text[self.after_hole..], b"" | b" ")
    }

    /// Adds a hole; one that follows another right after `:`, `,` or the like is the same value or list.
    fn hole(&mut self) {
        if self.after_hole > 0 {
            let gap = &self.text[self.after_hole..];
            let joined = matches!(gap, b"" | b":" | b"," | b"|" | b"::");
            let date = self.in_date && matches!(gap, b" " | b", ");
            if joined || date {
                self.text.truncate(self.after_hole);
                return;
            }
        }
        self.in_date = false;
        self.text.extend_from_slice(HOLE.as_bytes());
        self.after_hole = self.text.len();
    }
}

/// End of the word that begins at `from`, at most `limit`, or of its part before leader dots (`enable.......1`); the union of the classes of its bytes; its digits.
fn extent(line: &[u8], from: usize, limit: usize) -> (usize, u8, usize) {
    let (mut classes, mut digits) = (0, 0);
    for (at, &byte) in line[..limit].iter().enumerate().skip(from) {
        let class = CLASS[byte as usize];
        if class & END != 0 || class == DOT && is_leader(&line[at..]) {
            return (at, classes, digits);
        }
        classes |= class;
        digits += usize::from(class == DIGIT);
    }
    (limit, classes, digits)
}

/// The first `limit` bytes, cut between words or at least between characters, and whether anything was cut off.
fn head(text: &str, limit: usize) -> (&str, bool) {
    if text.len() <= limit {
        return (text, false);
    }
    let head = &text[..text.floor_char_boundary(limit)];
    (head.rfind(' ').map_or(head, |blank| &head[..blank]), true)
}

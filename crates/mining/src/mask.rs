use crate::byte_class::{CLASS, DIGIT, DOT, END, SEPARATOR, SLASH, SPACE};
use crate::calendar::names_date_part;
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

    fn words(&mut self, line: &[u8], mut at: usize) {
        while let Some(&byte) = line.get(at) {
            match CLASS[byte as usize] {
                SPACE => {
                    self.blank();
                    at += 1;
                }
                SEPARATOR if is_bound(&line[..at], &line[at..]) => at = self.word(line, at + 1),
                SEPARATOR => {
                    self.text.push(byte);
                    at += 1;
                }
                _ => at = self.word(line, at),
            }
        }
    }

    /// Takes the word that begins at `from`; returns where to go on.
    fn word(&mut self, line: &[u8], from: usize) -> usize {
        let (mut to, mut classes, mut digits) = (from, 0, 0);
        while let Some(&byte) = line.get(to) {
            let class = CLASS[byte as usize];
            if class & END != 0 {
                break;
            }
            classes |= class;
            digits += usize::from(class == DIGIT);
            to += 1;
        }
        if line.get(to) == Some(&b':')
            && let Some(end) = end_of_location(line, from, to).or_else(|| end_of_groups(line, from, to))
        {
            self.hole();
            return end;
        }
        if classes & DOT != 0 {
            let end = before_dots(line, from, to);
            if end == from {
                let dots = line[from..to].iter().take_while(|byte| **byte == b'.').count();
                self.text.extend_from_slice(&line[from..from + dots]);
                return from + dots;
            }
            if end < to {
                to = end;
                classes = 0;
                digits = 0;
                for byte in &line[from..to] {
                    classes |= CLASS[*byte as usize];
                    digits += usize::from(CLASS[*byte as usize] == DIGIT);
                }
            }
        }
        let next = line.get(to).copied().unwrap_or(0);
        let has_port = next == b':' && line.get(to + 1).is_some_and(u8::is_ascii_digit);
        let word = Word { bytes: &line[from..to], classes, digits, next, has_port };
        if word.is_value() {
            self.hole();
            if word.next == b'?' && classes & SLASH != 0 {
                return end_of_query(line, to);
            }
        } else if names_date_part(word.bytes, self.ends_with_hole(), &line[to..]) {
            self.in_date = true;
            self.hole();
            self.in_date = true;
        } else {
            self.text.extend_from_slice(word.bytes);
        }
        to
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

/// `<` of `<1 ms` and `>` of `>90%`: part of the value.
fn is_bound(before: &[u8], from: &[u8]) -> bool {
    let [b'<' | b'>', digit, rest @ ..] = from else { return false };
    let end = || rest.iter().find(|byte| CLASS[**byte as usize] & END != 0);
    digit.is_ascii_digit()
        && matches!(before.last(), None | Some(b' '))
        && !matches!(end(), Some(b'>' | b':'))
}

/// Where a URL (`scheme://...`) or a drive path (`C:\...`) ends whose colon is at `colon`.
fn end_of_location(line: &[u8], from: usize, colon: usize) -> Option<usize> {
    let rest = &line[colon + 1..];
    let is_location =
        rest.starts_with(b"//") || colon == from + 1 && matches!(rest.first(), Some(b'\\' | b'/'));
    if !is_location {
        return None;
    }
    let inside =
        |byte: &u8| CLASS[*byte as usize] & END == 0 || matches!(byte, b':' | b'=' | b'?' | b';' | b'!');
    let length = rest.iter().take_while(|byte| inside(byte)).count();
    let mut end = colon + 1 + length;
    while end > colon + 1 && matches!(line[end - 1], b'.' | b':' | b';' | b'!' | b'?') {
        end -= 1;
    }
    Some(end)
}

/// Where hexadecimal groups with colons between them end (MAC and IPv6 addresses, clock times), if there are
/// at least three of at most four digits.
fn end_of_groups(line: &[u8], from: usize, colon: usize) -> Option<usize> {
    if colon > from + 4 || !line[from].is_ascii_hexdigit() {
        return None;
    }
    let (mut colons, mut length, mut digits) = (0, 0, 0);
    let mut at = from;
    while let Some(&byte) = line.get(at) {
        match byte {
            b':' => {
                colons += 1;
                length = 0;
            }
            _ if byte.is_ascii_hexdigit() => {
                length += 1;
                digits += usize::from(byte.is_ascii_digit());
            }
            _ if CLASS[byte as usize] & END == 0 => return None,
            _ => break,
        }
        if length > 4 {
            return None;
        }
        at += 1;
    }
    while line[at - 1] == b':' {
        at -= 1;
        colons -= 1;
    }
    (colons >= 5 || colons >= 2 && digits > 0).then_some(at)
}

/// Where the query ends that follows a path.
fn end_of_query(line: &[u8], from: usize) -> usize {
    let outside =
        |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'<' | b'>' | b')' | b']');
    line[from..].iter().position(outside).map_or(line.len(), |length| from + length)
}

/// End of the word without a full stop, or up to the leader dots (`enable.......1`) in it.
fn before_dots(line: &[u8], from: usize, to: usize) -> usize {
    let word = &line[from..to];
    let leader = memchr::memmem::find(word, b"..").filter(|at| !word[*at..].starts_with(b"../"));
    let mut end = leader.map_or(to, |at| from + at);
    while end > from && line[end - 1] == b'.' {
        end -= 1;
    }
    end
}

/// The first `limit` bytes, cut between words or at least between characters, and whether anything was cut off.
fn head(text: &str, limit: usize) -> (&str, bool) {
    if text.len() <= limit {
        return (text, false);
    }
    let head = &text[..text.floor_char_boundary(limit)];
    (head.rfind(' ').map_or(head, |blank| &head[..blank]), true)
}

use std::borrow::Cow;
use std::cell::Cell;

use memchr::memchr_iter;
use postlude_base::{ByteSpan, Problem};
use postlude_evidence::{Origin, Sink};
use serde::Deserialize;

/// One element of a JSON source with its place.
///
/// Parts that were parsed as `&serde_json::value::RawValue` (or any `&str`) borrow from the element, so their
/// own places can be told: see [`Element::place`].
pub struct Element<'a> {
    text: Cow<'a, str>,
    place: ByteSpan,
    line: u64,
    /// Whether the text is not the source's own, so that its parts have no places there.
    retold: bool,
    /// Where lines were counted up to, and the line there: parts are mostly asked for in order.
    counted: Cell<(usize, u64)>,
}

impl<'a> Element<'a> {
    pub(super) fn new(bytes: &'a [u8], place: ByteSpan, line: u64) -> Self {
        Self { text: same_length_text(bytes), place, line, retold: false, counted: Cell::new((0, line)) }
    }

    /// An element that is a piece of text of another kind of source, such as a cell of a table.
    pub fn within(text: &'a str, place: ByteSpan, line: u64) -> Self {
        Self { text: Cow::Borrowed(text), place, line, retold: false, counted: Cell::new((0, line)) }
    }

    /// An element that says in JSON what stands at a place in another language.
    pub fn retold(text: &'a str, place: ByteSpan, line: u64) -> Self {
        Self { retold: true, ..Self::within(text, place, line) }
    }

    /// Its text. Bytes that are not UTF-8 have become `?`, each its own, so that places stay right.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Its place in the source.
    pub fn span(&self) -> ByteSpan {
        self.place
    }

    /// The line it begins in.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// An origin that knows the place of the element.
    pub fn origin(&self) -> Origin<'_> {
        Origin::at(self.place, self.line)
    }

    /// The place and the line of a part of [`Element::text`]; those of the whole element if it is no part of it.
    pub fn place(&self, part: &str) -> (ByteSpan, u64) {
        let offset = (part.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
        let end = offset.checked_add(part.len()).filter(|&end| !self.retold && end <= self.text.len());
        let Some(end) = end else {
            return (self.place, self.line);
        };
        let (at, line) = self.counted.get();
        let newlines =
            |from: usize, to: usize| memchr_iter(b'\n', &self.text.as_bytes()[from..to]).count() as u64;
        let line = if offset >= at { line + newlines(at, offset) } else { line - newlines(offset, at) };
        self.counted.set((offset, line));
        // The text of an element that was cut off is longer than the source by the brackets that close it.
        let within = |at: usize| (self.place.from + at as u64).min(self.place.to);
        (ByteSpan::new(within(offset), within(end)), line)
    }

    /// An origin that knows the place of a part of [`Element::text`].
    pub fn origin_of(&self, part: &str) -> Origin<'_> {
        let (span, line) = self.place(part);
        Origin::at(span, line)
    }

    /// The element as a value of a type; a problem `bad-json` if it is not one.
    pub fn parse<'e, T: Deserialize<'e>>(&'e self, sink: &mut dyn Sink) -> Option<T> {
        self.parse_part(&self.text, sink)
    }

    /// A part of [`Element::text`] as a value of a type; a problem `bad-json` if it is not one.
    pub fn parse_part<'e, T: Deserialize<'e>>(&self, part: &'e str, sink: &mut dyn Sink) -> Option<T> {
        match serde_json::from_str(part) {
            Ok(value) => Some(value),
            Err(error) => {
                let message = format!("cannot be read as this format's JSON: {error}");
                sink.problem(Problem::new("bad-json", message).at(self.place(part).0));
                None
            }
        }
    }
}

fn same_length_text(bytes: &[u8]) -> Cow<'_, str> {
    let chunks = match std::str::from_utf8(bytes) {
        Ok(text) => return Cow::Borrowed(text),
        Err(_) => bytes.utf8_chunks(),
    };
    let mut text = String::with_capacity(bytes.len());
    for chunk in chunks {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '?'));
    }
    Cow::Owned(text)
}

#[cfg(test)]
mod tests {
    use serde_json::value::RawValue;

    use super::*;

    #[test]
    fn parts_have_their_own_places() {
        let text = "[1,\n{\"a\": 2},\n\n3]";
        let element = Element::new(text.as_bytes(), ByteSpan::new(100, 100 + text.len() as u64), 7);
        let parts: Vec<&RawValue> = serde_json::from_str(element.text()).unwrap();
        let places: Vec<_> = [2, 0, 1].iter().map(|&i| element.place(parts[i].get())).collect();
        let expected = [(115, 116, 10), (101, 102, 7), (104, 112, 8)];
        assert_eq!(places, expected.map(|(from, to, line)| (ByteSpan::new(from, to), line)));
        assert_eq!(element.place("elsewhere"), (element.span(), 7));
    }

    #[test]
    fn broken_text_keeps_its_length() {
        assert_eq!(same_length_text(b"a\xff\xfeb\xe2\x82"), "a??b??");
    }
}

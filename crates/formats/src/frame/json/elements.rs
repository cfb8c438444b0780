use memchr::memchr_iter;
use postlude_base::Problem;
use postlude_evidence::Sink;

use super::Element;
use super::scan::{End, close, skip_space, string_end, value_end};
use crate::Block;

/// Which parts of a JSON source are its elements, and how to find them block by block.
///
/// The path is a list of keys from the top of each document; arrays on the way are walked through. If the
/// value at the path is an array its members are the elements, else the value itself is one. A source cut at
/// [`Elements::cut`] has the same elements as the whole: a later block begins among the elements.
#[derive(Debug, Clone)]
pub struct Elements {
    /// None: each document is an element as it is, also when it is an array.
    path: Option<Vec<&'static str>>,
}

impl Elements {
    /// Each document is one element.
    pub fn documents() -> Self {
        Self { path: None }
    }

    /// The members of the top-level array, or of each top-level array; documents that are no arrays are
    /// elements themselves. This also suits JSON lines.
    pub fn items() -> Self {
        Self { path: Some(Vec::new()) }
    }

    /// The members of the array at a path of keys in each document.
    pub fn at(path: &[&'static str]) -> Self {
        Self { path: Some(path.to_vec()) }
    }

    /// Length of the longest prefix that holds whole elements; see [`crate::Reader::cut`].
    pub fn cut(&self, block: &Block<'_>) -> usize {
        if block.last {
            return block.bytes.len();
        }
        let mut walk = Walk::new(self, block);
        let mut cut = 0;
        loop {
            let to = match walk.step() {
                // A number or word at the end of a block would count as cut off.
                Step::Element { from, .. } if !matches!(block.bytes[from], b'{' | b'[' | b'"') => continue,
                Step::Element { to, .. } | Step::Broken { to, .. } => to,
                Step::Cut { .. } | Step::End { .. } => return cut,
            };
            if walk.can_begin_again() {
                cut = to;
            }
        }
    }

    /// Hands each element of a block to `decode`, in order.
    ///
    /// An element that is cut off by the end of the source, or by the next document of JSON lines, is closed after
    /// its last whole member, handed on as well, and reported as `truncated-json`.
    pub fn read(
        &self,
        block: &Block<'_>,
        sink: &mut dyn Sink,
        decode: &mut dyn FnMut(&Element<'_>, &mut dyn Sink),
    ) {
        let mut walk = Walk::new(self, block);
        let (mut at, mut line) = (0, block.line);
        let mut advance = |to: usize| {
            line += memchr_iter(b'\n', &block.bytes[at..to]).count() as u64;
            at = to;
            line
        };
        loop {
            match walk.step() {
                Step::Element { from, to } => {
                    let place = block.span(from, to);
                    decode(&Element::new(&block.bytes[from..to], place, advance(from)), sink);
                }
                Step::Broken { from, to } => {
                    let place = block.span(from, to);
                    sink.problem(truncated("an element is cut off; what was whole of it is kept").at(place));
                    if let Some(closed) = close(&block.bytes[from..to]) {
                        decode(&Element::new(&closed, place, advance(from)), sink);
                    }
                }
                Step::Cut { from } => {
                    let place = block.span(from, block.bytes.len());
                    sink.problem(
                        truncated("the last element is cut off; what was whole of it is kept").at(place),
                    );
                    if let Some(closed) = close(&block.bytes[from..]) {
                        decode(&Element::new(&closed, place, advance(from)), sink);
                    }
                    return;
                }
                Step::End { open } => {
                    if open && block.last {
                        let end = block.bytes.len();
                        sink.problem(
                            truncated("the document ends before it is closed").at(block.span(end, end)),
                        );
                    }
                    return;
                }
            }
        }
    }
}

fn truncated(message: &str) -> Problem {
    Problem::new("truncated-json", message).hint("export the data again if it should be complete")
}

enum Step {
    Element {
        from: usize,
        to: usize,
    },
    /// An element whose end is missing, but which is followed by another one.
    Broken {
        from: usize,
        to: usize,
    },
    /// An element begins here and does not end.
    Cut {
        from: usize,
    },
    /// No further element; `open` if something was not closed.
    End {
        open: bool,
    },
}

/// The state between two tokens: how many keys of the path lead here and whether this is the array of the
/// elements. Which arrays stand on the way is not remembered, so that a later block can begin without it.
struct Walk<'a> {
    path: &'a [&'static str],
    documents: bool,
    bytes: &'a [u8],
    at: usize,
    /// Objects entered on the way, each but the last by the key of the path.
    level: usize,
    inside: bool,
    /// Containers entered and not left, as far as this block shows.
    open: i64,
}

impl<'a> Walk<'a> {
    fn new(elements: &'a Elements, block: &Block<'a>) -> Self {
        let path = elements.path.as_deref().unwrap_or_default();
        let later = !block.first && !path.is_empty();
        let level = if later { path.len() } else { 0 };
        // A block of top-level items ends behind an item: what follows tells whether that was one of an array.
        let next = block.bytes.get(skip_space(block.bytes, 0));
        let in_array = !block.first && elements.path.is_some() && matches!(next, Some(b',' | b']'));
        let inside = later || in_array;
        Self {
            path,
            documents: elements.path.is_none(),
            bytes: block.bytes,
            at: 0,
            level,
            inside,
            open: level as i64 + i64::from(inside),
        }
    }

    /// Whether a walk that begins behind this element is in the same state; see [`Walk::new`].
    fn can_begin_again(&self) -> bool {
        if self.documents {
            return true;
        }
        if !self.path.is_empty() {
            return self.inside && self.level == self.path.len();
        }
        match self.bytes.get(skip_space(self.bytes, self.at)) {
            Some(next) => self.inside == matches!(next, b',' | b']'),
            None => false,
        }
    }

    fn step(&mut self) -> Step {
        loop {
            self.at = skip_space(self.bytes, self.at);
            let Some(&byte) = self.bytes.get(self.at) else { return Step::End { open: self.open > 0 } };
            match byte {
                b',' | b':' => self.at += 1,
                b']' => {
                    self.inside = false;
                    self.leave();
                }
                b'}' => {
                    self.level = self.level.saturating_sub(1);
                    self.inside = false;
                    self.leave();
                }
                _ if self.inside || self.documents => return self.element(),
                b'[' => {
                    self.inside = self.path.is_empty();
                    self.enter();
                }
                b'{' if self.path.is_empty() => return self.element(),
                b'{' if self.level < self.path.len() => {
                    self.level += 1;
                    self.enter();
                }
                b'"' => {
                    if let Some(step) = self.member() {
                        return step;
                    }
                }
                _ => match value_end(self.bytes, self.at) {
                    End::At(end) | End::Broken(end) => self.at = end,
                    End::Open => return Step::End { open: true },
                },
            }
        }
    }

    fn enter(&mut self) {
        self.open += 1;
        self.at += 1;
    }

    fn leave(&mut self) {
        self.open = (self.open - 1).max(0);
        self.at += 1;
    }

    fn element(&mut self) -> Step {
        let from = self.at;
        match value_end(self.bytes, from) {
            End::At(to) => {
                self.at = to;
                Step::Element { from, to }
            }
            End::Broken(to) => {
                self.at = to;
                // Whatever it stood in, a new document begins.
                self.inside = self.inside && !self.path.is_empty();
                Step::Broken { from, to }
            }
            End::Open => Step::Cut { from },
        }
    }

    /// A key of an object on the way: its value is entered, is an element, or is skipped.
    fn member(&mut self) -> Option<Step> {
        let unfinished = Some(Step::End { open: true });
        let end = match string_end(self.bytes, self.at) {
            End::At(end) => end,
            End::Broken(end) => {
                self.at = end;
                return None;
            }
            End::Open => return unfinished,
        };
        let colon = skip_space(self.bytes, end);
        if self.bytes.get(colon) != Some(&b':') {
            self.at = end;
            return None;
        }
        let value = skip_space(self.bytes, colon + 1);
        let Some(&first) = self.bytes.get(value) else { return unfinished };
        let key = &self.bytes[self.at + 1..end - 1];
        let wanted = self.level.checked_sub(1).and_then(|level| self.path.get(level));
        if wanted.is_none_or(|wanted| wanted.as_bytes() != key) {
            match value_end(self.bytes, value) {
                End::At(end) | End::Broken(end) => self.at = end,
                End::Open => return unfinished,
            }
            return None;
        }
        self.at = value;
        if self.level < self.path.len() {
            return None;
        }
        if first != b'[' {
            return Some(self.element());
        }
        self.inside = true;
        self.enter();
        None
    }
}

#[cfg(test)]
mod tests {
    use postlude_evidence::Record;
    use proptest::prelude::*;

    use super::*;

    #[derive(Default)]
    struct Problems(Vec<String>);

    impl Sink for Problems {
        fn record(&mut self, _: &Record<'_>) {}
        fn problem(&mut self, problem: Problem) {
            self.0.push(problem.code.into_owned());
        }
    }

    fn framed(elements: &Elements, block: &Block<'_>) -> (Vec<(u64, u64, String)>, Vec<String>) {
        let mut problems = Problems::default();
        let mut found = Vec::new();
        elements.read(block, &mut problems, &mut |element, _| {
            found.push((element.span().from, element.line(), element.text().to_owned()));
        });
        (found, problems.0)
    }

    fn check(elements: &Elements, text: &str, expected: &[&str], problems: &[&str]) {
        let (found, odd) = framed(elements, &Block::whole(text.as_bytes()));
        assert_eq!(found.iter().map(|(_, _, text)| text.as_str()).collect::<Vec<_>>(), expected, "{text}");
        assert_eq!(odd, problems, "{text}");
    }

    #[test]
    fn items_of_arrays_and_lines() {
        let items = Elements::items();
        check(&items, r#"[{"a":[1]}, {"b":2}]"#, &[r#"{"a":[1]}"#, r#"{"b":2}"#], &[]);
        check(&items, "{\"a\":1}\n{\"b\":2}\n", &[r#"{"a":1}"#, r#"{"b":2}"#], &[]);
        check(&items, r#"[{"a":1},{"b":2,"c"#, &[r#"{"a":1}"#, r#"{"b":2}"#], &["truncated-json"]);
        check(&items, r#"[{"a":1}"#, &[r#"{"a":1}"#], &["truncated-json"]);
        check(&Elements::documents(), r#"[{"a":1},2]"#, &[r#"[{"a":1},2]"#], &[]);
    }

    #[test]
    fn a_broken_line_does_not_take_the_next_one_with_it() {
        let lines = "{\"a\":1,\"b\":\"x}\n{\"c\":2}\n{\"d\":{\"e\":3}\n{\"f\":4}\n";
        let expected = [r#"{"a":1}"#, r#"{"c":2}"#, r#"{"d":{"e":3}}"#, r#"{"f":4}"#];
        for elements in [Elements::items(), Elements::documents()] {
            check(&elements, lines, &expected, &["truncated-json"; 2]);
        }
    }

    #[test]
    fn members_at_a_path() {
        let result = Elements::at(&["data", "result"]);
        let text = r#"{"status":"ok","data":{"x":{"result":[0]},"result":[{"v":[1]},{"v":[2]}]},"end":"]"}"#;
        check(&result, text, &[r#"{"v":[1]}"#, r#"{"v":[2]}"#], &[]);
        check(&result, &format!("[{text},\n{text}]"), &[r#"{"v":[1]}"#, r#"{"v":[2]}"#].repeat(2), &[]);
        check(&result, r#"{"data":{"result":{"v":1}}}"#, &[r#"{"v":1}"#], &[]);
        check(&result, r#"{"data":{"result":[[1,2],[3"#, &["[1,2]"], &["truncated-json"]);
        check(&result, r#"{"result":[1],"data":7}"#, &[], &[]);
    }

    /// Reads a text in blocks of about so many bytes, as an ingest does.
    fn in_blocks(elements: &Elements, bytes: &[u8], size: usize) -> Vec<(u64, u64, String)> {
        let (mut from, mut line, mut all) = (0, 1, Vec::new());
        while from < bytes.len() {
            let mut wanted = size;
            let block = loop {
                let to = (from + wanted).min(bytes.len());
                let block = Block {
                    bytes: &bytes[from..to],
                    offset: from as u64,
                    line,
                    first: from == 0,
                    last: to == bytes.len(),
                };
                match elements.cut(&block) {
                    0 => wanted += size,
                    cut => {
                        break Block {
                            bytes: &bytes[from..from + cut],
                            last: from + cut == bytes.len(),
                            ..block
                        };
                    }
                }
            };
            all.extend(framed(elements, &block).0);
            line += memchr_iter(b'\n', block.bytes).count() as u64;
            from += block.bytes.len();
        }
        all
    }

    fn element() -> impl Strategy<Value = String> {
        prop_oneof![
            Just(r#"{"v":[1,"]"],"data":{"result":[9]}}"#.to_owned()),
            Just("{\"w\":\n\"x\\\"}\"}".to_owned()),
            Just(r#"{"result":[{}]}"#.to_owned()),
            Just(r#"[[1],[2]]"#.to_owned()),
        ]
    }

    proptest! {
        #[test]
        fn blocks_give_the_same_elements(
            documents in prop::collection::vec(prop::collection::vec(element(), 0..4), 1..5),
            size in 1usize..40,
            kind in 0..4,
        ) {
            let (elements, text) = match kind {
                0 => (Elements::items(), format!("[{}]", documents.concat().join(",\n"))),
                1 => (Elements::documents(), documents.concat().join("\n")),
                2 => {
                    let arrays: Vec<_> = documents.iter().map(|d| format!("[{}]", d.join(","))).collect();
                    (Elements::items(), arrays.join("\n"))
                }
                _ => {
                    let written: Vec<_> = documents.iter()
                        .map(|d| format!(r#"{{"status":"ok","data":{{"result":[{}]}},"warnings":[]}}"#, d.join(", ")))
                        .collect();
                    (Elements::at(&["data", "result"]), written.join("\n"))
                }
            };
            let whole = framed(&elements, &Block::whole(text.as_bytes()));
            prop_assert_eq!(whole.0.len(), documents.concat().len());
            prop_assert!(whole.1.is_empty());
            prop_assert_eq!(in_blocks(&elements, text.as_bytes(), size), whole.0);
        }

        #[test]
        fn any_bytes_are_accepted(bytes in prop::collection::vec(prop_oneof![
            Just(b'{'), Just(b'}'), Just(b'['), Just(b']'), Just(b'"'), Just(b'\\'), Just(b','), Just(b':'),
            Just(b'\n'), Just(b'a'), any::<u8>()
        ], 0..60)) {
            let _ = super::super::Outline::of(&bytes);
            for elements in [Elements::items(), Elements::documents(), Elements::at(&["a", "b"])] {
                let (found, _) = framed(&elements, &Block::whole(&bytes));
                prop_assert!(found.windows(2).all(|pair| pair[0].0 < pair[1].0));
                prop_assert_eq!(in_blocks(&elements, &bytes, 7), found);
            }
        }
    }
}

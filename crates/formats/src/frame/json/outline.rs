use std::collections::BTreeMap;

use super::scan::{End, skip_space, value_end};

/// Values nested deeper than this are left out of an outline.
const DEEPEST: usize = 24;
/// Maps with keys made of data (ids, host names) would fill an outline without end.
const MOST_PATHS: usize = 4096;
/// Distinct scalar values kept for one path.
const MOST_VALUES: usize = 8;
/// Longer scalar values are not kept.
const LONGEST_VALUE: usize = 200;

/// Which keys the beginning of a JSON source has, how often, and the first few values of each.
///
/// A path is the keys joined by dots, `[]` for an array: `data.result[].values`, `[].labels.alertname`.
/// Paths are relative to each document, so that one document and JSON lines of such documents have the
/// same paths.
#[derive(Debug, Default)]
pub struct Outline {
    /// How many documents end within the head.
    pub documents: usize,
    /// Whether the source is documents one after the other instead of a single one.
    pub several: bool,
    /// Whether each further document seen begins on a line of its own.
    pub lines: bool,
    /// Whether everything seen was JSON; what follows the first byte that is not has not been looked at.
    pub clean: bool,
    paths: BTreeMap<String, Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    count: u32,
    values: Vec<String>,
}

impl Outline {
    /// The outline of the first bytes of a source, which may be cut anywhere; none if they are not JSON.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let at = skip_space(bytes, 0);
        let inside = bytes.get(skip_space(bytes, at + 1));
        match bytes.get(at)? {
            b'{' if matches!(inside, None | Some(b'"' | b'}')) => {}
            b'[' if matches!(
                inside,
                None | Some(b'{' | b'[' | b'"' | b']' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n')
            ) => {}
            _ => return None,
        }
        let mut outline = Self { clean: true, lines: true, ..Self::default() };
        let open = Vec::new();
        Walk { bytes, at, path: String::new(), keyed: false, open, outline: &mut outline }.run();
        (outline.clean || outline.documents > 0).then_some(outline)
    }

    /// Whether the path was seen.
    pub fn has(&self, path: &str) -> bool {
        self.paths.contains_key(path)
    }

    /// Whether all the paths were seen.
    pub fn has_all(&self, paths: &[&str]) -> bool {
        paths.iter().all(|path| self.has(path))
    }

    /// How often the path was seen.
    pub fn count(&self, path: &str) -> u32 {
        self.paths.get(path).map_or(0, |seen| seen.count)
    }

    /// The first few distinct short scalar values at the path: strings without quotes and as escaped as they
    /// stand, numbers and words as they stand.
    pub fn values(&self, path: &str) -> &[String] {
        self.paths.get(path).map_or(&[], |seen| &seen.values)
    }

    /// The first scalar value at the path.
    pub fn value(&self, path: &str) -> Option<&str> {
        self.values(path).first().map(String::as_str)
    }

    /// All paths seen, in order of their bytes.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.paths.keys().map(String::as_str)
    }

    fn note(&mut self, path: &str, value: Option<&[u8]>) {
        if !self.paths.contains_key(path) {
            if self.paths.len() >= MOST_PATHS {
                return;
            }
            self.paths.insert(path.to_owned(), Seen::default());
        }
        let Some(seen) = self.paths.get_mut(path) else { return };
        seen.count = seen.count.saturating_add(1);
        let Some(text) = value.and_then(|value| std::str::from_utf8(value).ok()) else { return };
        if seen.values.len() < MOST_VALUES
            && text.len() <= LONGEST_VALUE
            && !seen.values.iter().any(|known| known == text)
        {
            seen.values.push(text.to_owned());
        }
    }
}

/// A container that is open: its closing byte, and how long the path was outside it.
struct Open {
    closer: u8,
    outside: usize,
    inside: usize,
}

struct Walk<'a, 'o> {
    bytes: &'a [u8],
    at: usize,
    path: String,
    /// Whether a key and its colon have been read, so that its value comes next.
    keyed: bool,
    open: Vec<Open>,
    outline: &'o mut Outline,
}

impl Walk<'_, '_> {
    fn run(mut self) {
        loop {
            let before = self.at;
            self.at = skip_space(self.bytes, self.at);
            let Some(&byte) = self.bytes.get(self.at) else { return };
            if self.open.is_empty() && self.outline.documents > 0 {
                self.outline.several = true;
                self.outline.lines &= self.bytes[before..self.at].contains(&b'\n');
                self.path.clear();
                if !matches!(byte, b'{' | b'[') {
                    self.outline.clean = false;
                    return;
                }
            }
            match self.step(byte) {
                Some(true) => {}
                // Cut off by the end of the head.
                Some(false) => return,
                None => {
                    self.outline.clean = false;
                    return;
                }
            }
        }
    }

    /// One token. `Some(false)` if the bytes end within it, none if it cannot stand here.
    fn step(&mut self, byte: u8) -> Option<bool> {
        match byte {
            b'{' | b'[' if self.open.len() < DEEPEST => {
                let outside = self.path.len();
                if byte == b'[' {
                    self.path.push_str("[]");
                }
                let closer = if byte == b'{' { b'}' } else { b']' };
                self.open.push(Open { closer, outside, inside: self.path.len() });
                self.keyed = false;
                self.at += 1;
                return Some(true);
            }
            b'}' | b']' => {
                let closed = self.open.pop()?;
                if closed.closer != byte {
                    return None;
                }
                self.path.truncate(closed.outside);
                self.keyed = false;
                self.at += 1;
            }
            b',' => {
                self.path.truncate(self.open.last()?.inside);
                self.at += 1;
                return Some(true);
            }
            _ => match self.member(byte)? {
                true => {}
                false => return Some(false),
            },
        }
        if self.open.is_empty() {
            self.outline.documents += 1;
        }
        Some(true)
    }

    /// A key with its colon, or a scalar value.
    fn member(&mut self, byte: u8) -> Option<bool> {
        let start = self.at;
        let end = match value_end(self.bytes, start) {
            End::At(end) => end,
            End::Open => return (byte == b'"' || is_word(&self.bytes[start..])).then_some(false),
            End::Broken(_) => return None,
        };
        let inside = self.open.last()?.inside;
        let in_object = self.open.last()?.closer == b'}';
        if in_object && !self.keyed && byte == b'"' {
            let colon = skip_space(self.bytes, end);
            match self.bytes.get(colon) {
                None => return Some(false),
                Some(b':') => {}
                Some(_) => return None,
            }
            if inside > 0 {
                self.path.push('.');
            }
            self.path.push_str(&String::from_utf8_lossy(&self.bytes[start + 1..end - 1]));
            self.at = colon + 1;
            self.keyed = true;
            if self.bytes.get(skip_space(self.bytes, self.at)).is_some_and(|b| matches!(b, b'{' | b'[')) {
                self.outline.note(&self.path, None);
            }
            return Some(true);
        }
        let value = match byte {
            b'"' => &self.bytes[start + 1..end - 1],
            b'{' | b'[' => &[],
            _ if is_word(&self.bytes[start..end]) => &self.bytes[start..end],
            _ => return None,
        };
        self.outline.note(&self.path, Some(value));
        self.keyed = false;
        self.at = end;
        Some(true)
    }
}

/// A number or one of JSON's words, perhaps cut; also `NaN` and `Infinity`, which some writers give.
fn is_word(bytes: &[u8]) -> bool {
    let number = |b: &u8| matches!(b, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
    let words: [&[u8]; 6] = [b"true", b"false", b"null", b"NaN", b"Infinity", b"-Infinity"];
    bytes.iter().all(number) || words.iter().any(|word| word.starts_with(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let outline = Outline::of(text.as_bytes()).expect(text);
        assert_eq!(outline.paths().collect::<Vec<_>>(), expected, "{text}");
    }

    #[test]
    fn paths_of_documents_arrays_and_lines() {
        check(r#"{"a":{"b":1},"c":[{"d":"x"}]}"#, &["a", "a.b", "c", "c[].d"]);
        check(
            r#"[{"labels":{"alertname":"Slow"}},{"x":[1,2]}]"#,
            &["[].labels", "[].labels.alertname", "[].x", "[].x[]"],
        );
        check("{\"a\":1}\n{\"b\":2}\n", &["a", "b"]);
    }

    #[test]
    fn a_text_cut_anywhere_keeps_what_was_seen() {
        let text = r#"{"status":"success","data":{"resultType":"matrix","result":[{"values":[[1,"2"]]}]}}"#;
        for end in 2..text.len() {
            assert!(Outline::of(&text.as_bytes()[..end]).is_some(), "{}", &text[..end]);
        }
        let cut = text.find("[1,").unwrap();
        let outline = Outline::of(&text.as_bytes()[..cut]).unwrap();
        assert_eq!(outline.value("data.resultType"), Some("matrix"));
        assert!(outline.has("data.result[].values"));
    }

    #[test]
    fn several_documents_are_told_from_one() {
        let several = |text: &str| Outline::of(text.as_bytes()).map(|o| (o.several, o.documents));
        assert_eq!(several("{\"a\":1}"), Some((false, 1)));
        assert_eq!(several("{\"a\":1}{\"a\":2}\n"), Some((true, 2)));
        assert_eq!(several("\u{feff}[1]"), Some((false, 1)));
    }

    #[test]
    fn what_is_not_json_has_none() {
        for text in ["", "[2024-01-02 03:04:05] x", "{x}", "[error] y", "plain", "{\"a\" \"b\"}", "[main] x"]
        {
            assert!(Outline::of(text.as_bytes()).is_none(), "{text}");
        }
    }
}

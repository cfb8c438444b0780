//! Lines of `key=value`: logfmt and its relatives. Values may be quoted, keys may stand alone.

use postlude_evidence::Text;

use super::json_scan::Value;

/// One key with its value; a key that stands alone has none.
pub(super) struct Pair<'t> {
    /// As it stands.
    pub key: &'t str,
    /// Unquoted; none for a bare key.
    pub value: Option<Text<'t>>,
}

/// The pairs of a line from its beginning on, up to the first thing that is none.
pub(super) struct Pairs<'t> {
    rest: &'t str,
}

impl<'t> Pairs<'t> {
    /// The pairs of this text.
    pub(super) fn new(text: &'t str) -> Self {
        Self { rest: text }
    }
}

impl<'t> Iterator for Pairs<'t> {
    type Item = Pair<'t>;

    fn next(&mut self) -> Option<Pair<'t>> {
        let rest = self.rest.trim_start_matches([' ', '\t', ',', ';']);
        let end = rest.bytes().position(|b| !is_key_byte(b)).unwrap_or(rest.len());
        let key = rest.get(..end).filter(|key| !key.is_empty())?;
        let Some(after) = rest.get(end..)?.strip_prefix('=') else {
            if !rest.get(end..)?.is_empty() && !rest.get(end..)?.starts_with([' ', '\t']) {
                return None;
            }
            self.rest = &rest[end..];
            return Some(Pair { key, value: None });
        };
        let (value, length) = value(after);
        self.rest = after.get(length..).unwrap_or_default();
        Some(Pair { key, value: Some(value) })
    }
}

fn is_key_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-' | b'/' | b'@' | b'$')
}

/// The value at the beginning of the text and how many bytes it takes.
fn value(text: &str) -> (Text<'_>, usize) {
    let Some(inside) = text.strip_prefix('"') else {
        let end = text.find([' ', '\t']).unwrap_or(text.len());
        let bare = text[..end].trim_end_matches([',', ';']);
        return (Text::Borrowed(bare), end);
    };
    let bytes = inside.as_bytes();
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
        at += found;
        if bytes[at] == b'"' {
            return (unescape(&inside[..at]), at + 2);
        }
        at += 2;
    }
    // A quote that is never closed: the writer was cut off.
    (unescape(inside), text.len())
}

fn unescape(inside: &str) -> Text<'_> {
    if !inside.contains('\\') {
        return Text::Borrowed(inside);
    }
    let mut out = String::with_capacity(inside.len());
    let mut characters = inside.chars();
    while let Some(c) = characters.next() {
        match (c, if c == '\\' { characters.next() } else { None }) {
            ('\\', Some('n')) => out.push('\n'),
            ('\\', Some('t')) => out.push('\t'),
            ('\\', Some('r')) => out.push('\r'),
            ('\\', Some(other)) => out.push(other),
            _ => out.push(c),
        }
    }
    Text::Owned(out)
}

/// The pairs of a line that is nothing but pairs (bare keys may stand between them); none otherwise.
pub(super) fn pairs(line: &str) -> Option<Vec<(Text<'_>, Value<'_>)>> {
    // The cheapest thing that tells most lines: the first word holds an equals sign.
    let first = line.trim_start();
    let equals = first.bytes().position(|b| !is_key_byte(b))?;
    if equals == 0 || first.as_bytes().get(equals) != Some(&b'=') {
        return None;
    }
    let mut scan = Pairs::new(line);
    let (mut found, mut bare) = (Vec::new(), 0_usize);
    for pair in scan.by_ref() {
        match pair.value {
            Some(value) => found.push((Text::Borrowed(pair.key), Value::Text(value))),
            None => bare += 1,
        }
    }
    let whole = scan.rest.trim().is_empty();
    (found.len() >= 2 && bare <= found.len() && (whole || found.len() >= 4)).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(line: &str, expected: &[&str]) {
        let found: Vec<String> = pairs(line)
            .unwrap_or_default()
            .iter()
            .map(|(key, value)| match value {
                Value::Text(text) => format!("{key}={text}"),
                other => format!("{other:?}"),
            })
            .collect();
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn reads_pairs() {
        check(r#"ts=1 level=info msg="a \"b\" c" done x=2"#, &["ts=1", "level=info", "msg=a \"b\" c", "x=2"]);
        check("a=1 b= c=3", &["a=1", "b=", "c=3"]);
        check("a=1, b=2; c=3", &["a=1", "b=2", "c=3"]);
        check(r#"a=1 msg="cut off"#, &["a=1", "msg=cut off"]);
    }

    #[test]
    fn leaves_prose_alone() {
        check("set x=1 and go", &[]);
        check("x=1 and then we all went home", &[]);
        check("x=1", &[]);
        check("", &[]);
    }

    proptest! {
        #[test]
        fn never_panics(line in ".{0,80}") {
            let _ = pairs(&line);
        }
    }
}

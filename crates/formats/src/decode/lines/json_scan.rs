//! The members of a JSON object without a tree: nested objects flattened, strings borrowed where they hold no
//! escape. Written for log lines: what is broken behind the first members does not spoil them.

use postlude_evidence::Text;

/// Objects within objects beyond this depth are handed on as text.
const MAX_DEPTH: usize = 12;

/// A value that is no object.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value<'t> {
    /// A string, unescaped.
    Text(Text<'t>),
    /// A number or `true`/`false`, as it stands.
    Bare(&'t str),
    /// An array, or an object nested too deep, as it stands.
    Raw(&'t str),
    /// `null`.
    Null,
}

/// Hands on every member as its dotted path and value, in the order of the text. Gives the length of the
/// object, or none if it is broken: what came before the break has been handed on.
pub(crate) fn members<'t>(text: &'t str, mut each: impl FnMut(Text<'t>, Value<'t>)) -> Option<usize> {
    let mut scan = Scan { text, at: 0 };
    scan.blanks();
    scan.expect(b'{')?;
    let mut path = String::new();
    // Lengths of the path at the objects that are open.
    let mut open = vec![0];
    loop {
        scan.blanks();
        match scan.peek()? {
            b'}' => {
                scan.at += 1;
                path.truncate(open.pop().unwrap_or(0));
                let Some(length) = open.last() else { return Some(scan.at) };
                path.truncate(*length);
                continue;
            }
            b',' => scan.at += 1,
            _ => {}
        }
        scan.blanks();
        if scan.peek()? == b'}' {
            continue;
        }
        let key = scan.string()?;
        scan.blanks();
        scan.expect(b':')?;
        scan.blanks();
        if scan.peek()? == b'{' && open.len() < MAX_DEPTH {
            scan.at += 1;
            push(&mut path, &key);
            open.push(path.len());
            // The path returns to its length before this key when the object is closed.
            continue;
        }
        let value = scan.value()?;
        if path.is_empty() {
            each(key, value);
        } else {
            let length = path.len();
            push(&mut path, &key);
            each(Text::Owned(path.clone()), value);
            path.truncate(length);
        }
    }
}

fn push(path: &mut String, key: &str) {
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(key);
}

struct Scan<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Scan<'t> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn blanks(&mut self) {
        while self.peek().is_some_and(|b| b.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }

    fn value(&mut self) -> Option<Value<'t>> {
        let begin = self.at;
        match self.peek()? {
            b'"' => self.string().map(Value::Text),
            b'{' | b'[' => {
                self.skip_nested()?;
                Some(Value::Raw(self.text.get(begin..self.at)?))
            }
            _ => {
                while self
                    .peek()
                    .is_some_and(|b| !matches!(b, b',' | b'}' | b']') && !b.is_ascii_whitespace())
                {
                    self.at += 1;
                }
                match self.text.get(begin..self.at)? {
                    "" => None,
                    "null" => Some(Value::Null),
                    bare => Some(Value::Bare(bare)),
                }
            }
        }
    }

    fn string(&mut self) -> Option<Text<'t>> {
        self.expect(b'"')?;
        let begin = self.at;
        let end = self.string_end()?;
        self.at = end + 1;
        let raw = self.text.get(begin..end)?;
        Some(unescape(raw))
    }

    /// Place of the quote that ends the string whose inside begins here.
    fn string_end(&self) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut at = self.at;
        loop {
            at += memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
            if bytes[at] == b'"' {
                return Some(at);
            }
            at += 2;
        }
    }

    fn skip_nested(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        loop {
            match self.peek()? {
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth = depth.saturating_sub(1),
                b'"' => {
                    self.at += 1;
                    self.at = self.string_end()?;
                }
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return Some(());
            }
        }
    }
}

/// The text that a JSON string stands for; an escape that is none stays as it is. The line end that many
/// writers put at the end of a message is cut off first, which mostly leaves nothing to unescape.
fn unescape(raw: &str) -> Text<'_> {
    let raw = raw.strip_suffix("\\n").map_or(raw, |cut| if cut.ends_with('\\') { raw } else { cut });
    let Some(first) = memchr::memchr(b'\\', raw.as_bytes()) else { return Text::Borrowed(raw) };
    let mut out = String::with_capacity(raw.len());
    let (plain, mut rest) = raw.split_at(first);
    out.push_str(plain);
    while let Some(escaped) = rest.strip_prefix('\\') {
        let length = unescape_one(escaped, &mut out);
        let after = escaped.get(length..).unwrap_or_default();
        let next = memchr::memchr(b'\\', after.as_bytes()).unwrap_or(after.len());
        let (plain, tail) = after.split_at(next);
        out.push_str(plain);
        rest = tail;
    }
    Text::Owned(out)
}

/// Appends what follows a backslash, unescaped; gives how many bytes that took.
fn unescape_one(escaped: &str, out: &mut String) -> usize {
    let simple = match escaped.bytes().next() {
        Some(b'n') => '\n',
        Some(b't') => '\t',
        Some(b'r') => '\r',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b @ (b'"' | b'\\' | b'/')) => char::from(b),
        Some(b'u') => {
            let Some(unit) = hex4(escaped, 1) else {
                out.push('\\');
                return 0;
            };
            let low = (0xd800..0xdc00)
                .contains(&unit)
                .then(|| escaped.get(5..7).filter(|s| *s == "\\u").and_then(|_| hex4(escaped, 7)))
                .flatten()
                .filter(|low| (0xdc00..0xe000).contains(low));
            let code = low.map_or(unit, |low| 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
            out.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            return if low.is_some() { 11 } else { 5 };
        }
        _ => {
            out.push('\\');
            return 0;
        }
    };
    out.push(simple);
    1
}

fn hex4(text: &str, at: usize) -> Option<u32> {
    let digits = text.get(at..at + 4)?;
    digits.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u32::from_str_radix(digits, 16).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn flat(text: &str) -> (Vec<String>, bool) {
        let mut out = Vec::new();
        let whole = members(text, |key, value| {
            out.push(match value {
                Value::Text(text) => format!("{key}={text}"),
                Value::Bare(bare) | Value::Raw(bare) => format!("{key}~{bare}"),
                Value::Null => format!("{key}!"),
            });
        });
        (out, whole.is_some())
    }

    fn check(text: &str, expected: &[&str], whole: bool) {
        assert_eq!(flat(text), (expected.iter().map(ToString::to_string).collect(), whole), "{text}");
    }

    #[test]
    fn flattens() {
        check(
            r#"{"a":1,"b":{"c":"x","d":{"e":true}},"f":null}"#,
            &["a~1", "b.c=x", "b.d.e~true", "f!"],
            true,
        );
        check(r#" { "a" : [1, "]", {"b":2}] , "c" : {} } "#, &[r#"a~[1, "]", {"b":2}]"#], true);
        check("{}", &[], true);
    }

    #[test]
    fn unescapes() {
        check(r#"{"a":"x\ty\"z\u00e9\ud83d\ude00"}"#, &["a=x\ty\"zé😀"], true);
        check(r#"{"a":"line\n"}"#, &["a=line"], true);
        check(r#"{"a":"back\\n"}"#, &["a=back\\n"], true);
        check(r#"{"a":"\q\u12"}"#, &["a=\\q\\u12"], true);
    }

    #[test]
    fn keeps_what_came_before_the_break() {
        check(r#"{"a":1,"b":"cut"#, &["a~1"], false);
        check(r#"{"a":1,"b"#, &["a~1"], false);
        check("no object", &[], false);
    }

    #[test]
    fn survives_deep_nesting() {
        let deep = r#"{"a":"#.repeat(100_000);
        assert!(!flat(&deep).1);
        let closed = format!("{}1{}", r#"{"a":"#.repeat(1000), "}".repeat(1000));
        assert!(flat(&closed).1);
    }

    proptest! {
        #[test]
        fn never_panics(text in r#"[\{\}\[\]",:\\a-z0-9u ]{0,60}"#) {
            flat(&text);
        }

        #[test]
        fn reads_what_serde_writes(key in "[a-z]{1,8}", value in any::<String>()) {
            let text = serde_json::json!({ &key: value }).to_string();
            let (found, whole) = flat(&text);
            prop_assert!(whole);
            let expected = format!("{key}={value}");
            prop_assert_eq!(found[0].trim_end_matches('\n'), expected.trim_end_matches('\n'));
        }
    }
}

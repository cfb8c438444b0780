//! Finding ends in JSON text without reading it: no tree, no recursion, any bytes.

use memchr::memchr3;

/// The next byte that is neither white space nor a byte order mark.
pub fn skip_space(bytes: &[u8], mut at: usize) -> usize {
    loop {
        match bytes.get(at) {
            Some(b' ' | b'\t' | b'\r' | b'\n') => at += 1,
            Some(0xEF) if bytes[at..].starts_with(b"\xEF\xBB\xBF") => at += 3,
            _ => return at,
        }
    }
}

/// Where a value ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// One past it.
    At(usize),
    /// It does not end: in the middle of it a line ends and the next one begins with a brace, as a new document of
    /// JSON lines does. The place of that line end.
    Broken(usize),
    /// The bytes end before it does.
    Open,
}

/// Whether the line that ends here is followed by what can only be a new document.
///
/// No string holds a bare line end, and no value is followed by a brace without a comma or a bracket between.
fn new_document(bytes: &[u8], line_end: usize) -> bool {
    bytes.get(line_end + 1) == Some(&b'{')
}

/// The end of the string that opens at `at`.
pub fn string_end(bytes: &[u8], at: usize) -> End {
    let mut next = at + 1;
    loop {
        let Some(found) = bytes.get(next..).and_then(|rest| memchr3(b'"', b'\\', b'\n', rest)) else {
            return End::Open;
        };
        let found = next + found;
        next = match bytes[found] {
            b'"' => return End::At(found + 1),
            b'\n' if new_document(bytes, found) => return End::Broken(found),
            // What follows the last byte decides whether the string goes on.
            b'\n' if found + 1 == bytes.len() => return End::Open,
            b'\\' if bytes.get(found + 1) != Some(&b'\n') => found + 2,
            _ => found + 1,
        }
    }
}

/// The end of the value that begins at `at`, later than `at`.
///
/// A number or word at the very end counts as open, because more of it may follow.
pub fn value_end(bytes: &[u8], at: usize) -> End {
    match bytes.get(at) {
        None => End::Open,
        Some(b'"') => string_end(bytes, at),
        Some(b'{' | b'[') => container_end(bytes, at),
        Some(_) => word_end(bytes, at).map_or(End::Open, End::At),
    }
}

/// Brackets are counted, not matched: a wrong kind of bracket is found when the element is parsed.
fn container_end(bytes: &[u8], at: usize) -> End {
    let mut depth = 0u64;
    let mut next = at;
    loop {
        let Some(&byte) = bytes.get(next) else { return End::Open };
        match byte {
            b'"' => match string_end(bytes, next) {
                End::At(end) => {
                    next = end;
                    continue;
                }
                other => return other,
            },
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    return End::At(next + 1);
                }
            }
            b'\n' if new_document(bytes, next) && ends_value(&bytes[at..next]) => return End::Broken(next),
            _ => {}
        }
        next += 1;
    }
}

/// Whether a value ends these bytes, so that only a comma or a closing bracket may follow.
fn ends_value(bytes: &[u8]) -> bool {
    !matches!(bytes.trim_ascii_end().last(), None | Some(b',' | b':' | b'[' | b'{'))
}

fn word_end(bytes: &[u8], at: usize) -> Option<usize> {
    let rest = &bytes[at + 1..];
    let length = rest.iter().position(|b| b" \t\r\n,:]}\"[{".contains(b))?;
    Some(at + 1 + length)
}

/// Containers deeper than this are not closed by [`close`].
const DEEPEST: usize = 128;

/// A container whose end is missing, cut after its last whole member and closed; the bytes that are kept
/// stand where they stood. None if nothing whole is in it.
pub fn close(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut open: Vec<u8> = Vec::new();
    let mut whole: Option<(usize, Vec<u8>)> = None;
    let mut key_next = false;
    let mut at = 0;
    loop {
        at = skip_space(bytes, at);
        let Some(&byte) = bytes.get(at) else { break };
        let after = match byte {
            b'{' | b'[' => {
                if open.len() == DEEPEST {
                    break;
                }
                open.push(if byte == b'{' { b'}' } else { b']' });
                key_next = byte == b'{';
                at += 1;
                continue;
            }
            b',' => {
                key_next = open.last() == Some(&b'}');
                at += 1;
                continue;
            }
            b':' => {
                at += 1;
                continue;
            }
            b'}' | b']' => {
                open.pop();
                Some(at + 1)
            }
            b'"' => match string_end(bytes, at) {
                End::At(end) => Some(end),
                End::Broken(_) | End::Open => None,
            },
            _ => word_end(bytes, at),
        };
        let Some(after) = after else { break };
        if std::mem::take(&mut key_next) && byte == b'"' {
            at = after;
            continue;
        }
        if open.is_empty() {
            break;
        }
        match &mut whole {
            // The closers change only with the depth: copying them for every scalar would be slow.
            Some((end, closers)) if *closers == open => *end = after,
            other => *other = Some((after, open.clone())),
        }
        at = after;
    }
    let (end, closers) = whole?;
    let mut closed = bytes[..end].to_vec();
    closed.extend(closers.iter().rev());
    Some(closed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_end_where_they_end() {
        let check = |text: &str, end: End| assert_eq!(value_end(text.as_bytes(), 0), end, "{text}");
        check(r#"{"a":[1,{"b":"}"}]} x"#, End::At(19));
        check(r#""a\"b" "#, End::At(6));
        check(r#""a\\" "#, End::At(5));
        check("12,", End::At(2));
        check("12", End::Open);
        check(r#"{"a":[1,2}"#, End::Open);
        check(r#""a\"#, End::Open);
    }

    #[test]
    fn values_break_where_the_next_document_begins() {
        let check = |text: &str, end: End| assert_eq!(value_end(text.as_bytes(), 0), end, "{text}");
        check("{\"a\":\"x}\n{\"b\":1}", End::Broken(8));
        check("{\"a\":\"x\\\n{\"b\":1}", End::Broken(8));
        check("{\"a\":{\"b\":1}\n{\"c\":2}", End::Broken(12));
        check("{\"a\":[\n{\"c\":2},\n{\"d\":3}\n]}", End::At(26));
        check("{\"a\":\"x}\n b\"}", End::At(13));
        check("{\"a\":\"x}\n", End::Open);
    }

    #[test]
    fn closes_what_was_cut_off() {
        let check = |text: &str, closed: Option<&str>| {
            let found = close(text.as_bytes()).map(|bytes| String::from_utf8(bytes).unwrap());
            assert_eq!(found.as_deref(), closed, "{text}");
        };
        check(r#"{"a":[[1,"2"],[3,"#, Some(r#"{"a":[[1,"2"],[3]]}"#));
        check(r#"{"a":[[1,"2"],[3,"4"#, Some(r#"{"a":[[1,"2"],[3]]}"#));
        check(r#"{"a":1,"b"#, Some(r#"{"a":1}"#));
        check(r#"{"a":1,"b":"#, Some(r#"{"a":1}"#));
        check(r#"{"a":12"#, None);
        check("{", None);
    }
}

//! Finding ends in JSON text without reading it: no tree, no recursion, any bytes.

use memchr::memchr2;

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

/// One past the closing quote of the string that opens at `at`; none if it does not close.
pub fn string_end(bytes: &[u8], at: usize) -> Option<usize> {
    let mut next = at + 1;
    loop {
        let found = next + memchr2(b'"', b'\\', bytes.get(next..)?)?;
        if bytes[found] == b'"' {
            return Some(found + 1);
        }
        next = found + 2;
    }
}

/// One past the value that begins at `at`; none if the bytes end before it does.
///
/// A number or word at the very end counts as unfinished, because more of it may follow. Always later than `at`.
pub fn value_end(bytes: &[u8], at: usize) -> Option<usize> {
    match *bytes.get(at)? {
        b'"' => string_end(bytes, at),
        b'{' | b'[' => container_end(bytes, at),
        _ => word_end(bytes, at),
    }
}

/// Brackets are counted, not matched: a wrong kind of bracket is found when the element is parsed.
fn container_end(bytes: &[u8], at: usize) -> Option<usize> {
    let mut depth = 0u64;
    let mut next = at;
    loop {
        match *bytes.get(next)? {
            b'"' => {
                next = string_end(bytes, next)?;
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' => {
                depth -= 1;
                if depth == 0 {
                    return Some(next + 1);
                }
            }
            _ => {}
        }
        next += 1;
    }
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
            b'"' => string_end(bytes, at),
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
        let check = |text: &str, end: Option<usize>| assert_eq!(value_end(text.as_bytes(), 0), end, "{text}");
        check(r#"{"a":[1,{"b":"}"}]} x"#, Some(19));
        check(r#""a\"b" "#, Some(6));
        check(r#""a\\" "#, Some(5));
        check("12,", Some(2));
        check("12", None);
        check(r#"{"a":[1,2}"#, None);
        check(r#""a\"#, None);
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

//! Where values end that reach beyond a word.

use crate::byte_class::{CLASS, END};

/// Bytes of a quoted path or of a list that are looked at for its end.
const LONGEST_PATH: usize = 256;

/// `<` of `<1 ms` and `>` of `>90%`: part of the value.
pub(crate) fn is_bound(line: &[u8], at: usize) -> bool {
    let [digit, rest @ ..] = &line[at + 1..] else { return false };
    let end = || rest.iter().find(|byte| CLASS[**byte as usize] & END != 0);
    digit.is_ascii_digit() && (at == 0 || line[at - 1] == b' ') && !matches!(end(), Some(b'>' | b':'))
}

/// Where a URL (`scheme://...`) or a drive path (`C:\...`) ends whose colon is at `colon`.
pub(crate) fn end_of_location(line: &[u8], from: usize, colon: usize) -> Option<usize> {
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
    let at_blank = matches!(line.get(end), None | Some(b' '));
    while end > colon + 1
        && (line[end - 1] == b'.' || at_blank && matches!(line[end - 1], b':' | b';' | b'!' | b'?'))
    {
        end -= 1;
    }
    Some(end)
}

/// Where an IPv6 address ends that begins with `::`.
pub(crate) fn end_of_short_address(line: &[u8], at: usize) -> Option<usize> {
    let begins = at == 0 || matches!(line[at - 1], b' ' | b'[' | b'(' | b'=' | b'"' | b'\'' | b'/');
    if !begins || !line[at..].starts_with(b"::") {
        return None;
    }
    let inside = |byte: &&u8| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.');
    let mut end = at + 2 + line[at + 2..].iter().take_while(inside).count();
    while end > at + 2 && matches!(line[end - 1], b':' | b'.') {
        end -= 1;
    }
    line.get(end).is_none_or(|byte| CLASS[*byte as usize] & END != 0 || *byte == b'.').then_some(end)
}

/// Where hexadecimal groups with colons between them end (MAC and IPv6 addresses, clock times), if there are
/// at least three of at most four digits.
pub(crate) fn end_of_groups(line: &[u8], from: usize, colon: usize) -> Option<usize> {
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
        if length > 4 || colons > 8 {
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

/// Where a list of hosts ends (`node[01-17,20]`, `node-[3 5]`) whose bracket is at `bracket`.
pub(crate) fn end_of_hosts(line: &[u8], bracket: usize) -> Option<usize> {
    let inside = &line[bracket + 1..];
    let is_part = |byte: &&u8| byte.is_ascii_digit() || matches!(byte, b'-' | b',' | b' ');
    let length = inside.iter().take(LONGEST_PATH).take_while(is_part).count();
    let is_range =
        line[bracket - 1] == b'-' || inside[..length].iter().any(|byte| matches!(byte, b'-' | b','));
    let closes =
        inside.get(length) == Some(&b']') && inside[..length].first().is_some_and(u8::is_ascii_digit);
    (is_range && closes).then_some(bracket + length + 2)
}

/// Where a path ends that may have a query, or blanks when it begins a quotation.
pub(crate) fn end_of_path(line: &[u8], from: usize, to: usize) -> usize {
    if let Some(quote @ (b'"' | b'\'')) = from.checked_sub(1).map(|before| line[before])
        && let Some(length) = line[to..].iter().take(LONGEST_PATH).position(|byte| *byte == quote)
    {
        return to + length;
    }
    if line.get(to) != Some(&b'?') {
        return to;
    }
    let outside =
        |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b'<' | b'>' | b')' | b']');
    line[to..].iter().position(outside).map_or(line.len(), |length| to + length)
}

/// Whether these are dots that lead the eye, not those of a path.
pub(crate) fn is_leader(from: &[u8]) -> bool {
    from.get(1) == Some(&b'.') && from.get(2) != Some(&b'/')
}

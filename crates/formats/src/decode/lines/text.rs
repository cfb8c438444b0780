//! The text of a line: valid UTF-8 as it stands, anything else as Windows-1252; terminal colours taken out.

use std::borrow::Cow;

/// The bytes as text.
pub(super) fn of_bytes(bytes: &[u8]) -> Cow<'_, str> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => Cow::Owned(bytes.iter().map(|byte| windows_1252(*byte)).collect()),
    };
    if memchr::memchr(0x1b, bytes).is_none() {
        return text;
    }
    Cow::Owned(without_escapes(&text))
}

/// A line without what may stand before its text: a byte order mark, the NULs of a block that was never written.
pub(super) fn beginning(line: &str) -> &str {
    line.trim_start_matches(['\u{feff}', '\0'])
}

/// The character of a byte in Windows-1252; the five bytes without one are taken as in ISO 8859-1.
fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// The text without control sequences (ECMA-48: `ESC [` parameters, then a letter) and other escapes.
fn without_escapes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\u{1b}') {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        rest = match after.strip_prefix('[') {
            Some(sequence) => {
                let parameters = sequence.bytes().take_while(|b| (0x20..0x40).contains(b)).count();
                let end = sequence.as_bytes().get(parameters).filter(|b| (0x40..0x7f).contains(*b));
                &sequence[parameters + usize::from(end.is_some())..]
            }
            None => after,
        };
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(bytes: &[u8], expected: &str) {
        assert_eq!(of_bytes(bytes), expected);
    }

    #[test]
    fn reads_any_bytes() {
        check("gr\u{fc}n".as_bytes(), "grün");
        check(b"gr\xfcn \x80", "grün €");
        check(b"\x1b[32mINFO\x1b[0m ready", "INFO ready");
        check(b"\x1b[38;5;7m\x1b", "");
        check(b"\x1b[", "");
    }

    proptest! {
        #[test]
        fn never_panics(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            of_bytes(&bytes);
        }
    }
}

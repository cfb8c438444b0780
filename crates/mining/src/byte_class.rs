//! What each byte can be within a log body, as one bit each, so that a word's nature is the union of its bytes.

/// White space and control bytes: between words.
pub(crate) const SPACE: u8 = 1;
/// Punctuation that stands between words and is kept.
pub(crate) const SEPARATOR: u8 = 2;
/// `0` to `9`.
pub(crate) const DIGIT: u8 = 4;
/// ASCII letters.
pub(crate) const LETTER: u8 = 8;
/// `/` and `\`.
pub(crate) const SLASH: u8 = 16;
/// `.`
pub(crate) const DOT: u8 = 32;
/// Punctuation that is part of a word: `- _ @ # $ % & * + ~`.
pub(crate) const MARK: u8 = 64;
/// Bytes of characters beyond ASCII: part of a word.
pub(crate) const BEYOND_ASCII: u8 = 128;

/// The bytes that end a word.
pub(crate) const END: u8 = SPACE | SEPARATOR;

pub(crate) static CLASS: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = class_of(byte as u8);
        byte += 1;
    }
    table
};

const fn class_of(byte: u8) -> u8 {
    match byte {
        0..=b' ' | 127 => SPACE,
        b'0'..=b'9' => DIGIT,
        b'a'..=b'z' | b'A'..=b'Z' => LETTER,
        b'/' | b'\\' => SLASH,
        b'.' => DOT,
        b'-' | b'_' | b'@' | b'#' | b'$' | b'%' | b'&' | b'*' | b'+' | b'~' => MARK,
        128.. => BEYOND_ASCII,
        _ => SEPARATOR,
    }
}

//! Is this word a value? Decided by the look of the word alone.
//!
//! What counts as a value follows the rules by which the public benchmark templates were corrected (Khan,
//! Shin, Bianculli, Briand: "Guidelines for Assessing the Accuracy of Log Message Template Identification
//! Techniques", ICSE 2022): numbers, words joined to numbers, paths, truth values. Words with a single
//! digit among letters (`utf8`, `log4j`, `eth0`, `L3`) are left alone here: as many are names as are values, and
//! [`crate::templates`] sees which of them vary.

use crate::byte_class::{BEYOND_ASCII, DOT, LETTER, MARK, SLASH};

/// Longer words without blanks are never names.
const LONGEST_NAME: usize = 80;

/// A word of a body with what was learned while finding its end.
#[derive(Clone, Copy)]
pub(crate) struct Word<'a> {
    pub(crate) bytes: &'a [u8],
    /// Union of the classes of its bytes.
    pub(crate) classes: u8,
    /// Number of digits.
    pub(crate) digits: usize,
    /// The byte after it, or 0.
    pub(crate) next: u8,
    /// Whether a colon and a number follow, as after the name of a host.
    pub(crate) has_port: bool,
    /// Whether it stands right after `=`.
    pub(crate) assigned: bool,
}

impl Word<'_> {
    /// Whether its look alone says that it is a value.
    pub(crate) fn is_value(self) -> bool {
        if self.classes & !LETTER == 0 {
            return is_truth_value(self.bytes)
                || self.bytes == b"localhost"
                || self.assigned && self.bytes == b"None"
                || self.bytes.len() > LONGEST_NAME;
        }
        if self.bytes.len() > LONGEST_NAME {
            return true;
        }
        if self.digits > 0 && !self.is_name_with_digits() {
            return true;
        }
        self.classes & SLASH != 0 && is_path(self.bytes)
            || self.classes & MARK != 0 && is_address(self.bytes)
            || self.classes & DOT != 0 && (is_host(self.bytes) || self.has_port)
    }

    /// `utf8`, `eth0`, `Slf4jLogger`, and keys such as `r24` of `r24=...`.
    fn is_name_with_digits(self) -> bool {
        let first = self.bytes[0];
        if self.classes & (LETTER | BEYOND_ASCII) == 0 || !(first.is_ascii_alphabetic() || first >= 128) {
            return false;
        }
        if self.next == b'=' {
            return self.digits <= 3;
        }
        self.digits == 1 && self.classes & SLASH == 0 && !is_long_hex(self.bytes)
    }
}

fn is_truth_value(word: &[u8]) -> bool {
    matches!(
        word,
        b"true" | b"True" | b"TRUE" | b"false" | b"False" | b"FALSE" | b"null" | b"NULL" | b"nil" | b"NaN"
    )
}

fn is_long_hex(word: &[u8]) -> bool {
    word.len() >= 6 && word.iter().all(u8::is_ascii_hexdigit)
}

/// Absolute paths, and relative ones of at least three parts; `and/or` is none.
fn is_path(word: &[u8]) -> bool {
    let is_slash = |byte: &&u8| matches!(byte, b'/' | b'\\');
    match word {
        [b'/' | b'\\', rest @ ..] => !rest.is_empty(),
        [b'~' | b'.', b'/', ..] | [b'.', b'.', b'/', ..] => true,
        _ => word.iter().filter(is_slash).count() >= 2,
    }
}

/// `user@host`, `Object@hash`.
fn is_address(word: &[u8]) -> bool {
    word.iter().position(|byte| *byte == b'@').is_some_and(|at| at > 0 && at + 1 < word.len())
}

/// Host names by their last label: only the endings that no class, file or property name has.
fn is_host(word: &[u8]) -> bool {
    let Some(dot) = memchr::memrchr(b'.', word) else { return false };
    let (head, last) = (&word[..dot], &word[dot + 1..]);
    !head.is_empty()
        && head.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'))
        && match last {
            b"com" | b"net" | b"edu" | b"gov" | b"org" | b"local" | b"internal" | b"lan" | b"localdomain"
            | b"arpa" => true,
            [a, b] => a.is_ascii_lowercase() && b.is_ascii_lowercase() && is_national_host(head),
            _ => false,
        }
}

/// `example.co.uk`, `www.example.ac.at`: a second-level label that only registries use, or a leading `www.`.
fn is_national_host(head: &[u8]) -> bool {
    let second = memchr::memrchr(b'.', head).map(|dot| &head[dot + 1..]);
    head.starts_with(b"www.")
        || matches!(second, Some(b"co" | b"ac" | b"or" | b"ne" | b"com" | b"net" | b"org" | b"edu" | b"gov"))
}

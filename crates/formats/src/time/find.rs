use std::ops::Range;

use super::names::begins_name;
use super::numeric::Rules;
use super::{Precision, Written, epoch, read_with};

/// The first time with a date in the first `limit` bytes, looking only where a word begins.
pub(super) fn find(bytes: &[u8], limit: usize, rules: Rules) -> Option<(Range<usize>, Written)> {
    let head = bytes.get(..limit.min(bytes.len()))?;
    if let Some(found) = at_beginning(bytes) {
        return Some(found);
    }
    let mut at = 0;
    while at < head.len() {
        let byte = head[at];
        if !byte.is_ascii_alphanumeric() {
            if byte == b'@'
                && let Some((written, length)) = epoch::read_tai(&bytes[at..])
            {
                return Some((at..at + length, written));
            }
            // An escape sequence of a terminal (`ESC [ 39 m`) is no word.
            at += if byte == 0x1B { escape(&head[at..]) } else { 1 };
            continue;
        }
        if let Some(found) = at_word(bytes, at, rules) {
            return Some(found);
        }
        at += head[at..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
    }
    None
}

/// Length of the escape sequence that begins here (ECMA-48, control sequence).
fn escape(bytes: &[u8]) -> usize {
    let parameters = bytes.get(2..).unwrap_or_default().iter().take(16);
    let length = parameters.take_while(|b| b.is_ascii_digit() || **b == b';').count();
    if bytes.get(1) == Some(&b'[') && bytes.get(2 + length).is_some_and(u8::is_ascii_alphabetic) {
        3 + length
    } else {
        1
    }
}

/// A time at the beginning of a word, if what stands before and behind leaves it whole.
fn at_word(bytes: &[u8], at: usize, rules: Rules) -> Option<(Range<usize>, Written)> {
    let word = &bytes[at..];
    let before = at.checked_sub(1).map(|at| bytes[at]);
    let letter = word[0].is_ascii_alphabetic();
    if letter && !begins_name(word) {
        return behind_level(bytes, at, rules).or_else(|| audit(bytes, at));
    }
    if matches!(before, Some(b'.' | b'-' | b'_' | b'/' | b'+' | b'%' | b'$' | b'#')) && !letter {
        return None;
    }
    match word.iter().take(20).take_while(|b| b.is_ascii_digit()).count() {
        // A count, not a date: only the beginning of a line makes it a time.
        9..=13 | 15.. => return None,
        // Month and day before a clock: only glog's level letter tells them from a number.
        4 if at > 0 && word[4..].starts_with(b" ") && word.get(5).is_some_and(u8::is_ascii_digit) => {
            return None;
        }
        _ => {}
    }
    let (written, length) = read_with(word, rules)?;
    // Behind a colon stand ports, line numbers and ratios: only a date with its year is safe there.
    let safe = before != Some(b':') || letter || written.year.is_some();
    (written.has_date() && safe && whole_behind(bytes, at + length)).then_some((at..at + length, written))
}

/// Whether a time that ends here is not the beginning of a longer number or version.
fn whole_behind(bytes: &[u8], end: usize) -> bool {
    let digit = end.checked_sub(1).and_then(|last| bytes.get(last)).is_some_and(u8::is_ascii_digit);
    match bytes.get(end) {
        _ if !digit => true,
        Some(b) if b.is_ascii_digit() => false,
        Some(b'.' | b':') => !bytes.get(end + 1).is_some_and(u8::is_ascii_digit),
        _ => true,
    }
}

/// An epoch at the beginning of a line: bare, in a bracket, in a comment sign (`#1701234567`, shells' histories),
/// or behind a number when it has a fraction (`4711 1701234567.123456`, traces of system calls).
fn at_beginning(bytes: &[u8]) -> Option<(Range<usize>, Written)> {
    let mut from = bytes.iter().take(3).take_while(|b| b"[(\"#+: ".contains(b)).count();
    let digits = bytes[from..].iter().take(10).take_while(|b| b.is_ascii_digit()).count();
    let behind_number = (1..10).contains(&digits);
    if behind_number {
        from += digits;
        from += bytes[from..].iter().take(8).take_while(|b| **b == b' ').count();
    }
    let (written, length) = epoch::read(bytes.get(from..)?)?;
    let sure = !behind_number
        || matches!(written.precision, Precision::Fraction(_)) && bytes.get(from + 10) == Some(&b'.');
    sure.then_some((from..from + length, written))
}

/// `I0102 03:04:05.678901`, `E20240102 03:04:05.678901`: glog and its relatives put the level before the date.
fn behind_level(bytes: &[u8], at: usize, rules: Rules) -> Option<(Range<usize>, Written)> {
    if !b"IWEFDV".contains(&bytes[at]) {
        return None;
    }
    let digits = bytes[at + 1..].iter().take(9).take_while(|b| b.is_ascii_digit()).count();
    if !matches!(digits, 4 | 6 | 8) {
        return None;
    }
    let (written, length) = read_with(&bytes[at + 1..], rules)?;
    written.has_date().then_some((at + 1..at + 1 + length, written))
}

/// `audit(1364481363.243:24287)`.
fn audit(bytes: &[u8], at: usize) -> Option<(Range<usize>, Written)> {
    let rest = bytes[at..].strip_prefix(b"audit(")?;
    let (written, length) = epoch::read(rest)?;
    Some((at + 6..at + 6 + length, written))
}

//! Reading any written time, and finding the moment it means.
//!
//! Three steps, three types. [`read`], [`find`], [`read_date`] and [`parse_value`] turn bytes into a
//! [`Written`]: what stands there and no more. A [`Layout`] is what the samples of one source taught
//! (order of day and month, whether there are years), so that its times are read without a search. A
//! [`Resolver`] makes a [`postlude_base::Timestamp`] of a `Written` with what the source does not write:
//! zone, year, date.
//!
//! ```
//! # use postlude_formats::{Carry, Hints, time::{Layout, Resolver}};
//! let lines = [&b"Dec 31 23:59:58 web sshd[7]: bye"[..], b"Jan  1 00:00:01 web sshd[8]: hello"];
//! let hints = Hints { year: Some(2023), ..Hints::default() };
//! let layout = Layout::learn(lines.iter().copied());
//! let resolver = Resolver::new(&hints, &layout);
//! let mut carry = Carry::default();
//! let times: Vec<String> = lines
//!     .iter()
//!     .filter_map(|line| layout.read(line))
//!     .filter_map(|(written, _)| resolver.resolve(&written, &mut carry))
//!     .map(|time| time.to_string())
//!     .collect();
//! assert_eq!(times, ["2023-12-31T23:59:58Z", "2024-01-01T00:00:01Z"]);
//! ```
//!
//! Invariants: any bytes are accepted; a try looks at a bounded number of bytes, so `find` is linear; the
//! length returned lies inside the bytes and ends a character. Reading knows neither zones of sources
//! nor the present day; a number counts as an epoch only where it cannot be anything else, or where a
//! caller says that it is a time ([`parse_value`], [`from_epoch`], [`from_filetime`]).

mod calendar;
mod clock;
mod compact;
mod cursor;
mod date_order;
mod epoch;
mod find;
mod layout;
mod month_names;
mod names;
mod numeric;
mod oddities;
mod resolve;
#[cfg(test)]
mod tests;
mod value;
mod written;
mod year_first;
mod zone;

use std::ops::Range;

use cursor::{Cursor, with_zone};
use numeric::Rules;

pub use epoch::{from_epoch, from_filetime, from_hexadecimal};
pub use layout::Layout;
pub use numeric::DateOrder;
pub use oddities::Oddities;
pub use resolve::{Recent, Resolver};
pub use written::{Precision, Written, Zone};
pub use zone::parse_zone;

/// Reads the time at the beginning of `bytes` and says how long it is: a date with a clock, a clock
/// alone, an epoch of unmistakable length. No blanks or brackets in front. Where day and month may be
/// either, the usual order of that layout is taken; a [`Layout`] knows better.
pub fn read(bytes: &[u8]) -> Option<(Written, usize)> {
    read_with(bytes, Rules::default())
}

/// Reads the date at the beginning of `bytes`, with the clock if there is one.
pub fn read_date(bytes: &[u8]) -> Option<(Written, usize)> {
    value::read_date(bytes, Rules::default())
}

/// Finds the first time that has a date (the year may be missing) and begins in the first `limit`
/// bytes. It never lies inside a longer number, a version, an address or a path.
pub fn find(bytes: &[u8], limit: usize) -> Option<(Range<usize>, Written)> {
    find::find(bytes, limit, Rules::default())
}

/// A whole text (a cell, a JSON string, a JSON number as written) that is a time: anything [`read`]
/// takes, a date alone, any number as an epoch. Blanks around it are allowed, nothing else.
pub fn parse_value(text: &str) -> Option<Written> {
    value::parse(text, Rules::default())
}

/// [`read`] with what is known about dates of numbers. The number of digits in front tells the families apart.
fn read_with(bytes: &[u8], rules: Rules) -> Option<(Written, usize)> {
    match bytes.first()? {
        b'0'..=b'9' => {}
        b'@' => return epoch::read_tai(bytes),
        b if b.is_ascii_alphabetic() => return named(bytes, rules),
        _ => return None,
    }
    let cursor = Cursor::new(bytes);
    let digits = cursor.digits();
    let next = cursor.peek_at(digits);
    match (digits, next) {
        (4, Some(b' ' | b'/')) => compact::read(bytes).or_else(|| year_first::read(bytes)),
        (4, _) => year_first::read(bytes),
        (1 | 2, Some(b':' | b'h' | b'a' | b'A' | b'p' | b'P')) => clock_alone(bytes),
        (1 | 2, Some(b' ')) => month_names::read(bytes).or_else(|| clock_alone(bytes)),
        (1 | 2, Some(b'/' | b'-' | b'.')) if cursor.digit_at(digits + 1) => numeric::read(bytes, rules),
        (1 | 2, _) => month_names::read(bytes),
        (6 | 8 | 14, _) => compact::read(bytes),
        _ => epoch::read(bytes),
    }
}

/// A time that begins with a word: the name of a month, or a weekday before anything else with a date.
fn named(bytes: &[u8], rules: Rules) -> Option<(Written, usize)> {
    if !names::begins_name(bytes) {
        return None;
    }
    if let Some(found) = month_names::syslog(bytes).or_else(|| month_names::read(bytes)) {
        return Some(found);
    }
    let mut cursor = Cursor::new(bytes);
    if !names::weekday(&mut cursor) || !cursor.digit_at(0) {
        return None;
    }
    let (written, length) = read_with(cursor.rest(), rules)?;
    written.has_date().then_some((written, cursor.at + length))
}

fn clock_alone(bytes: &[u8]) -> Option<(Written, usize)> {
    let mut cursor = Cursor::new(bytes);
    let clock = clock::read(&mut cursor).or_else(|| clock::read_hour(&mut cursor))?;
    Some((with_zone(None, clock, &mut cursor), cursor.at))
}

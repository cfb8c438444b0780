//! Whole values and dates without a clock.

use super::cursor::{Clock, Cursor, Day, together};
use super::numeric::Rules;
use super::{Written, compact, epoch, month_names, names, numeric, read_with, year_first};

/// A whole text that is a time.
pub(super) fn parse(text: &str, rules: Rules) -> Option<Written> {
    let text = text.trim();
    let bytes = text.as_bytes();
    let whole = |found: Option<(Written, usize)>| {
        found.filter(|(_, length)| *length == bytes.len()).map(|(written, _)| written)
    };
    whole(read_with(bytes, rules))
        .or_else(|| whole(read_date(bytes, rules)))
        .or_else(|| whole(compact::read_minutes(bytes)))
        .or_else(|| dotnet(text))
        .or_else(|| epoch::parse(text))
}

/// `/Date(1701234567123)/` and `/Date(1701234567123+0200)/`: milliseconds in UTC; the offset only says where
/// it was written. Source: Microsoft, "Stand-Alone JSON Serialization", dates.
fn dotnet(text: &str) -> Option<Written> {
    let inner = text.strip_prefix("/Date(")?.strip_suffix(")/")?;
    let offset = inner.rfind(['+', '-']).filter(|at| *at > 0);
    epoch::parse(inner.get(..offset.unwrap_or(inner.len()))?)
}

/// A date at the beginning, with its clock if there is one.
pub(super) fn read_date(bytes: &[u8], rules: Rules) -> Option<(Written, usize)> {
    if let Some(found) = read_with(bytes, rules).filter(|(written, _)| written.has_date()) {
        return Some(found);
    }
    let mut cursor = Cursor::new(bytes);
    names::weekday(&mut cursor);
    let day = date(&mut cursor, rules)?;
    if cursor.digit_at(0) || cursor.letter_at(0) {
        return None;
    }
    Some((together(Some(day), Clock::MIDNIGHT, None), cursor.at))
}

fn date(cursor: &mut Cursor<'_>, rules: Rules) -> Option<Day> {
    let (digits, next) = (cursor.digits(), cursor.peek_at(cursor.digits()));
    match (digits, next) {
        (4, Some(_)) => year_first::date(cursor),
        (8, _) => compact::eight(cursor),
        (1 | 2, Some(b'/' | b'-' | b'.')) if cursor.digit_at(digits + 1) => numeric::date(cursor, rules),
        _ => month_names::date(cursor),
    }
}

//! Dates that begin with a year of four digits: ISO 8601, RFC 3339 and their relatives.

use super::Written;
use super::clock;
use super::cursor::{Clock, Cursor, Day, together, with_zone};
use super::month_names;
use super::names;
use super::zone;

/// `2024-01-02T03:04:05.678+01:00`, `2024-002T03:04:05`, `2024/01/02 03:04`, `2024.01.02-03.04.05`, `2024 Jan 2 03:04:05`.
#[inline]
pub(super) fn read(bytes: &[u8]) -> Option<(Written, usize)> {
    plain(bytes).or_else(|| general(bytes))
}

/// The usual layout at fixed places: `YYYY-MM-DD` or with strokes or full stops, `T` or a blank, `HH:MM:SS`, fraction, zone.
#[inline]
pub(super) fn plain(bytes: &[u8]) -> Option<(Written, usize)> {
    let text: &[u8; 19] = bytes.first_chunk()?;
    let separated = matches!(text[4], b'-' | b'/' | b'.')
        && text[7] == text[4]
        && matches!(text[10], b'T' | b' ')
        && text[13] == b':'
        && text[16] == b':';
    if !separated {
        return None;
    }
    let two = |at: usize| {
        let (tens, ones) = (text[at].wrapping_sub(b'0'), text[at + 1].wrapping_sub(b'0'));
        (tens < 10 && ones < 10).then_some(u32::from(tens) * 10 + u32::from(ones))
    };
    let day = Day::new(Some(two(0)? * 100 + two(2)?), two(5)?, two(8)?)?;
    let mut clock = Clock::new(two(11)?, two(14)?, two(17)?)?;
    let mut cursor = Cursor::new(bytes);
    cursor.at = 19;
    clock::fraction(&mut cursor, &mut clock)?;
    // "2024-01-02 03:04:05 PM" needs the general reader.
    if clock::says_half(&cursor) {
        return None;
    }
    let zone = zone::read(&mut cursor);
    Some((together(Some(day), clock, zone), cursor.at))
}

fn general(bytes: &[u8]) -> Option<(Written, usize)> {
    let mut cursor = Cursor::new(bytes);
    let day = date(&mut cursor)?;
    let clock = after_date(&mut cursor)?;
    Some((with_zone(Some(day), clock, &mut cursor), cursor.at))
}

/// The date alone; three digits behind the year are a day of the year (ISO 8601, ordinal date).
pub(super) fn date(cursor: &mut Cursor<'_>) -> Option<Day> {
    let mut here = *cursor;
    let year = here.number(4, 4)?;
    let separator = here.eat_any(b"-/.: ")?;
    let day = if here.letter_at(0) {
        let month = names::month(&mut here)?;
        here.eat_any(b"-/. ")?;
        here.blanks();
        Day::new(Some(year), month, here.number(1, 2)?)?
    } else if separator == b' ' {
        return None;
    } else {
        if here.digits() == 3 {
            let day = Day::of_year(year, here.number(3, 3)?)?;
            *cursor = here;
            return Some(day);
        }
        let month = here.number(1, 2)?;
        Day::new(Some(year), month, here.eat(separator).then(|| here.number(1, 2))??)?
    };
    *cursor = here;
    Some(day)
}

/// What separates date and clock, and the clock.
fn after_date(cursor: &mut Cursor<'_>) -> Option<Clock> {
    match cursor.eat_any(b"Tt -_:,@\t")? {
        b't' | b'T' => clock::read(cursor).or_else(|| clock::read_compact(cursor)),
        b'-' | b'_' => dashed(cursor).or_else(|| clock::read(cursor)).or_else(|| clock::read_compact(cursor)),
        b':' => clock::read(cursor),
        _ => {
            cursor.blanks();
            month_names::at_word(cursor);
            clock::read(cursor)
        }
    }
}

/// `03-04-05`, as in names of files.
fn dashed(cursor: &mut Cursor<'_>) -> Option<Clock> {
    let mut here = *cursor;
    let hour = here.number(2, 2)?;
    let minute = here.eat(b'-').then(|| here.number(2, 2))??;
    let second = here.eat(b'-').then(|| here.number(2, 2))??;
    let clock = Clock::new(hour, minute, second)?;
    *cursor = here;
    Some(clock)
}

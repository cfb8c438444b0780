//! Dates with the name of a month: syslog, CLF, ctime, RFC 2822, and what people write.

use super::Written;
use super::calendar::full_year;
use super::clock;
use super::cursor::{Clock, Cursor, Day, together};
use super::names::{month, month_of, weekday};
use super::zone;

/// Reads a date with the name of a month in front or in the middle, after a weekday if there is one.
pub(super) fn read(bytes: &[u8]) -> Option<(Written, usize)> {
    let mut cursor = Cursor::new(bytes);
    weekday(&mut cursor);
    let day = date(&mut cursor)?;
    let clock = after_date(&mut cursor)?;
    behind_clock(day, clock, cursor)
}

/// The access log's layout at fixed places: `02/Jan/2024:03:04:05 +0000`.
#[inline]
pub(super) fn common_log(bytes: &[u8]) -> Option<(Written, usize)> {
    let text: &[u8; 26] = bytes.first_chunk()?;
    let separated = [2, 6].iter().all(|at| text[*at] == b'/')
        && [11, 14, 17].iter().all(|at| text[*at] == b':')
        && text[20] == b' ';
    let sign = match text[21] {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    if !separated {
        return None;
    }
    let two = |at: usize| {
        let (tens, ones) = (text[at].wrapping_sub(b'0'), text[at + 1].wrapping_sub(b'0'));
        (tens < 10 && ones < 10).then_some(u32::from(tens) * 10 + u32::from(ones))
    };
    let month = month_of([text[3], text[4], text[5]])?;
    let day = Day::new(Some(two(7)? * 100 + two(9)?), month, two(0)?)?;
    let clock = Clock::new(two(12)?, two(15)?, two(18)?)?;
    let (hours, minutes) = (two(22)?, two(24)?);
    let ends = hours <= 15 && minutes < 60 && !bytes.get(26).is_some_and(u8::is_ascii_alphanumeric);
    let zone = zone::Zone::Offset(sign * (hours as i32 * 3600 + minutes as i32 * 60));
    ends.then(|| (together(Some(day), clock, Some(zone)), 26))
}

/// The layout of syslog at fixed places: `Jan  2 03:04:05`, then what may follow in any layout with a name.
#[inline]
pub(super) fn syslog(bytes: &[u8]) -> Option<(Written, usize)> {
    let text: &[u8; 15] = bytes.first_chunk()?;
    if text[3] != b' ' || text[6] != b' ' || text[9] != b':' || text[12] != b':' {
        return None;
    }
    let digit = |at: usize| Some(u32::from(text[at].wrapping_sub(b'0'))).filter(|digit| *digit < 10);
    let two = |at: usize| Some(digit(at)? * 10 + digit(at + 1)?);
    let day = if text[4] == b' ' { digit(5)? } else { two(4)? };
    let day = Day::new(None, month_of([text[0], text[1], text[2]])?, day)?;
    let mut clock = Clock::new(two(7)?, two(10)?, two(13)?)?;
    let mut cursor = Cursor::new(bytes);
    cursor.at = 15;
    clock::fraction(&mut cursor, &mut clock)?;
    if clock::says_half(&cursor) {
        return None;
    }
    behind_clock(day, clock, cursor)
}

/// The zone and the year that may stand behind the clock, in either order.
fn behind_clock(mut day: Day, clock: Clock, mut cursor: Cursor<'_>) -> Option<(Written, usize)> {
    let mut zone = zone::read(&mut cursor);
    if day.year.is_none() {
        day = year_behind(day, &mut cursor)?;
        zone = zone.or_else(|| day.year.and_then(|_| zone::read(&mut cursor)));
    }
    Some((together(Some(day), clock, zone), cursor.at))
}

/// The date alone: `Jan  2`, `January 2nd, 2024`, `02/Jan/2024`, `2 Jan`, `02-Jan-24`.
pub(super) fn date(cursor: &mut Cursor<'_>) -> Option<Day> {
    if cursor.digit_at(0) { day_first(cursor) } else { month_first(cursor) }
}

fn month_first(cursor: &mut Cursor<'_>) -> Option<Day> {
    let mut here = *cursor;
    let month = month(&mut here)?;
    here.eat_any(b" -/.")?;
    here.blanks();
    let day = ordinal(&mut here)?;
    let year = year_after(&mut here);
    let found = Day::new(year, month, day)?;
    *cursor = here;
    Some(found)
}

fn day_first(cursor: &mut Cursor<'_>) -> Option<Day> {
    let mut here = *cursor;
    let day = ordinal(&mut here)?;
    here.eat(b'.');
    let separator = here.eat_any(b" /-")?;
    if separator == b' ' && here.rest().starts_with(b"of ") {
        here.at += 3;
    }
    let month = month(&mut here)?;
    let year =
        if separator == b' ' { year_after(&mut here) } else { year_behind_separator(&mut here, separator) };
    let found = Day::new(year, month, day)?;
    *cursor = here;
    Some(found)
}

/// `/2024`, `-2024`, `-24` after a month.
fn year_behind_separator(cursor: &mut Cursor<'_>, separator: u8) -> Option<u32> {
    let mut here = *cursor;
    if !here.eat(separator) {
        return None;
    }
    let year = match here.digits() {
        4 => here.number(4, 4)?,
        2 => full_year(here.number(2, 2)?),
        _ => return None,
    };
    *cursor = here;
    Some(year)
}

/// ` 2024`, `, 2024`, `-2024` after a day: four digits that are no clock.
fn year_after(cursor: &mut Cursor<'_>) -> Option<u32> {
    let mut here = *cursor;
    here.eat(b',');
    if !here.blanks() && here.eat_any(b"-/").is_none() {
        return None;
    }
    let year = here.number(4, 4)?;
    if here.letter_at(0) && here.peek() != Some(b'T') {
        return None;
    }
    *cursor = here;
    Some(year)
}

/// The year behind the clock, as ctime writes it; only years that a record may have, because a number
/// may follow for other reasons. None when the day does not exist in that year.
fn year_behind(day: Day, cursor: &mut Cursor<'_>) -> Option<Day> {
    let mut here = *cursor;
    if !here.eat(b' ') || here.digits() != 4 {
        return Some(day);
    }
    let year = here.number(4, 4)?;
    if !(1970..2100).contains(&year) || here.letter_at(0) || here.peek() == Some(b'-') {
        return Some(day);
    }
    *cursor = here;
    Day::new(Some(year), day.month as u32, day.day as u32)
}

/// What separates date and clock: blanks, a colon (CLF), two (Erlang), a comma, `at`.
fn after_date(cursor: &mut Cursor<'_>) -> Option<Clock> {
    if cursor.eat(b':') {
        cursor.eat(b':');
    } else {
        cursor.eat(b',');
        if !cursor.blanks() && cursor.eat_any(b"T-/_").is_none() {
            return None;
        }
        at_word(cursor);
    }
    clock::read(cursor).or_else(|| clock::read_hour(cursor))
}

/// Steps over `at `, `@ `, `- ` and `time=` between date and clock.
pub(super) fn at_word(cursor: &mut Cursor<'_>) {
    let rest = cursor.rest();
    if rest.starts_with(b"at ") || rest.starts_with(b"AT ") {
        cursor.at += 3;
    } else if rest.starts_with(b"@ ") || rest.starts_with(b"- ") {
        cursor.at += 2;
    } else if rest.starts_with(b"time=") {
        cursor.at += 5;
    }
}

/// `2`, `02`, `2nd`.
fn ordinal(cursor: &mut Cursor<'_>) -> Option<u32> {
    let day = cursor.number(1, 2)?;
    if cursor.letter_at(0) && cursor.letter_at(1) && !cursor.letter_at(2) {
        let suffix = [cursor.peek_at(0)?.to_ascii_lowercase(), cursor.peek_at(1)?.to_ascii_lowercase()];
        if matches!(&suffix, b"st" | b"nd" | b"rd" | b"th") {
            cursor.at += 2;
        }
    }
    Some(day)
}

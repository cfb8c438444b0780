//! Dates of digits without separators: `20240102T030405Z`, `20240102 03:04:05`, `240102 3:04:05`,
//! `20171223-22:15:29:606`, `20240102030405`, the four digits of glog behind its level letter, and Chromium's
//! `0102/030405.678901`.

use super::calendar::full_year;
use super::clock;
use super::cursor::{Clock, Cursor, Day, with_zone};
use super::{Precision, Written};

/// Reads a date of 4, 6, 8 or 14 digits with its clock.
pub(super) fn read(bytes: &[u8]) -> Option<(Written, usize)> {
    let mut cursor = Cursor::new(bytes);
    let (day, clock) = match cursor.digits() {
        14 => (eight(&mut cursor)?, fourteen(&mut cursor)?),
        8 => (eight(&mut cursor)?, after_eight(&mut cursor)?),
        6 => (six(&mut cursor)?, after_six(&mut cursor)?),
        4 => glog(&mut cursor)?,
        _ => return None,
    };
    Some((with_zone(Some(day), clock, &mut cursor), cursor.at))
}

/// `202401020304`, which only a caller who knows that it is a time can tell from a number.
pub(super) fn read_minutes(bytes: &[u8]) -> Option<(Written, usize)> {
    let mut cursor = Cursor::new(bytes);
    (cursor.digits() == 12).then_some(())?;
    let day = eight(&mut cursor)?;
    let clock = clock::read_compact(&mut cursor)?;
    Some((with_zone(Some(day), clock, &mut cursor), cursor.at))
}

/// `20240102`.
pub(super) fn eight(cursor: &mut Cursor<'_>) -> Option<Day> {
    Day::new(Some(cursor.fixed(4)?), cursor.fixed(2)?, cursor.fixed(2)?).filter(|day| day.year >= Some(1900))
}

fn six(cursor: &mut Cursor<'_>) -> Option<Day> {
    Day::new(Some(full_year(cursor.fixed(2)?)), cursor.fixed(2)?, cursor.fixed(2)?)
}

fn fourteen(cursor: &mut Cursor<'_>) -> Option<Clock> {
    let mut clock = Clock::new(cursor.fixed(2)?, cursor.fixed(2)?, cursor.fixed(2)?)?;
    clock::fraction(cursor, &mut clock)?;
    Some(clock)
}

fn after_eight(cursor: &mut Cursor<'_>) -> Option<Clock> {
    let separator = cursor.eat_any(b"Tt -_:.")?;
    if separator == b'-'
        && let Some(clock) = clock::read_unpadded(cursor)
    {
        return Some(clock);
    }
    cursor.blanks();
    clock::read(cursor)
        .or_else(|| clock::read_compact(cursor).filter(|clock| clock.precision > Precision::Minute))
}

fn after_six(cursor: &mut Cursor<'_>) -> Option<Clock> {
    cursor.eat_any(b" T-_")?;
    cursor.blanks();
    let clock = clock::read(cursor).or_else(|| clock::read_compact(cursor))?;
    (clock.precision > Precision::Minute).then_some(clock)
}

/// `0102 03:04:05.678901`: month and day; the fraction is what tells it from a number before a clock.
fn glog(cursor: &mut Cursor<'_>) -> Option<(Day, Clock)> {
    let day = Day::new(None, cursor.fixed(2)?, cursor.fixed(2)?)?;
    let clock = match cursor.eat_any(b" /")? {
        b' ' => clock::read(cursor)?,
        _ => clock::read_compact(cursor)?,
    };
    matches!(clock.precision, Precision::Fraction(_)).then_some((day, clock))
}

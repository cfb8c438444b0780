//! Dates of numbers whose order must be known or guessed: `01/02/2024`, `02.01.2024`, `24/01/02`, `01-02`.

use super::Written;
use super::calendar::full_year;
use super::clock;
use super::cursor::{Clock, Cursor, Day, with_zone};
use super::month_names;

/// The order of the parts of a date of numbers that does not begin with a year of four digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DateOrder {
    /// `31/12/2024`, `31.12.24`, `31.12`
    DayMonthYear,
    /// `12/31/2024`, `12/31/24`, `12-31`
    MonthDayYear,
    /// `24/12/31`
    YearMonthDay,
}

/// What is known about dates of numbers in one source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Rules {
    /// The order, if it is known.
    pub(super) order: Option<DateOrder>,
    /// Whether a date that cannot be in that order is none, instead of being read in another.
    pub(super) strict: bool,
}

/// Three numbers, or two, as they stand there.
struct Parts {
    separator: u8,
    first: u32,
    second: u32,
    third: Option<(u32, usize)>,
    padded: bool,
}

/// Reads a date of numbers and the clock behind it.
pub(super) fn read(bytes: &[u8], rules: Rules) -> Option<(Written, usize)> {
    let mut cursor = Cursor::new(bytes);
    let parts = parts(&mut cursor)?;
    let clock = after_date(&mut cursor)?;
    // Without a year only what is written as clocks are: fractions and ratios stand before numbers too.
    let is_date =
        parts.third.is_some() || clock.halves || parts.padded && clock.precision > super::Precision::Minute;
    if !is_date {
        return None;
    }
    let day = choose(&parts, clock.halves, rules)?;
    Some((with_zone(Some(day), clock, &mut cursor), cursor.at))
}

/// The date alone; it must have a year.
pub(super) fn date(cursor: &mut Cursor<'_>, rules: Rules) -> Option<Day> {
    let mut here = *cursor;
    let parts = parts(&mut here)?;
    parts.third?;
    let day = choose(&parts, false, rules)?;
    *cursor = here;
    Some(day)
}

fn parts(cursor: &mut Cursor<'_>) -> Option<Parts> {
    let from = cursor.at;
    let first = cursor.number(1, 2)?;
    let separator = cursor.eat_any(b"/.-")?;
    let second = cursor.number(1, 2)?;
    let padded = cursor.at - from == 5;
    let mut third = None;
    if cursor.peek() == Some(separator) && cursor.digit_at(1) {
        cursor.at += 1;
        let digits = cursor.digits();
        if digits != 2 && digits != 4 {
            return None;
        }
        third = Some((cursor.number(digits, digits)?, digits));
    }
    Some(Parts { separator, first, second, third, padded })
}

fn after_date(cursor: &mut Cursor<'_>) -> Option<Clock> {
    match cursor.eat_any(b" T-_:,")? {
        b' ' | b',' => {
            cursor.blanks();
            month_names::at_word(cursor);
        }
        _ => {}
    }
    clock::read(cursor)
}

/// The date in the known order; else in the first order of the usual ones in which it exists.
fn choose(parts: &Parts, halves: bool, rules: Rules) -> Option<Day> {
    use DateOrder::{DayMonthYear, MonthDayYear, YearMonthDay};
    let usual = match (parts.separator, parts.third) {
        (b'/' | b'-', Some((_, 2))) if parts.padded && !halves => [YearMonthDay, MonthDayYear, DayMonthYear],
        (b'/', Some(_)) | (_, None) => [MonthDayYear, DayMonthYear, YearMonthDay],
        (b'-', Some((_, 2))) => [MonthDayYear, DayMonthYear, YearMonthDay],
        (_, Some(_)) => [DayMonthYear, MonthDayYear, YearMonthDay],
    };
    // Nobody writes day and month with a hyphen and without a year, except Android, month first.
    let order = rules.order.filter(|_| parts.third.is_some() || parts.separator != b'-');
    match order {
        Some(order) if rules.strict => in_order(parts, order),
        Some(order) => {
            in_order(parts, order).or_else(|| usual.into_iter().find_map(|order| in_order(parts, order)))
        }
        None => usual.into_iter().find_map(|order| in_order(parts, order)),
    }
}

fn in_order(parts: &Parts, order: DateOrder) -> Option<Day> {
    let Parts { first, second, third, .. } = *parts;
    let year = third.map(|(year, digits)| if digits == 2 { full_year(year) } else { year });
    match (order, third) {
        (DateOrder::DayMonthYear, _) => Day::new(year, second, first),
        (DateOrder::MonthDayYear, _) => Day::new(year, first, second),
        (DateOrder::YearMonthDay, Some((third, 2))) => Day::new(Some(full_year(first)), second, third),
        (DateOrder::YearMonthDay, _) => None,
    }
}

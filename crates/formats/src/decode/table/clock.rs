use postlude_base::{NANOSECONDS_PER_SECOND, Problem, Timestamp};

use super::{Column, Table};
use crate::frame::csv::Row;
use crate::time::{Layout, Precision, Resolver, Written, Zone};
use crate::{Carry, Hints};

/// A column that holds moments, and how they are written.
#[derive(Debug, Clone)]
pub struct Clock {
    /// The column.
    pub column: usize,
    written: How,
}

#[derive(Debug, Clone)]
enum How {
    /// A number since 1970 in units of so many nanoseconds.
    Epoch(i64),
    /// Any usual layout; the clock may stand in a column of its own beside the date.
    Layout { layout: Box<Layout>, resolver: Box<Resolver>, beside: Option<usize> },
}

/// Share of values that must be moments.
const ENOUGH: f64 = 0.9;

impl Clock {
    /// The clock of a column, if nearly all its values are moments. A number counts as a moment only between
    /// the years 1990 and 2100, in the unit that puts it there.
    pub fn of(table: &Table, column: usize, hints: &Hints<'_>) -> Option<Self> {
        let values = &table.columns.get(column)?.values;
        if values.is_empty() {
            return None;
        }
        if table.columns[column].is_numeric() {
            let unit = epoch_unit(&values[values.len() / 2])?;
            let fits =
                table.columns[column].share(|value| epoch(value.as_bytes(), unit).is_some_and(is_recent));
            return (fits >= ENOUGH).then_some(Self { column, written: How::Epoch(unit) });
        }
        let layout = Layout::learn(values.iter().map(String::as_bytes));
        let reads = table.columns[column].share(|value| is_moment(&layout, value));
        let resolver = Box::new(Resolver::new(hints, &layout));
        let written = How::Layout { layout: Box::new(layout), resolver, beside: None };
        (reads >= ENOUGH).then_some(Self { column, written })
    }

    /// The clock of a date column and a column of clock times beside it.
    pub fn of_two(table: &Table, date: usize, clock: usize, hints: &Hints<'_>) -> Option<Self> {
        let (dates, clocks) = (&table.columns.get(date)?.values, &table.columns.get(clock)?.values);
        let both: Vec<String> = dates.iter().zip(clocks).map(|(d, c)| format!("{d} {c}")).collect();
        let first = crate::time::parse_value(clocks.first()?)?;
        let day = crate::time::parse_value(dates.first()?)?;
        if first.has_date() || !day.has_date() || day.precision != Precision::Day {
            return None;
        }
        let layout = Layout::learn(both.iter().map(String::as_bytes));
        let read = both.iter().filter(|text| is_moment(&layout, text)).count();
        let resolver = Box::new(Resolver::new(hints, &layout));
        let written = How::Layout { layout: Box::new(layout), resolver, beside: Some(clock) };
        (read * 10 >= both.len() * 9).then_some(Self { column: date, written })
    }

    /// Whether the column takes part in it.
    pub fn uses(&self, column: usize) -> bool {
        self.column == column
            || matches!(self.written, How::Layout { beside: Some(clock), .. } if clock == column)
    }

    /// Whether another column says the same moments again, perhaps less finely.
    pub fn says_all_of(&self, table: &Table, column: usize, hints: &Hints<'_>) -> bool {
        let Some(other) = Self::of(table, column, hints) else { return false };
        let (own, others) = (&table.columns[self.column], &table.columns[column]);
        let same = |(a, b): (&String, &String)| match (self.read_text(a), other.read_text(b)) {
            (Some(a), Some(b)) => a.since(b).saturating_abs() <= NANOSECONDS_PER_SECOND,
            _ => false,
        };
        own.missing == 0 && others.missing == 0 && own.values.iter().zip(&others.values).take(50).all(same)
    }

    /// Whether rows must be read in order, because a moment depends on the one before.
    pub fn needs_order(&self) -> bool {
        matches!(&self.written, How::Layout { layout, .. } if layout.needs_order())
    }

    /// What is odd about the column as a whole.
    pub fn problems(&self) -> Vec<Problem> {
        match &self.written {
            How::Epoch(_) => Vec::new(),
            How::Layout { layout, resolver, .. } => {
                layout.problems().iter().chain(resolver.problems()).cloned().collect()
            }
        }
    }

    /// The moment of a row.
    pub fn read(&self, row: &Row<'_, '_>, carry: &mut Carry) -> Option<Timestamp> {
        match &self.written {
            How::Epoch(unit) => epoch(row.raw(self.column), *unit),
            How::Layout { layout, resolver, beside } => {
                let written = match beside {
                    None => whole(layout, &row.text(self.column)),
                    Some(clock) => whole(layout, &format!("{} {}", row.text(self.column), row.text(*clock))),
                };
                resolver.resolve(&written?, carry)
            }
        }
    }

    /// The moment of a text of the column, without the help of other rows.
    pub fn read_text(&self, text: &str) -> Option<Timestamp> {
        match &self.written {
            How::Epoch(unit) => epoch(text.as_bytes(), *unit),
            How::Layout { layout, resolver, .. } => {
                resolver.resolve(&whole(layout, text)?, &mut Carry::default())
            }
        }
    }

    /// How good it is beside others: a zone first, then the date, then how fine it is.
    fn quality(&self, column: &Column) -> (u8, u8) {
        match &self.written {
            How::Epoch(unit) => (3, if *unit == NANOSECONDS_PER_SECOND { 3 } else { 6 }),
            How::Layout { layout, beside, .. } => {
                let text = column.values.first().map(String::as_str).unwrap_or_default();
                let Some(written) = whole(layout, text) else { return (0, 0) };
                let place = match (&written.zone, written.has_date() && written.year.is_some()) {
                    (Some(Zone::Offset(_) | Zone::Named(_)), true) => 3,
                    (_, true) => 2,
                    (_, false) => u8::from(written.has_date()),
                };
                let fine = match written.precision {
                    _ if beside.is_some() => 4,
                    Precision::Day => 0,
                    Precision::Minute => 2,
                    Precision::Second => 3,
                    Precision::Fraction(digits) => 3 + digits.min(9),
                };
                (place, fine)
            }
        }
    }
}

/// Names of columns that say when a record was, best first; the word for an end is not among them.
const NAMES: &[&str] = &[
    "timestamp",
    "time",
    "timeunixnano",
    "timeunix",
    "ts",
    "datetime",
    "eventtime",
    "observedtimestamp",
    "date",
    "unixtimestamp",
    "unixtime",
    "epoch",
    "epochms",
    "timestampms",
    "timestampns",
    "times",
    "clock",
    "when",
    "localtime",
    "utctime",
    "createdat",
    "created",
    "createtime",
    "creationtime",
    "started",
    "startedat",
    "starttime",
    "starttimeunixnano",
    "start",
    "begin",
    "occurredat",
    "at",
    "bucket",
    "period",
    "minute",
    "logtime",
    "timegenerated",
    "ingestiontime",
    "posted",
    "sentat",
    "sent",
    "deployedat",
    "completedat",
    "finishedat",
    "day",
];

/// The column that says when a record was: among those named like a time the one written most completely, else
/// the first column of moments.
///
/// Each kind of table asks; it is looked for once.
pub fn find(table: &Table, hints: &Hints<'_>) -> Option<Clock> {
    table.clock.get_or_init(|| search(table, hints)).clone()
}

fn search(table: &Table, hints: &Hints<'_>) -> Option<Clock> {
    let mut best: Option<((u8, u8), usize, Clock)> = None;
    for (i, column) in table.columns.iter().enumerate() {
        let named = |name: &&str| *name == column.key || *name == column.bare;
        let rank = NAMES.iter().position(named);
        let likely = rank
            .or_else(|| column.words.iter().any(|word| word == "time" || word == "timestamp").then_some(90));
        let likely = likely.or_else(|| (i == 0 && column.key.is_empty()).then_some(95));
        let Some(rank) = likely else { continue };
        let Some(clock) = beside(table, i, hints).or_else(|| Clock::of(table, i, hints)) else { continue };
        // A start or a creation is a moment too, but not before the time of the record itself.
        let (zone, fine) = clock.quality(column);
        let merit = (if rank < 16 { zone + 1 } else { zone.min(2) }, fine);
        if best.as_ref().is_none_or(|(known, known_rank, _)| (merit, *known_rank) > (*known, rank)) {
            best = Some((merit, rank, clock));
        }
    }
    best.map(|(_, _, clock)| clock).or_else(|| {
        let text = |i: &usize| !table.columns[*i].is_numeric();
        (0..table.columns.len()).filter(text).take(8).find_map(|i| Clock::of(table, i, hints))
    })
}

/// A date with the clock time in another column.
fn beside(table: &Table, date: usize, hints: &Hints<'_>) -> Option<Clock> {
    if !["date", "day", "logdate", "localdate"].contains(&table.columns[date].bare.as_str()) {
        return None;
    }
    let clocks = ["time", "clock", "timeofday", "hour", "localtime"];
    let clock = table.columns.iter().position(|column| clocks.contains(&column.key.as_str()))?;
    (clock != date).then(|| Clock::of_two(table, date, clock, hints)).flatten()
}

fn whole(layout: &Layout, text: &str) -> Option<Written> {
    match layout.read(text.as_bytes()) {
        Some((written, length)) if length == text.len() => Some(written),
        _ => layout.parse_value(text),
    }
}

fn is_moment(layout: &Layout, text: &str) -> bool {
    whole(layout, text).is_some_and(|written| written.has_date())
}

/// Nanoseconds in the unit that puts a number of it between 1990 and 2100.
fn epoch_unit(value: &str) -> Option<i64> {
    [NANOSECONDS_PER_SECOND, 1_000_000, 1_000, 1]
        .into_iter()
        .find(|&unit| epoch(value.as_bytes(), unit).is_some_and(is_recent))
}

fn is_recent(time: Timestamp) -> bool {
    (631_152_000..4_102_444_800).contains(&(time.0 / NANOSECONDS_PER_SECOND))
}

/// The moment of a decimal number of units since 1970, exact to the nanosecond; also `1.6754e9`.
pub fn epoch(cell: &[u8], unit: i64) -> Option<Timestamp> {
    let (digits, fraction) = match cell.iter().position(|&b| b == b'.') {
        Some(dot) => (&cell[..dot], &cell[dot + 1..]),
        None => (cell, &[][..]),
    };
    if digits.is_empty() || !digits.iter().chain(fraction).all(u8::is_ascii_digit) {
        let value = crate::frame::csv::number(cell, false)? * unit as f64;
        return (value.abs() < 9e18).then_some(Timestamp(value as i64));
    }
    let whole =
        digits.iter().try_fold(0i64, |sum, b| sum.checked_mul(10)?.checked_add(i64::from(b - b'0')))?;
    let (mut part, mut scale) = (0i64, unit);
    for b in fraction {
        scale /= 10;
        part += i64::from(b - b'0') * scale;
        if scale == 0 {
            break;
        }
    }
    whole.checked_mul(unit)?.checked_add(part).map(Timestamp)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn epochs_are_exact() {
        let check = |text: &str, unit: i64, expected: i64| {
            assert_eq!(epoch(text.as_bytes(), unit), Some(Timestamp(expected)), "{text}");
        };
        check("1700000000", NANOSECONDS_PER_SECOND, 1_700_000_000_000_000_000);
        check("1700000000.123456789", NANOSECONDS_PER_SECOND, 1_700_000_000_123_456_789);
        check("1700000000123.5", 1_000_000, 1_700_000_000_123_500_000);
        check("1700000000123456789", 1, 1_700_000_000_123_456_789);
        check("1.7e9", NANOSECONDS_PER_SECOND, 1_700_000_000_000_000_000);
        assert_eq!(epoch(b"99999999999999999999", 1), None);
    }

    #[test]
    fn units_are_told_by_size() {
        assert_eq!(epoch_unit("1700000000"), Some(NANOSECONDS_PER_SECOND));
        assert_eq!(epoch_unit("1700000000123"), Some(1_000_000));
        assert_eq!(epoch_unit("1700000000123456"), Some(1_000));
        assert_eq!(epoch_unit("1700000000123456789"), Some(1));
        assert_eq!(epoch_unit("17"), None);
    }
}

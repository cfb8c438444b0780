use jiff::tz::TimeZone;

use super::calendar;

/// A time as it stands in a source: what is not written is not there.
///
/// Every field is in range and the day exists in its month (29 February in any year when none is written).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The year, 1 to 9999; two digits have been completed (70 to 99 are 19xx).
    pub year: Option<i16>,
    /// Month 1 to 12 and day 1 to 31; none when only a clock time is written.
    pub month_day: Option<(i8, i8)>,
    /// 0 to 23; 12-hour clocks have been converted.
    pub hour: i8,
    /// 0 to 59.
    pub minute: i8,
    /// 0 to 59; a leap second 60 reads as 59, which keeps the order of lines.
    pub second: i8,
    /// 0 to 999,999,999.
    pub nanosecond: i32,
    /// How fine it is written.
    pub precision: Precision,
    /// The zone, if one is written; an epoch is written in UTC.
    pub zone: Option<Zone>,
}

/// The finest part that is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Precision {
    /// A date only; the clock reads 0:00.
    Day,
    /// No seconds.
    Minute,
    /// No fraction.
    Second,
    /// So many digits of a fraction, at least 1; more than 9 are counted as 9.
    Fraction(u8),
}

/// A zone as written beside a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Zone {
    /// Seconds east of UTC, from a number or from an abbreviation with one meaning.
    Offset(i32),
    /// An abbreviation with several meanings and the seconds east of UTC of the usual one. It means
    /// what the zone of the source means by it, when that zone uses it.
    Abbreviation(&'static str, i32),
    /// An IANA name, such as `Europe/Berlin`.
    Named(TimeZone),
}

impl Zone {
    /// UTC.
    pub const UTC: Self = Self::Offset(0);
}

impl Written {
    /// Nanoseconds that the time leaves open: a day, a minute, a second or a part of one.
    pub fn resolution(&self) -> i64 {
        match self.precision {
            Precision::Day => 86_400_000_000_000,
            Precision::Minute => 60_000_000_000,
            Precision::Second => 1_000_000_000,
            Precision::Fraction(digits) => 10_i64.pow(9 - u32::from(digits.clamp(1, 9))),
        }
    }

    /// Whether month and day are written.
    pub fn has_date(&self) -> bool {
        self.month_day.is_some()
    }

    /// The moment so many seconds and nanoseconds after 1970, written in UTC; none outside the years 1 to 9999.
    pub(super) fn of_epoch(seconds: i64, nanosecond: i32, precision: Precision) -> Option<Self> {
        let (days, clock) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
        let (year, month, day) = calendar::civil(days)?;
        Some(Self {
            year: Some(year),
            month_day: Some((month, day)),
            hour: (clock / 3600) as i8,
            minute: (clock / 60 % 60) as i8,
            second: (clock % 60) as i8,
            nanosecond,
            precision,
            zone: Some(Zone::UTC),
        })
    }

    /// Seconds from 1970 to this moment read as if in UTC and in `year`, without the fraction.
    pub(super) fn seconds_in(&self, year: i16, month: i8, day: i8) -> i64 {
        let clock = i64::from(self.hour) * 3600 + i64::from(self.minute) * 60 + i64::from(self.second);
        calendar::days(year, month, day) * 86_400 + clock
    }
}

use std::fmt;

use serde::{Deserialize, Serialize};

/// Nanoseconds in a second.
pub const NANOSECONDS_PER_SECOND: i64 = 1_000_000_000;

/// A moment: nanoseconds since 1970-01-01T00:00:00Z, years 1677 to 2262.
///
/// Prints as RFC 3339 in UTC with 0, 3, 6 or 9 digits of fraction, as many as it needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// The moment `seconds` and `nanoseconds` after 1970, or none outside the range of `i64`.
    pub fn from_seconds(seconds: i64, nanoseconds: u32) -> Option<Self> {
        seconds.checked_mul(NANOSECONDS_PER_SECOND)?.checked_add(i64::from(nanoseconds)).map(Self)
    }

    /// Seconds since 1970, with a fraction; good to a microsecond or so.
    pub fn as_seconds(self) -> f64 {
        self.0 as f64 / NANOSECONDS_PER_SECOND as f64
    }

    /// This moment moved by so many nanoseconds; stops at the ends of the range.
    pub fn plus(self, nanoseconds: i64) -> Self {
        Self(self.0.saturating_add(nanoseconds))
    }

    /// Nanoseconds from `earlier` to this moment; negative when it is later.
    pub fn since(self, earlier: Self) -> i64 {
        self.0.saturating_sub(earlier.0)
    }

    /// The same moment for calendar arithmetic.
    pub fn to_jiff(self) -> jiff::Timestamp {
        jiff::Timestamp::from_nanosecond(i128::from(self.0)).expect("any i64 of nanoseconds is in range")
    }

    /// The moment of a calendar library, or none outside the range of `i64` nanoseconds.
    pub fn from_jiff(moment: jiff::Timestamp) -> Option<Self> {
        i64::try_from(moment.as_nanosecond()).ok().map(Self)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let civil = jiff::tz::Offset::UTC.to_datetime(self.to_jiff());
        let (y, mo, d) = (civil.year(), civil.month(), civil.day());
        let (h, mi, s) = (civil.hour(), civil.minute(), civil.second());
        write!(f, "{y:04}-{mo:02}-{d:02}T{h:02}:{mi:02}:{s:02}")?;
        match civil.subsec_nanosecond() {
            0 => {}
            n if n % 1_000_000 == 0 => write!(f, ".{:03}", n / 1_000_000)?,
            n if n % 1_000 == 0 => write!(f, ".{:06}", n / 1_000)?,
            n => write!(f, ".{n:09}")?,
        }
        f.write_str("Z")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_as_many_digits_as_it_needs() {
        let check = |ns: i64, expected: &str| assert_eq!(Timestamp(ns).to_string(), expected);
        check(0, "1970-01-01T00:00:00Z");
        check(1_674_981_784_120_000_000, "2023-01-29T08:43:04.120Z");
        check(-1, "1969-12-31T23:59:59.999999999Z");
        check(i64::MAX, "2262-04-11T23:47:16.854775807Z");
        check(i64::MIN, "1677-09-21T00:12:43.145224192Z");
    }
}

use super::{Precision, Written, calendar, zone};

/// A place in the bytes, moving forward as parts are recognised. Copying it is how a try is taken back.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    bytes: &'a [u8],
    pub(super) at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    pub(super) fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }

    #[inline]
    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    #[inline]
    pub(super) fn peek_at(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at.saturating_add(ahead)).copied()
    }

    #[inline]
    pub(super) fn digit_at(&self, ahead: usize) -> bool {
        self.peek_at(ahead).is_some_and(|b| b.is_ascii_digit())
    }

    #[inline]
    pub(super) fn letter_at(&self, ahead: usize) -> bool {
        self.peek_at(ahead).is_some_and(|b| b.is_ascii_alphabetic())
    }

    /// Steps over `byte` if it is next.
    #[inline]
    pub(super) fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    /// Steps over the next byte if it is one of `bytes`.
    pub(super) fn eat_any(&mut self, bytes: &[u8]) -> Option<u8> {
        let found = self.peek().filter(|b| bytes.contains(b))?;
        self.at += 1;
        Some(found)
    }

    /// Steps over up to three blanks and says whether there was one.
    pub(super) fn blanks(&mut self) -> bool {
        let from = self.at;
        while self.at - from < 3 && self.peek() == Some(b' ') {
            self.at += 1;
        }
        self.at > from
    }

    /// How many digits come next; 21 stands for more than 20.
    pub(super) fn digits(&self) -> usize {
        let mut count = 0;
        while count < 21 && self.digit_at(count) {
            count += 1;
        }
        count
    }

    /// A number of `least` to `most` digits (at most 9) that ends there.
    #[inline]
    pub(super) fn number(&mut self, least: usize, most: usize) -> Option<u32> {
        let mut value = 0u32;
        let mut length = 0;
        while let Some(digit) = self.peek_at(length).filter(u8::is_ascii_digit) {
            if length == most {
                return None;
            }
            value = value * 10 + u32::from(digit - b'0');
            length += 1;
        }
        if length < least {
            return None;
        }
        self.at += length;
        Some(value)
    }

    /// Exactly `length` digits (at most 9), whatever follows.
    pub(super) fn fixed(&mut self, length: usize) -> Option<u32> {
        let digits = self.bytes.get(self.at..self.at + length)?;
        let mut value = 0;
        for digit in digits {
            if !digit.is_ascii_digit() {
                return None;
            }
            value = value * 10 + u32::from(digit - b'0');
        }
        self.at += length;
        Some(value)
    }

    /// The word of letters that comes next, up to 12 of them.
    pub(super) fn letters(&self) -> &'a [u8] {
        let rest = self.rest();
        let mut length = 0;
        while length < 12 && self.letter_at(length) {
            length += 1;
        }
        rest.get(..length).unwrap_or_default()
    }
}

/// A date as written, before it is put together with a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Day {
    pub(super) year: Option<i16>,
    pub(super) month: i8,
    pub(super) day: i8,
}

impl Day {
    /// The date, if there is such a day.
    #[inline]
    pub(super) fn new(year: Option<u32>, month: u32, day: u32) -> Option<Self> {
        let year = match year {
            None => None,
            Some(year @ 1..=9999) => Some(year as i16),
            Some(_) => return None,
        };
        calendar::exists(year, month, day).then_some(Self { year, month: month as i8, day: day as i8 })
    }
}

impl Day {
    /// The day of that number in a year, from 1.
    pub(super) fn of_year(year: u32, number: u32) -> Option<Self> {
        let first = calendar::days(i16::try_from(year).ok().filter(|year| (1..=9999).contains(year))?, 1, 1);
        let (of_year, month, day) = calendar::civil(first + i64::from(number) - 1)?;
        (u32::from(of_year.unsigned_abs()) == year).then_some(Self { year: Some(of_year), month, day })
    }
}

/// A clock time as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    pub(super) hour: i8,
    pub(super) minute: i8,
    pub(super) second: i8,
    pub(super) nanosecond: i32,
    pub(super) precision: Precision,
    /// Whether it says AM or PM.
    pub(super) halves: bool,
}

impl Clock {
    /// The beginning of a day.
    pub(super) const MIDNIGHT: Self =
        Self { hour: 0, minute: 0, second: 0, nanosecond: 0, precision: Precision::Day, halves: false };

    /// The clock, if it shows such a time.
    #[inline]
    pub(super) fn new(hour: u32, minute: u32, second: u32) -> Option<Self> {
        (hour < 24 && minute < 60 && second <= 60).then_some(Self {
            hour: hour as i8,
            minute: minute as i8,
            second: second.min(59) as i8,
            nanosecond: 0,
            precision: Precision::Second,
            halves: false,
        })
    }
}

/// Puts a date, a clock and the zone that may come next together.
pub(super) fn with_zone(day: Option<Day>, clock: Clock, cursor: &mut Cursor<'_>) -> Written {
    let zone = zone::read(cursor);
    together(day, clock, zone)
}

pub(super) fn together(day: Option<Day>, clock: Clock, zone: Option<zone::Zone>) -> Written {
    Written {
        year: day.and_then(|day| day.year),
        month_day: day.map(|day| (day.month, day.day)),
        hour: clock.hour,
        minute: clock.minute,
        second: clock.second,
        nanosecond: clock.nanosecond,
        precision: clock.precision,
        zone,
    }
}

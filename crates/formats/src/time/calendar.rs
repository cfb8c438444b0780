//! Days of the proleptic Gregorian calendar, counted from 1970-01-01.
//!
//! Method: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (years begin in March, so that
//! the leap day is the last one). Years are 1 to 9999.

/// The number of a date. A day past the end of its month counts on into the next.
pub(super) fn days(year: i16, month: i8, day: i8) -> i64 {
    let early = month <= 2;
    let year = (year - i16::from(early)).max(0) as u32;
    let from_march = if early { month + 9 } else { month - 3 }.max(0) as u32;
    let of_year = (153 * from_march + 2) / 5 + day.max(1) as u32 - 1;
    i64::from(year * 365 + year / 4 - year / 100 + year / 400 + of_year) - 719_468
}

/// Year, month and day of a number; none outside the years 1 to 9999.
pub(super) fn civil(days: i64) -> Option<(i16, i8, i8)> {
    if !(-719_162..=2_932_896).contains(&days) {
        return None;
    }
    let days = days + 719_468;
    let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    Some(((era * 400 + year + i64::from(month <= 2)) as i16, month as i8, day as i8))
}

pub(super) fn is_leap(year: i16) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// Whether such a day exists; in some year, when none is given.
pub(super) fn exists(year: Option<i16>, month: u32, day: u32) -> bool {
    let last = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_none_or(is_leap) => 29,
        2 => 28,
        _ => return false,
    };
    (1..=last).contains(&day)
}

/// A year written with two digits: POSIX `%y`, 69 to 99 are of the last century (here from 70).
pub(super) fn full_year(two_digits: u32) -> u32 {
    if two_digits < 70 { 2000 + two_digits } else { 1900 + two_digits }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_the_library_on_every_day_of_the_range() {
        for number in (-719_162..=2_932_896).step_by(13) {
            let (year, month, day) = civil(number).unwrap();
            assert_eq!(days(year, month, day), number);
            let date = jiff::civil::date(year, month, day);
            let since = date - jiff::civil::date(1970, 1, 1);
            assert_eq!(i64::from(since.get_days()), number);
        }
        assert_eq!(civil(-719_163), None);
        assert_eq!(civil(2_932_897), None);
    }
}

//! The time in the name of a screenshot: `Screenshot 2024-03-05 at 14.02.11.png`, `IMG_20240305_140211.jpg`.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use postlude_base::Timestamp;

/// The first date, year first, with the clock behind it; none without both. Twelve-hour clocks are known by
/// their `AM` or `PM`.
pub(super) fn find(name: &str, zone: &TimeZone) -> Option<Timestamp> {
    let groups: Vec<&str> =
        name.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    (0..groups.len()).find_map(|at| {
        let digits: String = groups.get(at..)?.iter().take(6).copied().collect();
        let lengths: Vec<usize> = groups.get(at..)?.iter().take(6).map(|group| group.len()).collect();
        let is_packed =
            matches!(lengths[..], [14..=40, ..] | [8, 4 | 6..=40, ..] | [4, 2, 2, 4 | 6..=40, ..]);
        let is_parted = matches!(lengths[..], [8, 1..=2, 2, ..] | [4, 2, 2, 1..=2, 2, ..]);
        if !is_packed && !is_parted {
            return None;
        }
        let digits = padded(&digits, &lengths);
        let afternoon = half(name);
        let field = |from: usize, to: usize| digits.get(from..to)?.parse::<i8>().ok();
        let year = digits.get(..4)?.parse().ok().filter(|year| (1990..2100).contains(year))?;
        let hour = field(8, 10)?;
        let hour = match afternoon {
            Some(true) if hour < 12 => hour + 12,
            Some(false) if hour == 12 => 0,
            _ => hour,
        };
        let second = field(12, 14).filter(|second| *second < 60).unwrap_or(0);
        let civil = DateTime::new(year, field(4, 6)?, field(6, 8)?, hour, field(10, 12)?, second, 0).ok()?;
        Timestamp::from_jiff(civil.to_zoned(zone.clone()).ok()?.timestamp())
    })
}

/// An hour of one digit gets its zero.
fn padded(digits: &str, lengths: &[usize]) -> String {
    let hour = match lengths {
        [8, 1, ..] | [4, 2, 2, 1, ..] => 8,
        _ => return digits.to_owned(),
    };
    format!("{}0{}", &digits[..hour], &digits[hour..])
}

/// Whether a twelve-hour clock is in its second half.
fn half(name: &str) -> Option<bool> {
    let upper = name.to_ascii_uppercase();
    let mut words = upper.split(|c: char| !c.is_ascii_alphabetic());
    words.find_map(|word| match word {
        "AM" => Some(false),
        "PM" => Some(true),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_usual_names() {
        let check = |name: &str, expected: Option<&str>| {
            assert_eq!(
                find(name, &TimeZone::UTC).map(|time| time.to_string()).as_deref(),
                expected,
                "{name}"
            );
        };
        let expected = Some("2024-03-05T14:02:11Z");
        check("Screenshot 2024-03-05 at 14.02.11.png", expected);
        check("Screenshot 2024-03-05 at 2.02.11\u{202f}PM (2).png", expected);
        check("Screenshot from 2024-03-05 14-02-11.png", expected);
        check("Screenshot_20240305-140211_Chrome.jpg", expected);
        check("IMG_20240305_140211123.jpg", expected);
        check("20240305140211.png", expected);
        check("dashboard-3-2024-03-05T14_02.png", Some("2024-03-05T14:02:00Z"));
        check("Screenshot 2024-03-05.png", None);
        check("cpu 12345678 123456.png", None);
        check("graph.png", None);
    }

    proptest! {
        #[test]
        fn any_name_is_read(name in "[0-9 ._aPM-]{0,40}") {
            find(&name, &TimeZone::UTC);
        }
    }
}

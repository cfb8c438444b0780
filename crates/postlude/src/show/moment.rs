//! Moments and lengths of time as people write them, in the zone of the look.

use postlude_base::{NANOSECONDS_PER_SECOND, Timestamp};

use super::Look;

/// `14:02:11.1`, in the zone of the look.
pub(crate) fn clock(moment: Timestamp, look: &Look) -> String {
    let civil = moment.to_jiff().to_zoned(look.zone.clone()).datetime();
    format!("{}.{}", seconds(moment, look), civil.subsec_nanosecond() / 100_000_000)
}

/// `14:02:11`, in the zone of the look.
pub(crate) fn seconds(moment: Timestamp, look: &Look) -> String {
    written(moment, look, "%H:%M:%S")
}

/// `14:02:11.1`, or `14:02:11 ±10 s` where a tenth of a second would be a pretence.
pub(crate) fn with_error(moment: Timestamp, error: i64, look: &Look) -> String {
    match give_or_take(error) {
        None => clock(moment, look),
        Some(error) => format!("{} {error}", seconds(moment, look)),
    }
}

/// `±10 s`, rounded up; none below a second.
pub(crate) fn give_or_take(error: i64) -> Option<String> {
    let whole = |unit: i64| error.saturating_add(unit - 1) / unit;
    let second = NANOSECONDS_PER_SECOND;
    match error {
        e if e < second => None,
        e if e < 100 * second => Some(format!("±{} s", whole(second))),
        e if e < 100 * 60 * second => Some(format!("±{} min", whole(60 * second))),
        _ => Some(format!("±{} h", whole(3600 * second))),
    }
}

/// `Sunday 29 January 2023, UTC`.
pub(crate) fn day(moment: Timestamp, look: &Look) -> String {
    written(moment, look, "%A %-d %B %Y, %Z")
}

/// `29 January 2023, 14:02:11 UTC`.
pub(crate) fn full(moment: Timestamp, look: &Look) -> String {
    written(moment, look, "%-d %B %Y, %H:%M:%S %Z")
}

/// From one moment to another, the date once when it is the same day.
pub(crate) fn range(start: Timestamp, end: Timestamp, look: &Look) -> String {
    let date = "%A %-d %B %Y";
    let first = written(start, look, &format!("{date}, %H:%M:%S"));
    let same = written(start, look, date) == written(end, look, date);
    let last = written(end, look, if same { "%H:%M:%S %Z" } else { "%A %-d %B %Y, %H:%M:%S %Z" });
    format!("{first} – {last} ({})", length(end.since(start)))
}

/// A moment by the pattern of `strftime`.
pub(crate) fn written(moment: Timestamp, look: &Look, pattern: &str) -> String {
    moment.to_jiff().to_zoned(look.zone.clone()).strftime(pattern).to_string()
}

/// Nanoseconds as `800 ms`, `12 s`, `3 min`, `2 h 20 min`, `5 days`.
pub(crate) fn length(nanoseconds: i64) -> String {
    let seconds = nanoseconds / NANOSECONDS_PER_SECOND;
    match seconds {
        0 => format!("{} ms", nanoseconds / 1_000_000),
        s if s < 120 => format!("{s} s"),
        s if s < 2 * 3600 => format!("{} min", s / 60),
        s if s < 2 * 86400 && s % 3600 >= 60 => format!("{} h {} min", s / 3600, s % 3600 / 60),
        s if s < 2 * 86400 => format!("{} h", s / 3600),
        s => format!("{} days", s / 86400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_have_one_or_two_units() {
        let check = |seconds: f64, expected: &str| {
            assert_eq!(length((seconds * NANOSECONDS_PER_SECOND as f64) as i64), expected);
        };
        check(0.0, "0 ms");
        check(0.25, "250 ms");
        check(119.0, "119 s");
        check(125.0, "2 min");
        check(7260.0, "2 h 1 min");
        check(7200.0, "2 h");
        check(86400.0 * 3.5, "3 days");
    }

    #[test]
    fn errors_are_rounded_up_and_left_out_below_a_second() {
        let check = |error: i64, expected: Option<&str>| {
            assert_eq!(give_or_take(error).as_deref(), expected, "{error}");
        };
        check(0, None);
        check(999_999_999, None);
        check(1_000_000_000, Some("±1 s"));
        check(9_500_000_000, Some("±10 s"));
        check(90 * 60 * 1_000_000_000, Some("±90 min"));
        check(i64::MAX, Some("±2562047 h"));
    }

    #[test]
    fn a_range_within_a_day_names_it_once() {
        let look = Look { zone: jiff::tz::TimeZone::UTC, width: 80, legend: false };
        let at = |seconds: i64| Timestamp(seconds * NANOSECONDS_PER_SECOND);
        assert_eq!(
            range(at(60), at(3660), &look),
            "Thursday 1 January 1970, 00:01:00 – 01:01:00 UTC (60 min)"
        );
        assert!(range(at(0), at(86400), &look).ends_with("– Friday 2 January 1970, 00:00:00 UTC (24 h)"));
    }
}

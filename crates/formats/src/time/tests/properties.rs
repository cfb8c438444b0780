//! Any bytes are accepted, and what is printed in a layout is read back.

use jiff::civil::DateTime;
use jiff::fmt::strtime;
use jiff::tz::{Offset, TimeZone};
use postlude_base::Timestamp;
use proptest::prelude::*;

use crate::time::{Layout, Resolver, Written, find, parse_value, read, read_date};
use crate::{Carry, Hints};

/// Layouts with a year and seconds, as strftime writes them; fraction digits are those of the moment.
const LAYOUTS: &[&str] = &[
    "%Y-%m-%dT%H:%M:%S%z",
    "%Y-%m-%d %H:%M:%S%:z",
    "%Y/%m/%d %H:%M:%S %z",
    "%d/%b/%Y:%H:%M:%S %z",
    "%a, %d %b %Y %H:%M:%S %z",
    "%b %d %Y %H:%M:%S",
    "%b %e %H:%M:%S %Y",
    "%a %b %e %H:%M:%S %Y",
    "%B %-d, %Y %-I:%M:%S %p",
    "%d-%b-%Y %H:%M:%S",
    "%m/%d/%Y %I:%M:%S %p",
    "%d.%m.%Y %H:%M:%S",
    "%y/%m/%d %H:%M:%S",
    "%y%m%d %H%M%S",
    "%Y%m%dT%H%M%S%z",
    "%Y%m%d%H%M%S",
    "%Y-%m-%d-%H.%M.%S",
    "%s",
];

fn moment() -> impl Strategy<Value = i64> {
    // 2001-09-09 (ten digits) to 2069 (two-digit years)
    1_000_000_000i64..3_124_137_600
}

fn offset() -> impl Strategy<Value = i32> {
    (-48i32..=56).prop_map(|quarters| quarters * 900)
}

fn likely_bytes() -> impl Strategy<Value = Vec<u8>> {
    let part = prop_oneof![
        "[0-9]{1,5}",
        "[-/.:, T+@hZ]{1,2}",
        "(Jan|feb|Sunday|Mon|UTC|CST|AM|pm|Europe/Berlin|audit\\(|é)",
        "[0-9]{2}:[0-9]{2}:[0-9]{2}",
    ];
    prop::collection::vec(part, 0..12).prop_map(|parts| parts.concat().into_bytes())
}

fn sane(written: &Written) -> bool {
    (0..24).contains(&written.hour)
        && (0..60).contains(&written.minute)
        && (0..60).contains(&written.second)
        && (0..1_000_000_000).contains(&written.nanosecond)
        && written.month_day.is_none_or(|(month, day)| (1..=12).contains(&month) && (1..=31).contains(&day))
        && written.resolution() > 0
}

fn accepts(bytes: &[u8]) -> Result<(), TestCaseError> {
    for (written, length) in [read(bytes), read_date(bytes)].into_iter().flatten() {
        prop_assert!(sane(&written) && (1..=bytes.len()).contains(&length));
    }
    if let Some((range, written)) = find(bytes, 300) {
        prop_assert!(sane(&written) && range.start < range.end && range.end <= bytes.len());
        prop_assert!(written.has_date());
    }
    prop_assert!(parse_value(&String::from_utf8_lossy(bytes)).is_none_or(|written| sane(&written)));
    let layout = Layout::learn([bytes, bytes].into_iter());
    let hints = Hints { zone: TimeZone::get("Europe/Berlin").unwrap(), year: Some(9999), ..Hints::default() };
    let resolver = Resolver::new(&hints, &layout);
    let mut carry = Carry::default();
    for written in [layout.read(bytes), layout.read(bytes)].into_iter().flatten() {
        resolver.resolve(&written.0, &mut carry);
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        accepts(&bytes)?;
    }

    #[test]
    fn any_likely_bytes(bytes in likely_bytes()) {
        accepts(&bytes)?;
    }

    #[test]
    fn what_is_printed_is_read(
        seconds in moment(), nanosecond in 0i32..1_000_000_000, digits in 0u32..=9, offset in offset(),
        layout in prop::sample::select(LAYOUTS),
    ) {
        let nanosecond = if digits == 0 { 0 } else { nanosecond - nanosecond % 10_i32.pow(9 - digits) };
        // Milliseconds and the like do not stand everywhere: only where seconds end the text or a zone follows.
        let fraction = if digits > 0 && !layout.contains("%p") && !layout.ends_with("%S %Y") {
            format!(".{nanosecond:09}")[..=digits as usize].to_owned()
        } else {
            String::new()
        };
        let zone = TimeZone::fixed(Offset::from_seconds(offset).unwrap());
        let zoned = jiff::Timestamp::from_second(seconds).unwrap().to_zoned(zone.clone());
        let text = strtime::format(layout.replace("%S", &format!("%S{fraction}")).replace("%s", &format!("%s{fraction}")), &zoned).unwrap();
        let rules = Layout::learn([text.as_bytes()].into_iter());
        let (written, length) = rules.read(text.as_bytes()).expect(&text);
        prop_assert_eq!(length, text.len(), "{}", &text);
        let hints = Hints { zone, ..Hints::default() };
        let time = Resolver::new(&hints, &rules).resolve(&written, &mut Carry::default()).unwrap();
        let kept = if fraction.is_empty() { 0 } else { nanosecond };
        let expected = Timestamp::from_seconds(seconds, kept as u32).unwrap();
        let ambiguous = !rules.problems().is_empty();
        prop_assert!(ambiguous || time == expected, "{} gave {}, not {}", text, time, expected);
    }

    #[test]
    fn local_times_agree_with_the_library(
        seconds in moment(), name in prop::sample::select(&["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"][..]),
    ) {
        let local: DateTime = Offset::UTC.to_datetime(jiff::Timestamp::from_second(seconds).unwrap());
        let zone = TimeZone::get(name).unwrap();
        let text = local.to_string();
        let layout = Layout::learn([text.as_bytes()].into_iter());
        let hints = Hints { zone: zone.clone(), ..Hints::default() };
        let (written, _) = layout.read(text.as_bytes()).unwrap();
        let time = Resolver::new(&hints, &layout).resolve(&written, &mut Carry::default());
        let expected = zone.to_ambiguous_timestamp(local).compatible().unwrap();
        prop_assert_eq!(time, Timestamp::from_jiff(expected));
    }
}

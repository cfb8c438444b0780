//! One small test for each family of layouts: what is read, and how much of the text.

use crate::time::{Precision, Written, Zone, read};

/// `2024-01-02 03:04:05.678 +02:00`, with `?` for what is not written.
pub(crate) fn show(written: &Written) -> String {
    let year = written.year.map_or("?".to_owned(), |year| format!("{year:04}"));
    let date = written.month_day.map_or("?".to_owned(), |(month, day)| format!("{month:02}-{day:02}"));
    let (hour, minute, second) = (written.hour, written.minute, written.second);
    let clock = match written.precision {
        Precision::Day => String::new(),
        Precision::Minute => format!(" {hour:02}:{minute:02}"),
        Precision::Second => format!(" {hour:02}:{minute:02}:{second:02}"),
        Precision::Fraction(digits) => {
            let nanosecond = format!("{:09}", written.nanosecond);
            format!(" {hour:02}:{minute:02}:{second:02}.{}", &nanosecond[..usize::from(digits)])
        }
    };
    let zone = match &written.zone {
        None => String::new(),
        Some(Zone::Offset(seconds)) => format!(" {:+03}:{:02}", seconds / 3600, seconds.abs() / 60 % 60),
        Some(Zone::Abbreviation(name, _)) => format!(" {name}"),
        Some(Zone::Named(zone)) => format!(" {}", zone.iana_name().unwrap_or("?")),
    };
    format!("{year}-{date}{clock}{zone}")
}

/// The part of the text before ` | ` is the time, the rest must be left.
#[track_caller]
fn check(text: &str, expected: &str) {
    let (time, rest) = text.split_once(" | ").unwrap_or((text, ""));
    let all = format!("{time}{rest}");
    let (written, length) = read(all.as_bytes()).unwrap_or_else(|| panic!("no time in {all:?}"));
    assert_eq!((show(&written).as_str(), length), (expected, time.len()), "{all:?}");
}

#[track_caller]
fn check_none(text: &str) {
    assert_eq!(read(text.as_bytes()), None, "{text:?}");
}

#[test]
fn year_first() {
    check("2024-01-02T03:04:05Z", "2024-01-02 03:04:05 +00:00");
    check("2024-01-02 03:04:05,678", "2024-01-02 03:04:05.678");
    check("2024-01-02T03:04:05.123456789+02:00", "2024-01-02 03:04:05.123456789 +02:00");
    check("2024-01-02T03:04:05+0530", "2024-01-02 03:04:05 +05:30");
    check("2024-01-02 03:04:05-07", "2024-01-02 03:04:05 -07:00");
    check("2024-01-02 03:04:05 +0200", "2024-01-02 03:04:05 +02:00");
    check("2024-01-02 03:04:05 UTC | [77] LOG:", "2024-01-02 03:04:05 +00:00");
    check("2024-01-02 03:04:05.5 CEST", "2024-01-02 03:04:05.5 +02:00");
    check("2024-01-02 03:04:05.739945434 +0000 UTC m=+64860.7", "2024-01-02 03:04:05.739945434 +00:00");
    check("2024-01-02T03:04:05+01:00[Europe/Berlin]", "2024-01-02 03:04:05 +01:00");
    check("2024-01-02 03:04:05 Europe/Berlin", "2024-01-02 03:04:05 Europe/Berlin");
    check("2024-01-02 03:04:05 |  INFO up", "2024-01-02 03:04:05");
    check("2024-01-02T03:04", "2024-01-02 03:04");
    check("2024-01-02T03:04Z", "2024-01-02 03:04 +00:00");
    check("2024/01/02 03:04:05 | [error]", "2024-01-02 03:04:05");
    check("2024.01.02-03.04.05.675872", "2024-01-02 03:04:05.675872");
    check("2024-01-02\t03:04:05:678", "2024-01-02 03:04:05.678");
    check("2-Jan-2024::03:04:05 | ===", "2024-01-02 03:04:05");
    check("2024-01-02-03.04.05.675872", "2024-01-02 03:04:05.675872");
    check("2024-01-02 03:04:05:678", "2024-01-02 03:04:05.678");
    check("2024 Jan  2 03:04:05.678", "2024-01-02 03:04:05.678");
    check("2024-01-02 3:04:05 PM", "2024-01-02 15:04:05");
    check("2016-12-31T23:59:60Z", "2016-12-31 23:59:59 +00:00");
    check("2024-Jan-02 03:04:05", "2024-01-02 03:04:05");
}

#[test]
fn names_of_months() {
    check("10/Oct/2000:13:55:36 -0700", "2000-10-10 13:55:36 -07:00");
    check("Jan  2 03:04:05 |  web sshd[7]: x", "?-01-02 03:04:05");
    check("Jan 12 03:04:05.123 |  web", "?-01-12 03:04:05.123");
    check("Jan 2 2024 03:04:05 | : %LINK", "2024-01-02 03:04:05");
    check("Jan 02 03:04:05 2024", "2024-01-02 03:04:05");
    check("Sun Dec 04 04:47:44 2005 | ] [error]", "2005-12-04 04:47:44");
    check("Sun Dec  4 04:47:44.123456 2005", "2005-12-04 04:47:44.123456");
    check("Thu Jun 09 06:07:04 CEST 2005", "2005-06-09 06:07:04 +02:00");
    check("Thu Jun 9 06:07:04 2005 -0400", "2005-06-09 06:07:04 -04:00");
    check("Tue, 02 Jan 2024 03:04:05 GMT", "2024-01-02 03:04:05 +00:00");
    check("Tue, 2 Jan 2024 03:04:05 +0200 (EET)", "2024-01-02 03:04:05 +02:00");
    check("02-Jan-2024 03:04:05.123 |  queries:", "2024-01-02 03:04:05.123");
    check("02-Jan-2024::03:04:05 |  x".replace("::", " ").as_str(), "2024-01-02 03:04:05");
    check("2 Jan 2024 03:04:05.678", "2024-01-02 03:04:05.678");
    check("January 2, 2024 3:04:05 PM", "2024-01-02 15:04:05");
    check("Jan 2, 2024, 12:04:05 AM", "2024-01-02 00:04:05");
    check("Feb 3rd, 2:02pm", "?-02-03 14:02");
    check("February 3rd 2024 at 14:02 UTC", "2024-02-03 14:02 +00:00");
    check("jan 2 2024 2pm", "2024-01-02 14:00");
    check("Feb 29 03:04:05", "?-02-29 03:04:05");
    check("02 Jan 03:04:05.123", "?-01-02 03:04:05.123");
}

#[test]
fn numbers() {
    check("01/02/2024 03:04:05", "2024-01-02 03:04:05");
    check("13/02/2024 03:04:05", "2024-02-13 03:04:05");
    check("1/2/2024, 3:04:05 PM", "2024-01-02 15:04:05");
    check("1/2/24 3:04 PM", "2024-01-02 15:04");
    check("[1/2/24 3:04:05:678 CET]".trim_matches(['[', ']']), "2024-01-02 03:04:05.678 +01:00");
    check("02.01.2024 03:04:05", "2024-01-02 03:04:05");
    check("02.01.24, 03:04", "2024-01-02 03:04");
    check("02-01-2024 03:04:05", "2024-01-02 03:04:05");
    check("24/01/02 03:04:05 |  INFO x", "2024-01-02 03:04:05");
    check("01-02 03:04:05.678 |   123  456 D x", "?-01-02 03:04:05.678");
    check("10.30 16:49:06 | ] chrome.exe", "?-10-30 16:49:06");
}

#[test]
fn digits_without_separators() {
    check("20240102T030405Z", "2024-01-02 03:04:05 +00:00");
    check("20240102T030405.123+0100", "2024-01-02 03:04:05.123 +01:00");
    check("20240102 03:04:05", "2024-01-02 03:04:05");
    check("20240102-030405", "2024-01-02 03:04:05");
    check("20240102030405", "2024-01-02 03:04:05");
    check("20240102-22:15:29:606 | |Step", "2024-01-02 22:15:29.606");
    check("20240102-0:9:5:3 | |Step", "2024-01-02 00:09:05.003");
    check("240102 030405 |  148 INFO", "2024-01-02 03:04:05");
    check("240102  3:04:05 |  [Note]", "2024-01-02 03:04:05");
    check("0102 03:04:05.678901 |     7 main.go", "?-01-02 03:04:05.678901");
}

#[test]
fn counts() {
    check("1701234567", "2023-11-29 05:09:27 +00:00");
    check("1701234567.123 | ]", "2023-11-29 05:09:27.123 +00:00");
    check("1701234567123 |  x", "2023-11-29 05:09:27.123 +00:00");
    check("1701234567123456 |  x", "2023-11-29 05:09:27.123456 +00:00");
    check("1701234567123456789 |  x", "2023-11-29 05:09:27.123456789 +00:00");
    check("@400000006566c7911dcd6500 |  x", "2023-11-29 05:09:27.500000000 +00:00");
}

#[test]
fn clocks_alone() {
    check("14:02 |  - rolled back", "?-? 14:02");
    check("14:02 UTC |  - rolled back", "?-? 14:02 +00:00");
    check("14:02:11.123", "?-? 14:02:11.123");
    check("2:02pm", "?-? 14:02");
    check("2:02 p.m. | , x", "?-? 14:02");
    check("2pm | : x", "?-? 14:00");
    check("12:00 AM", "?-? 00:00");
}

#[test]
fn no_times() {
    for text in [
        "",
        "2024",
        "12",
        "10.0.0.1 - -",
        "192.0.2.7",
        "1.2.3",
        "14:2",
        "25:00",
        "14:60",
        "2024-13-01 00:00:00",
        "2024-02-30 00:00:00",
        "31/02/2024 00:00:00",
        "Marching 2 03:04:05",
        "Jan",
        "Jan 2",
        "1234567890123456789012",
        "14:02pm",
        "@4000",
        "9999999999 x",
        "0000000000 x",
        "a",
        "ab:cd",
        "2024-01-02 03:04:055",
        "Monday",
        "1 2 3",
        "5 GB free",
        "3 errors",
    ] {
        check_none(text);
    }
}

//! Where in a line, and in which whole values, there is a time.

use super::layouts::show;
use crate::time::{find, from_filetime, parse_value, read_date};

/// The time stands between `«` and `»`; without them there must be none.
#[track_caller]
fn check(marked: &str, expected: &str) {
    let line = marked.replace(['«', '»'], "");
    let found = find(line.as_bytes(), 200);
    let shown = found.map(|(range, written)| {
        let text = String::from_utf8_lossy(&line.as_bytes()[range.clone()]).into_owned();
        (marked.find('«') == Some(range.start) && marked.contains(&format!("«{text}»")), show(&written))
    });
    let wanted = (!expected.is_empty()).then(|| (true, expected.to_owned()));
    assert_eq!(shown, wanted, "{marked:?}");
}

#[test]
fn behind_other_words() {
    check("[«2024-01-02 03:04:05,678»] INFO up", "2024-01-02 03:04:05.678");
    check("192.0.2.7 - - [«02/Jan/2024:03:04:05 +0000»] \"GET /\" 200", "2024-01-02 03:04:05 +00:00");
    check("<34>«Jan  2 03:04:05» web su: x", "?-01-02 03:04:05");
    check("time=\"«2024-01-02T03:04:05Z»\" level=info", "2024-01-02 03:04:05 +00:00");
    check("ts:«2024-01-02T03:04:05Z» x", "2024-01-02 03:04:05 +00:00");
    check("api.log.2024-01-01 «2024-01-02 03:04:05.008» 746 INFO", "2024-01-02 03:04:05.008");
    check("I«0102 03:04:05.678901»       7 main.go:12] up", "?-01-02 03:04:05.678901");
    check("type=SYSCALL msg=audit(«1701234567.123»:77): arch", "2023-11-29 05:09:27.123 +00:00");
    check("[«1701234567»] SERVICE ALERT", "2023-11-29 05:09:27 +00:00");
    check("«1701234567.123»    180 192.0.2.7 TCP_MISS", "2023-11-29 05:09:27.123 +00:00");
    check("10.0.0.1 v1.2.3 «24/01/02 03:04:05» INFO", "2024-01-02 03:04:05");
    check("Monday «Tue Jan  2 03:04:05 2024»: up", "2024-01-02 03:04:05");
    check("=INFO REPORT==== «2-Jan-2024::03:04:05» ===", "2024-01-02 03:04:05");
    check("12345:M «02 Jan 2024 03:04:05.123» * Ready", "2024-01-02 03:04:05.123");
    check("\u{1b}[33m[app]\u{1b}[39m«08/13/2023, 8:47:38 PM» \u{1b}[33m WARN", "2023-08-13 20:47:38");
    check("#«1701234567»", "2023-11-29 05:09:27 +00:00");
    check(": «1701234567»:0;ls", "2023-11-29 05:09:27 +00:00");
    check("4711 «1701234567.123456» read(3", "2023-11-29 05:09:27.123456 +00:00");
    check("date=«2024-01-02 time=03:04:05» devname=\"fw\"", "2024-01-02 03:04:05");
    check("amLog:«06/13/2024 04:08:22:515 PM UTC»: Thread", "2024-06-13 16:08:22.515 +00:00");
    check("«2024-01-02 03:04:05.536 UTC»:192.0.2.7(5432):u@db", "2024-01-02 03:04:05.536 +00:00");
    check("[«10.30 16:49:06»] program.exe - proxy", "?-10-30 16:49:06");
}

#[test]
fn not_in_numbers_names_and_paths() {
    for line in [
        "",
        "192.0.2.7:8080 up",
        "took 12:30:05",
        "4711 1701234567 x",
        "web:10/11 12:30:05 x",
        "id=20240102030405999 x",
        "/logs/2024/01/02 03:04:05",
        "release-2024-01-02 03:04:05",
        "version 1.2.3 4:05:06",
        "port 0102 03:04:05.5 x",
        "call 1701234567 now",
        "x2024-01-02T03:04:05",
        "5/3/2 1",
        "marching on 3 03:04:05",
        "2024-01-02 only a date",
        "a 1/2 of 3:04",
    ] {
        check(line, "");
    }
}

#[test]
fn whole_values() {
    let check = |text: &str, expected: &str| {
        assert_eq!(parse_value(text).map(|written| show(&written)).unwrap_or_default(), expected, "{text:?}");
    };
    check(" 2024-01-02T03:04:05Z ", "2024-01-02 03:04:05 +00:00");
    check("2024-01-02", "2024-01-02");
    check("Jan 2, 2024", "2024-01-02");
    check("20240102", "2024-01-02");
    check("202401020304", "2024-01-02 03:04");
    check("1701234567", "2023-11-29 05:09:27 +00:00");
    check("1701234567.25", "2023-11-29 05:09:27.25 +00:00");
    check("1701234567123.5", "2023-11-29 05:09:27.1235 +00:00");
    check("1.701234567e9", "2023-11-29 05:09:27.000000 +00:00");
    check("0", "1970-01-01 00:00:00 +00:00");
    check("-1", "1969-12-31 23:59:59 +00:00");
    check("/Date(1701234567123+0200)/", "2023-11-29 05:09:27.123 +00:00");
    check("14:02", "?-? 14:02");
    for text in [
        "",
        "-",
        "now",
        "2024-01-02 x",
        "1.2.3.4",
        "NaN",
        "inf",
        "1e400",
        "Jan",
        "99999999999999999999",
        "e",
        ".",
    ] {
        check(text, "");
    }
}

#[test]
fn dates_alone() {
    let check = |text: &str, expected: &str| {
        let shown = read_date(text.as_bytes()).map(|(written, length)| (show(&written), &text[length..]));
        let wanted = expected.split_once('|').map(|(date, rest)| (date.to_owned(), rest));
        assert_eq!(shown, wanted, "{text:?}");
    };
    check("2024-01-02: rolled back", "2024-01-02|: rolled back");
    check("Tuesday, January 2nd", "?-01-02|");
    check("02.01.2024 - x", "2024-01-02| - x");
    check("2 January 2024, x", "2024-01-02|, x");
    check("3 errors", "");
    check("May be", "");
}

#[test]
fn filetime() {
    let written = from_filetime(133_457_081_671_234_567).unwrap();
    assert_eq!(show(&written), "2023-11-29 05:09:27.1234567 +00:00");
    assert!(from_filetime(u64::MAX).is_none());
}

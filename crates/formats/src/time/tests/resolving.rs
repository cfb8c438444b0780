//! From what is written to the moment meant.

use jiff::tz::TimeZone;
use postlude_base::Timestamp;

use crate::time::{Layout, Resolver, read};
use crate::{Carry, Hints};

/// Resolves one line after the other; `-` stands for no time, `!code` follows a line that was odd.
#[track_caller]
fn check(hints: &Hints<'_>, lines: &[&str], expected: &[&str]) {
    let layout = Layout::learn(lines.iter().map(|line| line.as_bytes()));
    let resolver = Resolver::new(hints, &layout);
    let mut carry = Carry::default();
    let mut shown = Vec::new();
    for line in lines {
        let (written, _) = layout.read(line.as_bytes()).unwrap();
        shown.push(resolver.resolve(&written, &mut carry).map_or("-".to_owned(), |time| time.to_string()));
        shown.extend(carry.oddities.take().map(|problem| format!("!{}", problem.code)));
    }
    shown.extend(resolver.problems().iter().map(|problem| format!("?{}", problem.code)));
    assert_eq!(shown, expected);
}

fn zone(name: &str) -> Hints<'static> {
    Hints { zone: TimeZone::get(name).unwrap(), ..Hints::default() }
}

fn modified(text: &str) -> Hints<'static> {
    let time = text.parse::<jiff::Timestamp>().unwrap();
    Hints { modified: Timestamp::from_jiff(time), ..Hints::default() }
}

#[test]
fn a_written_zone_wins() {
    let hints = zone("Asia/Tokyo");
    check(&hints, &["2024-01-02 03:04:05 +0100"], &["2024-01-02T02:04:05Z"]);
    check(&hints, &["2024-01-02 03:04:05 CET"], &["2024-01-02T02:04:05Z"]);
    check(&hints, &["2024-07-02 03:04:05 Europe/Berlin"], &["2024-07-02T01:04:05Z"]);
    check(&hints, &["1701234567.5"], &["2023-11-29T05:09:27.500Z"]);
    check(&hints, &["2024-01-02 03:04:05"], &["2024-01-01T18:04:05Z"]);
    check(&Hints::default(), &["2024-01-02 03:04:05"], &["2024-01-02T03:04:05Z"]);
}

#[test]
fn an_abbreviation_means_what_the_zone_means_by_it() {
    check(&Hints::default(), &["2024-01-02 12:04:05 CST"], &["2024-01-02T18:04:05Z"]);
    check(&zone("Asia/Shanghai"), &["2024-01-02 12:04:05 CST"], &["2024-01-02T04:04:05Z"]);
    check(&zone("Europe/Berlin"), &["2024-01-02 12:04:05 CST"], &["2024-01-02T18:04:05Z"]);
}

#[test]
fn changes_of_clocks() {
    let hints = zone("Europe/Berlin");
    check(
        &hints,
        &["2024-10-27 02:30:00", "2024-10-27 02:40:00", "2024-10-27 03:30:00"],
        &["2024-10-27T00:30:00Z", "!time-twice", "2024-10-27T00:40:00Z", "2024-10-27T02:30:00Z"],
    );
    check(&hints, &["2024-03-31 02:30:00"], &["2024-03-31T01:30:00Z", "!time-left-out"]);
}

#[test]
fn the_year_steps_from_december_to_january_only() {
    let hints = Hints { year: Some(2022), ..Hints::default() };
    check(
        &hints,
        &[
            "Nov 30 01:00:00",
            "Jun 30 01:00:00",
            "Dec 31 23:59:59",
            "Jan  1 00:00:00",
            "Dec 31 23:59:58",
            "Jan  1 00:00:02",
        ],
        &[
            "2022-11-30T01:00:00Z",
            "2022-06-30T01:00:00Z",
            "2022-12-31T23:59:59Z",
            "2023-01-01T00:00:00Z",
            "2022-12-31T23:59:58Z",
            "2023-01-01T00:00:02Z",
        ],
    );
    check(&hints, &["Jan 10 01:00:00", "Dec 31 01:00:00"], &["2022-01-10T01:00:00Z", "2022-12-31T01:00:00Z"]);
    check(&hints, &["2019-05-01 01:00:00"], &["2019-05-01T01:00:00Z"]);
}

#[test]
fn a_missing_year_comes_from_neighbours_or_the_file() {
    check(
        &modified("2024-05-05T00:00:00Z"),
        &["Dec 31 23:59:59", "2019-01-01 00:00:01", "Jan  1 00:00:02"],
        &["2018-12-31T23:59:59Z", "2019-01-01T00:00:01Z", "2019-01-01T00:00:02Z"],
    );
    let file = modified("2024-05-05T00:00:00Z");
    check(&file, &["May  4 01:00:00"], &["2024-05-04T01:00:00Z", "?guessed-year"]);
    check(&file, &["Jun  4 01:00:00"], &["2023-06-04T01:00:00Z", "?guessed-year"]);
    check(
        &file,
        &["Jun  4 01:00:00", "Dec  4 01:00:00", "Jan  4 01:00:00", "Dec  4 01:00:00"],
        &[
            "2023-06-04T01:00:00Z",
            "2023-12-04T01:00:00Z",
            "2024-01-04T01:00:00Z",
            "2024-12-04T01:00:00Z",
            "!time-after-file",
            "?guessed-year",
        ],
    );
    check(
        &modified("2023-05-05T00:00:00Z"),
        &["Feb 29 01:00:00"],
        &["2020-02-29T01:00:00Z", "?guessed-year"],
    );
    check(&Hints::default(), &["Feb 29 01:00:00"], &["2000-02-29T01:00:00Z", "?no-year"]);
    check(&modified("1980-01-01T00:00:00Z"), &["Feb 29 01:00:00"], &["2000-02-29T01:00:00Z", "?no-year"]);
}

#[test]
fn a_missing_date_is_that_of_the_record_before() {
    check(
        &Hints::default(),
        &["2024-01-02 22:04:05", "23:59:58", "00:00:01 x", "00:00:00 late", "2024-01-07 09:00:00", "08:30"],
        &[
            "2024-01-02T22:04:05Z",
            "2024-01-02T23:59:58Z",
            "2024-01-03T00:00:01Z",
            "2024-01-03T00:00:00Z",
            "2024-01-07T09:00:00Z",
            "2024-01-07T08:30:00Z",
        ],
    );
    check(&Hints::default(), &["12:30:00"], &["-", "!no-date"]);
    let file = modified("2024-05-05T12:00:00Z");
    check(
        &file,
        &["11:30:00", "13:30:00"],
        &["2024-05-05T11:30:00Z", "!guessed-date", "2024-05-05T13:30:00Z"],
    );
    check(&file, &["12:30:00"], &["2024-05-04T12:30:00Z", "!guessed-date"]);
}

#[test]
fn absurd_times_are_kept_and_said() {
    let hints = Hints::default();
    check(&hints, &["1970-01-01 00:00:07"], &["1970-01-01T00:00:07Z", "!time-1970"]);
    check(&hints, &["2099-01-01 00:00:07"], &["2099-01-01T00:00:07Z", "!time-future"]);
    check(&hints, &["9999-01-01 00:00:07"], &["-", "!time-future"]);
}

#[test]
fn blocks_in_any_order_depend_on_nothing_before() {
    let hints = Hints { year: Some(2022), ..Hints::default() };
    let layout = Layout::learn([&b"2024-01-02 03:04:05"[..]].into_iter());
    let resolver = Resolver::new(&hints, &layout);
    let mut carry = Carry { date: Some(jiff::civil::date(2024, 1, 2)), ..Carry::default() };
    let (written, _) = read(b"12:30:00").unwrap();
    assert_eq!(resolver.resolve(&written, &mut carry), None);
}

//! The forms of the clocks over clocks made up for it.

use postlude_base::{NANOSECONDS_PER_SECOND, SourceId, Timestamp};
use postlude_draft::clocks::{Clock, Course, Known, Link, Verdict};

use postlude_lake::clocks::Named;

use super::{csv, json, table};

const SECOND: i64 = NANOSECONDS_PER_SECOND;

fn clock(verdict: Verdict, known: Option<Known>, course: Course, error: Option<i64>, why: &str) -> Clock {
    let anchors = if known.is_some() { 48 } else { 0 };
    let why = why.to_owned();
    Clock { source: SourceId(0), group: 0, course, error, anchors, agreeing: anchors, known, verdict, why }
}

fn clocks() -> Vec<(&'static str, Clock)> {
    let span = Some(Known::Anchors(Link::Span));
    let name = Some(Known::Anchors(Link::Name));
    let nothing = "nothing in it is found in another source";
    let unchecked = || clock(Verdict::Unchecked, None, Course::constant(0), None, nothing);
    vec![
        (
            "logs/payment-1.log",
            clock(
                Verdict::Applied,
                Some(Known::Instance),
                Course::constant(197 * SECOND),
                Some(1_500_000),
                "same instance as traces/payment-1.jsonl, and 545 of 548 shared names agree",
            ),
        ),
        (
            "traces/old-host.jsonl",
            clock(
                Verdict::Applied,
                span,
                Course::drifting(-12 * SECOND, 140_000, Timestamp(0)),
                Some(2_000_000),
                "48 of 48 shared calls agree, with a clock that drifts",
            ),
        ),
        (
            "traces/reset.jsonl",
            clock(
                Verdict::Applied,
                span,
                Course::jumping(0, 4711, -600 * SECOND),
                Some(2_000_000),
                "47 of 48 shared calls agree, before and after a jump of its clock",
            ),
        ),
        (
            "mail.log",
            clock(
                Verdict::Proposed,
                name,
                Course::constant(-3600 * SECOND),
                Some(SECOND),
                "48 of 48 shared names agree; what has a name may come again later by plan, so this is only proposed",
            ),
        ),
        (
            "traces/cart-1.jsonl",
            clock(Verdict::Agrees, span, Course::constant(0), Some(1_400_000), "48 of 48 shared calls agree"),
        ),
        ("metrics/a.json", unchecked()),
        ("metrics/b.json", unchecked()),
        ("metrics/c.json", unchecked()),
        ("metrics/d.json", unchecked()),
        ("supervisor.log", unchecked()),
    ]
}

fn shown(form: impl Fn(&[Named<'_>]) -> String) -> String {
    let clocks = clocks();
    let named: Vec<Named<'_>> = clocks.iter().map(|(path, clock)| Named { path, clock }).collect();
    anstream::adapter::strip_str(&form(&named)).to_string()
}

#[test]
fn the_table_in_a_wide_terminal() {
    insta::assert_snapshot!(shown(|clocks| table(clocks, 110)));
}

#[test]
fn the_table_in_a_narrow_terminal() {
    insta::assert_snapshot!(shown(|clocks| table(clocks, 64)));
}

#[test]
fn the_rows() {
    insta::assert_snapshot!(shown(csv));
}

#[test]
fn the_object() {
    let clocks = clocks();
    let named: Vec<Named<'_>> =
        clocks.iter().skip(2).take(2).map(|(path, clock)| Named { path, clock }).collect();
    insta::assert_snapshot!(json(&named));
}

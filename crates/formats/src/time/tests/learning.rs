//! What the samples of a source teach.

use super::layouts::show;
use crate::time::{DateOrder, Layout};

fn layout(samples: &[&str]) -> Layout {
    Layout::learn(samples.iter().map(|sample| sample.as_bytes()))
}

#[track_caller]
fn check(samples: &[&str], order: DateOrder, ambiguous: bool, first: &str) {
    let layout = layout(samples);
    let codes: Vec<_> = layout.problems().iter().map(|problem| problem.code.as_ref()).collect();
    assert_eq!(layout.date_order(), Some(order));
    assert_eq!(codes, if ambiguous { vec!["ambiguous-date"] } else { Vec::new() });
    let (written, _) = layout.read(samples[0].as_bytes()).unwrap();
    assert_eq!(show(&written), first);
}

#[test]
fn a_number_above_twelve_decides() {
    use DateOrder::*;
    check(&["01/02/2024 03:04:05 a", "13/02/2024 03:04:05 b"], DayMonthYear, false, "2024-02-01 03:04:05");
    check(&["01/02/2024 03:04:05", "01/13/2024 03:04:05"], MonthDayYear, false, "2024-01-02 03:04:05");
    check(&["01.02.2024 03:04:05", "01.13.2024 03:04:05"], MonthDayYear, false, "2024-01-02 03:04:05");
    check(&["01/02/24 03:04:05", "01/31/24 03:04:05"], MonthDayYear, false, "2024-01-02 03:04:05");
    check(&["24/01/02 03:04:05", "24/01/31 03:04:05"], YearMonthDay, false, "2024-01-02 03:04:05");
    check(&["17/06/09 20:10:40", "17/06/10 20:10:40"], YearMonthDay, false, "2017-06-09 20:10:40");
    check(&["30.10 16:49:06", "01.11 16:49:06"], DayMonthYear, false, "?-10-30 16:49:06");
}

#[test]
fn else_the_dates_follow_each_other_or_the_usual_order_is_said() {
    use DateOrder::*;
    check(&["03/04/2024 1:04 PM", "04/04/2024 1:04 PM"], DayMonthYear, true, "2024-04-03 13:04");
    check(&["03/04/2024 1:04 PM", "03/04/2024 2:04 PM"], MonthDayYear, true, "2024-03-04 13:04");
    check(&["04.03.2024 13:04:05"], DayMonthYear, true, "2024-03-04 13:04:05");
    check(&["11/02/24 03:04:05", "10/02/24 03:04:05"], DayMonthYear, true, "2024-02-11 03:04:05");
    check(&["17/06/09 20:10:40"], YearMonthDay, true, "2017-06-09 20:10:40");
    assert_eq!(layout(&["01-02 03:04:05.678  7  8 D x"]).problems(), []);
    check(&["02/02/05 03:04:05"], DayMonthYear, true, "2005-02-02 03:04:05");
    check(&["02/02/2024 03:04:05"], MonthDayYear, false, "2024-02-02 03:04:05");
}

#[test]
fn whether_records_need_those_before() {
    assert!(!layout(&["2024-01-02 03:04:05 a"]).needs_order());
    assert!(layout(&["Jan  2 03:04:05 web a"]).needs_order());
    assert!(layout(&["2024-01-02 03:04:05", "03:04:06 b"]).needs_order());
    assert!(!layout(&["12:30 reported at 2024-01-02 03:04:05"]).needs_order());
    assert!(layout(&[]).needs_order());
    assert_eq!(layout(&["nothing", "here"]).date_order(), None);
}

#[test]
fn what_was_learnt_does_not_exclude_others() {
    let layout = layout(&["02/Jan/2024:03:04:05 +0000", "03/Jan/2024:03:04:05 +0000"]);
    let (written, length) = layout.read(b"2024-01-02 03:04:05 x").unwrap();
    assert_eq!((show(&written).as_str(), length), ("2024-01-02 03:04:05", 19));
    let (written, length) = layout.read(b"02/Jan/2024:03:04:05 -0730] x").unwrap();
    assert_eq!((show(&written).as_str(), length), ("2024-01-02 03:04:05 -07:30", 26));
}

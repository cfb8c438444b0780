//! The order of day, month and year in the dates of one source.
//!
//! A number above twelve decides. Else the order is taken in which the dates go one way, and then the one in
//! which they lie closest together; when nothing tells, the usual one of the layout, which is said.

use postlude_base::Problem;

use super::calendar;
use super::layout::value_or_beginning;
use super::numeric::{DateOrder, Rules};

/// What one order makes of all samples.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    /// Samples that are no date in this order.
    impossible: usize,
    /// Steps against the direction of most steps: sources are nearly always in order, up or down.
    backward: usize,
    /// Dates before 2005, which only the wrong order of a year of two digits brings about.
    early: usize,
    /// Days from the first to the last date: an incident is short, and the wrong order spreads days over months.
    spread: i64,
}

/// The order in which all numeric dates make sense, none when there are no such dates; and a problem when another
/// order makes sense too.
pub(super) fn learn_order(samples: &[&[u8]]) -> (Option<DateOrder>, Option<Problem>) {
    use DateOrder::{DayMonthYear, MonthDayYear, YearMonthDay};
    let numeric: Vec<&[u8]> = samples.iter().copied().filter(|sample| is_numeric_date(sample)).collect();
    if numeric.is_empty() {
        return (None, None);
    }
    let usual = usual_order(&numeric);
    let mut fits = [MonthDayYear, DayMonthYear, YearMonthDay]
        .map(|order| (fit(&numeric, order), Some(order) != usual, order));
    fits.sort();
    let [(best, _, order), others @ ..] = &fits;
    let other = others.iter().find(|(other, _, other_order)| {
        other.may_also_be(best) && !same_days(&numeric, *order, *other_order)
    });
    (Some(*order), other.map(|(other, ..)| ambiguity(*order, best == other)))
}

fn ambiguity(order: DateOrder, undecided: bool) -> Problem {
    let taken = match order {
        DateOrder::DayMonthYear => "day before month",
        DateOrder::MonthDayYear => "month before day",
        DateOrder::YearMonthDay => "year, month, day",
    };
    let reason = if undecided {
        "as is usual in this layout"
    } else {
        "because the dates then follow each other most closely"
    };
    Problem::new("ambiguous-date", format!("dates can be read in two orders: {taken} was taken, {reason}"))
        .hint("a later date with a day above 12 would decide it")
}

impl Fit {
    /// Whether this order is possible too, and does not spread the dates over years.
    fn may_also_be(&self, best: &Self) -> bool {
        self.impossible == best.impossible && self.spread - best.spread < 300
    }
}

/// Whether the sample is a date whose reading depends on the order.
fn is_numeric_date(sample: &[u8]) -> bool {
    [DateOrder::DayMonthYear, DateOrder::MonthDayYear, DateOrder::YearMonthDay]
        .into_iter()
        .map(|order| {
            value_or_beginning(sample, strictly(order)).map(|written| (written.year, written.month_day))
        })
        .collect::<Vec<_>>()
        .windows(2)
        .any(|pair| pair[0] != pair[1])
}

fn strictly(order: DateOrder) -> Rules {
    Rules { order: Some(order), strict: true }
}

/// Whether both orders mean the same days, as on 2 February.
fn same_days(samples: &[&[u8]], one: DateOrder, other: DateOrder) -> bool {
    samples.iter().all(|sample| {
        value_or_beginning(sample, strictly(one)) == value_or_beginning(sample, strictly(other))
    })
}

/// The order that most samples would be read in if nothing was known.
fn usual_order(samples: &[&[u8]]) -> Option<DateOrder> {
    let agrees = |order: DateOrder| {
        samples
            .iter()
            .filter(|sample| {
                value_or_beginning(sample, Rules::default()) == value_or_beginning(sample, strictly(order))
            })
            .count()
    };
    [DateOrder::DayMonthYear, DateOrder::MonthDayYear, DateOrder::YearMonthDay]
        .into_iter()
        .max_by_key(|o| agrees(*o))
}

fn fit(samples: &[&[u8]], order: DateOrder) -> Fit {
    let days: Vec<i64> = samples
        .iter()
        .filter_map(|sample| value_or_beginning(sample, strictly(order)))
        .filter_map(|written| {
            let (month, day) = written.month_day?;
            Some(calendar::days(written.year.unwrap_or(2012), month, day))
        })
        .collect();
    let down = days.windows(2).filter(|pair| pair[1] < pair[0]).count();
    let up = days.windows(2).filter(|pair| pair[1] > pair[0]).count();
    Fit {
        impossible: samples.len() - days.len(),
        backward: down.min(up),
        early: days.iter().filter(|day| **day < calendar::days(2005, 1, 1)).count(),
        spread: days.iter().max().zip(days.iter().min()).map_or(0, |(last, first)| last - first),
    }
}

use std::ops::Range;

use postlude_base::Problem;

use super::numeric::{DateOrder, Rules};
use super::{Written, calendar, find, month_names, read_with, value, year_first};

/// What the samples of one source taught about its times.
#[derive(Debug, Clone)]
pub struct Layout {
    rules: Rules,
    shape: Shape,
    needs_order: bool,
    pub(super) written_date: Option<(i16, i8, i8)>,
    pub(super) first_without_year: Option<(i8, i8)>,
    pub(super) first_without_date: bool,
    problems: Vec<Problem>,
}

/// The layout that is tried first because nearly every time has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// `2024-01-02T03:04:05...`
    YearFirst,
    /// `02/Jan/2024:03:04:05 +0000`
    CommonLog,
    Any,
}

/// Where a sample's time may begin, at most.
const SEARCH_LIMIT: usize = 256;

/// More samples than this teach nothing new.
const MOST_SAMPLES: usize = 4096;

impl Layout {
    /// Learns from samples in the order of the source: each a line (its first time counts) or a value.
    pub fn learn<'a>(samples: impl Iterator<Item = &'a [u8]>) -> Self {
        let samples: Vec<&[u8]> = samples.take(MOST_SAMPLES).filter_map(from_its_time).collect();
        let (order, mut problems) = date_order(&samples);
        let rules = Rules { order, strict: false };
        let mut layout = Self {
            rules,
            shape: Shape::Any,
            needs_order: false,
            written_date: None,
            first_without_year: None,
            first_without_date: false,
            problems: Vec::new(),
        };
        for written in samples.iter().filter_map(|sample| value_or_beginning(sample, rules)) {
            layout.note(&written);
        }
        layout.shape = shape(&samples);
        layout.problems.append(&mut problems);
        layout
    }

    fn note(&mut self, written: &Written) {
        self.needs_order |= written.year.is_none();
        match (written.year, written.month_day) {
            (Some(year), Some((month, day))) => {
                self.written_date.get_or_insert((year, month, day));
            }
            (None, Some(date)) => {
                self.first_without_year.get_or_insert(date);
            }
            (_, None) => self.first_without_date = true,
        }
    }

    /// Reads the time at the beginning of `bytes`, as [`super::read`] does, with what was learnt.
    #[inline]
    pub fn read(&self, bytes: &[u8]) -> Option<(Written, usize)> {
        let fast = match self.shape {
            Shape::YearFirst => year_first::plain(bytes),
            Shape::CommonLog => month_names::common_log(bytes),
            Shape::Any => None,
        };
        fast.or_else(|| read_with(bytes, self.rules))
    }

    /// Finds a time, as [`super::find`] does, with what was learnt.
    pub fn find(&self, bytes: &[u8], limit: usize) -> Option<(Range<usize>, Written)> {
        find::find(bytes, limit, self.rules)
    }

    /// Reads a whole value, as [`super::parse_value`] does, with what was learnt.
    pub fn parse_value(&self, text: &str) -> Option<Written> {
        match self.shape {
            Shape::YearFirst => year_first::plain(text.as_bytes())
                .filter(|(_, length)| *length == text.len())
                .map(|(written, _)| written)
                .or_else(|| value::parse(text, self.rules)),
            _ => value::parse(text, self.rules),
        }
    }

    /// Whether a time depends on those before it: some write no year, or no date.
    pub fn needs_order(&self) -> bool {
        self.needs_order
    }

    /// The order of day and month in dates of numbers, where the samples have such dates.
    pub fn date_order(&self) -> Option<DateOrder> {
        self.rules.order
    }

    /// What is odd about the samples: `ambiguous-date`.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

/// The sample from its time on; none when it has none.
fn from_its_time(sample: &[u8]) -> Option<&[u8]> {
    if value_or_beginning(sample, Rules::default()).is_some() {
        return Some(sample);
    }
    let (range, _) = find::find(sample, SEARCH_LIMIT, Rules::default())?;
    sample.get(range.start..)
}

fn value_or_beginning(sample: &[u8], rules: Rules) -> Option<Written> {
    read_with(sample, rules)
        .or_else(|| value::read_date(sample, rules))
        .map(|(written, _)| written)
        .or_else(|| value::parse(std::str::from_utf8(sample).ok().filter(|text| text.len() < 64)?, rules))
}

fn shape(samples: &[&[u8]]) -> Shape {
    let most = |read: fn(&[u8]) -> Option<(Written, usize)>| {
        samples.iter().filter(|sample| read(sample).is_some()).count() * 2 > samples.len()
    };
    if most(year_first::plain) {
        Shape::YearFirst
    } else if most(month_names::common_log) {
        Shape::CommonLog
    } else {
        Shape::Any
    }
}

/// What one order makes of all samples.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Fit {
    /// Samples that are no date in this order.
    impossible: usize,
    /// Steps back in time from one sample to the next: sources are nearly always in order.
    backward: usize,
    /// Days from the first to the last date: an incident is short, and the wrong order spreads days over months.
    spread: i64,
}

/// The order in which all numeric dates make sense, and what is to be said about it.
fn date_order(samples: &[&[u8]]) -> (Option<DateOrder>, Vec<Problem>) {
    use DateOrder::{DayMonthYear, MonthDayYear, YearMonthDay};
    let numeric: Vec<&[u8]> = samples.iter().copied().filter(|sample| is_numeric_date(sample)).collect();
    if numeric.is_empty() {
        return (None, Vec::new());
    }
    let usual = usual_order(&numeric);
    let mut fits: Vec<(Fit, bool, DateOrder)> = [MonthDayYear, DayMonthYear, YearMonthDay]
        .into_iter()
        .map(|order| (fit(&numeric, order), Some(order) != usual, order))
        .collect();
    fits.sort();
    let [(best, _, order), (second, ..), ..] = fits.as_slice() else { return (None, Vec::new()) };
    let mut problems = Vec::new();
    if second.impossible == best.impossible && same_moments(&numeric, fits[0].2, fits[1].2) {
        return (Some(*order), problems);
    }
    if second.impossible == best.impossible {
        let taken = match order {
            DayMonthYear => "day before month",
            MonthDayYear => "month before day",
            YearMonthDay => "year, month, day",
        };
        let reason = if (second.backward, second.spread) == (best.backward, best.spread) {
            "as is usual in this layout"
        } else {
            "because the dates then follow each other most closely"
        };
        problems.push(
            Problem::new(
                "ambiguous-date",
                format!("dates can be read in two orders: {taken} was taken, {reason}"),
            )
            .hint("a later date with a day above 12 would decide it"),
        );
    }
    (Some(*order), problems)
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
fn same_moments(samples: &[&[u8]], one: DateOrder, other: DateOrder) -> bool {
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
    [DateOrder::YearMonthDay, DateOrder::MonthDayYear, DateOrder::DayMonthYear]
        .into_iter()
        .max_by_key(|o| agrees(*o))
}

fn fit(samples: &[&[u8]], order: DateOrder) -> Fit {
    let days: Vec<i64> = samples
        .iter()
        .filter_map(|sample| value_or_beginning(sample, strictly(order)))
        .filter_map(|written| {
            let (month, day) = written.month_day?;
            Some(calendar::days(written.year.unwrap_or(2000), month, day))
        })
        .collect();
    Fit {
        impossible: samples.len() - days.len(),
        backward: days.windows(2).filter(|pair| pair[1] < pair[0]).count(),
        spread: days.iter().max().zip(days.iter().min()).map_or(0, |(last, first)| last - first),
    }
}

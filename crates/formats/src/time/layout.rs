use std::ops::Range;

use postlude_base::Problem;

use super::date_order::learn_order;
use super::numeric::{DateOrder, Rules};
use super::{Written, find, month_names, read_with, value, year_first};

/// What the samples of one source taught about its times.
#[derive(Debug, Clone)]
pub struct Layout {
    rules: Rules,
    shape: Shape,
    needs_order: bool,
    pub(super) written_date: Option<(i16, i8, i8)>,
    pub(super) first_without_year: Option<(i8, i8)>,
    problems: Vec<Problem>,
}

/// The layout that is tried first because nearly every time has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// `2024-01-02T03:04:05...`
    YearFirst,
    /// `02/Jan/2024:03:04:05 +0000`
    CommonLog,
    /// `Jan  2 03:04:05`
    Syslog,
    Any,
}

/// Where a sample's time may begin, at most.
const SEARCH_LIMIT: usize = 256;

/// A longer sample is a line, not a value.
const LONGEST_VALUE: usize = 64;

/// More samples than this teach nothing new.
const MOST_SAMPLES: usize = 1024;

impl Layout {
    /// Learns from samples in the order of the source: each a line (its first time counts) or a value.
    pub fn learn<'a>(samples: impl Iterator<Item = &'a [u8]>) -> Self {
        let samples: Vec<&[u8]> = samples.take(MOST_SAMPLES).filter_map(from_its_time).collect();
        let (order, problem) = learn_order(&samples);
        Self::of(&samples, order, problem)
    }

    /// Learns from samples of a format whose dates are always in this order.
    pub fn learn_ordered<'a>(order: DateOrder, samples: impl Iterator<Item = &'a [u8]>) -> Self {
        let samples: Vec<&[u8]> = samples.take(MOST_SAMPLES).filter_map(from_its_time).collect();
        Self::of(&samples, Some(order), None)
    }

    fn of(samples: &[&[u8]], order: Option<DateOrder>, problem: Option<Problem>) -> Self {
        let rules = Rules { order, strict: false };
        let mut layout = Self {
            rules,
            shape: Shape::Any,
            needs_order: samples.is_empty(),
            written_date: None,
            first_without_year: None,
            problems: problem.into_iter().collect(),
        };
        for written in samples.iter().filter_map(|sample| value_or_beginning(sample, rules)) {
            layout.note(&written);
        }
        layout.shape = shape(samples);
        layout
    }

    fn note(&mut self, written: &Written) {
        self.needs_order |= written.year.is_none();
        match (written.year, written.month_day) {
            (Some(year), Some((month, day))) if year >= 1980 => {
                self.written_date.get_or_insert((year, month, day));
            }
            (None, Some(date)) => {
                self.first_without_year.get_or_insert(date);
            }
            _ => {}
        }
    }

    /// Reads the time at the beginning of `bytes`, as [`super::read`] does, with what was learnt.
    #[inline]
    pub fn read(&self, bytes: &[u8]) -> Option<(Written, usize)> {
        let fast = match self.shape {
            Shape::YearFirst => year_first::plain(bytes),
            Shape::CommonLog => month_names::common_log(bytes),
            Shape::Syslog => month_names::syslog(bytes),
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

    /// Whether a time depends on those before it: some samples write no year, or no date, or there is none.
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

/// The sample from its time on; none when it has none. A time with a date further on counts more than a
/// clock or a number at the beginning.
fn from_its_time(sample: &[u8]) -> Option<&[u8]> {
    let rules = Rules::default();
    if read_with(sample, rules).is_some_and(|(written, _)| written.has_date()) {
        return Some(sample);
    }
    if let Some((range, _)) = find::find(sample, SEARCH_LIMIT, rules) {
        return sample.get(range.start..);
    }
    value_or_beginning(sample, rules).map(|_| sample)
}

/// The time at the beginning of a sample, or the whole sample as a value.
pub(super) fn value_or_beginning(sample: &[u8], rules: Rules) -> Option<Written> {
    if let Some((written, _)) = read_with(sample, rules).or_else(|| value::read_date(sample, rules)) {
        return Some(written);
    }
    let short = sample.len() < LONGEST_VALUE;
    value::parse(short.then(|| std::str::from_utf8(sample).ok()).flatten()?, rules)
}

fn shape(samples: &[&[u8]]) -> Shape {
    let most = |read: fn(&[u8]) -> Option<(Written, usize)>| {
        samples.iter().filter(|sample| read(sample).is_some()).count() * 2 > samples.len()
    };
    if most(year_first::plain) {
        Shape::YearFirst
    } else if most(month_names::common_log) {
        Shape::CommonLog
    } else if most(month_names::syslog) {
        Shape::Syslog
    } else {
        Shape::Any
    }
}

use super::words::words;
use crate::frame::csv::{is_missing, number};

/// One column of a table: its name and what its first values look like.
#[derive(Debug)]
pub struct Column {
    /// The name as it stands in the header; made unique, and never empty.
    pub name: String,
    /// Its words run together: `traceid` for `Trace_ID` and `traceId`.
    pub key: String,
    /// The same without what only says how the values are written: `start` for `start_us`.
    pub bare: String,
    /// Its words.
    pub words: Vec<String>,
    /// Values of the sample, missing ones left out.
    pub values: Vec<String>,
    /// How many values of the sample are missing.
    pub missing: usize,
    numeric: usize,
    words_per_value: f64,
    distinct: usize,
}

/// Distinct values counted at most.
const MOST_DISTINCT: usize = 64;

impl Column {
    pub(super) fn new(name: String, cells: impl Iterator<Item = String>) -> Self {
        let (mut values, mut missing) = (Vec::new(), 0);
        for cell in cells {
            if is_missing(cell.as_bytes()) {
                missing += 1;
            } else {
                values.push(cell);
            }
        }
        let numeric = values.iter().filter(|value| number(value.as_bytes(), true).is_some()).count();
        let blanks: usize = values.iter().map(|value| value.split_whitespace().count()).sum();
        let mut distinct: Vec<&str> = Vec::new();
        for value in &values {
            if distinct.len() < MOST_DISTINCT && !distinct.contains(&value.as_str()) {
                distinct.push(value);
            }
        }
        let distinct = distinct.len();
        let words_per_value = blanks as f64 / values.len().max(1) as f64;
        let own = words(super::words::unit_of(&name).0);
        Self {
            key: words(&name).concat(),
            bare: bare(&own),
            words: own,
            name,
            values,
            missing,
            numeric,
            words_per_value,
            distinct,
        }
    }

    /// The same values under another name.
    pub(super) fn renamed(&self, name: String) -> Self {
        let missing = self.missing;
        Self { missing, ..Self::new(name, self.values.iter().cloned()) }
    }

    /// Whether most values are numbers, and there is one: a broken cell does not make a column of texts.
    pub fn is_numeric(&self) -> bool {
        self.numeric > 0 && self.numeric * 10 >= self.values.len() * 8
    }

    /// Whether the sample has no value at all.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Whether the values are texts of several words, or structured texts, mostly different: messages.
    pub fn is_prose(&self) -> bool {
        let structured = self.values.iter().filter(|value| value.starts_with(['{', '['])).count();
        let various = self.distinct * 4 > self.values.len().min(MOST_DISTINCT) || self.distinct >= 12;
        various && (self.words_per_value >= 2.5 || structured * 2 > self.values.len())
    }

    /// Whether the values count up one by one from the first, as the index of a data frame does.
    pub fn is_counter(&self) -> bool {
        let counts = |pair: &[String]| match (pair[0].parse::<i64>(), pair[1].parse::<i64>()) {
            (Ok(a), Ok(b)) => a.checked_add(1) == Some(b),
            _ => false,
        };
        self.values.len() > 1
            && matches!(self.values[0].as_str(), "0" | "1")
            && self.values.windows(2).all(counts)
    }

    /// Share of the values for which something holds; 0 if there is none.
    pub fn share(&self, holds: impl Fn(&str) -> bool) -> f64 {
        let count = self.values.iter().filter(|value| holds(value)).count();
        count as f64 / self.values.len().max(1) as f64
    }
}

/// The words without units and notes on the way of writing at their end, run together; all of them if nothing
/// else is left.
fn bare(words: &[String]) -> String {
    let is_note = |word: &String| {
        let notes =
            ["unix", "utc", "gmt", "iso", "iso8601", "local", "nanos", "micros", "millis", "str", "string"];
        notes.contains(&word.as_str()) || super::words::unit_of_word(word).is_some()
    };
    let kept = words.iter().rposition(|word| !is_note(word)).map_or(words.len(), |last| last + 1);
    words[..kept].concat()
}

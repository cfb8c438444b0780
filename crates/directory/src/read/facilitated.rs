//! Who facilitated when: an input that spreads the work, and nothing else.

use jiff::civil::Date;
use postlude_base::Problem;

use super::File;
use super::csv::Table;
use crate::day::day;
use crate::row::{Place, Told};

/// One review that somebody facilitated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facilitated {
    /// An address, a handle or a name.
    pub person: String,
    /// When.
    pub day: Date,
}

/// Reads a CSV file with the columns `date` and `person`.
pub fn facilitated(file: &File<'_>) -> (Vec<Facilitated>, Vec<Told>) {
    let text = String::from_utf8_lossy(file.bytes);
    let table = Table::of(&text);
    let told = |line, problem| Told::new(Place { file: file.name.to_owned(), line }, problem);
    let column = |names: &[&str]| table.header.iter().position(|name| names.contains(&name.as_str()));
    let (Some(date), Some(person)) = (
        column(&["date", "day", "datum", "tag"]),
        column(&["person", "facilitator", "email", "name", "moderation"]),
    ) else {
        let problem = Problem::new("unknown-format", "the header names no date and no person")
            .hint("expected is `date,person`");
        return (Vec::new(), vec![told(1, problem)]);
    };
    let (mut all, mut problems) = (Vec::new(), Vec::new());
    for (line, cells) in &table.rows {
        let cell = |at: usize| cells.get(at).map(String::as_str).unwrap_or_default().trim();
        match day(cell(date)) {
            Ok(day) if !cell(person).is_empty() => {
                all.push(Facilitated { person: cell(person).to_owned(), day });
            }
            _ => {
                let problem = Problem::new("broken-row", "a row without a date and a person")
                    .hint("dates as 2026-11-23");
                problems.push(told(*line, problem));
            }
        }
    }
    problems.extend(table.problems.iter().map(|(line, problem)| told(*line, problem.clone())));
    (all, problems)
}

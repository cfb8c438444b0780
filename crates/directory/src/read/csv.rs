//! CSV with a header in any order, English or German; also decisions about who is who (`decision,one,other,why`).

mod cell;
mod column;

use postlude_base::Problem;

use self::cell::{FAMILY, GIVEN, fill};
use self::column::{Column, column};
use super::Reading;
use crate::row::{Decision, Place, Row, Verdict};

/// A table: header in lower case without signs, rows with the line that each begins in.
pub(super) struct Table {
    pub(super) header: Vec<String>,
    pub(super) original: Vec<String>,
    pub(super) rows: Vec<(u64, Vec<String>)>,
    pub(super) problems: Vec<(u64, Problem)>,
}

impl Table {
    pub(super) fn of(text: &str) -> Self {
        let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let count = |delimiter: u8| first.bytes().filter(|byte| *byte == delimiter).count();
        // Of equals the first counts: a comma.
        let delimiter =
            [b',', b';', b'\t'].into_iter().rev().max_by_key(|delimiter| count(*delimiter)).unwrap_or(b',');
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(delimiter)
            .flexible(true)
            .has_headers(false)
            .from_reader(text.as_bytes());
        let mut table =
            Self { header: Vec::new(), original: Vec::new(), rows: Vec::new(), problems: Vec::new() };
        for record in reader.records() {
            match record {
                Ok(record) => {
                    let line = record.position().map_or(1, csv::Position::line);
                    let cells: Vec<String> = record.iter().map(|cell| cell.trim().to_owned()).collect();
                    table.push(line, cells);
                }
                Err(error) => {
                    let line = error.position().map_or(1, csv::Position::line);
                    table.problems.push((
                        line,
                        Problem::new("broken-csv", format!("this row cannot be read: {error}")),
                    ));
                }
            }
        }
        table
    }

    fn push(&mut self, line: u64, cells: Vec<String>) {
        if cells.iter().all(String::is_empty) {
            return;
        }
        if self.header.is_empty() {
            self.header = cells.iter().map(|cell| plain(cell)).collect();
            self.original = cells;
            return;
        }
        if cells.len() > self.header.len()
            && cells.iter().skip(self.header.len()).any(|cell| !cell.is_empty())
        {
            let message = format!("this row has {} cells, the header {}", cells.len(), self.header.len());
            self.problems.push((
                line,
                Problem::new("too-many-cells", message)
                    .hint("put texts with commas into quotes; several values are separated by ;"),
            ));
        }
        self.rows.push((line, cells));
    }
}

/// `reports to` of `Reports_To `.
fn plain(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

fn is_decisions(header: &[String]) -> bool {
    ["decision", "one", "other"].iter().all(|name| header.iter().any(|cell| cell == name))
}

pub(super) fn knows(_: &str, text: &str) -> bool {
    let table = Table::of(text);
    let columns: Vec<Column> = table.header.iter().filter_map(|name| column(name)).collect();
    let who = columns
        .iter()
        .any(|column| matches!(column, Column::Name | Column::GivenName | Column::Email | Column::Handle(_)));
    is_decisions(&table.header) || (who && columns.len() >= 2) || (who && table.header.len() == 1)
}

pub(super) fn read(reading: &mut Reading, file: &str, text: &str) {
    let table = Table::of(text);
    for (line, problem) in &table.problems {
        reading.odd(file, *line, problem.clone());
    }
    if is_decisions(&table.header) {
        return decisions(reading, file, &table);
    }
    let columns: Vec<Option<Column>> = table.header.iter().map(|name| column(name)).collect();
    let unknown =
        table.original.iter().zip(&columns).filter(|(name, column)| column.is_none() && !name.is_empty());
    let unknown: Vec<&str> = unknown.map(|(name, _)| name.as_str()).collect();
    if !unknown.is_empty() {
        let message = format!("columns that are not known were left out: {}", unknown.join(", "));
        reading.odd(
            file,
            1,
            Problem::new("unknown-column", message).hint("docs/facilitator.md names the columns"),
        );
    }
    for (line, cells) in &table.rows {
        let mut row = Row::at(file, *line);
        let mut problems = Vec::new();
        for (column, cell) in columns.iter().zip(cells) {
            if let (Some(column), false) = (column, cell.is_empty()) {
                fill(&mut row, *column, cell, &mut problems);
            }
        }
        join_names(&mut row);
        for problem in problems {
            reading.odd(file, *line, problem);
        }
        if row.name.is_none() && row.emails.is_empty() && row.handles.is_empty() {
            let problem = Problem::new("nobody", "this row names nobody")
                .hint("a name, an address or a handle is needed");
            reading.odd(file, *line, problem);
        } else {
            reading.rows.push(row);
        }
    }
}

/// A given name waits among the nicknames until the family name has come.
fn join_names(row: &mut Row) {
    let is_part = |name: &&String| name.starts_with(GIVEN) || name.starts_with(FAMILY);
    let parts: Vec<String> = row.nicknames.iter().filter(is_part).cloned().collect();
    row.nicknames.retain(|name| !is_part(&name));
    let part = |mark: char| parts.iter().find_map(|part| part.strip_prefix(mark)).unwrap_or_default();
    row.named(&format!("{} {}", part(GIVEN), part(FAMILY)));
}

fn decisions(reading: &mut Reading, file: &str, table: &Table) {
    let at = |name: &str| table.header.iter().position(|cell| cell == name);
    for (line, cells) in &table.rows {
        let cell = |name: &str| {
            at(name).and_then(|at| cells.get(at)).map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
        };
        let verdict = match cell("decision") {
            Some("join") => Some(Verdict::Join),
            Some("apart") => Some(Verdict::Apart),
            _ => None,
        };
        if let (Some(verdict), Some(one), Some(other)) = (verdict, cell("one"), cell("other")) {
            let place = Place { file: file.to_owned(), line: *line };
            let why = cell("why").map(str::to_owned);
            reading.decisions.push(Decision {
                place,
                verdict,
                one: one.to_owned(),
                other: other.to_owned(),
                why,
            });
        } else {
            let problem = Problem::new("broken-decision", "this decides nothing").hint(
                "expected is `join` or `apart`, then two addresses, two `system:handle` or two `file:line`",
            );
            reading.odd(file, *line, problem);
        }
    }
}

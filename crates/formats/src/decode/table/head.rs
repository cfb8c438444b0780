use std::cell::OnceCell;

use postlude_base::Problem;

use super::file_name::FileName;
use super::words::words;
use super::{Clock, Column, header_fit};
use crate::frame::csv::{Dialect, Rows, number};
use crate::{Block, Head};

/// Rows of the head that are looked at.
const SAMPLE: usize = 300;
/// A table with more columns than this is read as well, but only these are looked at.
const MOST_COLUMNS: usize = 4096;

/// The beginning of a table: its columns with their first values.
#[derive(Debug)]
pub struct Table {
    /// How cells are separated.
    pub dialect: Dialect,
    /// The names as they stand in the first header row.
    pub header: Vec<String>,
    /// The columns.
    pub columns: Vec<Column>,
    /// Rows of the sample below the header.
    pub rows: usize,
    /// Header rows below the first, in tables whose columns are named by several rows; each begins with the
    /// cell of the first column.
    pub layers: Vec<Vec<String>>,
    /// Bytes of the source before the first row of data.
    pub body: usize,
    /// Cells in front of each row that no column names.
    pub unnamed: usize,
    /// What the path tells.
    pub file: FileName,
    /// Whether the path says that it is a table.
    pub named_as_table: bool,
    /// The column that says when a row was; see [`super::clock::find`].
    pub clock: OnceCell<Option<Clock>>,
    /// What was decided, for people.
    pub reasons: Vec<String>,
    /// What is odd about the header.
    pub problems: Vec<Problem>,
}

impl Table {
    /// The table that a head begins, if it begins one with a header.
    pub fn read(head: &Head<'_>) -> Option<Self> {
        let dialect = Dialect::guess(head.bytes)?;
        let block = Block { last: head.complete, ..Block::whole(head.bytes) };
        let mut rows = Rows::new(&block, dialect);
        let mut sample: Vec<Vec<String>> = Vec::new();
        let mut ends = Vec::new();
        while let Some(row) = rows.next_row() {
            if sample.len() > SAMPLE
                || (!head.complete && row.span().to >= head.bytes.len() as u64 && !sample.is_empty())
            {
                break;
            }
            let written = row.bytes_of_row();
            let note = written.starts_with(b"#") || written.starts_with(b"sep=") || row.cells() == 1;
            let prelude = sample.is_empty() && note;
            if row.is_blank() || prelude {
                continue;
            }
            sample.push((0..row.cells().min(MOST_COLUMNS)).map(|i| row.text(i).into_owned()).collect());
            ends.push(rows.at());
        }
        let mut rows = sample.into_iter();
        let names = rows.next()?;
        if !is_header(&names) {
            return None;
        }
        let mut rows: Vec<Vec<String>> = rows.collect();
        let layers = layers(&rows);
        let body = ends[layers];
        let layers: Vec<_> = rows.drain(..layers).collect();
        let file = FileName::of(head.hints.path);
        let lower = head.hints.path.to_ascii_lowercase();
        let mut table = Self {
            dialect,
            header: Vec::new(),
            columns: Vec::new(),
            rows: rows.len(),
            layers,
            body,
            unnamed: 0,
            file,
            named_as_table: [".csv", ".tsv", ".csv.", ".psv"].iter().any(|end| lower.contains(end)),
            clock: OnceCell::new(),
            reasons: Vec::new(),
            problems: Vec::new(),
        };
        let names = table.fit_names(names, &rows);
        table.columns = columns(&names, &rows, table.unnamed);
        table.header = names;
        if table.layers.is_empty() {
            table.problems.extend(header_fit::fit(&mut table.columns));
        }
        let shape = format!("{} columns separated by {}", table.columns.len(), dialect.name());
        table.reasons.insert(0, shape);
        Some(table)
    }

    /// The column with the first of these names that there is; `start_us` answers to `start` as well.
    pub fn find(&self, keys: &[&str]) -> Option<usize> {
        let exact = |key: &&str| self.columns.iter().position(|column| column.key == *key);
        let bare = |key: &&str| self.columns.iter().position(|column| column.bare == *key);
        keys.iter().find_map(exact).or_else(|| keys.iter().find_map(bare))
    }

    /// Names for the cells of the rows when the header has one more or one less than they have cells.
    fn fit_names(&mut self, mut names: Vec<String>, rows: &[Vec<String>]) -> Vec<String> {
        let short: Vec<&Vec<String>> = rows.iter().filter(|row| row.len() != names.len()).collect();
        if rows.is_empty() || short.len() * 10 < rows.len() * 9 {
            return names;
        }
        let cells = most_frequent(rows.iter().map(Vec::len));
        let message = format!("the header names {} columns, the rows have {cells} cells", names.len());
        if cells == names.len() + 1 {
            let empty_end = rows.iter().all(|row| row.len() != cells || row[cells - 1].is_empty());
            if empty_end {
                self.reasons.push("rows end with a separator".to_owned());
            } else {
                self.unnamed = 1;
                let hint = "the first cell of each row was taken as a row number or name";
                self.problems.push(Problem::new("header-mismatch", message).hint(hint));
            }
        } else if cells + 1 == names.len() {
            let fits =
                |from: usize| names[from..].iter().zip(&rows[0]).filter(|(n, v)| is_likely(n, v)).count();
            let from = usize::from(names[0].is_empty() || fits(1) > fits(0));
            let hint = if from == 1 { "the first name was left out" } else { "the last name was left out" };
            self.problems.push(Problem::new("header-mismatch", message).hint(hint));
            names.drain(..from);
            names.truncate(cells);
        }
        names
    }
}

fn columns(names: &[String], rows: &[Vec<String>], unnamed: usize) -> Vec<Column> {
    let mut columns = Vec::new();
    for (i, name) in names.iter().enumerate() {
        let cells = rows.iter().filter_map(|row| row.get(i + unnamed).cloned());
        columns.push(Column::new(unique_name(names, i, name), cells));
    }
    columns
}

/// The name of a column; a second one of that name is numbered, and only the first column may have none.
fn unique_name(names: &[String], i: usize, name: &str) -> String {
    if name.is_empty() && i > 0 {
        return format!("column {}", i + 1);
    }
    match names[..i].iter().filter(|known| *known == name).count() {
        0 => name.to_owned(),
        times => format!("{name}.{}", times + 1),
    }
}

/// Whether a row of texts can name columns: no cell is a number, a moment or a sentence.
fn is_header(cells: &[String]) -> bool {
    let names = cells.iter().filter(|cell| !cell.is_empty()).count();
    names >= 1
        && cells.len() >= 2
        && names * 2 >= cells.len()
        && cells.iter().all(|cell| {
            let braces = cell.contains('{');
            let words = cell.split_whitespace().count();
            number(cell.as_bytes(), true).is_none()
                && (braces || (words <= 8 && cell.len() <= 200))
                && !cell.starts_with(['[', '<'])
                && !cell.starts_with("{\"")
                && crate::time::parse_value(cell).is_none()
                && (cell.is_empty() || cell.chars().any(char::is_alphabetic))
        })
        && !cells.iter().any(|cell| crate::time::find(cell.as_bytes(), 40).is_some())
}

/// How many rows below the first still name columns: texts, above rows whose first cell is a moment or a number
/// and whose other cells are numbers.
fn layers(rows: &[Vec<String>]) -> usize {
    let is_data = |row: &Vec<String>| {
        let filled: Vec<&String> = row.iter().skip(1).filter(|cell| !cell.is_empty()).collect();
        let numbers = filled.iter().filter(|cell| number(cell.as_bytes(), true).is_some()).count();
        let first = row.first().is_some_and(|cell| {
            number(cell.as_bytes(), false).is_some() || crate::time::parse_value(cell).is_some()
        });
        first && numbers * 10 >= filled.len() * 8
    };
    let first_data = rows.iter().position(is_data).unwrap_or(0);
    let named = rows[..first_data.min(rows.len())].iter().all(|row| {
        row.iter().all(|cell| number(cell.as_bytes(), true).is_none())
            && row.len() > 1
            && row.first().is_some_and(|cell| cell.len() < 60)
    });
    let steady = rows[first_data.min(rows.len())..].iter().take(20).all(is_data);
    if first_data <= 5 && named && steady { first_data } else { 0 }
}

/// Whether a value suits a name as far as moments go.
fn is_likely(name: &str, value: &str) -> bool {
    let timely = words(name).iter().any(|word| word == "time" || word == "timestamp" || word == "date");
    timely && crate::time::parse_value(value).is_some()
}

fn most_frequent(counts: impl Iterator<Item = usize>) -> usize {
    let mut all: Vec<usize> = counts.collect();
    all.sort_unstable();
    all.chunk_by(|a, b| a == b).max_by_key(|run| run.len()).and_then(|run| run.first().copied()).unwrap_or(0)
}

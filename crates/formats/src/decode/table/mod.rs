//! Tables: comma, tab, semicolon or bar separated, with a header.
//!
//! Reading order: [`sniff`], [`head`] (the columns with their first values), one file for each kind of table.
//! A kind is recognised by the roles of the columns, and a role by the name of the column with its values as
//! witnesses; names of data sets, products or files play no part. The plan is made once from the head of a
//! source, then every row is read by it.
//!
//! A record's place is its row; all records of one row share it. Rows of the wrong length are read as far as
//! they go and counted.

mod alerts;
mod changes;
mod clock;
mod column;
mod edges;
mod file_name;
mod head;
mod header_fit;
mod identity;
mod inner_time;
mod layered;
mod logs;
mod long;
mod matrix;
mod messages;
mod quantity;
mod reader;
mod series;
mod spans;
#[cfg(test)]
mod tests;
mod wide;
mod words;

pub(crate) use clock::{Clock, epoch};
pub(crate) use column::Column;
pub(crate) use file_name::is_instance;
pub(crate) use head::Table;
pub(crate) use reader::{Decode, Tally};
pub(crate) use series::Series;
pub(crate) use words::unit_of;

use postlude_base::Problem;

use crate::Hints;
use crate::sniff::{Detection, Head};
use reader::TableReader;

/// What a kind of table makes of a head.
struct Kind {
    /// Name of the format.
    name: &'static str,
    confidence: u8,
    reasons: Vec<String>,
    problems: Vec<Problem>,
    decode: Box<dyn Decode>,
}

/// The kinds of tables, the more particular ones first: the first that takes a table has it.
const KINDS: &[fn(&Table, &Hints<'_>) -> Option<Kind>] = &[
    spans::plan,
    matrix::plan,
    layered::plan,
    edges::plan,
    alerts::plan,
    changes::plan,
    messages::plan,
    long::plan,
    wide::plan,
    logs::plan,
];

/// Is it a table?
pub fn sniff(head: &Head<'_>) -> Option<Detection> {
    let table = Table::read(head)?;
    let kind = KINDS.iter().find_map(|plan| plan(&table, head.hints))?;
    // Two columns and no telling ending: prose has commas too.
    let doubt = if table.named_as_table || table.columns.len() > 3 { 0 } else { 20 };
    let Table { dialect, columns, body, unnamed, mut reasons, mut problems, .. } = table;
    reasons.extend(kind.reasons);
    problems.extend(kind.problems);
    let reader = TableReader { dialect, columns: columns.len(), body, unnamed, decode: kind.decode };
    Some(Detection {
        format: format!("{} in {}", kind.name, if dialect.separator == b'\t' { "tsv" } else { "csv" }),
        confidence: kind.confidence.saturating_sub(doubt),
        reasons,
        problems,
        reader: Box::new(reader),
    })
}

//! Answers of SQL queries as they come: an aligned table, JSON lines, or CSV.
//!
//! Memory: a table holds its first rows back, to know how wide the columns are; the other forms hold nothing.

use std::io::{self, Write};

use arrow_array::RecordBatch;
use arrow_array::cast::AsArray as _;
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_schema::{ArrowError, DataType, Schema};
use serde_json::Value;

use super::words::{fitted, plain, width};

/// Columns of a cell in a table.
const WIDEST: usize = 100;

/// Rows that the widths of a table are taken from.
const MEASURED: usize = 1000;

/// Form of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Form {
    /// For people.
    Table,
    /// One JSON object per row.
    Jsonl,
    /// One line per row, commas between.
    Csv,
}

/// An answer on its way out.
pub(crate) struct Answer<W> {
    form: Form,
    out: W,
    /// Rows of a table whose columns have no widths yet; the header first.
    held: Vec<Vec<String>>,
    widths: Vec<usize>,
    headed: bool,
    rows: u64,
}

impl<W: Write> Answer<W> {
    pub(crate) fn new(form: Form, out: W) -> Self {
        Self { form, out, held: Vec::new(), widths: Vec::new(), headed: false, rows: 0 }
    }

    /// Takes the next rows.
    pub(crate) fn take(&mut self, batch: &RecordBatch) -> io::Result<()> {
        let schema = batch.schema();
        self.head(&schema)?;
        self.rows += batch.num_rows() as u64;
        let form = self.form;
        cells(batch, &mut |row| match form {
            Form::Table => self.row(row.into_iter().map(|(cell, _)| one_line(&cell)).collect()),
            Form::Csv => {
                let row: Vec<String> = row.iter().map(|(cell, _)| quoted(cell)).collect();
                write!(self.out, "{}\r\n", row.join(","))
            }
            Form::Jsonl => {
                // In the order of the columns, which a map would not keep.
                let fields = schema.fields().iter().zip(row);
                let fields = fields
                    .map(|(field, (_, value))| format!("{}:{value}", Value::from(field.name().as_str())));
                writeln!(self.out, "{{{}}}", fields.collect::<Vec<_>>().join(","))
            }
        })
    }

    /// Writes what is held back; the columns are known even when there were no rows.
    pub(crate) fn finish(mut self, schema: &Schema) -> io::Result<()> {
        self.head(schema)?;
        if self.form == Form::Table {
            self.measure()?;
            let rows = super::words::counted(self.rows, "row");
            writeln!(self.out, "{rows}")?;
        }
        self.out.flush()
    }

    fn head(&mut self, schema: &Schema) -> io::Result<()> {
        if std::mem::replace(&mut self.headed, true) {
            return Ok(());
        }
        let names = schema.fields().iter().map(|field| field.name().clone());
        match self.form {
            Form::Table => self.held.push(names.collect()),
            Form::Csv => {
                let names: Vec<String> = names.map(|name| quoted(&name)).collect();
                write!(self.out, "{}\r\n", names.join(","))?;
            }
            Form::Jsonl => {}
        }
        Ok(())
    }

    fn row(&mut self, row: Vec<String>) -> io::Result<()> {
        if self.widths.is_empty() {
            self.held.push(row);
            if self.held.len() > MEASURED { self.measure() } else { Ok(()) }
        } else {
            self.line(&row)
        }
    }

    /// Fixes the widths by the rows held so far, and writes these.
    fn measure(&mut self) -> io::Result<()> {
        if !self.widths.is_empty() {
            return Ok(());
        }
        let held = std::mem::take(&mut self.held);
        let columns = held.first().map_or(0, Vec::len);
        let widest = |at: usize| held.iter().map(|row| width(&row[at])).max().unwrap_or(0).clamp(1, WIDEST);
        self.widths = (0..columns).map(widest).collect();
        for (at, row) in held.iter().enumerate() {
            self.line(row)?;
            if at == 0 {
                let rules: Vec<String> = self.widths.iter().map(|width| "─".repeat(*width)).collect();
                writeln!(self.out, "{}", rules.join("  "))?;
            }
        }
        Ok(())
    }

    fn line(&mut self, row: &[String]) -> io::Result<()> {
        let cells: Vec<String> =
            row.iter().zip(&self.widths).map(|(cell, width)| fitted(cell, *width)).collect();
        writeln!(self.out, "{}", cells.join("  ").trim_end())
    }
}

fn one_line(cell: &str) -> String {
    plain(&cell.replace(['\n', '\r', '\t'], " "))
}

fn quoted(cell: &str) -> String {
    match cell.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.to_owned(),
    }
}

fn odd(error: ArrowError) -> io::Error {
    io::Error::other(error)
}

/// Every row as text and as a JSON value.
fn cells(
    batch: &RecordBatch,
    each: &mut dyn FnMut(Vec<(String, Value)>) -> io::Result<()>,
) -> io::Result<()> {
    let options =
        FormatOptions::new().with_display_error(true).with_timestamp_format(Some("%Y-%m-%dT%H:%M:%S%.fZ"));
    let formatters: Vec<ArrayFormatter<'_>> = batch
        .columns()
        .iter()
        .map(|column| ArrayFormatter::try_new(column, &options))
        .collect::<Result<_, _>>()
        .map_err(odd)?;
    for at in 0..batch.num_rows() {
        let row = batch.columns().iter().zip(&formatters).map(|(column, formatter)| {
            let text = formatter.value(at).try_to_string().unwrap_or_default();
            let value = match column.data_type() {
                _ if column.is_null(at) => Value::Null,
                DataType::Boolean => Value::Bool(column.as_boolean().value(at)),
                kind if kind.is_numeric() => serde_json::from_str(&text).unwrap_or(Value::Null),
                DataType::Map(..) => map(column, at),
                _ => Value::String(text.clone()),
            };
            (text, value)
        });
        each(row.collect())?;
    }
    Ok(())
}

/// A map column as an object.
fn map(column: &arrow_array::ArrayRef, at: usize) -> Value {
    let entries = column.as_map().value(at);
    let texts = |at: usize| arrow_cast::cast(entries.column(at), &DataType::Utf8).ok();
    let (Some(keys), Some(values)) = (texts(0), texts(1)) else { return Value::Null };
    let (keys, values) = (keys.as_string::<i32>(), values.as_string::<i32>());
    keys.iter()
        .flatten()
        .zip(values.iter())
        .map(|(key, value)| (key.to_owned(), Value::from(value)))
        .collect()
}

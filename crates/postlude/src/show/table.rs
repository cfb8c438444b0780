//! Answers of SQL queries: an aligned table, JSON lines, or CSV.

use std::fmt::Write as _;

use anyhow::Result;
use arrow_array::RecordBatch;
use arrow_array::cast::AsArray as _;
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_schema::DataType;
use serde_json::{Map, Value};

/// Characters of a cell in a table.
const WIDEST: usize = 100;

fn options() -> FormatOptions<'static> {
    FormatOptions::new().with_display_error(true).with_timestamp_format(Some("%Y-%m-%dT%H:%M:%S%.fZ"))
}

/// Columns side by side, a header first; long cells are cut and say so.
pub(crate) fn aligned(batches: &[RecordBatch]) -> Result<String> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    if let Some(batch) = batches.first() {
        rows.push(batch.schema().fields().iter().map(|field| field.name().clone()).collect());
    }
    for batch in batches {
        cells(batch, &mut |row| rows.push(row.into_iter().map(|(cell, _)| shortened(&cell)).collect()))?;
    }
    let columns = rows.first().map_or(0, Vec::len);
    let width = |at: usize| rows.iter().map(|row| row[at].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for (at, row) in rows.iter().enumerate() {
        let line: Vec<String> =
            row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        let _ = writeln!(text, "{}", line.join("  ").trim_end());
        if at == 0 {
            let rules: Vec<String> = widths.iter().map(|width| "─".repeat(*width)).collect();
            let _ = writeln!(text, "{}", rules.join("  "));
        }
    }
    let _ = writeln!(text, "{} rows", rows.len().saturating_sub(1));
    Ok(text)
}

fn shortened(cell: &str) -> String {
    let line = cell.replace(['\n', '\r', '\t'], " ");
    if line.chars().count() <= WIDEST { line } else { line.chars().take(WIDEST - 1).chain(['…']).collect() }
}

/// One object per row.
pub(crate) fn jsonl(batches: &[RecordBatch]) -> Result<String> {
    let mut text = String::new();
    for batch in batches {
        let schema = batch.schema();
        cells(batch, &mut |row| {
            let object: Map<String, Value> = row
                .into_iter()
                .zip(schema.fields())
                .map(|((_, value), field)| (field.name().clone(), value))
                .collect();
            let _ = writeln!(text, "{}", Value::Object(object));
        })?;
    }
    Ok(text)
}

/// A header and one line per row (RFC 4180).
pub(crate) fn csv(batches: &[RecordBatch]) -> Result<String> {
    let quoted = |cell: &str| match cell.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell.to_owned(),
    };
    let mut text = String::new();
    if let Some(batch) = batches.first() {
        let names: Vec<String> = batch.schema().fields().iter().map(|field| quoted(field.name())).collect();
        text.push_str(&(names.join(",") + "\r\n"));
    }
    for batch in batches {
        cells(batch, &mut |row| {
            let row: Vec<String> = row.iter().map(|(cell, _)| quoted(cell)).collect();
            text.push_str(&(row.join(",") + "\r\n"));
        })?;
    }
    Ok(text)
}

/// Every row as text and as a JSON value.
fn cells(batch: &RecordBatch, each: &mut dyn FnMut(Vec<(String, Value)>)) -> Result<()> {
    let options = options();
    let formatters: Vec<ArrayFormatter<'_>> = batch
        .columns()
        .iter()
        .map(|column| ArrayFormatter::try_new(column, &options))
        .collect::<Result<_, _>>()?;
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
        each(row.collect());
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

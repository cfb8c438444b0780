//! One line of a dump, written and read.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{Cell, Kind, TABLES, Table};
use crate::{Conflict, Result};

/// What the first line calls the format.
const FORMAT: &str = "postlude-dump/1";

/// A line of a dump.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// The first.
    Begin,
    /// A row.
    Row(usize, Vec<Cell>),
    /// The last, with the number of rows.
    End(u64),
}

impl Line {
    /// The line as text, without its end. Same rows, same text.
    pub fn write(&self) -> String {
        match self {
            Self::Begin => json!({ "format": FORMAT }).to_string(),
            Self::End(rows) => json!({ "rows": rows }).to_string(),
            Self::Row(index, cells) => {
                let Some(table) = TABLES.get(*index) else { return String::new() };
                let values: Vec<Value> = cells.iter().map(value).collect();
                json!([table.name, values]).to_string()
            }
        }
    }

    /// The line in this text, if it is one.
    pub fn read(text: &str) -> Option<Self> {
        match serde_json::from_str(text).ok()? {
            Value::Object(fields) => Self::read_edge(&fields),
            Value::Array(parts) => {
                let [Value::String(name), Value::Array(values)] = parts.as_slice() else { return None };
                let (index, table) = TABLES.iter().enumerate().find(|(_, table)| table.name == name)?;
                Some(Self::Row(index, cells(table, values)?))
            }
            _ => None,
        }
    }

    fn read_edge(fields: &Map<String, Value>) -> Option<Self> {
        match (fields.get("format"), fields.get("rows")) {
            (Some(Value::String(format)), None) if format == FORMAT => Some(Self::Begin),
            (None, Some(rows)) => rows.as_u64().map(Self::End),
            _ => None,
        }
    }
}

fn cells(table: &Table, values: &[Value]) -> Option<Vec<Cell>> {
    if values.len() != table.columns.len() {
        return None;
    }
    table.columns.iter().zip(values).map(|((_, kind), value)| cell(*kind, value)).collect()
}

fn value(cell: &Cell) -> Value {
    match cell {
        Cell::Null => Value::Null,
        Cell::Text(text) => Value::String(text.clone()),
        Cell::Integer(number) => (*number).into(),
        Cell::Bytes(bytes) => Value::String(hexadecimal(bytes)),
        Cell::Id(id) => Value::String(id.to_string()),
    }
}

fn cell(kind: Kind, value: &Value) -> Option<Cell> {
    match (kind, value) {
        (_, Value::Null) => Some(Cell::Null),
        (Kind::Text, Value::String(text)) => Some(Cell::Text(text.clone())),
        (Kind::Integer, Value::Number(number)) => number.as_i64().map(Cell::Integer),
        (Kind::Bytes, Value::String(digits)) => bytes(digits).map(Cell::Bytes),
        (Kind::Id, Value::String(id)) => Uuid::parse_str(id).ok().map(Cell::Id),
        _ => None,
    }
}

const DIGITS: &[u8; 16] = b"0123456789abcdef";

fn hexadecimal(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}

fn bytes(digits: &str) -> Option<Vec<u8>> {
    let value = |digit: u8| char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
    let (pairs, rest) = digits.as_bytes().as_chunks::<2>();
    let read = pairs.iter().map(|[high, low]| Some(value(*high)? << 4 | value(*low)?)).collect();
    if rest.is_empty() { read } else { None }
}

/// Checks that lines come as a dump has them.
#[derive(Debug, Default)]
pub struct Reader {
    begun: bool,
    rows: u64,
    ended: bool,
}

impl Reader {
    /// The row in this line, if it is one; conflicts if the line does not belong there.
    pub fn row(&mut self, text: &str) -> Result<Option<(&'static Table, Vec<Cell>)>> {
        match Line::read(text) {
            Some(Line::Begin) if !self.begun => self.begun = true,
            Some(Line::End(rows)) if self.begun && !self.ended && rows == self.rows => self.ended = true,
            Some(Line::Row(index, cells)) if self.begun && !self.ended => {
                self.rows += 1;
                return Ok(TABLES.get(index).map(|table| (table, cells)));
            }
            _ => return Err(Conflict::NotADump.into()),
        }
        Ok(None)
    }

    /// The number of rows; conflicts if the end was missing.
    pub fn end(self) -> Result<u64> {
        if self.ended { Ok(self.rows) } else { Err(Conflict::NotADump.into()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_comes_back_from_its_line() {
        let id = Uuid::from_u128(7);
        let index = TABLES.iter().position(|table| table.name == "document_update").expect("a table");
        let row = vec![
            Cell::Id(id),
            Cell::Integer(i64::MAX),
            Cell::Null,
            Cell::Integer(-1),
            Cell::Bytes(vec![0, 127, 255]),
        ];
        let line = Line::Row(index, row);
        insta::assert_snapshot!(line.write(), @r#"["document_update",["00000000-0000-0000-0000-000000000007",9223372036854775807,null,-1,"007fff"]]"#);
        assert_eq!(Line::read(&line.write()), Some(line));
    }

    #[test]
    fn only_a_whole_dump_is_read() {
        let begin = Line::Begin.write();
        let row = r#"["setting",["a","1"]]"#;
        let check = |lines: &[&str], expected: Option<u64>| {
            let mut reader = Reader::default();
            let read =
                lines.iter().try_for_each(|line| reader.row(line).map(drop)).and_then(|()| reader.end());
            assert_eq!(read.ok(), expected, "{lines:?}");
        };
        check(&[&begin, row, r#"{"rows":1}"#], Some(1));
        check(&[&begin, r#"{"rows":0}"#], Some(0));
        check(&[], None);
        check(&[&begin, row], None);
        check(&[&begin, row, r#"{"rows":2}"#], None);
        check(&[row, r#"{"rows":1}"#], None);
        check(&[&begin, r#"{"rows":0}"#, row], None);
        check(&[&begin, r#"["setting",["a"]]"#, r#"{"rows":1}"#], None);
        check(&[&begin, r#"["setting",["a",1]]"#, r#"{"rows":1}"#], None);
        check(&[&begin, r#"["wallet",["a"]]"#, r#"{"rows":1}"#], None);
        check(&[r#"{"format":"postlude-dump/2"}"#, r#"{"rows":0}"#], None);
        check(&["what", r#"{"rows":0}"#], None);
    }

    #[test]
    fn digits_that_are_no_bytes_are_refused() {
        let check = |digits: &str, expected: Option<&[u8]>| assert_eq!(bytes(digits).as_deref(), expected);
        check("", Some(&[]));
        check("00fF", Some(&[0, 255]));
        check("0", None);
        check("0g", None);
        check("é", None);
    }
}

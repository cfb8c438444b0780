//! SQL that a person writes: read only, bounded in rows and in time.

use std::time::Duration;

use datafusion::arrow::array::{Array, AsArray, RecordBatch};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{
    DataType, Float64Type, Int64Type, TimeUnit, TimestampNanosecondType, UInt64Type,
};
use datafusion::arrow::util::display::{ArrayFormatter, FormatOptions};
use datafusion::prelude::SessionContext;
use postlude_base::Timestamp;
use serde::Serialize;
use serde_json::Value;

use super::Screens;
use crate::Failure;
use crate::sql::{next, plain, plain_schema, plan, query_failure};

/// The largest whole number that a browser holds exactly.
const EXACT: u64 = 1 << 53;

/// The answer to a query.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Answer {
    /// Names and types.
    pub columns: Vec<Column>,
    /// Values in the order of the columns: numbers, texts, truths; moments as RFC 3339, what a browser cannot hold as text.
    pub rows: Vec<Vec<Value>>,
    /// Whether there are more rows.
    pub truncated: bool,
}

/// One column of an answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Column {
    /// Its name.
    pub name: String,
    /// `number text moment truth other`.
    pub kind: &'static str,
}

impl Screens {
    /// Answers a query with so many rows at most, within so much time.
    pub async fn query(&self, sql: &str, most: usize, within: Duration) -> Result<Answer, Failure> {
        let answering = answer(self.session.context().clone(), sql.to_owned(), most);
        let limited = async move {
            tokio::time::timeout(within, answering).await.unwrap_or_else(|_| {
                let message = format!("the query took longer than {} s", within.as_secs());
                Err(Failure::Query { message, place: None })
            })
        };
        self.session.run(limited).await
    }
}

async fn answer(context: SessionContext, sql: String, most: usize) -> Result<Answer, Failure> {
    let frame = plan(&context, &sql).await.map_err(query_failure)?;
    let mut stream = frame.execute_stream().await.map_err(query_failure)?;
    let schema = plain_schema(&stream.schema());
    let column = |field: &std::sync::Arc<datafusion::arrow::datatypes::Field>| Column {
        name: field.name().clone(),
        kind: kind(field.data_type()),
    };
    let columns = schema.fields().iter().map(column).collect();
    let mut answer = Answer { columns, ..Answer::default() };
    while let Some(batch) = next(&mut stream).await {
        let batch = plain(&batch.map_err(query_failure)?, &schema).map_err(query_failure)?;
        let left = most.saturating_sub(answer.rows.len());
        answer.truncated = batch.num_rows() > left;
        answer.rows.extend(rows(&batch.slice(0, batch.num_rows().min(left)))?);
        if answer.truncated {
            break;
        }
    }
    Ok(answer)
}

fn kind(data_type: &DataType) -> &'static str {
    match data_type {
        DataType::Boolean => "truth",
        DataType::Utf8 | DataType::Null => "text",
        DataType::Timestamp(..) => "moment",
        numeric if numeric.is_numeric() => "number",
        _ => "other",
    }
}

fn rows(batch: &RecordBatch) -> Result<Vec<Vec<Value>>, Failure> {
    let mut rows = vec![Vec::with_capacity(batch.num_columns()); batch.num_rows()];
    for column in batch.columns() {
        let values = values(column).map_err(|error| query_failure(error.into()))?;
        for (row, value) in rows.iter_mut().zip(values) {
            row.push(value);
        }
    }
    Ok(rows)
}

fn values(column: &dyn Array) -> Result<Vec<Value>, datafusion::arrow::error::ArrowError> {
    let all = 0..column.len();
    let there = |at: usize| column.is_valid(at);
    Ok(match column.data_type() {
        DataType::Boolean => {
            let truths = column.as_boolean();
            all.map(|at| if there(at) { truths.value(at).into() } else { Value::Null }).collect()
        }
        DataType::Timestamp(..) => {
            let moments = cast(column, &DataType::Timestamp(TimeUnit::Nanosecond, None))?;
            let moments = moments.as_primitive::<TimestampNanosecondType>();
            all.map(|at| match there(at) {
                true => Timestamp(moments.value(at)).to_string().into(),
                false => Value::Null,
            })
            .collect()
        }
        DataType::UInt64 => {
            let numbers = column.as_primitive::<UInt64Type>();
            let number = |number: u64| if number > EXACT { number.to_string().into() } else { number.into() };
            all.map(|at| if there(at) { number(numbers.value(at)) } else { Value::Null }).collect()
        }
        integer if integer.is_integer() => {
            let numbers = cast(column, &DataType::Int64)?;
            let numbers = numbers.as_primitive::<Int64Type>();
            let number = |number: i64| match number.unsigned_abs() > EXACT {
                true => number.to_string().into(),
                false => number.into(),
            };
            all.map(|at| if there(at) { number(numbers.value(at)) } else { Value::Null }).collect()
        }
        float if float.is_floating() => {
            let numbers = cast(column, &DataType::Float64)?;
            let numbers = numbers.as_primitive::<Float64Type>();
            all.map(|at| if there(at) { numbers.value(at).into() } else { Value::Null }).collect()
        }
        _ => {
            let texts = ArrayFormatter::try_new(column, &FormatOptions::default())?;
            all.map(|at| if there(at) { texts.value(at).to_string().into() } else { Value::Null }).collect()
        }
    })
}

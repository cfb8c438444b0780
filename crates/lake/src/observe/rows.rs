//! Reading query results row by row.

use std::sync::Arc;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Float64Type, Int64Type, UInt64Type};

use crate::Failure;

/// One batch with its columns brought to three types: text, integer, number.
struct Batch {
    names: Vec<String>,
    columns: Vec<ArrayRef>,
}

/// One row.
#[derive(Clone)]
pub(crate) struct Row {
    batch: Arc<Batch>,
    at: usize,
}

/// All rows of a result.
pub(crate) fn of(batches: &[RecordBatch]) -> Result<impl Iterator<Item = Row> + use<>, Failure> {
    let mut all = Vec::with_capacity(batches.len());
    for batch in batches {
        let names = batch.schema().fields().iter().map(|field| field.name().clone()).collect();
        let columns: Result<Vec<ArrayRef>, _> = batch.columns().iter().map(simplified).collect();
        let columns = columns.map_err(|error| Failure::Query { message: error.to_string(), place: None })?;
        all.push((Arc::new(Batch { names, columns }), batch.num_rows()));
    }
    Ok(all
        .into_iter()
        .flat_map(|(batch, rows)| (0..rows).map(move |at| Row { batch: Arc::clone(&batch), at })))
}

fn simplified(column: &ArrayRef) -> Result<ArrayRef, datafusion::arrow::error::ArrowError> {
    match column.data_type() {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View | DataType::Dictionary(..) => {
            cast(column, &DataType::Utf8)
        }
        DataType::Float64 | DataType::Float32 => cast(column, &DataType::Float64),
        DataType::Map(..) => Ok(Arc::clone(column)),
        // Ids are hashes: the bits count, not the value.
        DataType::UInt64 => {
            let bits = column.as_primitive::<UInt64Type>().unary::<_, Int64Type>(u64::cast_signed);
            Ok(Arc::new(bits))
        }
        _ => cast(column, &DataType::Int64),
    }
}

impl Row {
    fn column(&self, name: &str) -> Option<&ArrayRef> {
        let at = self.batch.names.iter().position(|known| known == name)?;
        self.batch.columns.get(at).filter(|column| column.is_valid(self.at))
    }

    /// The text of a column.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        Some(self.column(name)?.as_string_opt::<i32>()?.value(self.at))
    }

    /// The text of a column, owned.
    pub(crate) fn owned(&self, name: &str) -> Option<String> {
        self.text(name).map(str::to_owned)
    }

    /// The integer of a column.
    pub(crate) fn integer(&self, name: &str) -> Option<i64> {
        Some(self.column(name)?.as_primitive_opt::<Int64Type>()?.value(self.at))
    }

    /// The number of a column.
    pub(crate) fn number(&self, name: &str) -> Option<f64> {
        Some(self.column(name)?.as_primitive_opt::<Float64Type>()?.value(self.at))
    }

    /// Keys and values of a map column, sorted by key.
    pub(crate) fn map(&self, name: &str) -> Vec<(String, String)> {
        let Some(entries) =
            self.column(name).and_then(|column| column.as_map_opt()).map(|map| map.value(self.at))
        else {
            return Vec::new();
        };
        let texts = |at: usize| cast(entries.column(at), &DataType::Utf8).ok();
        let (Some(keys), Some(values)) = (texts(0), texts(1)) else { return Vec::new() };
        let (keys, values) = (keys.as_string::<i32>(), values.as_string::<i32>());
        let mut pairs: Vec<(String, String)> =
            (0..entries.len()).map(|at| (keys.value(at).to_owned(), values.value(at).to_owned())).collect();
        pairs.sort();
        pairs
    }
}

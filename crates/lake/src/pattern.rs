//! The table of patterns: what the bodies of each source look like with their values masked, and how often.

use std::sync::Arc;

use datafusion::arrow::array::{RecordBatch, StringArray, UInt32Array, UInt64Array};
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use postlude_base::SourceId;
use postlude_mining::Patterns;

/// Name of the table and of its folder.
pub(crate) const TABLE: &str = "pattern";

/// Its columns: a pattern of a source, its text, and how many records of one part of the source have it.
pub(crate) fn schema() -> SchemaRef {
    Arc::new(Schema::new(vec![
        Field::new("source_id", DataType::UInt32, false),
        Field::new("pattern", DataType::UInt64, false),
        Field::new("text", DataType::Utf8, false),
        Field::new("count", DataType::UInt64, false),
    ]))
}

/// The patterns of one part of a source as rows; none without patterns.
pub(crate) fn rows(source: SourceId, patterns: Patterns) -> Option<RecordBatch> {
    let patterns = patterns.into_sorted();
    if patterns.is_empty() {
        return None;
    }
    let ids = UInt64Array::from_iter_values(patterns.iter().map(|(id, _)| *id));
    let texts = StringArray::from_iter_values(patterns.iter().map(|(_, pattern)| &pattern.text));
    let counts = UInt64Array::from_iter_values(patterns.iter().map(|(_, pattern)| pattern.count));
    let sources = UInt32Array::from_value(source.0, patterns.len());
    let columns: [Arc<dyn datafusion::arrow::array::Array>; 4] =
        [Arc::new(sources), Arc::new(ids), Arc::new(texts), Arc::new(counts)];
    Some(RecordBatch::try_new(schema(), columns.into()).expect("four columns of equal length"))
}

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_array::builder::{Float64Builder, StringBuilder};
use arrow_schema::{DataType, Field, SchemaRef};
use postlude_base::SourceId;

use super::origin::{OriginColumns, append_text, schema_with};
use crate::Metric;

/// Measured values. `unit` is UCUM where the source tells one; `caller_name` is set when the value is about calls
/// between two services.
pub(super) fn schema() -> SchemaRef {
    schema_with(vec![
        Field::new("name", DataType::Utf8, false),
        Field::new("unit", DataType::Utf8, true),
        Field::new("value", DataType::Float64, false),
        Field::new("caller_name", DataType::Utf8, true),
    ])
}

#[derive(Debug, Default)]
pub(super) struct Columns {
    origin: OriginColumns,
    name: StringBuilder,
    unit: StringBuilder,
    value: Float64Builder,
    caller: StringBuilder,
}

impl Columns {
    pub(super) fn push(&mut self, source: SourceId, metric: &Metric<'_>) {
        self.origin.push(source, &metric.origin);
        self.name.append_value(&metric.name);
        append_text(&mut self.unit, metric.unit.as_ref());
        self.value.append_value(metric.value);
        append_text(&mut self.caller, metric.caller.as_ref());
    }

    pub(super) fn bytes(&self) -> usize {
        self.origin.bytes()
            + self.name.values_slice().len()
            + self.unit.values_slice().len()
            + self.caller.values_slice().len()
    }

    pub(super) fn take(&mut self) -> Option<(RecordBatch, bool)> {
        self.origin.take_with(schema, || {
            vec![
                Arc::new(self.name.finish()),
                Arc::new(self.unit.finish()),
                Arc::new(self.value.finish()),
                Arc::new(self.caller.finish()),
            ]
        })
    }
}

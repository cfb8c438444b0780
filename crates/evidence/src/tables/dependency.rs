use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_array::builder::{Float64Builder, StringBuilder};
use arrow_schema::{DataType, Field, SchemaRef};
use postlude_base::SourceId;

use super::origin::{OriginColumns, schema_with};
use crate::Dependency;

/// Call paths that the evidence states without a moment.
pub(super) fn schema() -> SchemaRef {
    schema_with(vec![
        Field::new("caller", DataType::Utf8, false),
        Field::new("callee", DataType::Utf8, false),
        Field::new("weight", DataType::Float64, true),
    ])
}

#[derive(Debug, Default)]
pub(super) struct Columns {
    origin: OriginColumns,
    caller: StringBuilder,
    callee: StringBuilder,
    weight: Float64Builder,
}

impl Columns {
    pub(super) fn push(&mut self, source: SourceId, dependency: &Dependency<'_>) {
        self.origin.push(source, &dependency.origin);
        self.caller.append_value(&dependency.caller);
        self.callee.append_value(&dependency.callee);
        self.weight.append_option(dependency.weight);
    }

    pub(super) fn bytes(&self) -> usize {
        self.origin.bytes() + self.caller.values_slice().len() + self.callee.values_slice().len()
    }

    pub(super) fn take(&mut self) -> Option<(RecordBatch, bool)> {
        self.origin.take_with(schema, || {
            vec![
                Arc::new(self.caller.finish()),
                Arc::new(self.callee.finish()),
                Arc::new(self.weight.finish()),
            ]
        })
    }
}

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_array::builder::{BooleanBuilder, Int64Builder, StringBuilder};
use arrow_schema::{DataType, Field, SchemaRef};
use postlude_base::SourceId;

use super::origin::{OriginColumns, append_text, schema_with};
use crate::Span;

/// Spans of traces; `time` is the start.
pub(super) fn schema() -> SchemaRef {
    schema_with(vec![
        Field::new("trace_id", DataType::Utf8, false),
        Field::new("span_id", DataType::Utf8, false),
        Field::new("parent_span_id", DataType::Utf8, true),
        Field::new("name", DataType::Utf8, false),
        Field::new("kind", DataType::Utf8, true),
        Field::new("duration_ns", DataType::Int64, true),
        Field::new("failed", DataType::Boolean, true),
        Field::new("status_message", DataType::Utf8, true),
    ])
}

#[derive(Debug, Default)]
pub(super) struct Columns {
    origin: OriginColumns,
    trace_id: StringBuilder,
    span_id: StringBuilder,
    parent_span_id: StringBuilder,
    name: StringBuilder,
    kind: StringBuilder,
    duration: Int64Builder,
    failed: BooleanBuilder,
    status_message: StringBuilder,
}

impl Columns {
    pub(super) fn push(&mut self, source: SourceId, span: &Span<'_>) {
        self.origin.push(source, &span.origin);
        self.trace_id.append_value(&span.trace_id);
        self.span_id.append_value(&span.span_id);
        append_text(&mut self.parent_span_id, span.parent_span_id.as_ref());
        self.name.append_value(&span.name);
        append_text(&mut self.kind, span.kind.as_ref());
        self.duration.append_option(span.duration);
        self.failed.append_option(span.failed);
        append_text(&mut self.status_message, span.status_message.as_ref());
    }

    pub(super) fn bytes(&self) -> usize {
        self.origin.bytes()
            + self.trace_id.values_slice().len()
            + self.span_id.values_slice().len()
            + self.parent_span_id.values_slice().len()
            + self.name.values_slice().len()
            + self.kind.values_slice().len()
            + self.status_message.values_slice().len()
    }

    pub(super) fn take(&mut self) -> Option<(RecordBatch, bool)> {
        self.origin.take_with(schema, || {
            vec![
                Arc::new(self.trace_id.finish()),
                Arc::new(self.span_id.finish()),
                Arc::new(self.parent_span_id.finish()),
                Arc::new(self.name.finish()),
                Arc::new(self.kind.finish()),
                Arc::new(self.duration.finish()),
                Arc::new(self.failed.finish()),
                Arc::new(self.status_message.finish()),
            ]
        })
    }
}

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_array::builder::{Int64Builder, StringBuilder, UInt8Builder, UInt16Builder, UInt64Builder};
use arrow_schema::{DataType, Field, SchemaRef};
use postlude_base::SourceId;

use super::origin::{OriginColumns, append_text, schema_with};
use crate::Log;

/// Log lines. `pattern` is the hash of the masked body; `severity_number` is OpenTelemetry's.
pub(super) fn schema() -> SchemaRef {
    schema_with(vec![
        Field::new("severity_number", DataType::UInt8, true),
        Field::new("body", DataType::Utf8, false),
        Field::new("pattern", DataType::UInt64, false),
        Field::new("trace_id", DataType::Utf8, true),
        Field::new("span_id", DataType::Utf8, true),
        Field::new("status_code", DataType::UInt16, true),
        Field::new("duration_ns", DataType::Int64, true),
    ])
}

#[derive(Debug, Default)]
pub(super) struct Columns {
    origin: OriginColumns,
    severity: UInt8Builder,
    body: StringBuilder,
    pattern: UInt64Builder,
    trace: StringBuilder,
    span: StringBuilder,
    status: UInt16Builder,
    duration: Int64Builder,
}

impl Columns {
    pub(super) fn push(&mut self, source: SourceId, log: &Log<'_>, pattern: u64) {
        self.origin.push(source, &log.origin);
        self.severity.append_option(log.severity.map(|severity| severity as u8));
        self.body.append_value(&log.body);
        self.pattern.append_value(pattern);
        append_text(&mut self.trace, log.trace_id.as_ref());
        append_text(&mut self.span, log.span_id.as_ref());
        self.status.append_option(log.status_code);
        self.duration.append_option(log.duration);
    }

    pub(super) fn bytes(&self) -> usize {
        self.origin.bytes()
            + self.body.values_slice().len()
            + self.trace.values_slice().len()
            + self.span.values_slice().len()
    }

    pub(super) fn take(&mut self) -> Option<(RecordBatch, bool)> {
        self.origin.take_with(schema, || {
            vec![
                Arc::new(self.severity.finish()),
                Arc::new(self.body.finish()),
                Arc::new(self.pattern.finish()),
                Arc::new(self.trace.finish()),
                Arc::new(self.span.finish()),
                Arc::new(self.status.finish()),
                Arc::new(self.duration.finish()),
            ]
        })
    }
}

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_array::builder::{StringBuilder, TimestampNanosecondBuilder, UInt8Builder};
use arrow_schema::{DataType, Field, SchemaRef};
use postlude_base::SourceId;

use super::origin::{OriginColumns, append_text, moment, moments, schema_with};
use crate::Alert;

/// Alerts; `time` is when one began, `end_time` when it ended (null while it fires).
pub(super) fn schema() -> SchemaRef {
    schema_with(vec![
        Field::new("name", DataType::Utf8, false),
        Field::new("summary", DataType::Utf8, false),
        Field::new("severity_number", DataType::UInt8, true),
        Field::new("end_time", moment(), true),
        Field::new("state", DataType::Utf8, true),
        Field::new("fingerprint", DataType::Utf8, true),
    ])
}

#[derive(Debug)]
pub(super) struct Columns {
    origin: OriginColumns,
    name: StringBuilder,
    summary: StringBuilder,
    severity: UInt8Builder,
    end: TimestampNanosecondBuilder,
    state: StringBuilder,
    fingerprint: StringBuilder,
}

impl Default for Columns {
    fn default() -> Self {
        Self {
            origin: OriginColumns::default(),
            name: StringBuilder::new(),
            summary: StringBuilder::new(),
            severity: UInt8Builder::new(),
            end: moments(),
            state: StringBuilder::new(),
            fingerprint: StringBuilder::new(),
        }
    }
}

impl Columns {
    pub(super) fn push(&mut self, source: SourceId, alert: &Alert<'_>) {
        self.origin.push(source, &alert.origin);
        self.name.append_value(&alert.name);
        self.summary.append_value(&alert.summary);
        self.severity.append_option(alert.severity.map(|severity| severity as u8));
        self.end.append_option(alert.end.map(|end| end.0));
        append_text(&mut self.state, alert.state.as_ref());
        append_text(&mut self.fingerprint, alert.fingerprint.as_ref());
    }

    pub(super) fn bytes(&self) -> usize {
        self.origin.bytes()
            + self.name.values_slice().len()
            + self.summary.values_slice().len()
            + self.state.values_slice().len()
            + self.fingerprint.values_slice().len()
    }

    pub(super) fn take(&mut self) -> Option<(RecordBatch, bool)> {
        self.origin.take_with(schema, || {
            vec![
                Arc::new(self.name.finish()),
                Arc::new(self.summary.finish()),
                Arc::new(self.severity.finish()),
                Arc::new(self.end.finish()),
                Arc::new(self.state.finish()),
                Arc::new(self.fingerprint.finish()),
            ]
        })
    }
}

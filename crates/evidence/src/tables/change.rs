use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_array::builder::{StringBuilder, TimestampNanosecondBuilder};
use arrow_schema::{DataType, Field, SchemaRef};
use postlude_base::SourceId;

use super::origin::{OriginColumns, append_text, moment, moments, schema_with};
use crate::Change;

/// Deliberate changes; `time` is when one began, `end_time` when it was finished.
pub(super) fn schema() -> SchemaRef {
    schema_with(vec![
        Field::new("kind", DataType::Utf8, false),
        Field::new("title", DataType::Utf8, false),
        Field::new("end_time", moment(), true),
        Field::new("actor", DataType::Utf8, true),
        Field::new("version", DataType::Utf8, true),
        Field::new("outcome", DataType::Utf8, true),
    ])
}

#[derive(Debug)]
pub(super) struct Columns {
    origin: OriginColumns,
    kind: StringBuilder,
    title: StringBuilder,
    end: TimestampNanosecondBuilder,
    actor: StringBuilder,
    version: StringBuilder,
    outcome: StringBuilder,
}

impl Default for Columns {
    fn default() -> Self {
        Self {
            origin: OriginColumns::default(),
            kind: StringBuilder::new(),
            title: StringBuilder::new(),
            end: moments(),
            actor: StringBuilder::new(),
            version: StringBuilder::new(),
            outcome: StringBuilder::new(),
        }
    }
}

impl Columns {
    pub(super) fn push(&mut self, source: SourceId, change: &Change<'_>) {
        self.origin.push(source, &change.origin);
        self.kind.append_value(&change.kind);
        self.title.append_value(&change.title);
        self.end.append_option(change.end.map(|end| end.0));
        append_text(&mut self.actor, change.actor.as_ref());
        append_text(&mut self.version, change.version.as_ref());
        append_text(&mut self.outcome, change.outcome.as_ref());
    }

    pub(super) fn bytes(&self) -> usize {
        self.origin.bytes()
            + self.kind.values_slice().len()
            + self.title.values_slice().len()
            + self.actor.values_slice().len()
            + self.version.values_slice().len()
            + self.outcome.values_slice().len()
    }

    pub(super) fn take(&mut self) -> Option<(RecordBatch, bool)> {
        self.origin.take_with(schema, || {
            vec![
                Arc::new(self.kind.finish()),
                Arc::new(self.title.finish()),
                Arc::new(self.end.finish()),
                Arc::new(self.actor.finish()),
                Arc::new(self.version.finish()),
                Arc::new(self.outcome.finish()),
            ]
        })
    }
}

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_array::builder::StringBuilder;
use arrow_schema::{DataType, Field, SchemaRef};
use postlude_base::SourceId;

use super::origin::{OriginColumns, append_text, schema_with};
use crate::Message;

/// What people wrote or said.
pub(super) fn schema() -> SchemaRef {
    schema_with(vec![
        Field::new("author", DataType::Utf8, true),
        Field::new("channel", DataType::Utf8, true),
        Field::new("text", DataType::Utf8, false),
        Field::new("thread", DataType::Utf8, true),
    ])
}

#[derive(Debug, Default)]
pub(super) struct Columns {
    origin: OriginColumns,
    author: StringBuilder,
    channel: StringBuilder,
    text: StringBuilder,
    thread: StringBuilder,
}

impl Columns {
    pub(super) fn push(&mut self, source: SourceId, message: &Message<'_>) {
        self.origin.push(source, &message.origin);
        append_text(&mut self.author, message.author.as_ref());
        append_text(&mut self.channel, message.channel.as_ref());
        self.text.append_value(&message.text);
        append_text(&mut self.thread, message.thread.as_ref());
    }

    pub(super) fn bytes(&self) -> usize {
        self.origin.bytes()
            + self.author.values_slice().len()
            + self.channel.values_slice().len()
            + self.text.values_slice().len()
            + self.thread.values_slice().len()
    }

    pub(super) fn take(&mut self) -> Option<(RecordBatch, bool)> {
        self.origin.take_with(schema, || {
            vec![
                Arc::new(self.author.finish()),
                Arc::new(self.channel.finish()),
                Arc::new(self.text.finish()),
                Arc::new(self.thread.finish()),
            ]
        })
    }
}

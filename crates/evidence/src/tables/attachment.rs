use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_array::builder::StringBuilder;
use arrow_schema::{DataType, Field, SchemaRef};
use postlude_base::SourceId;

use super::origin::{OriginColumns, schema_with};
use crate::Attachment;

/// Pictures and other files to look at.
pub(super) fn schema() -> SchemaRef {
    schema_with(vec![
        Field::new("media_type", DataType::Utf8, false),
        Field::new("title", DataType::Utf8, false),
    ])
}

#[derive(Debug, Default)]
pub(super) struct Columns {
    origin: OriginColumns,
    media_type: StringBuilder,
    title: StringBuilder,
}

impl Columns {
    pub(super) fn push(&mut self, source: SourceId, attachment: &Attachment<'_>) {
        self.origin.push(source, &attachment.origin);
        self.media_type.append_value(&attachment.media_type);
        self.title.append_value(&attachment.title);
    }

    pub(super) fn bytes(&self) -> usize {
        self.origin.bytes() + self.media_type.values_slice().len() + self.title.values_slice().len()
    }

    pub(super) fn take(&mut self) -> Option<(RecordBatch, bool)> {
        self.origin
            .take_with(schema, || vec![Arc::new(self.media_type.finish()), Arc::new(self.title.finish())])
    }
}

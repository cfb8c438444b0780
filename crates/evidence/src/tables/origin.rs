//! The columns that every table has: moment, whose it is, everything else that was said, and the place.

use std::sync::Arc;

use arrow_array::builder::{
    ArrayBuilder, PrimitiveBuilder, StringBuilder, TimestampNanosecondBuilder, UInt32Builder, UInt64Builder,
};
use arrow_array::types::TimestampNanosecondType;
use arrow_array::{ArrayRef, MapArray, RecordBatch, StructArray};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{DataType, Field, Fields, Schema, SchemaRef, TimeUnit};
use postlude_base::{SourceId, Timestamp};

use crate::{Origin, Text};

/// The Arrow type of a moment.
pub(super) fn moment() -> DataType {
    DataType::Timestamp(TimeUnit::Nanosecond, Some("UTC".into()))
}

/// A builder of moments.
pub(super) fn moments() -> PrimitiveBuilder<TimestampNanosecondType> {
    TimestampNanosecondBuilder::new().with_data_type(moment())
}

/// Appends what may not be told.
pub(super) fn append_text(builder: &mut StringBuilder, text: Option<&Text<'_>>) {
    builder.append_option(text.map(AsRef::as_ref));
}

/// A schema: the common columns, then a table's own.
pub(super) fn schema_with(own: Vec<Field>) -> SchemaRef {
    let mut fields = vec![
        Field::new("time", moment(), true),
        Field::new("time_original", moment(), true),
        Field::new("service_name", DataType::Utf8, true),
        Field::new("service_instance_id", DataType::Utf8, true),
        Field::new("host_name", DataType::Utf8, true),
        attributes_field(),
        Field::new("source_id", DataType::UInt32, false),
        Field::new("byte_from", DataType::UInt64, false),
        Field::new("byte_to", DataType::UInt64, false),
        Field::new("line", DataType::UInt64, false),
    ];
    fields.extend(own);
    Arc::new(Schema::new(fields))
}

// The names inside are those that the Parquet format prescribes for maps, so that any tool reads them.
fn entry_fields() -> Fields {
    Fields::from(vec![Field::new("key", DataType::Utf8, false), Field::new("value", DataType::Utf8, false)])
}

fn entries_field() -> Field {
    Field::new("key_value", DataType::Struct(entry_fields()), false)
}

fn attributes_field() -> Field {
    Field::new("attributes", DataType::Map(Arc::new(entries_field()), false), false)
}

/// The builders of the common columns.
#[derive(Debug)]
pub(super) struct OriginColumns {
    time: TimestampNanosecondBuilder,
    service: StringBuilder,
    instance: StringBuilder,
    host: StringBuilder,
    keys: StringBuilder,
    values: StringBuilder,
    // Where the attributes of each row end in `keys` and `values`; the first is 0.
    ends: Vec<i32>,
    source: UInt32Builder,
    from: UInt64Builder,
    to: UInt64Builder,
    line: UInt64Builder,
    latest: Timestamp,
    sorted: bool,
}

impl Default for OriginColumns {
    fn default() -> Self {
        Self {
            time: moments(),
            service: StringBuilder::new(),
            instance: StringBuilder::new(),
            host: StringBuilder::new(),
            keys: StringBuilder::new(),
            values: StringBuilder::new(),
            ends: vec![0],
            source: UInt32Builder::new(),
            from: UInt64Builder::new(),
            to: UInt64Builder::new(),
            line: UInt64Builder::new(),
            latest: Timestamp(i64::MIN),
            sorted: true,
        }
    }
}

impl OriginColumns {
    pub(super) fn push(&mut self, source: SourceId, origin: &Origin<'_>) {
        self.time.append_option(origin.time.map(|time| time.0));
        let place_in_time = origin.time.unwrap_or(Timestamp(i64::MAX));
        self.sorted &= self.latest <= place_in_time;
        self.latest = place_in_time;
        append_text(&mut self.service, origin.service.as_ref());
        append_text(&mut self.instance, origin.instance.as_ref());
        append_text(&mut self.host, origin.host.as_ref());
        for (key, value) in &origin.attributes {
            self.keys.append_value(key);
            self.values.append_value(value);
        }
        self.ends.push(i32::try_from(self.keys.len()).unwrap_or(i32::MAX));
        self.source.append_value(source.0);
        self.from.append_value(origin.span.from);
        self.to.append_value(origin.span.to);
        self.line.append_value(origin.line);
    }

    /// Bytes in these builders, with room for a table's own fixed columns.
    pub(super) fn bytes(&self) -> usize {
        const FIXED_PER_ROW: usize = 96;
        const OFFSETS_PER_ATTRIBUTE: usize = 8;
        self.time.values_slice().len() * FIXED_PER_ROW
            + self.service.values_slice().len()
            + self.instance.values_slice().len()
            + self.host.values_slice().len()
            + self.keys.values_slice().len()
            + self.values.values_slice().len()
            + self.source_attributes() * OFFSETS_PER_ATTRIBUTE
    }

    /// The batch of these columns followed by a table's own, and whether its rows are in order of time;
    /// none without rows. `own` is only called when there are rows.
    pub(super) fn take_with(
        &mut self,
        schema: fn() -> SchemaRef,
        own: impl FnOnce() -> Vec<ArrayRef>,
    ) -> Option<(RecordBatch, bool)> {
        if self.time.values_slice().is_empty() {
            return None;
        }
        let time: ArrayRef = Arc::new(self.time.finish());
        let mut columns: Vec<ArrayRef> = vec![
            Arc::clone(&time),
            time,
            Arc::new(self.service.finish()),
            Arc::new(self.instance.finish()),
            Arc::new(self.host.finish()),
            self.take_attributes(),
            Arc::new(self.source.finish()),
            Arc::new(self.from.finish()),
            Arc::new(self.to.finish()),
            Arc::new(self.line.finish()),
        ];
        columns.extend(own());
        let sorted = std::mem::replace(&mut self.sorted, true);
        self.latest = Timestamp(i64::MIN);
        let rows = RecordBatch::try_new(schema(), columns).expect("each push appends to every column");
        Some((rows, sorted))
    }

    fn source_attributes(&self) -> usize {
        self.ends.last().map_or(0, |end| usize::try_from(*end).unwrap_or(0))
    }

    fn take_attributes(&mut self) -> ArrayRef {
        let ends = std::mem::replace(&mut self.ends, vec![0]);
        let keys: ArrayRef = Arc::new(self.keys.finish());
        let values: ArrayRef = Arc::new(self.values.finish());
        let entries = StructArray::new(entry_fields(), vec![keys, values], None);
        let offsets = OffsetBuffer::new(ends.into());
        Arc::new(MapArray::new(Arc::new(entries_field()), offsets, entries, None, false))
    }
}

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_array::builder::{Float64Builder, StringBuilder, UInt64Builder};
use arrow_schema::{DataType, Field, SchemaRef};
use postlude_base::SourceId;

use super::origin::{OriginColumns, append_text, schema_with};
use crate::Metric;

/// Measured values. `unit` is UCUM where the source tells one; `caller_name` is set when the value is about calls
/// between two services. `series` is the same for all values of one series: a hash of whose it is, its name and its
/// labels.
pub(super) fn schema() -> SchemaRef {
    schema_with(vec![
        Field::new("name", DataType::Utf8, false),
        Field::new("unit", DataType::Utf8, true),
        Field::new("value", DataType::Float64, false),
        Field::new("caller_name", DataType::Utf8, true),
        Field::new("series", DataType::UInt64, false),
    ])
}

#[derive(Debug, Default)]
pub(super) struct Columns {
    origin: OriginColumns,
    name: StringBuilder,
    unit: StringBuilder,
    value: Float64Builder,
    caller: StringBuilder,
    series: UInt64Builder,
}

impl Columns {
    pub(super) fn push(&mut self, source: SourceId, metric: &Metric<'_>) {
        self.origin.push(source, &metric.origin);
        self.name.append_value(&metric.name);
        append_text(&mut self.unit, metric.unit.as_ref());
        self.value.append_value(metric.value);
        append_text(&mut self.caller, metric.caller.as_ref());
        self.series.append_value(series(metric));
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
                Arc::new(self.series.finish()),
            ]
        })
    }
}

/// FNV-1a (Fowler, Noll, Vo) over the parts, each closed by a byte that no text holds.
fn series(metric: &Metric<'_>) -> u64 {
    let origin = &metric.origin;
    let whose = [&origin.service, &origin.instance, &origin.host, &metric.caller, &metric.unit];
    let labels = origin.attributes.iter().flat_map(|(name, value)| [name.as_ref(), value.as_ref()]);
    let parts = whose.into_iter().map(|part| part.as_deref().unwrap_or_default());
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for part in parts.chain([metric.name.as_ref()]).chain(labels) {
        for byte in part.bytes().chain([0xff]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash
}

//! The table `source`: what the manifests say, one row per source.

use std::collections::BTreeMap;
use std::sync::Arc;

use datafusion::arrow::array::{
    ArrayRef, Int64Array, RecordBatch, StringArray, TimestampNanosecondArray, UInt32Array, UInt64Array,
};
use datafusion::common::Result;
use datafusion::prelude::SessionContext;
use postlude_base::Timestamp;
use postlude_draft::clocks::Course;

use crate::manifest::{Batch, Source};

use super::Choice;

pub(super) fn register(
    context: &SessionContext,
    batches: &BTreeMap<String, Batch>,
    choice: &Choice,
) -> Result<()> {
    let mut sources: Vec<&Source> = batches
        .values()
        .flat_map(|batch| &batch.sources)
        .filter(|source| choice.includes(source.id))
        .collect();
    sources.sort_by_key(|source| source.id);
    let rows = RecordBatch::try_from_iter_with_nullable(columns(&sources, choice))?;
    context.register_batch("source", rows)?;
    Ok(())
}

fn columns(sources: &[&Source], choice: &Choice) -> Vec<(&'static str, ArrayRef, bool)> {
    let numbers = |value: fn(&Source) -> u64| -> ArrayRef {
        Arc::new(UInt64Array::from_iter_values(sources.iter().map(|source| value(source))))
    };
    let texts = |value: fn(&Source) -> &str| -> ArrayRef {
        Arc::new(StringArray::from_iter_values(sources.iter().map(|source| value(source))))
    };
    let moments = |value: fn(&Source) -> Option<Timestamp>| -> ArrayRef {
        let moments = sources.iter().map(|source| value(source).map(|moment| moment.0));
        Arc::new(moments.collect::<TimestampNanosecondArray>().with_timezone("UTC"))
    };
    let ids = UInt32Array::from_iter_values(sources.iter().map(|source| source.id.0));
    let offsets = sources.iter().map(|source| choice.offsets.get(&source.id).map_or(0, Course::offset));
    vec![
        ("source_id", Arc::new(ids), false),
        ("path", texts(|source| source.paths.first().map_or("", String::as_str)), false),
        ("hash", texts(|source| &source.hash), false),
        ("format", texts(|source| &source.format), false),
        ("bytes", numbers(|source| source.size), false),
        ("records", numbers(|source| source.tally.total()), false),
        ("undated", numbers(|source| source.tally.undated), false),
        ("problems", numbers(|source| source.tally.problems.counts.values().sum()), false),
        ("first_time", moments(|source| source.tally.first), true),
        ("last_time", moments(|source| source.tally.last), true),
        ("offset_ns", Arc::new(Int64Array::from_iter_values(offsets)), false),
    ]
}

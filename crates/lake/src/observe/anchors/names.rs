//! Names that stand in two sources: requests in logs and spans; orders, deploys and the like in logs, changes and messages.

use std::collections::BTreeMap;

use datafusion::arrow::array::{Array, AsArray, RecordBatch, StringArray};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Int64Type, UInt32Type, UInt64Type};
use postlude_base::{SourceId, Timestamp};
use postlude_draft::clocks::identifier::{Identifier, in_text, of_field, of_trace};
use postlude_draft::clocks::{Anchor, Link, Seen};
use postlude_evidence::Table;

use super::sightings::Sightings;
use crate::observe::rows;
use crate::{Failure, Session, Source};

/// Bytes of all logs that are looked at.
const BYTES: u64 = 48 << 20;

/// Bytes of one log that are looked at, at least.
const LEAST_BYTES: u64 = 64 << 10;

/// Rows of other tables that are looked at.
const ROWS: usize = 20_000;

/// Names taken from one record.
const NAMES: usize = 8;

/// Traces of logs that are looked for among the spans.
const TRACES: usize = 3000;

pub(super) fn anchors(
    session: &Session,
    sources: &[&Source],
    with_spans: bool,
) -> Result<Vec<Anchor>, Failure> {
    let mut found = Found::default();
    let logs = sources.iter().filter(|source| source.tally.of(Table::Log) > 0).count();
    let bytes = (BYTES / logs.max(1) as u64).max(LEAST_BYTES);
    let columns = "source_id, byte_from, cast(time_original as bigint) t, attributes";
    for query in [
        format!(
            "select {columns}, body said, trace_id, duration_ns from log \
             where byte_from < {bytes} and time_original is not null"
        ),
        format!(
            "select {columns}, concat(title, ' ', coalesce(version, '')) said, null trace_id, null duration_ns \
             from change where time_original is not null order by t, source_id, byte_from limit {ROWS}"
        ),
        format!(
            "select {columns}, text said, null trace_id, null duration_ns from message \
             where time_original is not null order by t, source_id, byte_from limit {ROWS}"
        ),
    ] {
        session.stream(&query, &mut |batch| {
            found.take(&batch);
            true
        })?;
    }
    if with_spans && !found.traces.is_empty() {
        found.spans(session)?;
    }
    Ok(found.sightings.anchors())
}

#[derive(Default)]
struct Found {
    sightings: Sightings,
    /// Requests that logs name, by hash: as many as are looked for.
    traces: BTreeMap<u64, String>,
}

impl Found {
    fn take(&mut self, batch: &RecordBatch) {
        let Some(columns) = Columns::of(batch) else { return };
        let (Some(sources), Some(places)) = (
            batch.column(0).as_primitive_opt::<UInt32Type>(),
            batch.column(1).as_primitive_opt::<UInt64Type>(),
        ) else {
            return;
        };
        let Some(times) = batch.column(2).as_primitive_opt::<Int64Type>() else { return };
        for at in 0..batch.num_rows() {
            let time = Timestamp(times.value(at));
            let seen = Seen { source: SourceId(sources.value(at)), time, byte_from: places.value(at) };
            self.record(&columns, at, seen);
        }
    }

    fn record(&mut self, columns: &Columns, at: usize, seen: Seen) {
        // A line about a request of so long is written when it begins or when it ends.
        let took = columns.duration(at);
        let (from, to) = (seen.time.plus(took.saturating_neg()), seen.time.plus(took));
        let trace = columns.trace(at);
        let fields = columns.fields(at).filter_map(|(key, value)| Some((of_field(key, value)?, value)));
        let traced = trace.map(|id| (of_trace(id), id));
        let named = traced.into_iter().chain(fields).map(|(name, value)| (name, Some(value)));
        let named = named.chain(columns.said(at).into_iter().flat_map(in_text).map(|name| (name, None)));
        for (name, value) in named.take(NAMES) {
            self.sightings.add(name, seen, from, to);
            if let Some(value) = value.filter(|_| name.link == Link::Request) {
                self.trace(name, value);
            }
        }
    }

    fn trace(&mut self, name: Identifier, value: &str) {
        let last = self.traces.last_key_value().map(|(hash, _)| *hash);
        if self.traces.len() < TRACES || last.is_some_and(|last| name.hash < last) {
            self.traces.entry(name.hash).or_insert_with(|| value.to_owned());
        }
        if self.traces.len() > TRACES {
            self.traces.pop_last();
        }
    }

    /// The same requests among the spans.
    fn spans(&mut self, session: &Session) -> Result<(), Failure> {
        let list: Vec<String> =
            self.traces.values().map(|id| format!("'{}'", id.replace('\'', "''"))).collect();
        let query = format!(
            "select source_id s, trace_id, min(byte_from) k, min(cast(time_original as bigint)) a, \
             max(cast(time_original as bigint) + coalesce(duration_ns, 0)) b from span \
             where time_original is not null and trace_id in ({}) group by 1, 2 order by 1, 2",
            list.join(", ")
        );
        for row in rows::of(&session.sql(&query)?)? {
            let (Some(source), Some(trace), Some(byte), Some(from), Some(to)) = (
                row.integer("s").and_then(|source| u32::try_from(source).ok()),
                row.text("trace_id"),
                row.integer("k"),
                row.integer("a"),
                row.integer("b"),
            ) else {
                continue;
            };
            let (from, to) = (Timestamp(from), Timestamp(to));
            let seen = Seen { source: SourceId(source), time: from, byte_from: byte.unsigned_abs() };
            self.sightings.add(of_trace(trace), seen, from, to);
        }
        Ok(())
    }
}

/// The columns of a batch that names stand in.
struct Columns {
    ends: Vec<i32>,
    keys: StringArray,
    values: StringArray,
    said: StringArray,
    traces: Option<StringArray>,
    durations: Option<Vec<Option<i64>>>,
}

impl Columns {
    fn of(batch: &RecordBatch) -> Option<Self> {
        let texts = |column: &dyn Array| -> Option<StringArray> {
            Some(cast(column, &DataType::Utf8).ok()?.as_string_opt::<i32>()?.clone())
        };
        let map = batch.column(3).as_map_opt()?;
        Some(Self {
            ends: map.offsets().to_vec(),
            keys: texts(map.keys())?,
            values: texts(map.values())?,
            said: texts(batch.column(4))?,
            traces: texts(batch.column(5)),
            durations: batch.column(6).as_primitive_opt::<Int64Type>().map(|column| column.iter().collect()),
        })
    }

    fn fields(&self, at: usize) -> impl Iterator<Item = (&str, &str)> {
        let end = |at: usize| self.ends.get(at).and_then(|end| usize::try_from(*end).ok()).unwrap_or(0);
        (end(at)..end(at + 1)).filter_map(|entry| {
            let whole = entry < self.keys.len() && self.values.is_valid(entry);
            whole.then(|| (self.keys.value(entry), self.values.value(entry)))
        })
    }

    fn said(&self, at: usize) -> Option<&str> {
        self.said.is_valid(at).then(|| self.said.value(at))
    }

    fn trace(&self, at: usize) -> Option<&str> {
        self.traces.as_ref().filter(|traces| traces.is_valid(at)).map(|traces| traces.value(at))
    }

    fn duration(&self, at: usize) -> i64 {
        self.durations.as_ref().and_then(|all| all.get(at).copied().flatten()).unwrap_or(0).max(0)
    }
}

//! Takes what a decoder finds: records to tables and patterns, tables to segments when they are large enough.

use datafusion::arrow::array::cast::AsArray;
use datafusion::arrow::array::{Array, RecordBatch, UInt32Array};
use datafusion::arrow::compute::take_record_batch;
use datafusion::arrow::datatypes::TimestampNanosecondType;
use postlude_base::{Problem, SourceId, Timestamp};
use postlude_evidence::{Filled, Record, Sink, Table, Tables};
use postlude_mining::{PATTERNS_OF_BLOCK, Patterns};

use crate::Failure;
use crate::manifest::{Segment, Tally};
use crate::pattern;
use crate::segment::Segments;

/// Bytes of rows that are held before they are written; with the copy made by sorting this bounds the
/// memory of a worker, however many small records a block holds.
const RUN: usize = 32 << 20;

/// One part of a batch while it is read.
pub(super) struct Intake<'a> {
    tables: &'a mut Tables,
    segments: Segments<'a>,
    patterns: Patterns,
    source: SourceId,
    tally: Tally,
    counts: [u64; Table::ALL.len()],
    failure: Option<Failure>,
}

impl<'a> Intake<'a> {
    /// `tables` are empty and are left empty; they are lent so that their memory is used again.
    pub(super) fn new(tables: &'a mut Tables, segments: Segments<'a>) -> Self {
        Self {
            tables,
            segments,
            patterns: Patterns::new(PATTERNS_OF_BLOCK),
            source: SourceId(0),
            tally: Tally::default(),
            counts: [0; Table::ALL.len()],
            failure: None,
        }
    }

    /// Begins a source.
    pub(super) fn begin(&mut self, source: SourceId) {
        self.source = source;
    }

    /// Ends a source, or the part of it in this batch: its patterns are written, its counts given back.
    pub(super) fn end(&mut self) -> Tally {
        let patterns = std::mem::replace(&mut self.patterns, Patterns::new(PATTERNS_OF_BLOCK));
        if let Some(rows) = pattern::rows(self.source, patterns)
            && let Err(failure) = self.segments.write(pattern::TABLE, &rows)
        {
            self.failure.get_or_insert(failure);
        }
        let mut tally = std::mem::take(&mut self.tally);
        for (table, count) in Table::ALL.into_iter().zip(std::mem::take(&mut self.counts)) {
            if count > 0 {
                tally.records.insert(table.name().to_owned(), count);
            }
        }
        tally
    }

    /// Writes what is left and completes the segments.
    pub(super) fn finish(mut self) -> Result<Vec<Segment>, Failure> {
        self.write_run();
        match self.failure {
            Some(failure) => Err(failure),
            None => self.segments.finish(),
        }
    }

    fn write_run(&mut self) {
        for filled in self.tables.take() {
            let table = filled.table.name();
            if let Err(failure) = self.segments.write(table, &in_order_of_time(filled)) {
                self.failure.get_or_insert(failure);
            }
        }
    }

    fn count(&mut self, record: &Record<'_>) {
        self.counts[Table::of(record) as usize] += 1;
        match record.origin().time {
            Some(time) => {
                self.tally.first = Some(self.tally.first.map_or(time, |first| first.min(time)));
                self.tally.last = self.tally.last.max(Some(time));
            }
            None if matches!(record, Record::Dependency(_)) => {}
            None => self.tally.undated += 1,
        }
    }
}

impl Sink for Intake<'_> {
    fn record(&mut self, record: &Record<'_>) {
        let pattern = match record {
            Record::Log(log) => self.patterns.observe(&log.body),
            _ => 0,
        };
        self.tables.push(self.source, record, pattern);
        self.count(record);
        if self.tables.bytes() >= RUN {
            self.write_run();
        }
    }

    fn problem(&mut self, problem: Problem) {
        self.tally.problems.add(problem);
    }
}

/// The rows in order of time, those without one last, equal ones in the order of the source.
fn in_order_of_time(filled: Filled) -> RecordBatch {
    if filled.sorted {
        return filled.rows;
    }
    let time = filled.rows.column(0).as_primitive::<TimestampNanosecondType>();
    let key = |row: u32| {
        let row = row as usize;
        if time.is_null(row) { Timestamp(i64::MAX) } else { Timestamp(time.value(row)) }
    };
    let rows = u32::try_from(filled.rows.num_rows()).unwrap_or(u32::MAX);
    let mut order: Vec<u32> = (0..rows).collect();
    order.sort_by_key(|&row| key(row));
    take_record_batch(&filled.rows, &UInt32Array::from(order)).expect("every index is a row of the batch")
}

//! The tables of evidence as Arrow columns: one file per table, and [`Tables`] that takes records of any
//! kind and gives record batches.
//!
//! Every table begins with the columns of [`origin`]; what follows is its own. Moments are nanoseconds
//! UTC, lengths of time nanoseconds, places bytes from 0. A text that a source does not tell is null,
//! never empty.
//!
//! Builders keep their memory from one batch to the next. They grow with the records pushed: a caller
//! asks [`Tables::bytes`] and takes the batches before it is too much (a column holds 2 GiB of text).

mod alert;
mod attachment;
mod change;
mod dependency;
mod log;
mod message;
mod metric;
mod origin;
mod span;

use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use postlude_base::SourceId;

use crate::Record;

/// The kinds of table, one per kind of record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// Log lines.
    Log,
    /// Measured values.
    Metric,
    /// Spans of traces.
    Span,
    /// Alerts.
    Alert,
    /// Deliberate changes.
    Change,
    /// What people wrote.
    Message,
    /// Call paths stated without a moment.
    Dependency,
    /// Pictures.
    Attachment,
}

impl Table {
    /// All of them, in the order in which batches are given out.
    pub const ALL: [Self; 8] = [
        Self::Log,
        Self::Metric,
        Self::Span,
        Self::Alert,
        Self::Change,
        Self::Message,
        Self::Dependency,
        Self::Attachment,
    ];

    /// The table a record goes to.
    pub fn of(record: &Record<'_>) -> Self {
        match record {
            Record::Log(_) => Self::Log,
            Record::Metric(_) => Self::Metric,
            Record::Span(_) => Self::Span,
            Record::Alert(_) => Self::Alert,
            Record::Change(_) => Self::Change,
            Record::Message(_) => Self::Message,
            Record::Dependency(_) => Self::Dependency,
            Record::Attachment(_) => Self::Attachment,
        }
    }

    /// Name in SQL and of its folder.
    pub fn name(self) -> &'static str {
        match self {
            Self::Log => "log",
            Self::Metric => "metric",
            Self::Span => "span",
            Self::Alert => "alert",
            Self::Change => "change",
            Self::Message => "message",
            Self::Dependency => "dependency",
            Self::Attachment => "attachment",
        }
    }

    /// Its columns.
    pub fn schema(self) -> SchemaRef {
        match self {
            Self::Log => log::schema(),
            Self::Metric => metric::schema(),
            Self::Span => span::schema(),
            Self::Alert => alert::schema(),
            Self::Change => change::schema(),
            Self::Message => message::schema(),
            Self::Dependency => dependency::schema(),
            Self::Attachment => attachment::schema(),
        }
    }
}

/// The rows of one table, ready to be written.
#[derive(Debug, Clone)]
pub struct Filled {
    /// Which table.
    pub table: Table,
    /// Its rows in the order in which they were pushed.
    pub rows: RecordBatch,
    /// Whether that is already the order of time, rows without a time last.
    pub sorted: bool,
}

/// One builder per table.
#[derive(Debug, Default)]
pub struct Tables {
    log: log::Columns,
    metric: metric::Columns,
    span: span::Columns,
    alert: alert::Columns,
    change: change::Columns,
    message: message::Columns,
    dependency: dependency::Columns,
    attachment: attachment::Columns,
    /// Bytes in each.
    held: [usize; Table::ALL.len()],
}

impl Tables {
    /// Adds a record of a source. `pattern` is the hash of a log's masked body; other kinds ignore it.
    pub fn push(&mut self, source: SourceId, record: &Record<'_>, pattern: u64) {
        let held = &mut self.held[Table::of(record) as usize];
        match record {
            Record::Log(log) => {
                self.log.push(source, log, pattern);
                *held = self.log.bytes();
            }
            Record::Metric(metric) => {
                self.metric.push(source, metric);
                *held = self.metric.bytes();
            }
            Record::Span(span) => {
                self.span.push(source, span);
                *held = self.span.bytes();
            }
            Record::Alert(alert) => {
                self.alert.push(source, alert);
                *held = self.alert.bytes();
            }
            Record::Change(change) => {
                self.change.push(source, change);
                *held = self.change.bytes();
            }
            Record::Message(message) => {
                self.message.push(source, message);
                *held = self.message.bytes();
            }
            Record::Dependency(dependency) => {
                self.dependency.push(source, dependency);
                *held = self.dependency.bytes();
            }
            Record::Attachment(attachment) => {
                self.attachment.push(source, attachment);
                *held = self.attachment.bytes();
            }
        }
    }

    /// Bytes that the rows pushed since the last [`Tables::take`] occupy, within a tenth or so.
    pub fn bytes(&self) -> usize {
        self.held.iter().sum()
    }

    /// The rows so far, tables without rows left out; the builders are empty again.
    pub fn take(&mut self) -> Vec<Filled> {
        self.held = Default::default();
        let filled = [
            (Table::Log, self.log.take()),
            (Table::Metric, self.metric.take()),
            (Table::Span, self.span.take()),
            (Table::Alert, self.alert.take()),
            (Table::Change, self.change.take()),
            (Table::Message, self.message.take()),
            (Table::Dependency, self.dependency.take()),
            (Table::Attachment, self.attachment.take()),
        ];
        filled
            .into_iter()
            .filter_map(|(table, taken)| taken.map(|(rows, sorted)| Filled { table, rows, sorted }))
            .collect()
    }
}

#[cfg(test)]
mod tests;

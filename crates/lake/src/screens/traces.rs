//! Traces: the longest of a stretch of time, and all spans of one.

use std::collections::BTreeMap;

use datafusion::arrow::datatypes::DataType;
use datafusion::functions_aggregate::expr_fn::{count, max, min};
use datafusion::prelude::{DataFrame, Expr, cast, col, lit};
use postlude_base::{NANOSECONDS_PER_SECOND, SourceId, Timestamp};
use postlude_evidence::Table;
use serde::Serialize;

use super::filter::conditions;
use super::{Filter, Screens};
use crate::Failure;
use crate::observe::rows::Row;
use crate::sql::query_failure;

/// Traces of a list.
const TRACES: usize = 200;

/// Spans of a trace that are given.
const SPANS: usize = 5000;

/// One trace of a list.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct TraceLine {
    /// Its id.
    pub trace_id: String,
    /// When its first span began.
    pub start: Option<String>,
    /// Seconds of its longest span.
    pub duration_s: Option<f64>,
    /// Service of that span.
    pub service: Option<String>,
    /// Operation of that span.
    pub name: String,
    /// Spans in it, at any time.
    pub spans: u64,
    /// Services in it.
    pub services: Vec<String>,
    /// Spans that failed.
    pub failed: u64,
}

/// One span.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct SpanLine {
    /// Its id.
    pub span_id: String,
    /// The span it is part of.
    pub parent_id: Option<String>,
    /// Whose.
    pub service: Option<String>,
    /// The operation.
    pub name: String,
    /// `client server producer consumer internal`, if told.
    pub kind: Option<String>,
    /// When it began.
    pub start: Option<String>,
    /// How long it took.
    pub duration_s: Option<f64>,
    /// `ok` or `error`, if told.
    pub status: Option<&'static str>,
    /// What was said about that.
    pub status_message: Option<String>,
    /// Number of its source.
    pub source: u32,
    /// Its bytes in the source.
    pub bytes: [u64; 2],
    /// What else it says.
    pub attributes: BTreeMap<String, String>,
}

impl Screens {
    /// The traces with the longest spans among those that a filter lets through (time, services, sources, one trace, text
    /// in the name); `failed` asks for those in which one failed.
    pub async fn traces(&self, filter: &Filter, failed: bool) -> Result<Vec<TraceLine>, Failure> {
        let Some(frame) = self.spans(filter, failed).await? else { return Ok(Vec::new()) };
        // Spans without a parent stand for their traces; where none is left, any span does.
        let mut ids = Vec::new();
        for only in [Some(col("parent_span_id").is_null()), None] {
            let is_whole = filter.services.is_empty() && !failed;
            if only.is_some() && !is_whole {
                continue;
            }
            ids = self.longest(frame.clone(), only).await?;
            if !ids.is_empty() {
                break;
            }
        }
        let mut lines = self.described(&ids).await?;
        lines.sort_by(|a, b| {
            b.duration_s
                .unwrap_or(0.0)
                .total_cmp(&a.duration_s.unwrap_or(0.0))
                .then(a.trace_id.cmp(&b.trace_id))
        });
        Ok(lines)
    }

    /// The spans of one trace, in the order in which they began.
    pub async fn trace(&self, id: &str) -> Result<Vec<SpanLine>, Failure> {
        let filter = Filter { trace: Some(id.to_owned()), ..Filter::default() };
        let Some(frame) = self.spans(&filter, false).await? else { return Ok(Vec::new()) };
        let order = ["time", "source_id", "byte_from"].map(|name| col(name).sort(true, false)).to_vec();
        let frame = frame.sort(order).and_then(|sorted| sorted.limit(0, Some(SPANS)));
        Ok(self.rows(frame.map_err(query_failure)?).await?.filter_map(|row| span(&row)).collect())
    }

    async fn spans(&self, filter: &Filter, failed: bool) -> Result<Option<DataFrame>, Failure> {
        if !self.has(Table::Span) {
            return Ok(None);
        }
        let Some(mut all) = conditions(&Filter { severities: Vec::new(), ..filter.clone() }, false) else {
            return Ok(None);
        };
        if filter.from.is_some() || filter.to.is_some() {
            let from = filter.from.map_or(i64::MIN, |from| from.0);
            all.push(self.within(from, filter.to.map_or(i64::MAX, |to| to.0)));
        }
        all.extend(filter.trace.iter().map(|trace| col("trace_id").eq(lit(trace.as_str()))));
        all.extend(filter.text.iter().map(|text| super::filter::holds(col("name"), text)));
        if failed {
            all.push(col("failed").eq(lit(true)));
        }
        let frame = self.session.table(Table::Span).await?;
        match all.into_iter().reduce(Expr::and) {
            Some(condition) => frame.filter(condition).map(Some).map_err(query_failure),
            None => Ok(Some(frame)),
        }
    }

    /// Ids of the traces of the longest spans. Some more spans are looked at, for several may be of one trace.
    async fn longest(&self, frame: DataFrame, only: Option<Expr>) -> Result<Vec<String>, Failure> {
        let order = vec![
            col("duration_ns").sort(false, false),
            col("source_id").sort(true, false),
            col("byte_from").sort(true, false),
        ];
        let chosen = match only {
            Some(only) => frame.filter(only),
            None => Ok(frame),
        };
        let columns = ["trace_id", "duration_ns", "source_id", "byte_from"].map(col).to_vec();
        let frame = chosen
            .and_then(|frame| frame.select(columns))
            .and_then(|frame| frame.sort(order))
            .and_then(|frame| frame.limit(0, Some(8 * TRACES)))
            .map_err(query_failure)?;
        let mut ids: Vec<String> = Vec::new();
        for id in self.rows(frame).await?.filter_map(|row| row.owned("trace_id")) {
            if ids.len() < TRACES && !ids.contains(&id) {
                ids.push(id);
            }
        }
        Ok(ids)
    }

    async fn described(&self, ids: &[String]) -> Result<Vec<TraceLine>, Failure> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let these = col("trace_id").in_list(ids.iter().map(|id| lit(id.as_str())).collect(), false);
        let frame = self.session.table(Table::Span).await?.filter(these).map_err(query_failure)?;
        let groups = ["trace_id", "service_name", "name", "failed"].map(col).to_vec();
        let facts = vec![
            count(lit(1)).alias("n"),
            min(cast(col("time"), DataType::Int64)).alias("t"),
            max(col("duration_ns")).alias("d"),
        ];
        let frame = frame.aggregate(groups, facts).map_err(query_failure)?;
        let mut rows: Vec<Row> = self.rows(frame).await?.collect();
        rows.sort_by_key(|row| {
            let name = (row.owned("service_name"), row.owned("name"));
            (row.owned("trace_id"), std::cmp::Reverse(row.integer("d")), row.integer("t"), name)
        });
        let of_one = rows.chunk_by(|a, b| a.text("trace_id") == b.text("trace_id"));
        Ok(of_one.filter_map(trace).collect())
    }
}

/// A trace from its groups, the longest span first.
fn trace(rows: &[Row]) -> Option<TraceLine> {
    let longest = rows.first()?;
    let mut services: Vec<String> = rows.iter().filter_map(|row| row.owned("service_name")).collect();
    services.sort();
    services.dedup();
    let number = |row: &Row| row.integer("n").unwrap_or(0).unsigned_abs();
    Some(TraceLine {
        trace_id: longest.owned("trace_id")?,
        start: rows.iter().filter_map(|row| row.integer("t")).min().map(|time| Timestamp(time).to_string()),
        duration_s: longest.integer("d").map(seconds),
        service: longest.owned("service_name"),
        name: longest.owned("name").unwrap_or_default(),
        spans: rows.iter().map(number).sum(),
        services,
        failed: rows.iter().filter(|row| row.integer("failed") == Some(1)).map(number).sum(),
    })
}

fn span(row: &Row) -> Option<SpanLine> {
    let place = |name: &str| row.integer(name).map_or(0, i64::unsigned_abs);
    Some(SpanLine {
        span_id: row.owned("span_id")?,
        parent_id: row.owned("parent_span_id"),
        service: row.owned("service_name"),
        name: row.owned("name").unwrap_or_default(),
        kind: row.owned("kind"),
        start: row.integer("time").map(|time| Timestamp(time).to_string()),
        duration_s: row.integer("duration_ns").map(seconds),
        status: row.integer("failed").map(|failed| if failed == 1 { "error" } else { "ok" }),
        status_message: row.owned("status_message"),
        source: SourceId(u32::try_from(row.integer("source_id")?).ok()?).0,
        bytes: [place("byte_from"), place("byte_to")],
        attributes: row.map("attributes").into_iter().collect(),
    })
}

fn seconds(nanoseconds: i64) -> f64 {
    nanoseconds as f64 / NANOSECONDS_PER_SECOND as f64
}

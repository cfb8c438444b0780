//! Measured values over time, thinned without losing peaks.

use std::collections::BTreeMap;

use datafusion::arrow::datatypes::DataType;
use datafusion::common::ScalarValue;
use datafusion::functions_aggregate::expr_fn::{avg, count, max, min};
use datafusion::prelude::{DataFrame, Expr, cast, col, lit};
use postlude_base::{NANOSECONDS_PER_SECOND, Timestamp};
use postlude_evidence::Table;
use serde::Serialize;

use super::Screens;
use crate::Failure;
use crate::observe::rows::Row;
use crate::sql::query_failure;

/// Most lines of a plot; more cannot be told apart.
const LINES: usize = 40;

/// Most points of a line.
const POINTS: i64 = 5000;

/// Names given at most.
const NAMES: usize = 5000;

const NANOSECONDS_PER_MILLISECOND: i64 = NANOSECONDS_PER_SECOND / 1000;

/// A measure that can be plotted.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct MeasureName {
    /// Whose.
    pub service: Option<String>,
    /// Its name.
    pub name: String,
    /// Its unit, if told.
    pub unit: Option<String>,
    /// Lines it has: one for each instance and set of labels.
    pub lines: u64,
    /// Values in all of them.
    pub values: u64,
}

/// The lines of one measure.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Lines {
    /// Its name.
    pub name: String,
    /// Its unit, if told.
    pub unit: Option<String>,
    /// Seconds of a point.
    pub step_s: f64,
    /// Those with most values, in the order of their labels.
    pub lines: Vec<Line>,
    /// Lines that are not given because there are too many.
    pub left_out: usize,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Line {
    /// Service, instance, host, caller and labels, as far as told.
    pub labels: BTreeMap<String, String>,
    /// Milliseconds since 1970, mean, least and largest value of each step.
    pub points: Vec<(i64, f64, f64, f64)>,
}

/// What lines are asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plotted {
    /// Name of the measure.
    pub name: String,
    /// Of this service only.
    pub service: Option<String>,
    /// From this moment on.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub to: Option<Timestamp>,
    /// Points of a line, about.
    pub points: u32,
}

/// Service, name and unit.
type Measured = (Option<String>, String, Option<String>);

impl Screens {
    /// The measures, of one service if one is named.
    pub async fn measures(&self, service: Option<&str>) -> Result<Vec<MeasureName>, Failure> {
        if !self.has(Table::Metric) {
            return Ok(Vec::new());
        }
        let mut frame = self.session.table(Table::Metric).await?;
        if let Some(service) = service {
            frame = frame.filter(col("service_name").eq(lit(service))).map_err(query_failure)?;
        }
        let groups = ["service_name", "name", "unit", "series"].map(col).to_vec();
        let series = frame.aggregate(groups, vec![count(lit(1)).alias("n")]).map_err(query_failure)?;
        let mut all: BTreeMap<Measured, (u64, u64)> = BTreeMap::new();
        for row in self.rows(series).await? {
            let Some(name) = row.owned("name") else { continue };
            let sums = all.entry((row.owned("service_name"), name, row.owned("unit"))).or_default();
            *sums = (sums.0 + 1, sums.1 + row.integer("n").unwrap_or(0).unsigned_abs());
        }
        let measure =
            |((service, name, unit), (lines, values))| MeasureName { service, name, unit, lines, values };
        Ok(all.into_iter().take(NAMES).map(measure).collect())
    }

    /// The lines of one measure.
    pub async fn lines(&self, plotted: &Plotted) -> Result<Lines, Failure> {
        let none = Lines { name: plotted.name.clone(), unit: None, step_s: 0.0, lines: vec![], left_out: 0 };
        let Some(frame) = self.values(plotted).await? else { return Ok(none) };
        let time = || cast(col("time"), DataType::Int64);
        let key = cast(col("source_id"), DataType::Int64) * lit(1i64 << 40)
            + cast(col("byte_from"), DataType::Int64);
        let facts = vec![
            count(lit(1)).alias("n"),
            min(time()).alias("first"),
            max(time()).alias("last"),
            min(key.clone()).alias("k"),
        ];
        let all = frame.clone().aggregate(vec![col("series")], facts).map_err(query_failure)?;
        let mut all: Vec<Row> = self.rows(all).await?.collect();
        all.sort_by_key(|row| (std::cmp::Reverse(row.integer("n")), row.integer("series")));
        let left_out = all.len().saturating_sub(LINES);
        all.truncate(LINES);
        let (Some(first), Some(last)) = (
            all.iter().filter_map(|row| row.integer("first")).min(),
            all.iter().filter_map(|row| row.integer("last")).max(),
        ) else {
            return Ok(none);
        };
        let of =
            |name: &str| -> Vec<Expr> { all.iter().filter_map(|row| row.integer(name)).map(lit).collect() };
        let series = all.iter().filter_map(|row| row.integer("series"));
        let chosen = series.map(|id| lit(ScalarValue::UInt64(Some(id.cast_unsigned())))).collect();
        let frame = frame.filter(col("series").in_list(chosen, false)).map_err(query_failure)?;
        let named = frame.clone().filter(key.in_list(of("k"), false)).map_err(query_failure)?;
        let (unit, mut lines) = self.beginnings(named).await?;
        let step = 1 + last.saturating_sub(first) / i64::from(plotted.points).clamp(2, POINTS);
        for (id, point) in self.points(frame, first, step).await? {
            if let Some(line) = lines.get_mut(&id) {
                line.points.push(point);
            }
        }
        let mut lines: Vec<Line> = lines.into_values().collect();
        lines.sort_by(|a, b| a.labels.cmp(&b.labels));
        let step_s = step as f64 / NANOSECONDS_PER_SECOND as f64;
        Ok(Lines { unit, step_s, lines, left_out, ..none })
    }

    async fn values(&self, plotted: &Plotted) -> Result<Option<DataFrame>, Failure> {
        if !self.has(Table::Metric) {
            return Ok(None);
        }
        let from = plotted.from.map_or(i64::MIN, |from| from.0);
        let to = plotted.to.map_or(i64::MAX, |to| to.0);
        let mut condition = self.within(from, to).and(col("name").eq(lit(plotted.name.as_str())));
        if let Some(service) = &plotted.service {
            condition = condition.and(col("service_name").eq(lit(service.as_str())));
        }
        let frame = self.session.table(Table::Metric).await?;
        frame.filter(condition).map(Some).map_err(query_failure)
    }

    /// Every line without values, by the id of its series, from its first record.
    async fn beginnings(&self, frame: DataFrame) -> Result<(Option<String>, BTreeMap<i64, Line>), Failure> {
        let mut lines = BTreeMap::new();
        let mut unit = None;
        for row in self.rows(frame).await? {
            let Some(id) = row.integer("series") else { continue };
            unit = unit.or_else(|| row.owned("unit"));
            let whose = [
                ("service", "service_name"),
                ("instance", "service_instance_id"),
                ("host", "host_name"),
                ("caller", "caller_name"),
            ];
            let mut labels: BTreeMap<String, String> = row.map("attributes").into_iter().collect();
            let whose =
                whose.into_iter().filter_map(|(label, name)| Some((label.to_owned(), row.owned(name)?)));
            labels.extend(whose);
            lines.insert(id, Line { labels, points: Vec::new() });
        }
        Ok((unit, lines))
    }

    async fn points(
        &self,
        frame: DataFrame,
        first: i64,
        step: i64,
    ) -> Result<Vec<(i64, (i64, f64, f64, f64))>, Failure> {
        let time = || cast(col("time"), DataType::Int64);
        let groups = vec![col("series"), ((time() - lit(first)) / lit(step)).alias("step")];
        let values = vec![
            min(time()).alias("t"),
            avg(col("value")).alias("v"),
            min(col("value")).alias("least"),
            max(col("value")).alias("most"),
        ];
        let frame = frame.aggregate(groups, values).map_err(query_failure)?;
        let point = |row: Row| {
            let value = |name: &str| row.number(name).filter(|value| value.is_finite());
            let time = row.integer("t")? / NANOSECONDS_PER_MILLISECOND;
            Some((row.integer("series")?, (time, value("v")?, value("least")?, value("most")?)))
        };
        let mut points: Vec<_> = self.rows(frame).await?.filter_map(point).collect();
        points.sort_by_key(|(series, (time, ..))| (*series, *time));
        Ok(points)
    }
}

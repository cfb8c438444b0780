//! Logs, alerts, changes and messages as one table with one set of columns.

use datafusion::arrow::datatypes::DataType;
use datafusion::common::ScalarValue;
use datafusion::functions::string::expr_fn::concat_ws;
use datafusion::prelude::{DataFrame, Expr, cast, col, lit};
use postlude_evidence::Table;

use super::filter::{conditions, holds};
use super::{Filter, Screens};
use crate::Failure;
use crate::sql::query_failure;

/// The tables that hold what people read line by line.
const TABLES: [Table; 4] = [Table::Log, Table::Alert, Table::Change, Table::Message];

impl Screens {
    /// The records that a filter lets through, at any time; none when there cannot be any. `when` narrows the time.
    pub(super) async fn records(
        &self,
        filter: &Filter,
        when: Option<&Expr>,
    ) -> Result<Option<DataFrame>, Failure> {
        let mut all: Option<DataFrame> = None;
        for table in TABLES {
            if !self.has(table) || !is_asked(filter, table) {
                continue;
            }
            let Some(mut conditions) = conditions(filter, has_severity(table)) else { continue };
            conditions.extend(when.cloned());
            conditions.extend(self.own_conditions(filter, table));
            let frame = self.session.table(table).await?;
            let part = chosen(frame, conditions, table).map_err(query_failure)?;
            all = Some(match all {
                Some(before) => before.union(part).map_err(query_failure)?,
                None => part,
            });
        }
        Ok(all)
    }

    fn own_conditions(&self, filter: &Filter, table: Table) -> Vec<Expr> {
        let mut all: Vec<Expr> = filter.text.iter().map(|text| holds(body(table), text)).collect();
        if !filter.templates.is_empty() {
            let patterns = filter.templates.iter().flat_map(|template| self.session.patterns(*template));
            all.push(col("pattern").in_list(patterns.map(lit).collect(), false));
        }
        all.extend(filter.trace.iter().map(|trace| col("trace_id").eq(lit(trace))));
        all
    }
}

fn is_asked(filter: &Filter, table: Table) -> bool {
    let of_logs_only = !filter.templates.is_empty() || filter.trace.is_some();
    let is_kind = filter.kinds.is_empty() || filter.kinds.iter().any(|kind| kind == table.name());
    is_kind && (table == Table::Log || !of_logs_only)
}

fn has_severity(table: Table) -> bool {
    matches!(table, Table::Log | Table::Alert)
}

fn chosen(frame: DataFrame, conditions: Vec<Expr>, table: Table) -> datafusion::error::Result<DataFrame> {
    let frame = match conditions.into_iter().reduce(Expr::and) {
        Some(condition) => frame.filter(condition)?,
        None => frame,
    };
    frame.select(columns(table))
}

/// What a record says.
fn body(table: Table) -> Expr {
    let text = match table {
        Table::Alert => concat_ws(lit(": "), vec![col("name"), col("summary")]),
        Table::Change => col("title"),
        Table::Message => col("text"),
        _ => return col("body"),
    };
    cast(text, DataType::Utf8View)
}

fn columns(table: Table) -> Vec<Expr> {
    let own = |name: &str, there: bool, none: ScalarValue| {
        if there { col(name) } else { lit(none).alias(name) }
    };
    let is_log = table == Table::Log;
    let mut columns = vec![lit(table.name()).alias("record"), body(table).alias("body")];
    columns.push(own("severity_number", has_severity(table), ScalarValue::UInt8(None)));
    columns.push(own("pattern", is_log, ScalarValue::UInt64(None)));
    columns.push(own("trace_id", is_log, ScalarValue::Utf8View(None)));
    columns.push(own("span_id", is_log, ScalarValue::Utf8View(None)));
    let shared = ["time", "service_name", "attributes", "source_id", "byte_from", "byte_to", "line"];
    columns.extend(shared.map(col));
    columns
}

use std::ops::RangeInclusive;

use datafusion::common::ScalarValue;
use datafusion::prelude::{Expr, col, lit};
use postlude_base::{SourceId, Timestamp};
use postlude_evidence::Severity;

use super::Screens;

/// Which records are asked for; what is empty lets everything through.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// From this moment on.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub to: Option<Timestamp>,
    /// Of these tables: `log alert change message`.
    pub kinds: Vec<String>,
    /// Of these services.
    pub services: Vec<String>,
    /// Of these severities; none is a record that has none.
    pub severities: Vec<Option<Severity>>,
    /// Of these templates.
    pub templates: Vec<u64>,
    /// Of these sources.
    pub sources: Vec<SourceId>,
    /// With this trace.
    pub trace: Option<String>,
    /// With this text in them, whatever the case.
    pub text: Option<String>,
}

/// The severity in whose range a number lies.
pub fn severity_class(number: Option<i64>) -> Option<Severity> {
    Severity::from_number(u64::try_from(number?).ok()?)
}

/// Numbers that mean this severity.
fn numbers(severity: Severity) -> RangeInclusive<u8> {
    let lowest = severity as u8;
    lowest..=lowest + 3
}

/// A moment as the tables hold it.
pub(super) fn moment(time: i64) -> Expr {
    lit(ScalarValue::TimestampNanosecond(Some(time), Some("UTC".into())))
}

impl Screens {
    /// From one moment until before another. Where clocks are repaired, files are still left out by the times they hold.
    pub(super) fn within(&self, from: i64, to: i64) -> Expr {
        let range =
            |name: &str, from: i64, to: i64| col(name).gt_eq(moment(from)).and(col(name).lt(moment(to)));
        let (least, most) = self.moved;
        let meant = range("time", from, to);
        if (least, most) == (0, 0) {
            return meant;
        }
        meant.and(range("time_original", from.saturating_sub(most), to.saturating_sub(least)))
    }
}

/// Conditions on the columns that every table has and on `severity_number`, time left aside. None where no record of a
/// table without severity can fit.
pub(super) fn conditions(filter: &Filter, has_severity: bool) -> Option<Vec<Expr>> {
    let mut all = Vec::new();
    if !filter.services.is_empty() {
        all.push(col("service_name").in_list(filter.services.iter().map(lit).collect(), false));
    }
    if !filter.sources.is_empty() {
        all.push(
            col("source_id").in_list(filter.sources.iter().map(|source| lit(source.0)).collect(), false),
        );
    }
    if !filter.severities.is_empty() {
        if has_severity {
            all.extend(filter.severities.iter().map(severity_is).reduce(Expr::or));
        } else if !filter.severities.contains(&None) {
            return None;
        }
    }
    Some(all)
}

fn severity_is(severity: &Option<Severity>) -> Expr {
    match severity {
        Some(severity) => {
            let numbers = numbers(*severity);
            col("severity_number").between(lit(*numbers.start()), lit(*numbers.end()))
        }
        None => col("severity_number").is_null(),
    }
}

/// That a column holds a text, whatever the case.
pub(super) fn holds(column: Expr, text: &str) -> Expr {
    let escaped = text.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_");
    column.ilike(lit(format!("%{escaped}%")))
}

use postlude_base::{NANOSECONDS_PER_SECOND, Timestamp};
use postlude_evidence::Severity;
use serde::Serialize;

use super::buckets::{Buckets, Stretch};
use super::{Filter, Screens};
use crate::Failure;

/// The columns of a histogram, worst first; what has no severity last.
pub const SEVERITIES: [&str; 7] = ["fatal", "error", "warn", "info", "debug", "trace", "none"];

/// Most bars of a histogram.
const BARS: i64 = 2000;

/// How many records when.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Histogram {
    /// Begin of the first bar; none when no record has a time.
    pub from: Option<String>,
    /// End of what was asked for; the last bar may reach further.
    pub to: Option<String>,
    /// Seconds of a bar.
    pub step_s: f64,
    /// What the columns are.
    pub severities: [&'static str; SEVERITIES.len()],
    /// For each bar the records of each severity.
    pub counts: Vec<[u64; SEVERITIES.len()]>,
    /// Records in all bars.
    pub total: u64,
    /// Records without a time, which are in no bar.
    pub undated: u64,
}

/// The column of a severity.
pub(super) fn column(severity: Option<Severity>) -> usize {
    match severity {
        Some(Severity::Fatal) => 0,
        Some(Severity::Error) => 1,
        Some(Severity::Warn) => 2,
        Some(Severity::Info) => 3,
        Some(Severity::Debug) => 4,
        Some(Severity::Trace) => 5,
        None => 6,
    }
}

impl Screens {
    /// Records over time in about so many bars.
    pub async fn histogram(&self, filter: &Filter, bars: u32) -> Result<Histogram, Failure> {
        let buckets = self.buckets(filter).await?;
        Ok(histogram(&buckets, i64::from(bars).clamp(1, BARS)))
    }
}

fn histogram(buckets: &Buckets, bars: i64) -> Histogram {
    let Buckets { from, to, width, .. } = *buckets;
    // A bar is a whole number of buckets, so that every count is exact.
    let fine = 1 + (to.saturating_sub(from) - 1).max(0) / width.max(1);
    let step = (1 + (fine - 1) / bars).saturating_mul(width);
    let is_empty = from == to;
    let bars = if is_empty { 0 } else { 1 + (to.saturating_sub(from) - 1) / step };
    let mut counts = vec![[0; SEVERITIES.len()]; usize::try_from(bars).unwrap_or(0)];
    for bucket in &buckets.buckets {
        let Stretch::Time { from: begin, .. } = bucket.stretch else { continue };
        let bar = usize::try_from((begin - from) / step).ok().and_then(|bar| counts.get_mut(bar));
        for (sum, count) in bar.into_iter().flatten().zip(bucket.counts) {
            *sum += count;
        }
    }
    Histogram {
        from: (!is_empty).then(|| Timestamp(from).to_string()),
        to: (!is_empty).then(|| Timestamp(to).to_string()),
        step_s: step as f64 / NANOSECONDS_PER_SECOND as f64,
        severities: SEVERITIES,
        counts,
        total: buckets.dated(),
        undated: buckets.undated,
    }
}

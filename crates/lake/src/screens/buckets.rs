//! How many records when: one pass over what a filter lets through, in buckets so fine that a histogram of any width is a sum
//! of them and the records of any rank lie in a few of them.

use std::sync::Arc;

use datafusion::arrow::datatypes::DataType;
use datafusion::functions_aggregate::expr_fn::{count, max, min};
use datafusion::prelude::{Expr, cast, col, lit};

use super::filter::severity_class;
use super::histogram::{SEVERITIES, column};
use super::{Filter, Screens};
use crate::Failure;
use crate::sql::query_failure;

/// Buckets of one pass.
const BUCKETS: i64 = 1 << 14;

/// Bytes of a source in a bucket of records that are in order of place only.
const CHUNK: u64 = 1 << 20;

/// A stretch of time, or of a source, and what lies in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bucket {
    pub(super) stretch: Stretch,
    pub(super) counts: [u64; SEVERITIES.len()],
    /// Records before it.
    pub(super) before: u64,
}

/// Where the records of a bucket lie. Records of one moment, and those without one, are in order of place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Stretch {
    Time { from: i64, to: i64 },
    Place { moment: Option<i64>, source: u32, from: u64, to: u64 },
}

/// The buckets that are not empty, in order, those of records without a time not among them.
#[derive(Debug, Default)]
pub(super) struct Buckets {
    pub(super) from: i64,
    pub(super) to: i64,
    /// Nanoseconds of a bucket.
    pub(super) width: i64,
    pub(super) buckets: Vec<Bucket>,
    pub(super) undated: u64,
}

impl Bucket {
    pub(super) fn records(&self) -> u64 {
        self.counts.iter().sum()
    }
}

impl Buckets {
    /// Records with a time.
    pub(super) fn dated(&self) -> u64 {
        self.buckets.last().map_or(0, |last| last.before + last.records())
    }

    /// The bucket with the record of this rank.
    pub(super) fn at(&self, rank: u64) -> Option<usize> {
        let after = self.buckets.partition_point(|bucket| bucket.before <= rank);
        (rank < self.dated()).then_some(after.checked_sub(1)?)
    }

    fn push(&mut self, stretch: Stretch, class: usize, records: u64) {
        let before = self.dated();
        match self.buckets.last_mut().filter(|last| last.stretch == stretch) {
            Some(last) => last.counts[class] += records,
            None => {
                let mut counts = [0; SEVERITIES.len()];
                counts[class] = records;
                self.buckets.push(Bucket { stretch, counts, before });
            }
        }
    }
}

impl Screens {
    /// The buckets of a filter over its own time, or all time.
    pub(super) async fn buckets(&self, filter: &Filter) -> Result<Arc<Buckets>, Failure> {
        self.buckets.get(format!("{filter:?}"), self.count(filter, self.range(filter))).await
    }

    /// The buckets of a part of a filter's time.
    pub(super) async fn buckets_within(
        &self,
        filter: &Filter,
        from: i64,
        to: i64,
    ) -> Result<Arc<Buckets>, Failure> {
        let range = async { Ok(Some((from, to))) };
        self.buckets.get(format!("{from} {to} {filter:?}"), self.count(filter, range)).await
    }

    /// The buckets, by place, of the records of one moment, or of those without one.
    pub(super) async fn places(&self, filter: &Filter, moment: Option<i64>) -> Result<Arc<Buckets>, Failure> {
        self.buckets.get(format!("places {moment:?} {filter:?}"), self.count_places(filter, moment)).await
    }

    /// The moment of the first record and the moment after the last, or what the filter says.
    async fn range(&self, filter: &Filter) -> Result<Option<(i64, i64)>, Failure> {
        if let (Some(from), Some(to)) = (filter.from, filter.to) {
            return Ok((from < to).then_some((from.0, to.0)));
        }
        let all = Filter { kinds: filter.kinds.clone(), ..Filter::default() };
        let Some(frame) = self.records(&all, None).await? else { return Ok(None) };
        let time = || cast(col("time"), DataType::Int64);
        let ends = vec![min(time()).alias("first"), max(time()).alias("last")];
        let row = self.rows(frame.aggregate(vec![], ends).map_err(query_failure)?).await?.next();
        let ends = row.and_then(|row| Some((row.integer("first")?, row.integer("last")?.saturating_add(1))));
        Ok(ends.and_then(|(first, after)| {
            let range = (filter.from.map_or(first, |from| from.0), filter.to.map_or(after, |to| to.0));
            (range.0 < range.1).then_some(range)
        }))
    }

    async fn count(
        &self,
        filter: &Filter,
        range: impl Future<Output = Result<Option<(i64, i64)>, Failure>>,
    ) -> Result<Buckets, Failure> {
        let Some((from, to)) = range.await? else {
            return Ok(Buckets { width: 1, undated: self.undated(filter).await?, ..Buckets::default() });
        };
        let width = 1 + (to.saturating_sub(from) - 1) / BUCKETS;
        let mut all = Buckets { from, to, width, buckets: Vec::new(), undated: self.undated(filter).await? };
        let when = self.within(from, to);
        let Some(frame) = self.records(filter, Some(&when)).await? else { return Ok(all) };
        let bucket = (cast(col("time"), DataType::Int64) - lit(from)) / lit(width);
        let groups = vec![bucket.alias("bucket"), col("severity_number")];
        let frame = frame.aggregate(groups, vec![count(lit(1)).alias("records")]).map_err(query_failure)?;
        let mut counted: Vec<(i64, usize, u64)> = self
            .rows(frame)
            .await?
            .filter_map(|row| {
                let class = column(severity_class(row.integer("severity_number")));
                Some((row.integer("bucket")?, class, row.integer("records")?.unsigned_abs()))
            })
            .collect();
        counted.sort_unstable();
        for (bucket, class, records) in counted {
            let begin = from + bucket * width;
            let stretch = Stretch::Time { from: begin, to: begin.saturating_add(width).min(to) };
            all.push(stretch, class, records);
        }
        Ok(all)
    }

    async fn count_places(&self, filter: &Filter, moment: Option<i64>) -> Result<Buckets, Failure> {
        let mut all = Buckets { width: 1, ..Buckets::default() };
        let Some(frame) = self.records(filter, Some(&self.when(moment))).await? else { return Ok(all) };
        let chunk = cast(col("byte_from"), DataType::UInt64) / lit(CHUNK);
        let groups = vec![col("source_id"), chunk.alias("chunk"), col("severity_number")];
        let frame = frame.aggregate(groups, vec![count(lit(1)).alias("records")]).map_err(query_failure)?;
        let mut counted: Vec<(u32, u64, usize, u64)> = self
            .rows(frame)
            .await?
            .filter_map(|row| {
                let source = u32::try_from(row.integer("source_id")?).ok()?;
                let class = column(severity_class(row.integer("severity_number")));
                let chunk = row.integer("chunk")?.unsigned_abs();
                Some((source, chunk, class, row.integer("records")?.unsigned_abs()))
            })
            .collect();
        counted.sort_unstable();
        for (source, chunk, class, records) in counted {
            let from = chunk * CHUNK;
            all.push(Stretch::Place { moment, source, from, to: from + CHUNK }, class, records);
        }
        Ok(all)
    }

    /// At one moment, or without one.
    pub(super) fn when(&self, moment: Option<i64>) -> Expr {
        match moment {
            Some(moment) => self.within(moment, moment.saturating_add(1)),
            None => col("time").is_null(),
        }
    }

    /// Records without a time; a filter that names times lets none of them through.
    async fn undated(&self, filter: &Filter) -> Result<u64, Failure> {
        if filter.from.is_some() || filter.to.is_some() || self.undated == 0 {
            return Ok(0);
        }
        let Some(frame) = self.records(filter, Some(&col("time").is_null())).await? else { return Ok(0) };
        let number = vec![count(lit(1)).alias("records")];
        let row = self.rows(frame.aggregate(vec![], number).map_err(query_failure)?).await?.next();
        Ok(row.and_then(|row| row.integer("records")).unwrap_or(0).unsigned_abs())
    }
}

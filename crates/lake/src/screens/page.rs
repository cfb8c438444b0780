//! Records by rank: their place in the order of time, then source, then byte; those without a time come last.

use std::collections::BTreeMap;

use datafusion::arrow::datatypes::DataType;
use datafusion::functions_aggregate::expr_fn::count;
use datafusion::prelude::{Expr, cast, col, lit};
use postlude_base::{SourceId, Timestamp};
use postlude_evidence::Severity;
use serde::Serialize;

use super::buckets::{Buckets, Stretch};
use super::filter::severity_class;
use super::{Filter, Screens};
use crate::Failure;
use crate::observe::rows::Row;
use crate::sql::query_failure;

/// Most records of a page.
const PAGE: u64 = 1000;

/// More records than this in a bucket are looked at more closely instead of being sorted.
const DENSE: u64 = 1 << 14;

/// Bytes of a body that are given; the original has all.
const BODY: usize = 16 << 10;

/// Records that follow each other.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Page {
    /// Records that the filter lets through.
    pub total: u64,
    /// Some of them.
    pub items: Vec<Record>,
}

/// One record.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub struct Record {
    /// Its place in the order, from 0.
    pub rank: u64,
    /// `log alert change message`.
    pub kind: String,
    /// When.
    pub time: Option<String>,
    /// How bad.
    pub severity: Option<&'static str>,
    /// Of which service.
    pub service: Option<String>,
    /// What it says, at most 16 KiB of it.
    pub body: String,
    /// What it has in common with others.
    pub template: Option<String>,
    /// The id of that, in hexadecimal.
    pub template_id: Option<String>,
    /// Number of its source.
    pub source: u32,
    /// Path of its source.
    pub path: String,
    /// Line in which it begins.
    pub line: u64,
    /// Its bytes in the source.
    pub bytes: [u64; 2],
    /// Trace it belongs to.
    pub trace_id: Option<String>,
    /// Span it belongs to.
    pub span_id: Option<String>,
    /// What else it says.
    pub attributes: BTreeMap<String, String>,
}

/// Records in order that one query gives: all of some buckets.
struct Piece {
    stretch: Stretch,
    /// The record asked for among them.
    skip: u64,
    /// All of them.
    records: u64,
}

impl Screens {
    /// The records from a rank on.
    pub async fn page(&self, filter: &Filter, at: u64, limit: u64) -> Result<Page, Failure> {
        let root = self.buckets(filter).await?;
        let total = root.dated() + root.undated;
        let end = at.saturating_add(limit.min(PAGE)).min(total);
        let mut items: Vec<Record> = Vec::new();
        let mut rank = at;
        while rank < end {
            let Some(piece) = self.piece(filter, &root, rank, end).await? else { break };
            let found = self.fetch(filter, &piece, rank, end).await?;
            if found.is_empty() {
                break;
            }
            rank += found.len() as u64;
            items.extend(found);
        }
        Ok(Page { total, items })
    }

    /// The rank of the first record at or after a moment; of the last, when none is.
    pub async fn rank_at(&self, filter: &Filter, time: Timestamp) -> Result<u64, Failure> {
        let root = self.buckets(filter).await?;
        let rank = self.before(filter, &root, time.0).await?;
        Ok(rank.min(root.dated().saturating_sub(1)))
    }

    async fn before(&self, filter: &Filter, root: &Buckets, time: i64) -> Result<u64, Failure> {
        let is_over = |stretch: &Stretch| matches!(stretch, Stretch::Time { to, .. } if *to <= time);
        let at = root.buckets.partition_point(|bucket| is_over(&bucket.stretch));
        let Some(bucket) = root.buckets.get(at) else { return Ok(root.dated()) };
        let Stretch::Time { from, .. } = bucket.stretch else { return Ok(bucket.before) };
        if time <= from {
            return Ok(bucket.before);
        }
        let when = self.within(from, time);
        let Some(frame) = self.records(filter, Some(&when)).await? else { return Ok(bucket.before) };
        let number = vec![count(lit(1)).alias("records")];
        let row = self.rows(frame.aggregate(vec![], number).map_err(query_failure)?).await?.next();
        let within = row.and_then(|row| row.integer("records")).unwrap_or(0);
        Ok(bucket.before + within.unsigned_abs())
    }

    /// Where the records from a rank on are found, as many of those before `end` as one query may give.
    async fn piece(
        &self,
        filter: &Filter,
        root: &Buckets,
        rank: u64,
        end: u64,
    ) -> Result<Option<Piece>, Failure> {
        let Some(mut at) = root.at(rank) else {
            let places = self.places(filter, None).await?;
            let skipped = root.dated();
            let at = places.at(rank.saturating_sub(skipped));
            return Ok(at.and_then(|at| together(&places, at, rank - skipped, end - skipped)));
        };
        let mut buckets = None;
        let mut base = 0;
        loop {
            let all = buckets.as_deref().unwrap_or(root);
            let Some(bucket) = all.buckets.get(at) else { return Ok(None) };
            let Stretch::Time { from, to } = bucket.stretch else {
                return Ok(together(all, at, rank - base, end - base));
            };
            if bucket.records() <= DENSE {
                return Ok(together(all, at, rank - base, end - base));
            }
            base += bucket.before;
            let finer = match to - from {
                1 => self.places(filter, Some(from)).await?,
                _ => self.buckets_within(filter, from, to).await?,
            };
            let Some(next) = finer.at(rank - base) else { return Ok(None) };
            at = next;
            buckets = Some(finer);
        }
    }

    async fn fetch(
        &self,
        filter: &Filter,
        piece: &Piece,
        rank: u64,
        end: u64,
    ) -> Result<Vec<Record>, Failure> {
        let when = self.in_stretch(&piece.stretch);
        let Some(frame) = self.records(filter, Some(&when)).await? else { return Ok(Vec::new()) };
        let wanted = (piece.records - piece.skip).min(end - rank);
        let order = ["time", "source_id", "byte_from", "record"].map(|name| col(name).sort(true, false));
        let (skip, wanted) = (piece.skip as usize, usize::try_from(wanted).unwrap_or(usize::MAX));
        let frame = frame.sort(order.to_vec()).and_then(|sorted| sorted.limit(skip, Some(wanted)));
        let rows = self.rows(frame.map_err(query_failure)?).await?;
        Ok(rows.zip(rank..).filter_map(|(row, rank)| self.record(&row, rank)).collect())
    }

    fn in_stretch(&self, stretch: &Stretch) -> Expr {
        match *stretch {
            Stretch::Time { from, to } => self.within(from, to),
            Stretch::Place { moment, source, from, to } => {
                let place = cast(col("byte_from"), DataType::UInt64);
                let here = col("source_id").eq(lit(source)).and(place.between(lit(from), lit(to - 1)));
                self.when(moment).and(here)
            }
        }
    }

    fn record(&self, row: &Row, rank: u64) -> Option<Record> {
        let place = |name: &str| row.integer(name).map_or(0, i64::unsigned_abs);
        let source = SourceId(u32::try_from(row.integer("source_id")?).ok()?);
        let template = row.integer("pattern").and_then(|id| self.session.template(id.cast_unsigned()));
        Some(Record {
            rank,
            kind: row.owned("record")?,
            time: row.integer("time").map(|time| Timestamp(time).to_string()),
            severity: severity_class(row.integer("severity_number")).map(Severity::name),
            service: row.owned("service_name"),
            body: beginning(row.text("body").unwrap_or_default()),
            template: template.map(|(_, text)| text.to_owned()),
            template_id: template.map(|(id, _)| format!("{id:016x}")),
            source: source.0,
            path: self.path(source),
            line: place("line"),
            bytes: [place("byte_from"), place("byte_to")],
            trace_id: row.owned("trace_id"),
            span_id: row.owned("span_id"),
            attributes: row.map("attributes").into_iter().collect(),
        })
    }
}

/// The bucket, and those after it while records before `end` are missing and they are neither dense nor elsewhere.
fn together(all: &Buckets, at: usize, rank: u64, end: u64) -> Option<Piece> {
    let first = all.buckets.get(at)?;
    let mut piece =
        Piece { stretch: first.stretch.clone(), skip: rank - first.before, records: first.records() };
    for next in all.buckets.get(at + 1..)? {
        if first.before + piece.records >= end || piece.records + next.records() > DENSE {
            break;
        }
        match (&mut piece.stretch, &next.stretch) {
            (Stretch::Time { to, .. }, Stretch::Time { to: later, .. }) => *to = *later,
            (Stretch::Place { source, to, .. }, Stretch::Place { source: other, to: later, .. })
                if source == other =>
            {
                *to = *later;
            }
            _ => break,
        }
        piece.records += next.records();
    }
    Some(piece)
}

fn beginning(body: &str) -> String {
    let end = body.floor_char_boundary(BODY.min(body.len()));
    body[..end].to_owned()
}

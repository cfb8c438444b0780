//! Calls from one source into another: a span lies inside its parent.

use postlude_base::{SourceId, Timestamp};
use postlude_draft::clocks::{Anchor, Link, Seen};
use postlude_evidence::Table;

use crate::observe::rows;
use crate::{Failure, Session, Source};

/// Calls kept for each pair of sources: the closest of each stretch of time, as NTP's clock filter keeps the round
/// trip that took least.
const STRETCHES: i64 = 128;

/// More spans than this are thinned.
const MOST: u64 = 2_000_000;

pub(super) fn anchors(session: &Session, sources: &[&Source]) -> Result<Vec<Anchor>, Failure> {
    let first = sources.iter().filter_map(|source| source.tally.first).min().unwrap_or(Timestamp(0));
    let last = sources.iter().map(|source| source.tally.last).max().flatten().unwrap_or(first);
    let stretch = (last.since(first) / STRETCHES).max(1_000_000_000);
    let spans: u64 = sources.iter().map(|source| source.tally.of(Table::Span)).sum();
    let thinned = if spans > MOST { "and c.trace_id like '%7'" } else { "" };
    // What is worked off from a queue does not lie inside its parent.
    let calls = format!(
        "select c.source_id one, p.source_id other, cast(c.time_original as bigint) child, \
         cast(p.time_original as bigint) parent, c.byte_from child_byte, p.byte_from parent_byte, \
         p.duration_ns - c.duration_ns spare \
         from span c join span p on c.trace_id = p.trace_id and c.parent_span_id = p.span_id \
         where c.source_id <> p.source_id and p.duration_ns >= c.duration_ns and c.time_original is not null \
         and p.time_original is not null and coalesce(c.kind, '') <> 'consumer' and coalesce(p.kind, '') <> 'producer' {thinned}"
    );
    let closest =
        |column: &str| format!("first_value({column} order by spare, child_byte, parent_byte) {column}");
    let columns = ["child", "parent", "child_byte", "parent_byte", "spare"].map(closest).join(", ");
    let query = format!(
        "select one, other, child / {stretch} stretch, {columns} from (\
         select one, other, child, parent, child_byte, parent_byte, spare from ({calls})) \
         group by 1, 2, 3 order by 1, 2, 3"
    );
    Ok(rows::of(&session.sql(&query)?)?.filter_map(|row| anchor(&row)).collect())
}

fn anchor(row: &rows::Row) -> Option<Anchor> {
    let seen = |source: &str, time: &str, byte: &str| {
        Some(Seen {
            source: SourceId(u32::try_from(row.integer(source)?).ok()?),
            time: Timestamp(row.integer(time)?),
            byte_from: row.integer(byte)?.unsigned_abs(),
        })
    };
    let (one, other) = (seen("one", "child", "child_byte")?, seen("other", "parent", "parent_byte")?);
    let low = other.time.since(one.time);
    Some(Anchor { link: Link::Span, one, other, low, high: low.saturating_add(row.integer("spare")?) })
}

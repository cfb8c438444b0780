//! From a record's key to the exact place of the record.

use std::collections::{BTreeMap, BTreeSet};

use postlude_base::{ByteSpan, EvidenceRef};
use postlude_signals::{RecordKey, RecordTable};

use super::rows;
use crate::{Failure, Session};

pub(super) fn places(session: &Session, keys: &[RecordKey]) -> Result<Vec<Option<EvidenceRef>>, Failure> {
    let mut wanted: BTreeMap<RecordTable, BTreeMap<u32, BTreeSet<u64>>> = BTreeMap::new();
    for key in keys {
        wanted.entry(key.table).or_default().entry(key.source.0).or_default().insert(key.byte_from);
    }
    let mut ends: BTreeMap<RecordKey, u64> = BTreeMap::new();
    for (table, sources) in wanted {
        let conditions: Vec<String> = sources
            .iter()
            .map(|(source, offsets)| {
                let list: Vec<String> = offsets.iter().map(u64::to_string).collect();
                format!("(source_id = {source} and byte_from in ({}))", list.join(", "))
            })
            .collect();
        let query = format!(
            "select source_id, byte_from, max(byte_to) byte_to from {} where {} group by 1, 2",
            name(table),
            conditions.join(" or ")
        );
        for row in rows::of(&session.sql(&query)?)? {
            let (Some(source), Some(from), Some(to)) =
                (row.integer("source_id"), row.integer("byte_from"), row.integer("byte_to"))
            else {
                continue;
            };
            let source = postlude_base::SourceId(u32::try_from(source).unwrap_or(0));
            ends.insert(RecordKey { table, source, byte_from: from.unsigned_abs() }, to.unsigned_abs());
        }
    }
    let place = |key: &RecordKey| {
        let to = *ends.get(key)?;
        Some(EvidenceRef { source: key.source, span: ByteSpan::new(key.byte_from, to) })
    };
    Ok(keys.iter().map(place).collect())
}

fn name(table: RecordTable) -> &'static str {
    match table {
        RecordTable::Log => "log",
        RecordTable::Metric => "metric",
        RecordTable::Span => "span",
        RecordTable::Alert => "alert",
        RecordTable::Change => "change",
        RecordTable::Message => "message",
    }
}

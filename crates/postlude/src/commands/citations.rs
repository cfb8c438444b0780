//! From citations to the lines of the originals.

use std::collections::{BTreeMap, BTreeSet};

use arrow_array::cast::AsArray as _;
use arrow_array::types::{UInt32Type, UInt64Type};
use postlude_base::{ByteSpan, EvidenceRef, SourceId};
use postlude_draft::Entry;
use postlude_evidence::Table;
use postlude_formats::encoding::Encoding;
use postlude_lake::original_text::text;
use postlude_lake::{Lake, Session};

use crate::command_error::CommandError;
use crate::show::Cited;

/// Bytes of a source that tell its encoding.
const HEAD: u64 = 4096;

/// The originals of a lake, and in which line each cited record begins.
pub(super) struct Citations<'a> {
    lake: &'a Lake,
    lines: BTreeMap<(SourceId, u64), u64>,
}

impl<'a> Citations<'a> {
    /// Looks up the lines of everything that the entries cite, in one query.
    pub(super) fn of(
        entries: &[Entry],
        lake: &'a Lake,
        session: &Session,
    ) -> Result<Citations<'a>, CommandError> {
        let cited: BTreeSet<(u32, u64)> = entries
            .iter()
            .flat_map(|entry| {
                entry.evidence.iter().chain(entry.known.iter().flat_map(|known| &known.evidence))
            })
            .map(|evidence| (evidence.source.0, evidence.span.from))
            .collect();
        let mut lines = BTreeMap::new();
        if !cited.is_empty() {
            session.stream(&query(&cited), &mut |batch| {
                let sources = batch.column(0).as_primitive::<UInt32Type>();
                let places = batch.column(1).as_primitive::<UInt64Type>();
                let numbers = batch.column(2).as_primitive::<UInt64Type>();
                for at in 0..batch.num_rows() {
                    let key = (SourceId(sources.value(at)), places.value(at));
                    let number = numbers.value(at);
                    lines
                        .entry(key)
                        .and_modify(|known: &mut u64| *known = number.min(*known))
                        .or_insert(number);
                }
                true
            })?;
        }
        Ok(Self { lake, lines })
    }

    /// The line a citation begins in.
    pub(super) fn line(&self, evidence: &EvidenceRef) -> Option<u64> {
        self.lines.get(&(evidence.source, evidence.span.from)).copied()
    }

    /// The first `most` bytes of a citation.
    pub(super) fn read(&self, evidence: &EvidenceRef, most: u64) -> anyhow::Result<Cited> {
        let span = evidence.span;
        let original = |span: ByteSpan| self.lake.original(EvidenceRef { source: evidence.source, span });
        let bytes = original(ByteSpan::new(span.from, span.to.min(span.from.saturating_add(most))))?;
        let encoding = Encoding::of(&original(ByteSpan::new(0, HEAD))?);
        Ok(Cited {
            line: self.line(evidence),
            left: span.len().saturating_sub(bytes.len() as u64),
            text: text(&bytes, encoding),
        })
    }
}

fn query(cited: &BTreeSet<(u32, u64)>) -> String {
    let list = |numbers: BTreeSet<u64>| numbers.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
    let sources = list(cited.iter().map(|(source, _)| u64::from(*source)).collect());
    let places = list(cited.iter().map(|(_, from)| *from).collect());
    let select = |table: Table| {
        let table = table.name();
        format!(
            "select source_id, byte_from, line from {table} where source_id in ({sources}) and byte_from in ({places})"
        )
    };
    Table::ALL.map(select).join(" union all ")
}

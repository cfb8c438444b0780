//! Records with their places, asked of the session.

use arrow_array::RecordBatch;
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use postlude_base::{ByteSpan, EvidenceRef, SourceId, Timestamp};
use postlude_lake::Session;
use postlude_review::facilitator::{Deed, Did};

use crate::command_error::CommandError;

/// Records of one table that are looked at.
const MOST: usize = 20_000;

/// All records of a table, in order of source and place; the further columns are the cells.
pub(super) fn rows(
    session: &Session,
    table: &str,
    columns: &str,
    condition: &str,
) -> Result<Vec<Row>, CommandError> {
    let query = format!(
        "select cast(time as bigint), source_id, byte_from, byte_to, line, service_name, {columns} from {table} \
             where {condition} order by source_id, byte_from limit {MOST}"
    );
    let mut rows = Vec::new();
    for batch in session.sql(&query)? {
        rows.extend((0..batch.num_rows()).filter_map(|at| Row::of(&batch, at)));
    }
    Ok(rows)
}

/// A record with its place.
pub(super) struct Row {
    pub(super) time: Option<Timestamp>,
    pub(super) evidence: EvidenceRef,
    pub(super) line: u64,
    pub(super) service: Option<String>,
    pub(super) cells: Vec<Option<String>>,
}

impl Row {
    fn of(batch: &RecordBatch, at: usize) -> Option<Self> {
        let options = FormatOptions::new();
        let cells: Vec<Option<String>> = batch
            .columns()
            .iter()
            .map(|column| {
                let text = ArrayFormatter::try_new(column, &options).ok()?.value(at).try_to_string().ok()?;
                (!column.is_null(at)).then_some(text)
            })
            .collect();
        let number = |at: usize| cells.get(at)?.as_deref()?.parse::<u64>().ok();
        let source = SourceId(u32::try_from(number(1)?).ok()?);
        Some(Self {
            time: cells.first()?.as_deref().and_then(|text| text.parse().ok()).map(Timestamp),
            evidence: EvidenceRef { source, span: ByteSpan::new(number(2)?, number(3)?) },
            line: number(4)?,
            service: cells.get(5)?.clone(),
            cells: cells.get(6..)?.to_vec(),
        })
    }

    pub(super) fn deed(&self, who: Vec<String>, did: Did, words: &str, by_program: bool) -> Deed {
        let service = self.service.clone();
        Deed {
            who,
            did,
            time: self.time,
            service,
            words: words.to_owned(),
            evidence: self.evidence,
            by_program,
        }
    }
}

//! Changes, alerts and messages, as they are.

use postlude_base::Timestamp;
use postlude_draft::{AlertFact, ChangeFact, MessageFact};
use postlude_evidence::Severity;
use postlude_signals::RecordTable;

use super::{key, key_sql, people, rows};
use crate::{Failure, Session};

/// Most facts of one table that are looked at.
const MOST: usize = 20_000;

fn select(session: &Session, table: &str, columns: &str) -> Result<Vec<rows::Row>, Failure> {
    let query = format!(
        "select cast(time as bigint) t, {} k, service_name service, {columns} from {table} \
         where time is not null order by 1, 2 limit {MOST}",
        key_sql()
    );
    Ok(rows::of(&session.sql(&query)?)?.collect())
}

pub(super) fn changes(session: &Session) -> Result<Vec<ChangeFact>, Failure> {
    let rows = select(session, "change", "kind, title, cast(end_time as bigint) ended, version, outcome")?;
    Ok(rows
        .iter()
        .filter_map(|row| {
            Some(ChangeFact {
                time: Timestamp(row.integer("t")?),
                end: row.integer("ended").map(Timestamp),
                service: row.owned("service"),
                kind: row.owned("kind")?,
                title: row.owned("title")?,
                version: row.owned("version"),
                outcome: row.owned("outcome"),
                record: key(RecordTable::Change, row.integer("k")?),
            })
        })
        .collect())
}

pub(super) fn alerts(session: &Session) -> Result<Vec<AlertFact>, Failure> {
    let rows = select(
        session,
        "alert",
        "name, summary, severity_number, cast(end_time as bigint) ended, fingerprint",
    )?;
    Ok(rows
        .iter()
        .filter_map(|row| {
            Some(AlertFact {
                time: Timestamp(row.integer("t")?),
                end: row.integer("ended").map(Timestamp),
                service: row.owned("service"),
                name: row.owned("name")?,
                summary: row.owned("summary").unwrap_or_default(),
                severity: row
                    .integer("severity_number")
                    .and_then(|n| Severity::from_number(n.unsigned_abs())),
                fingerprint: row.owned("fingerprint"),
                record: key(RecordTable::Alert, row.integer("k")?),
            })
        })
        .collect())
}

pub(super) fn messages(session: &Session) -> Result<Vec<MessageFact>, Failure> {
    let rows = select(session, "message", "channel, text")?;
    let people = people::of(session)?;
    Ok(rows
        .iter()
        .filter_map(|row| {
            Some(MessageFact {
                time: Timestamp(row.integer("t")?),
                channel: row.owned("channel"),
                text: people.named(row.text("text")?),
                record: key(RecordTable::Message, row.integer("k")?),
            })
        })
        .collect())
}

//! Changes, alerts and messages, as they are.

use std::collections::BTreeMap;

use postlude_base::Timestamp;
use postlude_draft::{AlertFact, ChangeFact, MessageFact};
use postlude_evidence::Severity;
use postlude_signals::RecordTable;

use super::{key, key_sql, people, rows};
use crate::{Failure, Session, Source};

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
    let rows = select(
        session,
        "change",
        "kind, title, cast(end_time as bigint) ended, version, outcome, attributes",
    )?;
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
                instances: instances(&row.map("attributes")),
                record: key(RecordTable::Change, row.integer("k")?),
            })
        })
        .collect())
}

/// Names of the instances that a change brings: attributes such as `pods`, `new_pods`, `instances`.
fn instances(attributes: &[(String, String)]) -> Vec<String> {
    const INSTANCES: [&str; 6] = ["pod", "pods", "instance", "instances", "containers", "tasks"];
    const GONE: [&str; 6] = ["old", "removed", "deleted", "previous", "terminated", "evicted"];
    let named = attributes.iter().filter(|(key, _)| {
        let words: Vec<String> = key.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect();
        let says = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
        says(&INSTANCES) && !says(&GONE)
    });
    let names =
        named.flat_map(|(_, value)| value.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';')));
    names.filter(|name| name.contains(|c: char| c.is_alphabetic())).map(str::to_owned).collect()
}

pub(super) fn alerts(session: &Session) -> Result<Vec<AlertFact>, Failure> {
    let rows = select(
        session,
        "alert",
        "name, summary, severity_number, cast(end_time as bigint) ended, fingerprint, state, \
         attributes['acknowledged_at'] acknowledged, attributes['report.ackTime'] acknowledged_after_ms",
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
                state: row.owned("state"),
                acknowledged: acknowledged(row),
                record: key(RecordTable::Alert, row.integer("k")?),
            })
        })
        .collect())
}

/// When an alert was acknowledged, as a moment or as milliseconds after it began.
fn acknowledged(row: &rows::Row) -> Option<Timestamp> {
    let moment = row.text("acknowledged").and_then(|text| text.parse().ok());
    moment.and_then(Timestamp::from_jiff).or_else(|| {
        let after: i64 = row.text("acknowledged_after_ms")?.parse().ok()?;
        Some(Timestamp(row.integer("t")?).plus(after.checked_mul(1_000_000)?))
    })
}

pub(super) fn messages(session: &Session, sources: &[&Source]) -> Result<Vec<MessageFact>, Failure> {
    let titles = titles(session, sources)?;
    let rows = select(
        session,
        "message",
        "channel, text, author, attributes['user'] person, attributes['role'] role, \
         coalesce(attributes['bot_id'], case when attributes['subtype'] = 'bot_message' then 'bot' end) program",
    )?;
    let people = people::of(session)?;
    Ok(rows
        .iter()
        .filter_map(|row| {
            let title = |key: &str| titles.get(row.text(key)?).cloned();
            Some(MessageFact {
                time: Timestamp(row.integer("t")?),
                channel: row.owned("channel"),
                text: people.named(row.text("text")?),
                author: row.owned("author"),
                author_title: title("person").or_else(|| title("author")).or_else(|| row.owned("role")),
                by_program: row.text("program").is_some(),
                record: key(RecordTable::Message, row.integer("k")?),
            })
        })
        .collect())
}

/// What the lists of people that chats export say of each: by id and by name.
fn titles(session: &Session, sources: &[&Source]) -> Result<BTreeMap<String, String>, Failure> {
    let lists: Vec<String> = sources
        .iter()
        .filter(|source| source.format.ends_with(" users"))
        .map(|source| source.id.0.to_string())
        .collect();
    let mut titles = BTreeMap::new();
    if lists.is_empty() {
        return Ok(titles);
    }
    let query = format!(
        "select attributes['user'] id, attributes['user.name'] name, attributes['user.title'] title from log \
         where source_id in ({}) order by byte_from",
        lists.join(", ")
    );
    for row in rows::of(&session.sql(&query)?)? {
        let Some(title) = row.owned("title") else { continue };
        for key in [row.owned("id"), row.owned("name")].into_iter().flatten() {
            titles.insert(key, title.clone());
        }
    }
    Ok(titles)
}

//! Changes, alerts and messages, as they are.

use std::collections::BTreeMap;

use postlude_base::Timestamp;
use postlude_draft::{AlertFact, ChangeFact, MessageFact};
use postlude_evidence::Severity;
use postlude_signals::RecordTable;

use super::names::Names;
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

pub(super) fn changes(session: &Session, names: &Names) -> Result<Vec<ChangeFact>, Failure> {
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
                service: row.owned("service").or_else(|| {
                    let is_written_only = matches!(row.text("kind"), Some("commit" | "merge"));
                    if is_written_only { None } else { named_service(&row.map("attributes"), names) }
                }),
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

/// The only service that the attributes of a change name, as a word of its own or as the first label of a host: the record
/// of a zone, the member of a group, what a rule is for. Who did it, and from where, is no part of it.
fn named_service(attributes: &[(String, String)], names: &Names) -> Option<String> {
    const BEGINS: [&str; 6] = ["user", "source", "actor", "caller", "principal", "identity"];
    const ENDS: [&str; 8] = ["ip", "id", "region", "agent", "user", "by", "actor", "eventsource"];
    let is_who = |key: &str| {
        let key = key.to_lowercase();
        key.split('.').any(|part| BEGINS.iter().any(|word| part.starts_with(word)))
            || ENDS.iter().any(|word| key.ends_with(word))
    };
    let values = attributes.iter().filter(|(key, _)| !is_who(key)).map(|(_, value)| value.as_str());
    let words =
        values.flat_map(|value| value.split(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '_' | '.')));
    let mut found: Vec<&str> = words
        .filter_map(|word| {
            let word = word.trim_matches('.');
            names.service(word).or_else(|| names.service(word.split_once('.')?.0))
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    match found.as_slice() {
        [only] => Some((*only).to_owned()),
        _ => None,
    }
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

#[cfg(test)]
mod tests {
    use super::super::mentions::{Mention, Rank};
    use super::super::whose::Whose;
    use super::*;

    #[test]
    fn a_change_may_name_its_service_in_what_was_asked_for() {
        let mention = |service: &str| Mention {
            rank: Rank::Log,
            service: Some(service.to_owned()),
            instance: None,
            host: None,
        };
        let names = Names::of(&["cart", "orders"].map(mention), &[], &Whose::default());
        let check = |attributes: &[(&str, &str)], expected: Option<&str>| {
            let attributes: Vec<(String, String)> =
                attributes.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
            assert_eq!(named_service(&attributes, &names).as_deref(), expected, "{attributes:?}");
        };
        check(&[("request", "{\"name\":\"cart.shop.example.\",\"type\":\"A\"}")], Some("cart"));
        check(&[("request", "{\"group\":\"cart\"}"), ("region", "orders")], Some("cart"));
        check(&[("request", "{\"from\":\"cart\",\"to\":\"orders\"}")], None);
        check(&[("request", "{\"name\":\"cartoon.shop.example\"}")], None);
        check(&[("userName", "cart")], None);
    }
}

//! Lines that say something once or a few times, where no count shows it: commands, which are changes that only a log tells
//! of, and breakdowns of machines.

use std::collections::BTreeMap;

use postlude_base::Timestamp;
use postlude_draft::{BreakdownFact, ChangeFact, Command, command_in, is_breakdown};
use postlude_signals::RecordTable;

use super::{key, key_sql, rows};
use crate::{Failure, Session};

/// A line that a service writes more often is routine, or shows in its number.
const FEW: usize = 5;

/// A pattern with more lines than this is routine, however many services write it.
const ROUTINE: usize = 100;

/// Most lines that are looked at.
const MOST: usize = 20_000;

/// Severity number from which a line tells an error (OpenTelemetry): what was commanded, and failed.
const ERROR: i64 = 17;

/// What a template tells.
enum Told {
    Command(Command),
    Breakdown,
}

/// What was told, each in order of time.
#[derive(Debug, Default)]
pub(super) struct ToldOnce {
    pub(super) commands: Vec<ChangeFact>,
    pub(super) breakdowns: Vec<BreakdownFact>,
}

/// `whose` is SQL for the service of a line, `names` leads to the name that is used for it.
pub(super) fn of(
    session: &Session,
    whose: &str,
    names: &BTreeMap<String, String>,
) -> Result<ToldOnce, Failure> {
    let patterns = patterns(session)?;
    let mut found = ToldOnce::default();
    for lines in lines(session, &patterns, whose)?.values().filter(|lines| lines.len() <= FEW) {
        for line in lines {
            let service = line.text("service").unwrap_or_default();
            let service = names.get(service).map_or(service, String::as_str);
            let pattern = line.integer("pattern").and_then(|pattern| patterns.get(&pattern));
            match pattern.map(|(_, told)| told) {
                Some(Told::Command(told)) => found.commands.extend(command(line, *told, service)),
                Some(Told::Breakdown) => found.breakdowns.extend(breakdown(line, service)),
                None => {}
            }
        }
    }
    found.commands.sort_by_key(|fact| (fact.time, fact.record));
    found.breakdowns.sort_by_key(|fact| (fact.time, fact.record));
    Ok(found)
}

/// The patterns that tell something, with the texts of their templates.
fn patterns(session: &Session) -> Result<BTreeMap<i64, (String, Told)>, Failure> {
    let told = |text: &str| match command_in(text) {
        Some(command) => Some(Told::Command(command)),
        None => is_breakdown(text).then_some(Told::Breakdown),
    };
    let rows = rows::of(
        &session.sql(&format!("select pattern, template from template where records <= {ROUTINE}"))?,
    )?;
    let rows = rows.filter_map(|row| {
        let text = row.owned("template")?;
        Some((row.integer("pattern")?, (text.clone(), told(&text)?)))
    });
    Ok(rows.collect())
}

/// The lines of each service and template.
fn lines(
    session: &Session,
    patterns: &BTreeMap<i64, (String, Told)>,
    whose: &str,
) -> Result<BTreeMap<(String, i64), Vec<rows::Row>>, Failure> {
    let mut found: BTreeMap<(String, i64), Vec<rows::Row>> = BTreeMap::new();
    if patterns.is_empty() {
        return Ok(found);
    }
    let numbers: Vec<String> = patterns.keys().map(|pattern| pattern.cast_unsigned().to_string()).collect();
    let query = format!(
        "select cast(time as bigint) t, {} k, {whose} service, template_id, template, pattern, body, duration_ns took, \
         severity_number severity from log where time is not null and pattern in ({}) order by 1, 2 limit {MOST}",
        key_sql(),
        numbers.join(", ")
    );
    for row in rows::of(&session.sql(&query)?)? {
        if let (Some(service), Some(template)) = (row.owned("service"), row.integer("template_id")) {
            found.entry((service, template)).or_default().push(row);
        }
    }
    Ok(found)
}

fn command(line: &rows::Row, told: Command, service: &str) -> Option<ChangeFact> {
    let took = line.integer("took").filter(|took| *took > 0);
    let is_done = !told.is_bare || took.is_some();
    if !is_done || line.integer("severity").is_some_and(|severity| severity >= ERROR) {
        return None;
    }
    let time = Timestamp(line.integer("t")?);
    Some(ChangeFact {
        // What took long is told when it is done.
        time: time.plus(-took.unwrap_or(0)),
        end: took.map(|_| time),
        service: Some(service.to_owned()),
        kind: told.kind.to_owned(),
        title: line.owned("body")?,
        version: None,
        outcome: None,
        instances: Vec::new(),
        record: key(RecordTable::Log, line.integer("k")?),
    })
}

fn breakdown(line: &rows::Row, service: &str) -> Option<BreakdownFact> {
    Some(BreakdownFact {
        time: Timestamp(line.integer("t")?),
        service: service.to_owned(),
        text: line.owned("body")?,
        template: line.owned("template")?,
        record: key(RecordTable::Log, line.integer("k")?),
    })
}

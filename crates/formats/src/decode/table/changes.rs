use std::borrow::Cow;

use postlude_evidence::{Change, Record, Severity, Sink};

use super::identity::Identity;
use super::words::words;
use super::{Clock, Decode, Kind, Table, Tally, clock};
use crate::decode::changes::kind_of;
use crate::frame::csv::Row;
use crate::{Carry, Hints};

/// A table of deploys, releases, settings and other deliberate changes.
struct Changes {
    clock: Clock,
    end: Option<Clock>,
    what: Option<usize>,
    title: Option<usize>,
    actor: Option<usize>,
    version: Option<usize>,
    outcome: Option<usize>,
    identity: Identity,
    /// The kind of the rows that do not say it themselves.
    usual: &'static str,
    others: Vec<(usize, String)>,
}

const WHAT: &[&str] = &[
    "what",
    "changetype",
    "action",
    "change",
    "eventtype",
    "event",
    "operation",
    "activity",
    "kind",
    "type",
    "title",
    "summary",
    "subject",
    "description",
    "message",
];
const TITLE: &[&str] =
    &["title", "summary", "subject", "description", "message", "what", "change", "comment", "reason"];
const VERSION: &[&str] = &[
    "version",
    "newversion",
    "toversion",
    "targetversion",
    "revision",
    "newrevision",
    "release",
    "tag",
    "newtag",
    "image",
    "newimage",
    "commit",
    "commitid",
    "commitsha",
    "sha",
    "gitsha",
    "build",
    "buildnumber",
    "deploymentid",
];
const ACTOR: &[&str] = &[
    "who",
    "actor",
    "user",
    "author",
    "by",
    "deployedby",
    "triggeredby",
    "changedby",
    "requestedby",
    "initiator",
    "owner",
    "username",
    "committer",
    "operator",
];
const OUTCOME: &[&str] = &["outcome", "result", "conclusion", "status", "state", "phase"];

/// A table with a moment in each row that speaks of changes: in its words, its columns or its name.
pub fn plan(table: &Table, hints: &Hints<'_>) -> Option<Kind> {
    let clock = clock::find(table, hints)?;
    let text = |i: usize| !table.columns[i].is_numeric() && !table.columns[i].is_empty() && !clock.uses(i);
    let find = |keys: &[&str]| keys.iter().filter_map(|key| table.find(&[key])).find(|&i| text(i));
    let says_change = |i: usize| table.columns[i].share(|value| kind_of(value).is_some());
    let service = Identity::of(table).in_rows();
    // Of a change in steps only the first and the last may say what it is.
    let enough = if service { 0.25 } else { 0.5 };
    let what =
        WHAT.iter().filter_map(|key| table.find(&[key])).find(|&i| text(i) && says_change(i) >= enough);
    let version = VERSION
        .iter()
        .filter_map(|key| table.find(&[key]))
        .find(|&i| !table.columns[i].is_empty() && !clock.uses(i));
    let level = table
        .find(&["level", "severity", "loglevel", "severitytext"])
        .is_some_and(|i| table.columns[i].share(|value| Severity::from_word(value).is_some()) > 0.8);
    let file = words(&table.file.stem);
    let named = ["change", "deploy", "release", "rollout", "deployment"];
    let named = file.iter().any(|word| named.contains(&word.trim_end_matches('s')));
    let traced = table.find(&["traceid", "spanid", "value", "alertname", "alert"]).is_some();
    let reason = match (what, version) {
        _ if level || traced => return None,
        (Some(what), _) => format!("column {} tells of changes", table.columns[what].name),
        (None, Some(version)) if service && (named || find(ACTOR).is_some() || find(OUTCOME).is_some()) => {
            format!("column {} holds versions", table.columns[version].name)
        }
        _ if named && (service || find(TITLE).is_some()) => "the file name says changes".to_owned(),
        _ => return None,
    };
    let mut plan = Changes {
        end: ["end", "endtime", "finished", "finishedat", "completedat", "endedat", "completed"]
            .iter()
            .find_map(|key| Clock::of(table, table.find(&[key]).filter(|&i| !clock.uses(i))?, hints)),
        what,
        title: find(TITLE).or(what),
        actor: find(ACTOR),
        version,
        outcome: find(OUTCOME).filter(|&i| Some(i) != what),
        identity: Identity::of(table),
        usual: what.map_or("other", |what| usual_kind(&table.columns[what].values)),
        others: Vec::new(),
        clock,
    };
    if plan.usual == "other" && (version.is_some() || named) {
        plan.usual = "deploy";
    }
    plan.others = (0..table.columns.len())
        .filter(|&i| !plan.uses(i))
        .map(|i| (i, table.columns[i].name.clone()))
        .collect();
    let problems = plan.clock.problems();
    Some(Kind { name: "changes", confidence: 88, reasons: vec![reason], problems, decode: Box::new(plan) })
}

fn usual_kind(values: &[String]) -> &'static str {
    let mut counts: Vec<(&'static str, usize)> = Vec::new();
    for kind in values.iter().filter_map(|value| kind_of(value)) {
        match counts.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, count)) => *count += 1,
            None => counts.push((kind, 1)),
        }
    }
    counts.into_iter().max_by_key(|&(kind, count)| (count, kind)).map_or("other", |(kind, _)| kind)
}

impl Changes {
    fn uses(&self, column: usize) -> bool {
        [self.what, self.title, self.actor, self.version, self.outcome].contains(&Some(column))
            || self.clock.uses(column)
            || self.end.as_ref().is_some_and(|end| end.uses(column))
            || self.identity.uses(column)
    }
}

impl Decode for Changes {
    fn needs_order(&self) -> bool {
        self.clock.needs_order()
    }

    fn row(&self, row: &Row<'_, '_>, carry: &mut Carry, tally: &mut Tally, sink: &mut dyn Sink) {
        let mut origin = row.origin();
        origin.time = self.clock.read(row, carry);
        if origin.time.is_none() {
            tally.count("no-time", "rows have no readable time", row.span());
        }
        self.identity.fill(row, &mut origin);
        for (column, name) in &self.others {
            origin.attributes.extend(row.filled(*column).map(|value| (Cow::Borrowed(name.as_str()), value)));
        }
        let cell = |column: Option<usize>| column.and_then(|column| row.filled(column));
        let what = cell(self.what);
        let version = cell(self.version);
        let kind = what.as_deref().and_then(kind_of).unwrap_or(self.usual);
        let title = match (cell(self.title), &what, &version) {
            (Some(title), _, _) => title,
            (None, Some(what), _) => what.clone(),
            (None, None, Some(version)) => Cow::Owned(format!("{kind} {version}")),
            (None, None, None) => Cow::Borrowed(kind),
        };
        let change = Change {
            end: self.end.as_ref().and_then(|end| end.read(row, carry)),
            kind: Cow::Borrowed(kind),
            title,
            actor: cell(self.actor),
            version,
            outcome: cell(self.outcome),
            origin,
        };
        sink.record(&Record::Change(change));
    }
}

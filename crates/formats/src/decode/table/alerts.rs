use std::borrow::Cow;

use postlude_evidence::{Alert, Record, Severity, Sink};

use super::identity::Identity;
use super::words::words;
use super::{Clock, Decode, Kind, Table, Tally, clock};
use crate::frame::csv::Row;
use crate::{Carry, Hints};

/// A table of alerts.
struct Alerts {
    clock: Clock,
    end: Option<Clock>,
    name: usize,
    summary: Option<usize>,
    severity: Option<usize>,
    state: Option<usize>,
    fingerprint: Option<usize>,
    identity: Identity,
    others: Vec<(usize, String)>,
}

const NAME: &[&str] = &[
    "alertname",
    "alert",
    "rulename",
    "rule",
    "alarmname",
    "alarm",
    "monitorname",
    "monitor",
    "checkname",
    "check",
    "trigger",
    "triggername",
    "problemname",
    "problem",
    "policyname",
];

/// A table with a moment in each row and a column that names the rule of an alert.
pub fn plan(table: &Table, hints: &Hints<'_>) -> Option<Kind> {
    let clock = clock::find(table, hints)?;
    let text = |i: usize| !table.columns[i].is_numeric() && !table.columns[i].is_empty() && !clock.uses(i);
    let find = |keys: &[&str]| keys.iter().filter_map(|key| table.find(&[key])).find(|&i| text(i));
    let about = words(&table.file.stem);
    let named = ["alert", "alarm", "incident", "page", "problem"];
    let named = about.iter().any(|word| named.contains(&word.trim_end_matches('s')));
    let name = find(NAME)
        .or_else(|| find(&["name", "title", "summary", "description", "message"]).filter(|_| named))?;
    let severity = find(&["severity", "priority", "level", "urgency", "impact"]);
    let state = find(&["state", "status", "alertstate", "currentstate"])
        .filter(|&i| table.columns[i].share(|value| state_of(value).is_some()) > 0.8);
    if severity.is_none() && state.is_none() && !named {
        return None;
    }
    let ends = ["endsat", "resolvedat", "endtime", "end", "closedat", "clearedat", "recoveredat", "resolved"];
    let mut plan = Alerts {
        end: ends
            .iter()
            .find_map(|key| Clock::of(table, table.find(&[key]).filter(|&i| !clock.uses(i))?, hints)),
        name,
        summary: find(&["summary", "description", "message", "details", "text", "title"]),
        severity,
        state,
        fingerprint: table.find(&[
            "fingerprint",
            "alertid",
            "incidentid",
            "incidentnumber",
            "id",
            "key",
            "dedupkey",
        ]),
        identity: Identity::of(table),
        others: Vec::new(),
        clock,
    };
    plan.others = (0..table.columns.len())
        .filter(|&i| !plan.uses(i))
        .map(|i| (i, table.columns[i].name.clone()))
        .collect();
    let reasons = vec![format!("column {} names alerts", table.columns[name].name)];
    let problems = plan.clock.problems();
    Some(Kind { name: "alerts", confidence: 89, reasons, problems, decode: Box::new(plan) })
}

/// The state in the words of `Alert::state`.
fn state_of(text: &str) -> Option<&'static str> {
    Some(match text.to_ascii_lowercase().as_str() {
        "firing" | "alerting" | "alarm" | "triggered" | "open" | "active" | "critical" | "warning"
        | "problem" | "down" => "firing",
        "resolved" | "ok" | "closed" | "recovered" | "normal" | "inactive" | "up" => "resolved",
        "acknowledged" | "ack" | "acked" => "acknowledged",
        "suppressed" | "silenced" | "muted" | "snoozed" => "suppressed",
        _ => return None,
    })
}

/// How bad a word of a pager is; priorities count down from P1.
fn severity_of(text: &str) -> Option<Severity> {
    Severity::from_word(text).or_else(|| match text.to_ascii_lowercase().as_str() {
        "p0" | "p1" | "sev0" | "sev1" | "disaster" | "page" => Some(Severity::Fatal),
        "p2" | "sev2" | "high" | "major" => Some(Severity::Error),
        "p3" | "sev3" | "medium" | "moderate" | "average" | "minor" => Some(Severity::Warn),
        "p4" | "p5" | "sev4" | "sev5" | "low" => Some(Severity::Info),
        _ => None,
    })
}

impl Alerts {
    fn uses(&self, column: usize) -> bool {
        [Some(self.name), self.summary, self.severity, self.state, self.fingerprint].contains(&Some(column))
            || self.clock.uses(column)
            || self.end.as_ref().is_some_and(|end| end.uses(column))
            || self.identity.uses(column)
    }
}

impl Decode for Alerts {
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
        let name = row.text(self.name);
        let alert = Alert {
            summary: cell(self.summary).unwrap_or_else(|| name.clone()),
            severity: cell(self.severity).and_then(|word| severity_of(&word)),
            end: self.end.as_ref().and_then(|end| end.read(row, carry)),
            state: cell(self.state).map(|word| state_of(&word).map_or(word, Cow::Borrowed)),
            fingerprint: cell(self.fingerprint),
            name,
            origin,
        };
        sink.record(&Record::Alert(alert));
    }
}

//! Helm: `helm history` as a table and as JSON, and `helm list` as JSON.

use jiff::tz::TimeZone;
use postlude_evidence::{Change, Record, Sink};

use super::kind::kind_of;
use super::paths::ChangePaths;
use crate::decode::event::object::Object;
use crate::decode::event::shape::Shape;
use crate::decode::event::text::{Entry, TextFormat, TextReader, head_lines, is_text};
use crate::decode::event::when;
use crate::{Carry, Detection, Head, Order};

pub(super) const SHAPES: &[Shape] =
    &[Shape::known_by("helm history", &["revision", "updated", "status", "chart"], read_release)];

fn read_release(object: &Object<'_>, sink: &mut dyn Sink) {
    const RELEASE: ChangePaths = ChangePaths {
        title: &["description"],
        start: &["updated"],
        outcome: &["status"],
        version: &["app_version", "chart"],
        service: &["name"],
        keep: &["revision", "chart", "namespace", "status"],
        ..ChangePaths::NONE
    };
    let mut change = RELEASE.change(object);
    let chart = object.text("chart").unwrap_or_default();
    change.kind = kind_of_description(&change.title).into();
    change.title = title(&chart, &object.text("revision").unwrap_or_default(), &change.title).into();
    change.origin.service = change.origin.service.or_else(|| Some(name_of_chart(&chart).to_owned().into()));
    sink.record(&Record::Change(change));
}

/// What Helm writes: "Install complete", "Upgrade complete", "Rollback to 2", "Upgrade \"cart\" failed: ...".
fn kind_of_description(description: &str) -> &'static str {
    if kind_of(description) == Some("rollback") { "rollback" } else { "deploy" }
}

fn title(chart: &str, revision: &str, description: &str) -> String {
    format!("{chart} revision {revision}: {description}")
}

/// `cart` of `cart-1.2.3`: the version begins at the first `-` before a digit.
fn name_of_chart(chart: &str) -> &str {
    let at =
        chart.match_indices('-').find(|(at, _)| chart[at + 1..].starts_with(|c: char| c.is_ascii_digit()));
    at.map_or(chart, |(at, _)| &chart[..at])
}

/// The table that `helm history` prints.
pub(crate) fn sniff(head: &Head<'_>) -> Option<Detection> {
    if !is_text(head) {
        return None;
    }
    let lines = head_lines(head, 4);
    let header = lines.iter().find(|line| line.starts_with("REVISION"))?;
    if !(header.contains("UPDATED") && header.contains("STATUS") && header.contains("CHART")) {
        return None;
    }
    Some(Detection {
        format: "helm history".to_owned(),
        confidence: 95,
        reasons: vec!["the header row is that of `helm history`".to_owned()],
        problems: Vec::new(),
        reader: Box::new(TextReader(Table { zone: head.hints.zone.clone() })),
    })
}

struct Table {
    zone: TimeZone,
}

impl TextFormat for Table {
    fn order(&self) -> Order {
        Order::Any
    }

    fn begins(&self, line: &str) -> bool {
        !line.trim().is_empty()
    }

    fn read(&self, entry: &Entry<'_>, _: &mut Carry, sink: &mut dyn Sink) {
        let mut cells = cells_of(&entry.text);
        if !cells.first().is_some_and(|cell| cell.bytes().all(|b| b.is_ascii_digit())) || cells.len() < 4 {
            return;
        }
        // Releases without an app version leave that cell empty, which columns of blanks do not show.
        let description = if cells.len() > 4 { cells.pop().unwrap_or("") } else { "" };
        let chart = cells[3];
        let mut origin = entry.origin();
        origin.time = when::whole(cells[1], &self.zone);
        origin.service = Some(name_of_chart(chart).into());
        origin.attributes.push(("helm.revision".into(), cells[0].into()));
        origin.attributes.push(("helm.status".into(), cells[2].into()));
        if origin.time.is_none() {
            sink.problem(entry.problem("undated-release", "this row has no date that can be read"));
        }
        let version = cells.get(4).copied().filter(|version| !version.is_empty()).unwrap_or(chart);
        sink.record(&Record::Change(Change {
            origin,
            kind: kind_of_description(description).into(),
            title: title(chart, cells[0], description).into(),
            end: None,
            actor: None,
            version: Some(version.into()),
            outcome: Some(if cells[2] == "failed" { "failure" } else { "success" }.into()),
        }));
    }
}

/// The cells of a row whose columns are separated by tabs or by two blanks and more.
pub(super) fn cells_of(row: &str) -> Vec<&str> {
    if row.contains('\t') {
        return row.split('\t').map(str::trim).collect();
    }
    row.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect()
}

//! Argo CD: the history and the last operation of an Application, and the table of `argocd app history`.

use jiff::tz::TimeZone;
use postlude_evidence::{Change, Record, Sink};

use super::paths::ChangePaths;
use crate::decode::event::object::Object;
use crate::decode::event::shape::Shape;
use crate::decode::event::text::{Entry, TextFormat, TextReader, head_lines, is_text};
use crate::decode::event::when;
use crate::{Carry, Detection, Head, Order};

pub(super) const SHAPES: &[Shape] = &[
    Shape::known_by(
        "argo cd applications",
        &["metadata.name", "spec.destination", "status.sync"],
        read_application,
    ),
    Shape::known_by(
        "argo cd applications",
        &["metadata.name", "status.history[].deployedAt"],
        read_application,
    ),
    Shape::known_by("argo cd history", &["deployedAt", "revision"], read_history),
    Shape::known_by("argo cd history", &["deployedAt", "revisions"], read_history),
];

const HISTORY: ChangePaths = ChangePaths {
    kind: Some("deploy"),
    title: &["source.path", "source.chart", "sources.0.chart", "source.repoURL"],
    start: &["deployStartedAt", "deployedAt"],
    end: &["deployedAt"],
    actor: &["initiatedBy.username"],
    version: &["revision", "revisions.0"],
    keep: &["id", "source.repoURL", "source.targetRevision", "source.path", "source.chart"],
    ..ChangePaths::NONE
};

fn read_history(object: &Object<'_>, sink: &mut dyn Sink) {
    HISTORY.read(object, sink);
}

fn read_application(object: &Object<'_>, sink: &mut dyn Sink) {
    let name = object.text("metadata.name").unwrap_or_default();
    for deployed in object.list("status.history") {
        let mut change = HISTORY.change(&deployed);
        change.title = format!("sync {name} to {}", change.version.as_deref().unwrap_or("?")).into();
        change.origin.service = Some(name.clone());
        sink.record(&Record::Change(change));
    }
    let Some(operation) = object.child("status.operationState") else { return };
    const OPERATION: ChangePaths = ChangePaths {
        kind: Some("deploy"),
        title: &["message"],
        start: &["startedAt"],
        end: &["finishedAt"],
        actor: &["operation.initiatedBy.username"],
        version: &["syncResult.revision", "operation.sync.revision"],
        outcome: &["phase"],
        keep: &["retryCount", "operation.initiatedBy.automated"],
        ..ChangePaths::NONE
    };
    let mut change = OPERATION.change(&operation);
    change.origin.service = Some(name);
    sink.record(&Record::Change(change));
}

/// The table that `argocd app history` prints: `ID  DATE  REVISION`.
pub(crate) fn sniff(head: &Head<'_>) -> Option<Detection> {
    if !is_text(head) {
        return None;
    }
    let lines = head_lines(head, 12);
    let titles: Vec<&str> = lines.iter().find(|line| line.starts_with("ID "))?.split_whitespace().collect();
    if titles != ["ID", "DATE", "REVISION"] {
        return None;
    }
    Some(Detection {
        format: "argo cd history".to_owned(),
        confidence: 95,
        reasons: vec!["the header row is ID, DATE, REVISION".to_owned()],
        problems: Vec::new(),
        reader: Box::new(TextReader(Table {
            zone: head.hints.zone.clone(),
            service: service_of_path(head.hints.path),
        })),
    })
}

/// `cart` of `cart-history.txt`, `argocd-app-history-cart.txt`: what is left of a file name without the words of
/// the command.
fn service_of_path(path: &str) -> Option<String> {
    let stem = path.rsplit('/').next()?.split('.').next()?;
    let is_word =
        |part: &&str| !["argocd", "argo", "cd", "app", "history", "deployments", "deploys"].contains(part);
    let parts: Vec<_> = stem.split(['-', '_']).filter(is_word).collect();
    (!parts.is_empty()).then(|| parts.join("-"))
}

struct Table {
    zone: TimeZone,
    /// The application; the table does not name it.
    service: Option<String>,
}

impl TextFormat for Table {
    fn order(&self) -> Order {
        Order::Any
    }

    fn begins(&self, line: &str) -> bool {
        !line.trim().is_empty()
    }

    fn read(&self, entry: &Entry<'_>, _: &mut Carry, sink: &mut dyn Sink) {
        let (id, rest) = entry.text.split_once(' ').unwrap_or(("", ""));
        if id.is_empty() || !id.bytes().all(|b| b.is_ascii_digit()) {
            return;
        }
        let rest = rest.trim_start();
        let Some((time, length)) = when::prefix(rest, &self.zone) else {
            sink.problem(entry.problem("undated-deploy", "this row has no date that can be read"));
            return;
        };
        let revision = rest[length..].trim();
        // The zone is written twice, as an offset and as a name.
        let is_zone = |word: &str| word.len() <= 5 && word.bytes().all(|b| b.is_ascii_uppercase());
        let revision = match revision.split_once(' ') {
            Some((word, rest)) if is_zone(word) => rest.trim(),
            _ => revision,
        };
        let mut origin = entry.origin();
        origin.time = Some(time);
        origin.service = self.service.as_deref().map(Into::into);
        origin.attributes.push(("argocd.history.id".into(), id.into()));
        sink.record(&Record::Change(Change {
            origin,
            kind: "deploy".into(),
            title: format!("sync {id} to {revision}").into(),
            end: None,
            actor: None,
            version: Some(revision.into()),
            outcome: None,
        }));
    }
}

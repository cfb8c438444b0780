//! Grafana: the webhook of legacy alerting and annotations. Unified alerting sends Alertmanager's shapes.

use postlude_evidence::{Alert, Change, Message, Record, Sink};

use super::paths::{AlertPaths, state_of};
use crate::decode::event::object::Object;
use crate::decode::event::owner;
use crate::decode::event::shape::Shape;

pub(super) const SHAPES: &[Shape] = &[
    Shape::known_by("grafana webhook", &["ruleName", "state", "evalMatches"], read_legacy),
    Shape::known_by("grafana webhook", &["ruleName", "ruleId", "state"], read_legacy),
    Shape::known_by("grafana annotations", &["dashboardId", "panelId", "text", "time"], read_annotation),
    Shape::known_by("grafana annotations", &["dashboardUID", "text", "time"], read_annotation),
];

fn read_legacy(object: &Object<'_>, sink: &mut dyn Sink) {
    const LEGACY: AlertPaths = AlertPaths {
        name: &["ruleName"],
        summary: &["message", "title", "ruleName"],
        start: &["time", "timestamp", "startsAt", "date"],
        state: &["state"],
        severity: &["tags.severity"],
        labels: &["tags"],
        fingerprint: &["ruleId"],
        keep: &["title", "ruleUrl", "evalMatches", "dashboardId", "panelId"],
        ..AlertPaths::NONE
    };
    LEGACY.read(object, sink);
}

fn read_annotation(object: &Object<'_>, sink: &mut dyn Sink) {
    let mut origin = object.origin();
    origin.time = object.time("time");
    let end = object.time("timeEnd").filter(|end| Some(*end) > origin.time);
    object.keep(&["tags", "newState", "prevState", "dashboardUID", "panelId"], &mut origin.attributes);
    if let Some(tags) = object.get("tags") {
        owner::from_tags(tags, &mut origin);
    }
    let text = object.text("text").unwrap_or_default();
    if let Some(state) = object.text("newState") {
        let state = state_of(&state);
        let name = object.first(&["alertName", "text"]).unwrap_or_default();
        let resolved = state == "resolved";
        return sink.record(&Record::Alert(Alert {
            end: end.or(if resolved { origin.time } else { None }),
            origin,
            summary: if text.is_empty() { name.clone() } else { text },
            name,
            severity: None,
            state: Some(state.into()),
            fingerprint: object.text("alertId").filter(|id| id != "0"),
        }));
    }
    let tags = object.get("tags").map(|tags| tags.to_string().to_ascii_lowercase()).unwrap_or_default();
    let author = object.first(&["login", "email"]);
    match crate::decode::changes::kind_of(&tags).or_else(|| crate::decode::changes::kind_of(&text)) {
        Some(kind) => sink.record(&Record::Change(Change {
            origin,
            kind: kind.into(),
            title: text,
            end,
            actor: author,
            version: None,
            outcome: None,
        })),
        None => sink.record(&Record::Message(Message {
            origin,
            author,
            channel: Some("grafana".into()),
            text,
            thread: None,
        })),
    }
}

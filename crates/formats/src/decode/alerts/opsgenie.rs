//! Opsgenie: alerts of the API, webhooks of alert actions, notes.

use postlude_evidence::{Message, Record, Sink};

use super::paths::AlertPaths;
use crate::decode::event::object::Object;
use crate::decode::event::shape::Shape;

pub(super) const SHAPES: &[Shape] = &[
    Shape::known_by("opsgenie webhook", &["action", "alert.alertId", "alert.message"], read_webhook),
    Shape::known_by("opsgenie alerts", &["tinyId", "message", "status"], read_alert),
    Shape::known_by("opsgenie incidents", &["tinyId", "message", "impactStartDate"], read_alert),
    Shape::known_by("opsgenie notes", &["note", "owner", "createdAt"], read_note).at(90),
];

const ALERT: AlertPaths = AlertPaths {
    name: &["message"],
    summary: &["message", "description"],
    start: &["impactStartDate", "createdAt", "insertedAt"],
    end: &["impactEndDate", "closedAt", "updatedAt"],
    state: &["status"],
    severity: &["priority"],
    service: &["entity", "details.service", "details.app"],
    labels: &["details", "extraProperties", "tags"],
    fingerprint: &["alias", "id", "alertId", "tinyId"],
    keep: &["source", "owner", "description", "count", "report.ackTime", "lastOccurredAt"],
    ..AlertPaths::NONE
};

fn read_alert(object: &Object<'_>, sink: &mut dyn Sink) {
    let mut alert = ALERT.alert(object);
    if alert.state.as_deref() == Some("firing") && object.is_one_of("acknowledged", &["true"]) {
        alert.state = Some("acknowledged".into());
    }
    // `closeTime` says how many milliseconds the alert was open.
    if let (Some(open), Some(start), true) =
        (object.number("report.closeTime"), alert.origin.time, alert.end.is_some())
    {
        alert.end = Some(start.plus((open * 1e6) as i64));
    }
    sink.record(&Record::Alert(alert));
}

fn read_webhook(object: &Object<'_>, sink: &mut dyn Sink) {
    let Some(inner) = object.child("alert") else { return };
    let mut alert = ALERT.alert(&inner);
    alert.origin.span = object.span();
    object.keep(&["action", "source.name", "integrationName"], &mut alert.origin.attributes);
    let at = inner.first_time(&["updatedAt", "createdAt"]);
    match object.text("action").as_deref() {
        Some("Close" | "Delete") => (alert.state, alert.end) = (Some("resolved".into()), at),
        Some("Acknowledge") => {
            alert.state = Some("acknowledged".into());
            let at = at.map(|at| ("acknowledged_at".into(), at.to_string().into()));
            alert.origin.attributes.extend(at);
        }
        Some("Snooze") => alert.state = Some("suppressed".into()),
        Some("AddNote") => {
            let mut origin = object.origin();
            origin.time = at;
            let text = inner.text("note").unwrap_or_default();
            let author = inner.first(&["username", "userId"]);
            let thread = inner.first(&["alertId"]);
            let channel = Some("opsgenie".into());
            return sink.record(&Record::Message(Message { origin, author, channel, text, thread }));
        }
        _ => alert.state = Some("firing".into()),
    }
    sink.record(&Record::Alert(alert));
}

fn read_note(object: &Object<'_>, sink: &mut dyn Sink) {
    let mut origin = object.origin();
    origin.time = object.time("createdAt");
    sink.record(&Record::Message(Message {
        origin,
        author: object.text("owner"),
        channel: Some("opsgenie".into()),
        text: object.text("note").unwrap_or_default(),
        thread: None,
    }));
}

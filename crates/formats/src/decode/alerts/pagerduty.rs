//! PagerDuty: incidents, log entries and notes of the REST API, webhooks v3, events sent to the Events API v2.

use std::borrow::Cow;

use postlude_evidence::{Alert, Log, Message, Record, Sink};

use super::paths::AlertPaths;
use crate::decode::event::object::Object;
use crate::decode::event::shape::Shape;

pub(super) const SHAPES: &[Shape] = &[
    Shape::known_by("pagerduty webhook", &["event_type", "occurred_at", "data"], read_webhook),
    Shape::known_by("pagerduty log entries", &["agent", "channel", "created_at", "type"], read_log_entry),
    Shape::known_by("pagerduty incidents", &["incident_number", "urgency", "created_at"], read_incident),
    Shape::known_by("pagerduty alerts", &["alert_key", "created_at", "status"], read_incident),
    Shape::known_by("pagerduty events", &["event_action", "payload.summary", "payload.source"], read_event),
    Shape::known_by("pagerduty notes", &["content", "user.summary", "created_at"], read_note),
];

const INCIDENT: AlertPaths = AlertPaths {
    name: &["title", "summary", "description"],
    summary: &["title", "summary", "description", "first_trigger_log_entry.summary"],
    start: &["created_at", "createdAt"],
    end: &["resolved_at", "last_status_change_at", "updated_at"],
    state: &["status"],
    severity: &["priority.summary", "severity", "urgency"],
    service: &["service.summary", "service.name"],
    fingerprint: &["incident_key", "alert_key", "id"],
    keep: &["id", "incident_number", "urgency", "html_url", "escalation_policy.summary", "body.details"],
    ..AlertPaths::NONE
};

fn read_incident(object: &Object<'_>, sink: &mut dyn Sink) {
    INCIDENT.read(object, sink);
}

fn read_webhook(object: &Object<'_>, sink: &mut dyn Sink) {
    let Some(kind) = object.text("event_type") else { return };
    let Some(data) = object.child("data") else { return };
    let at = object.time("occurred_at");
    if kind.ends_with(".annotated") {
        return note(&data, at, sink);
    }
    let mut alert = INCIDENT.alert(&data);
    let began = alert.origin.time;
    alert.origin.span = object.span();
    alert.origin.attributes.push((Cow::Borrowed("event_type"), kind.clone()));
    alert.origin.time = began.or(at);
    // The word of the event is newer than the status of the incident inside it.
    match kind.rsplit('.').next() {
        Some("resolved") => (alert.state, alert.end) = (Some("resolved".into()), at),
        Some("acknowledged") => {
            alert.state = Some("acknowledged".into());
            let at = at.map(|at| ("acknowledged_at".into(), at.to_string().into()));
            alert.origin.attributes.extend(at);
        }
        Some("triggered" | "reopened") => (alert.state, alert.end) = (Some("firing".into()), None),
        _ => {}
    }
    sink.record(&Record::Alert(alert));
}

fn read_log_entry(object: &Object<'_>, sink: &mut dyn Sink) {
    let kind = object.text("type").unwrap_or_default();
    let state = match kind.as_ref() {
        "trigger_log_entry" | "trigger_log_entry_reference" | "reopen_log_entry" => "firing",
        "acknowledge_log_entry" => "acknowledged",
        "resolve_log_entry" => "resolved",
        "annotate_log_entry" => return note(object, object.time("created_at"), sink),
        _ => return read_step(object, sink),
    };
    let mut origin = object.origin();
    origin.time = object.time("created_at");
    origin.service = object.text("service.summary");
    object.keep(&["type", "agent.summary", "channel.type", "incident.id", "summary"], &mut origin.attributes);
    let end = if state == "resolved" { origin.time } else { None };
    let name = object.first(&["incident.summary", "incident.title", "summary"]).unwrap_or_default();
    sink.record(&Record::Alert(Alert {
        origin,
        summary: object.first(&["channel.summary", "summary"]).unwrap_or_else(|| name.clone()),
        name,
        severity: None,
        end,
        state: Some(state.into()),
        fingerprint: object.first(&["incident.id", "incident.incident_key"]),
    }));
}

/// Notifications, assignments, escalations: what PagerDuty itself did.
fn read_step(object: &Object<'_>, sink: &mut dyn Sink) {
    let mut origin = object.origin();
    origin.time = object.time("created_at");
    origin.service = object.text("service.summary");
    object.keep(&["type", "agent.summary", "channel.type", "incident.id"], &mut origin.attributes);
    let body = object.first(&["summary", "type"]).unwrap_or_default();
    sink.record(&Record::Log(Log::new(origin, body)));
}

fn read_event(object: &Object<'_>, sink: &mut dyn Sink) {
    const EVENT: AlertPaths = AlertPaths {
        name: &["payload.summary"],
        start: &["payload.timestamp", "timestamp", "created_at"],
        state: &["event_action"],
        severity: &["payload.severity"],
        service: &["payload.component", "payload.group", "payload.source"],
        labels: &["payload.custom_details"],
        fingerprint: &["dedup_key"],
        keep: &["payload.source", "payload.class", "client"],
        ..AlertPaths::NONE
    };
    let mut alert = EVENT.alert(object);
    if object.is_one_of("event_action", &["resolve"]) {
        (alert.state, alert.end) = (Some("resolved".into()), alert.origin.time);
    }
    sink.record(&Record::Alert(alert));
}

fn read_note(object: &Object<'_>, sink: &mut dyn Sink) {
    note(object, object.time("created_at"), sink);
}

fn note(object: &Object<'_>, at: Option<postlude_base::Timestamp>, sink: &mut dyn Sink) {
    let mut origin = object.origin();
    origin.time = at.or_else(|| object.time("created_at"));
    sink.record(&Record::Message(Message {
        origin,
        author: object.first(&["user.summary", "agent.summary"]),
        channel: Some("pagerduty".into()),
        text: object.first(&["content", "channel.summary", "channel.content", "summary"]).unwrap_or_default(),
        thread: object.first(&["incident.id", "id"]),
    }));
}

//! Datadog: webhooks of monitors, the events API (v1 and v2), the list of monitors.

use postlude_evidence::{Change, Record, Sink, Text};

use super::paths::AlertPaths;
use crate::decode::changes::kind_of;
use crate::decode::event::object::Object;
use crate::decode::event::shape::Shape;

pub(super) const SHAPES: &[Shape] = &[
    Shape::known_by("datadog webhook", &["alert_transition", "title"], read_webhook),
    Shape::known_by("datadog webhook", &["alert_type", "event_type", "title"], read_webhook),
    Shape::known_by("datadog events", &["date_happened", "title", "alert_type"], read_event),
    Shape::known_by("datadog events", &["date_happened", "title", "source"], read_event),
    Shape::known_by(
        "datadog events",
        &["type", "attributes.timestamp", "attributes.attributes.evt"],
        read_event_v2,
    ),
    Shape::known_by("datadog monitors", &["overall_state", "query", "name"], read_monitor),
];

const WEBHOOK: AlertPaths = AlertPaths {
    name: &["alert_title", "title", "monitor_name"],
    summary: &["title", "event_title", "alert_title"],
    start: &["last_updated", "date", "date_happened", "timestamp", "alert_cycle_start", "event_date"],
    state: &["alert_transition", "alert_status", "transition", "alert_type"],
    severity: &["alert_priority", "priority", "alert_type", "severity"],
    host: &["hostname", "host", "host_name"],
    labels: &["tags", "alert_scope", "scope"],
    fingerprint: &["alert_cycle_key", "aggreg_key", "aggregation_key", "alert_id", "monitor_id", "id"],
    keep: &["body", "alert_query", "alert_metric", "event_type", "link", "alert_id"],
    ..AlertPaths::NONE
};

fn read_webhook(object: &Object<'_>, sink: &mut dyn Sink) {
    let mut alert = WEBHOOK.alert(object);
    alert.name = without_transition(alert.name);
    sink.record(&Record::Alert(alert));
}

/// `p99 of checkout` of `[Triggered] p99 of checkout`: the name of a monitor stays when its state changes.
fn without_transition(title: Text<'_>) -> Text<'_> {
    const TRANSITIONS: [&str; 8] =
        ["[Triggered", "[Recovered", "[Warn", "[No data", "[No Data", "[Re-Triggered", "[Alert", "[OK"];
    let Some((transition, name)) = title.split_once("] ") else { return title };
    if TRANSITIONS.iter().any(|word| transition.starts_with(word)) { name.to_owned().into() } else { title }
}

fn read_event(object: &Object<'_>, sink: &mut dyn Sink) {
    const EVENT: AlertPaths = AlertPaths {
        name: &["title"],
        summary: &["title"],
        start: &["date_happened"],
        state: &["alert_type"],
        severity: &["alert_type"],
        host: &["host"],
        labels: &["tags"],
        fingerprint: &["aggregation_key", "monitor_id", "id"],
        keep: &["text", "source", "source_type_name", "priority", "url"],
        ..AlertPaths::NONE
    };
    let mut alert = EVENT.alert(object);
    // The stream also carries what other systems did: only errors, warnings and monitors are alerts.
    let is_alert = object.is_one_of("alert_type", &["error", "warning", "success"])
        || object.text("monitor_id").is_some()
        || object.is_one_of("source", &["monitor", "alert"]);
    let kind = kind_of(&alert.name);
    if is_alert && kind.is_none() {
        alert.name = without_transition(alert.name);
        return sink.record(&Record::Alert(alert));
    }
    sink.record(&Record::Change(Change {
        origin: alert.origin,
        kind: kind.unwrap_or("other").into(),
        title: alert.name,
        end: None,
        actor: object.first(&["source", "source_type_name"]),
        version: None,
        outcome: None,
    }));
}

fn read_event_v2(object: &Object<'_>, sink: &mut dyn Sink) {
    const EVENT: AlertPaths = AlertPaths {
        name: &[
            "attributes.attributes.monitor.name",
            "attributes.attributes.title",
            "attributes.attributes.evt.name",
        ],
        summary: &["attributes.attributes.title", "attributes.message"],
        start: &["attributes.attributes.timestamp", "attributes.timestamp"],
        state: &[
            "attributes.attributes.monitor.transition.destination_state",
            "attributes.attributes.status",
        ],
        severity: &["attributes.attributes.monitor.priority", "attributes.attributes.status"],
        service: &["attributes.attributes.service"],
        host: &["attributes.attributes.hostname"],
        labels: &["attributes.tags", "attributes.attributes.monitor.groups"],
        fingerprint: &["attributes.attributes.aggregation_key", "attributes.attributes.monitor_id", "id"],
        keep: &["attributes.message", "attributes.attributes.sourcecategory"],
        ..AlertPaths::NONE
    };
    EVENT.read(object, sink);
}

fn read_monitor(object: &Object<'_>, sink: &mut dyn Sink) {
    const MONITOR: AlertPaths = AlertPaths {
        name: &["name"],
        summary: &["name"],
        start: &["overall_state_modified", "modified", "created"],
        state: &["overall_state"],
        severity: &["priority", "overall_state"],
        labels: &["tags"],
        fingerprint: &["id"],
        keep: &["query", "message", "type"],
        ..AlertPaths::NONE
    };
    MONITOR.read(object, sink);
}

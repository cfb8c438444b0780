//! Watchers from outside: Pingdom, StatusCake, Uptime Kuma, Splunk On-Call, Checkmk and the like.

use std::borrow::Cow;

use postlude_evidence::{Record, Sink};

use super::paths::AlertPaths;
use crate::decode::event::object::Object;
use crate::decode::event::shape::Shape;

pub(super) const SHAPES: &[Shape] = &[
    Shape::known_by("pingdom", &["check_name", "current_state"], read_pingdom),
    Shape::known_by("statuscake", &["Name", "Status", "StatusCode", "URL"], read_statuscake),
    Shape::known_by("uptime kuma", &["heartbeat.status", "monitor.name"], read_kuma),
    Shape::known_by("splunk on-call", &["message_type", "entity_id"], read_on_call),
    Shape::known_by("splunk on-call", &["alertType", "entityId"], read_on_call),
];

fn read_pingdom(object: &Object<'_>, sink: &mut dyn Sink) {
    const CHECK: AlertPaths = AlertPaths {
        name: &["check_name"],
        summary: &["long_description", "description", "check_name"],
        start: &["state_changed_timestamp", "state_changed_utc_time"],
        state: &["current_state"],
        severity: &["importance_level"],
        labels: &["tags"],
        fingerprint: &["check_id"],
        keep: &["current_state", "previous_state", "description", "check_type", "check_params.hostname"],
        ..AlertPaths::NONE
    };
    CHECK.read(object, sink);
}

fn read_statuscake(object: &Object<'_>, sink: &mut dyn Sink) {
    const CHECK: AlertPaths = AlertPaths {
        name: &["Name"],
        start: &["Time", "Timestamp", "Checked"],
        state: &["Status"],
        labels: &["Tags"],
        fingerprint: &["CheckID", "Name"],
        keep: &["URL", "StatusCode", "Method"],
        ..AlertPaths::NONE
    };
    CHECK.read(object, sink);
}

fn read_kuma(object: &Object<'_>, sink: &mut dyn Sink) {
    const HEARTBEAT: AlertPaths = AlertPaths {
        name: &["monitor.name"],
        summary: &["msg", "heartbeat.msg"],
        start: &["heartbeat.time"],
        labels: &["monitor.tags"],
        fingerprint: &["monitor.id"],
        keep: &["monitor.url", "heartbeat.msg", "heartbeat.ping", "monitor.type"],
        ..AlertPaths::NONE
    };
    let mut alert = HEARTBEAT.alert(object);
    // 0 down, 1 up, 2 pending, 3 maintenance.
    let state = match object.number("heartbeat.status").map(|status| status as i64) {
        Some(1) => "resolved",
        Some(3) => "suppressed",
        _ => "firing",
    };
    alert.state = Some(Cow::Borrowed(state));
    alert.end = if state == "resolved" { alert.origin.time } else { None };
    sink.record(&Record::Alert(alert));
}

fn read_on_call(object: &Object<'_>, sink: &mut dyn Sink) {
    const ENTITY: AlertPaths = AlertPaths {
        name: &["entity_display_name", "entityDisplayName", "entity_id", "entityId"],
        summary: &["state_message", "stateMessage", "entity_display_name", "entity_id"],
        start: &["state_start_time", "stateStartTime", "timestamp", "receivedAt"],
        state: &["message_type", "alertType"],
        severity: &["message_type", "alertType"],
        service: &["service"],
        host: &["host_name", "hostname"],
        fingerprint: &["entity_id", "entityId"],
        keep: &["monitoring_tool", "monitoringTool", "routing_key"],
        ..AlertPaths::NONE
    };
    ENTITY.read(object, sink);
}

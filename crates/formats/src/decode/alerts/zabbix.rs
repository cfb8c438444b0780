//! Zabbix: problems and events of the API, and the usual fields of its webhooks.

use postlude_evidence::Sink;

use super::paths::AlertPaths;
use crate::decode::event::object::Object;
use crate::decode::event::shape::Shape;

pub(super) const SHAPES: &[Shape] = &[
    Shape::known_by("zabbix problems", &["eventid", "clock", "name"], read_problem),
    Shape::known_by("zabbix webhook", &["trigger_name", "trigger_severity"], read_webhook),
    Shape::known_by("zabbix webhook", &["event_name", "event_severity"], read_webhook),
];

fn read_problem(object: &Object<'_>, sink: &mut dyn Sink) {
    const PROBLEM: AlertPaths = AlertPaths {
        name: &["name"],
        summary: &["name"],
        start: &["clock"],
        host: &["hosts.0.host", "hosts.0.name"],
        labels: &["tags"],
        fingerprint: &["eventid"],
        keep: &["objectid", "opdata", "acknowledged", "severity"],
        ..AlertPaths::NONE
    };
    let mut alert = PROBLEM.alert(object);
    alert.severity = object.number("severity").and_then(|number| {
        // 0 not classified, 1 information, 2 warning, 3 average, 4 high, 5 disaster.
        let words = ["none", "info", "warning", "minor", "high", "disaster"];
        words.get(number as usize).and_then(|word| super::paths::severity_of(word))
    });
    // An event with value 0 is a trigger that has gone back to OK.
    let recovered = object.is_one_of("value", &["0"]);
    alert.end = object.time("r_clock").or(if recovered { alert.origin.time } else { None });
    alert.state = Some(if alert.end.is_some() { "resolved" } else { "firing" }.into());
    if object.is_one_of("suppressed", &["1"]) {
        alert.state = Some("suppressed".into());
    }
    sink.record(&postlude_evidence::Record::Alert(alert));
}

fn read_webhook(object: &Object<'_>, sink: &mut dyn Sink) {
    const WEBHOOK: AlertPaths = AlertPaths {
        name: &["trigger_name", "event_name"],
        summary: &["event_name", "trigger_name", "alert_subject"],
        start: &["event_datetime", "event_time", "timestamp", "time"],
        end: &["recovery_datetime", "event_recovery_time"],
        state: &["event_status", "trigger_status", "status"],
        severity: &["event_severity", "trigger_severity"],
        host: &["host_name", "host", "hostname"],
        labels: &["event_tags"],
        fingerprint: &["event_id", "trigger_id"],
        keep: &["event_opdata", "item_value", "host_ip", "trigger_description"],
        ..AlertPaths::NONE
    };
    WEBHOOK.read(object, sink);
}

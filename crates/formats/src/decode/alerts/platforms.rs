//! Webhooks of further monitoring platforms, one set of paths each: Axiom, Checkly, Checkmk, Coralogix, Dash0,
//! Graylog, LibreNMS, Splunk Observability (SignalFx), ThousandEyes.

use super::paths::AlertPaths;
use crate::decode::event::shape::Shape;

pub(super) const SHAPES: &[Shape] = &[
    Shape::known_by("axiom", &["action", "event.monitorID"], |object, sink| AXIOM.read(object, sink)),
    Shape::known_by("checkly", &["check_name", "alert_type", "check_id"], |object, sink| {
        CHECKLY.read(object, sink);
    }),
    Shape::known_by("checkmk", &["notification_type", "short_date_time"], |object, sink| {
        CHECKMK.read(object, sink);
    }),
    Shape::known_by("coralogix", &["alert_id", "alert_action", "name"], |object, sink| {
        CORALOGIX.read(object, sink);
    }),
    Shape::known_by("dash0", &["type", "data.issue.issueIdentifier"], |object, sink| {
        DASH0.read(object, sink);
    }),
    Shape::known_by("graylog", &["event_definition_title", "event.timestamp"], |object, sink| {
        GRAYLOG.read(object, sink);
    }),
    Shape::known_by("librenms", &["alert_id", "rule_id", "sysName"], |object, sink| {
        LIBRENMS.read(object, sink);
    }),
    Shape::known_by("splunk observability", &["detectorUrl", "incidentId", "severity"], |object, sink| {
        SIGNALFX.read(object, sink);
    }),
    Shape::known_by("thousandeyes", &["eventType", "alert.ruleName"], |object, sink| {
        THOUSANDEYES.read(object, sink);
    }),
];

const AXIOM: AlertPaths = AlertPaths {
    name: &["event.title"],
    summary: &["event.body", "event.title"],
    start: &["event.timestamp", "event.queryEndTime"],
    state: &["action"],
    fingerprint: &["event.monitorID"],
    keep: &["event.description", "event.value", "event.matchedEvent"],
    ..AlertPaths::NONE
};
const CHECKLY: AlertPaths = AlertPaths {
    name: &["check_name"],
    summary: &["event", "check_error_message", "check_name"],
    start: &["started_at"],
    state: &["alert_type"],
    labels: &["tags"],
    fingerprint: &["check_id"],
    keep: &["alert_type", "check_error_message", "response_time", "run_location", "link"],
    ..AlertPaths::NONE
};
const CHECKMK: AlertPaths = AlertPaths {
    name: &["service", "what", "summary"],
    summary: &["summary", "output"],
    start: &["micro_time", "short_date_time", "long_date_time"],
    state: &["notification_type", "status"],
    severity: &["severity", "status"],
    host: &["host"],
    fingerprint: &["id"],
    keep: &["event", "output", "address", "check_command", "notification_type"],
    ..AlertPaths::NONE
};
const CORALOGIX: AlertPaths = AlertPaths {
    name: &["name"],
    summary: &["description", "name"],
    start: &["timestamp", "timestamp_iso", "event_timestamp", "fields.timestamp"],
    state: &["alert_action"],
    severity: &["alert_severity", "severity"],
    service: &["subsystem", "service"],
    labels: &["fields"],
    fingerprint: &["alert_id"],
    keep: &["threshold", "timewindow", "alert_url", "application"],
    ..AlertPaths::NONE
};
const DASH0: AlertPaths = AlertPaths {
    name: &["data.issue.checkrules.0.name", "data.issue.summary"],
    summary: &["data.issue.summary", "data.issue.description"],
    start: &["data.issue.start"],
    end: &["data.issue.end"],
    state: &["data.issue.status", "type"],
    labels: &["data.issue.labels"],
    fingerprint: &["data.issue.issueIdentifier", "data.issue.id"],
    keep: &["data.issue.url", "data.issue.description", "data.issue.dataset"],
    ..AlertPaths::NONE
};
const GRAYLOG: AlertPaths = AlertPaths {
    name: &["event_definition_title"],
    summary: &["event.message", "event_definition_description", "event_definition_title"],
    start: &["event.timestamp"],
    host: &["event.source"],
    labels: &["event.fields", "event.group_by_fields"],
    fingerprint: &["event_definition_id"],
    keep: &["event.priority", "event.key", "event.replay_info.query"],
    ..AlertPaths::NONE
};
const LIBRENMS: AlertPaths = AlertPaths {
    name: &["name", "title"],
    summary: &["title", "msg"],
    start: &["timestamp", "time"],
    severity: &["severity"],
    host: &["sysName", "hostname"],
    fingerprint: &["alert_id"],
    keep: &["ip", "elapsed", "rule_id", "alert_notes", "faults"],
    ..AlertPaths::NONE
};
const SIGNALFX: AlertPaths = AlertPaths {
    name: &["rule", "detector", "originatingMetric"],
    summary: &["messageTitle", "messageBody", "description"],
    start: &["timestampISO8601", "timestamp"],
    state: &["statusExtended", "status"],
    severity: &["severity"],
    labels: &["dimensions"],
    fingerprint: &["incidentId"],
    keep: &["detectorUrl", "originatingMetric", "detectOnCondition"],
    ..AlertPaths::NONE
};
const THOUSANDEYES: AlertPaths = AlertPaths {
    name: &["alert.ruleName"],
    summary: &["alert.ruleName", "alert.ruleExpression"],
    start: &["alert.dateStartZoned", "alert.dateStart"],
    end: &["alert.dateEndZoned", "alert.dateEnd"],
    state: &["eventType"],
    severity: &["alert.severity"],
    host: &["alert.hostname", "alert.agentName"],
    fingerprint: &["alert.alertId"],
    keep: &["alert.testName", "alert.ruleExpression", "alert.type", "eventType"],
    ..AlertPaths::NONE
};

//! Alerts of vendors that have no file of their own, told by their shape: a title, a state out of the usual
//! words, a time.

use super::paths::AlertPaths;
use crate::decode::event::object::Object;
use crate::decode::event::shape::Shape;

pub(in crate::decode) const SHAPES: &[Shape] =
    &[Shape::known_by("alerts", &[], |object, sink| PATHS.read(object, sink)).and(is_alert).at(91)];

const PATHS: AlertPaths = AlertPaths {
    name: &[
        "alertname",
        "alert_name",
        "alertName",
        "rule_name",
        "ruleName",
        "rule.name",
        "rule",
        "check_name",
        "monitor_name",
        "event_definition_title",
        "detector",
        "title",
        "name",
        "alert",
        "check",
    ],
    summary: &["summary", "title", "message", "description", "text", "body", "details", "name"],
    start: &[
        "started_at",
        "startedAt",
        "starts_at",
        "startsAt",
        "start_time",
        "startTime",
        "triggered_at",
        "triggeredAt",
        "fired_at",
        "firedAt",
        "opened_at",
        "created_at",
        "createdAt",
        "timestamp",
        "time",
        "start",
        "date",
        "last_seen",
    ],
    end: &[
        "ended_at",
        "endedAt",
        "ends_at",
        "endsAt",
        "end_time",
        "endTime",
        "resolved_at",
        "resolvedAt",
        "closed_at",
        "closedAt",
        "end",
        "updated_at",
    ],
    state: &["status", "state", "alert_state", "current_state", "alert_status", "event_type"],
    severity: &["severity", "priority", "level", "urgency", "criticality", "impact"],
    service: &["service", "service_name", "serviceName", "service.name", "app", "application", "component"],
    host: &["host", "hostname", "host_name", "node"],
    labels: &["labels", "tags", "dimensions", "annotations"],
    fingerprint: &["fingerprint", "alert_id", "alertId", "incident_id", "dedup_key", "id"],
    keep: &["value", "threshold", "metric", "environment", "env", "url", "team", "description", "cause"],
};

/// Words of a state that only alerts have.
const STATES: [&str; 28] = [
    "firing",
    "alerting",
    "triggered",
    "trigger",
    "resolved",
    "resolve",
    "acknowledged",
    "recovered",
    "pending",
    "open",
    "opened",
    "closed",
    "alarm",
    "in_alarm",
    "problem",
    "ok",
    "active",
    "inactive",
    "down",
    "up",
    "critical",
    "warning",
    "suppressed",
    "silenced",
    "fired",
    "investigating",
    "mitigated",
    "anomalous",
];
/// Keys of a name that only alerts have; they make up for a word of state that is not in the list.
const NAMES: [&str; 8] = [
    "alertname",
    "alert_name",
    "alertName",
    "rule_name",
    "ruleName",
    "event_definition_title",
    "monitor_name",
    "check_name",
];
/// Keys of a beginning or an end: something that lasts, not a line of a log.
const LASTING: [&str; 20] = [
    "started_at",
    "startedAt",
    "starts_at",
    "startsAt",
    "start_time",
    "startTime",
    "triggered_at",
    "triggeredAt",
    "fired_at",
    "firedAt",
    "opened_at",
    "ended_at",
    "resolved_at",
    "resolvedAt",
    "closed_at",
    "created_at",
    "createdAt",
    "severity",
    "priority",
    "labels",
];

/// Keys of a line of a log, which may have a status as well.
const LOGGED: [&str; 10] = [
    "logger",
    "msg",
    "trace_id",
    "traceId",
    "span_id",
    "pid",
    "thread",
    "caller",
    "http.status_code",
    "duration_ms",
];

fn is_alert(object: &Object<'_>) -> bool {
    let logged = LOGGED.iter().any(|path| object.get(path).is_some());
    let timed = object.first_time(PATHS.start).is_some();
    let titled = object.first(PATHS.name).is_some() || object.first(&["summary"]).is_some();
    let told = PATHS.state.iter().any(|path| object.is_one_of(path, &STATES));
    let named = object.first(&NAMES).is_some();
    let lasting = LASTING.iter().any(|path| object.get(path).is_some());
    !logged && timed && titled && ((told && lasting) || (named && (told || lasting)))
}

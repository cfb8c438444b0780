//! Sentry: issues of the API, webhooks of issues, events and metric alerts.

use postlude_evidence::Sink;

use super::paths::AlertPaths;
use crate::decode::event::object::Object;
use crate::decode::event::shape::Shape;

pub(super) const SHAPES: &[Shape] = &[
    Shape::known_by("sentry metric alert", &["data.metric_alert", "action"], read_metric),
    Shape::known_by("sentry event alert", &["data.event.title", "action"], read_event),
    Shape::known_by("sentry issue webhook", &["data.issue.title", "action"], read_webhook),
    Shape::known_by("sentry alert", &["project_slug", "url", "event", "message"], read_legacy),
    Shape::known_by("sentry issues", &["shortId", "firstSeen", "title"], read_issue),
];

const ISSUE: AlertPaths = AlertPaths {
    name: &["title", "metadata.type"],
    summary: &["title"],
    start: &["firstSeen"],
    end: &["lastSeen"],
    state: &["status"],
    severity: &["level"],
    service: &["project.slug", "project.name"],
    labels: &["tags"],
    fingerprint: &["shortId", "id"],
    keep: &["permalink", "count", "userCount", "lastSeen", "metadata.value", "metadata.filename"],
    ..AlertPaths::NONE
};

fn read_issue(object: &Object<'_>, sink: &mut dyn Sink) {
    ISSUE.read(object, sink);
}

fn read_webhook(object: &Object<'_>, sink: &mut dyn Sink) {
    if let Some(issue) = object.child("data.issue") {
        ISSUE.read(&issue, sink);
    }
}

fn read_event(object: &Object<'_>, sink: &mut dyn Sink) {
    const EVENT: AlertPaths = AlertPaths {
        name: &["data.triggered_rule", "data.event.title"],
        summary: &["data.event.title", "data.event.message"],
        start: &["data.event.datetime", "data.event.timestamp", "data.event.received"],
        severity: &["data.event.level"],
        service: &["data.event.project_slug", "data.event.project_name"],
        labels: &["data.event.tags"],
        fingerprint: &["data.event.issue_id"],
        keep: &["data.event.web_url", "data.event.environment", "data.event.release", "data.event.platform"],
        ..AlertPaths::NONE
    };
    EVENT.read(object, sink);
}

/// The webhook of the older plugin: the issue around, the event inside.
fn read_legacy(object: &Object<'_>, sink: &mut dyn Sink) {
    const LEGACY: AlertPaths = AlertPaths {
        name: &["event.title", "message"],
        summary: &["message", "event.title"],
        start: &["event.datetime", "event.timestamp", "event.received"],
        severity: &["level", "event.level"],
        service: &["project_slug", "project_name"],
        labels: &["event.tags"],
        fingerprint: &["id"],
        keep: &["url", "logger", "event.environment", "event.release"],
        ..AlertPaths::NONE
    };
    LEGACY.read(object, sink);
}

fn read_metric(object: &Object<'_>, sink: &mut dyn Sink) {
    const METRIC: AlertPaths = AlertPaths {
        name: &["data.metric_alert.alert_rule.name", "data.metric_alert.title"],
        summary: &["data.description_text", "data.description_title", "data.metric_alert.title"],
        start: &["data.metric_alert.date_started", "data.metric_alert.date_detected"],
        end: &["data.metric_alert.date_closed"],
        state: &["action"],
        severity: &["action"],
        service: &["data.metric_alert.projects.0"],
        fingerprint: &["data.metric_alert.identifier", "data.metric_alert.id"],
        keep: &["data.web_url", "data.description_title"],
        ..AlertPaths::NONE
    };
    METRIC.read(object, sink);
}

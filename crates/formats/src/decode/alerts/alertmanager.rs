//! Prometheus Alertmanager and Prometheus: the alerts of the APIs (v1, v2), the webhook, the rules API.

use postlude_evidence::{Alert, Record, Sink};

use super::paths::AlertPaths;
use crate::decode::event::object::Object;
use crate::decode::event::shape::Shape;

pub(super) const SHAPES: &[Shape] = &[
    Shape::known_by(
        "alertmanager webhook",
        &["alerts[].labels", "alerts[].startsAt", "groupLabels"],
        read_webhook,
    )
    .at(97),
    Shape::known_by(
        "alertmanager webhook",
        &["alerts[].labels", "alerts[].startsAt", "receiver"],
        read_webhook,
    )
    .at(97),
    Shape::known_by("alertmanager alerts", &["labels.alertname", "startsAt"], read_alert).at(97),
    Shape::known_by("alertmanager alerts", &["labels", "annotations", "startsAt"], read_alert),
    Shape::known_by("prometheus alerts", &["labels.alertname", "activeAt"], read_alert).at(97),
    Shape::known_by("prometheus rules", &["rules[].type", "interval"], read_rules),
];

const PATHS: AlertPaths = AlertPaths {
    name: &["labels.alertname", "labels.rulename", "labels.alert"],
    summary: &[
        "annotations.summary",
        "annotations.message",
        "annotations.description",
        "annotations.title",
        "labels.alertname",
    ],
    start: &["startsAt", "activeAt"],
    end: &["endsAt"],
    state: &["status.state", "status", "state"],
    severity: &["labels.severity", "labels.priority", "labels.level"],
    labels: &["labels"],
    fingerprint: &["fingerprint"],
    keep: &["value", "valueString", "generatorURL", "dashboardURL", "receiver"],
    ..AlertPaths::NONE
};

fn alert<'r>(object: &'r Object<'_>) -> Alert<'r> {
    let mut alert = PATHS.alert(object);
    object.keep_all("annotations", &mut alert.origin.attributes);
    // The API of Alertmanager lists living alerts, whose `endsAt` is when they would expire unless sent again.
    let listed = object.get("status.state").is_some();
    if listed {
        alert.end = None;
    }
    alert
}

fn read_alert(object: &Object<'_>, sink: &mut dyn Sink) {
    sink.record(&Record::Alert(alert(object)));
}

fn read_webhook(object: &Object<'_>, sink: &mut dyn Sink) {
    for child in object.list("alerts") {
        let mut alert = alert(&child);
        object.keep(&["receiver", "groupKey", "title"], &mut alert.origin.attributes);
        sink.record(&Record::Alert(alert));
    }
}

fn read_rules(object: &Object<'_>, sink: &mut dyn Sink) {
    for rule in object.list("rules") {
        for child in rule.list("alerts") {
            let mut alert = alert(&child);
            if alert.name.is_empty() {
                alert.name = rule.text("name").unwrap_or_default();
            }
            sink.record(&Record::Alert(alert));
        }
    }
}

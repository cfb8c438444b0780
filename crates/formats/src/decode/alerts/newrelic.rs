//! New Relic: notifications of workflows and the older incident webhook.

use postlude_evidence::Sink;

use super::paths::AlertPaths;
use crate::decode::event::object::Object;
use crate::decode::event::shape::Shape;

pub(super) const SHAPES: &[Shape] = &[
    Shape::known_by("new relic issues", &["issueUrl", "state", "createdAt"], read_issue),
    Shape::known_by("new relic issues", &["issueId", "state", "createdAt"], read_issue),
    Shape::known_by(
        "new relic incidents",
        &["incident_id", "condition_name", "current_state"],
        read_incident,
    ),
];

fn read_issue(object: &Object<'_>, sink: &mut dyn Sink) {
    const ISSUE: AlertPaths = AlertPaths {
        name: &["alertConditionNames.0", "accumulations.conditionName.0", "title", "annotations.title.0"],
        summary: &["title", "annotations.title.0"],
        start: &["createdAt", "activatedAt"],
        end: &["closedAt", "updatedAt"],
        state: &["state"],
        severity: &["priority"],
        labels: &["labels", "accumulations.tag"],
        fingerprint: &["id", "issueId"],
        keep: &["issueUrl", "impactedEntities", "alertPolicyNames", "totalIncidents", "trigger"],
        ..AlertPaths::NONE
    };
    ISSUE.read(object, sink);
}

fn read_incident(object: &Object<'_>, sink: &mut dyn Sink) {
    const INCIDENT: AlertPaths = AlertPaths {
        name: &["condition_name"],
        summary: &["details", "condition_name"],
        start: &["open_time", "timestamp"],
        end: &["close_time", "timestamp"],
        state: &["current_state"],
        severity: &["severity"],
        labels: &["targets.0.labels"],
        fingerprint: &["incident_id"],
        keep: &["policy_name", "incident_url", "event_type", "duration", "targets"],
        ..AlertPaths::NONE
    };
    INCIDENT.read(object, sink);
}

//! Google Cloud Monitoring: the incident of its notifications.

use postlude_evidence::Sink;

use super::paths::AlertPaths;
use crate::decode::event::object::Object;
use crate::decode::event::shape::Shape;

pub(super) const SHAPES: &[Shape] =
    &[Shape::known_by("gcp monitoring incident", &["incident.incident_id", "incident.state"], read)];

fn read(object: &Object<'_>, sink: &mut dyn Sink) {
    const INCIDENT: AlertPaths = AlertPaths {
        name: &["incident.policy_name", "incident.condition_name"],
        summary: &["incident.summary", "incident.documentation.subject", "incident.condition_name"],
        start: &["incident.started_at"],
        end: &["incident.ended_at"],
        state: &["incident.state"],
        severity: &["incident.severity", "incident.metadata.system_labels.severity"],
        labels: &[
            "incident.resource.labels",
            "incident.metric.labels",
            "incident.policy_user_labels",
            "incident.metadata.user_labels",
        ],
        fingerprint: &["incident.incident_id"],
        keep: &[
            "incident.condition_name",
            "incident.resource_name",
            "incident.resource_display_name",
            "incident.observed_value",
            "incident.threshold_value",
            "incident.metric.type",
            "incident.url",
        ],
        ..AlertPaths::NONE
    };
    INCIDENT.read(object, sink);
}

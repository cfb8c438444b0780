//! Azure Monitor: the common alert schema.

use postlude_evidence::{Record, Severity, Sink};

use super::paths::AlertPaths;
use crate::decode::event::object::Object;
use crate::decode::event::shape::Shape;

pub(super) const SHAPES: &[Shape] = &[Shape::known_by(
    "azure monitor alert",
    &["data.essentials.alertRule", "data.essentials.monitorCondition"],
    read,
)];

fn read(object: &Object<'_>, sink: &mut dyn Sink) {
    const ESSENTIALS: AlertPaths = AlertPaths {
        name: &["alertRule"],
        summary: &["description", "alertRule"],
        start: &["firedDateTime"],
        end: &["resolvedDateTime"],
        state: &["monitorCondition"],
        host: &["configurationItems.0"],
        fingerprint: &["originAlertId", "alertId"],
        keep: &["alertId", "severity", "signalType", "monitoringService", "alertTargetIDs"],
        ..AlertPaths::NONE
    };
    let Some(essentials) = object.child("data.essentials") else { return };
    let mut alert = ESSENTIALS.alert(&essentials);
    (alert.origin.span, alert.origin.line) = (object.span(), object.origin().line);
    // Sev0 is the worst, Sev4 is for those who read everything.
    alert.severity = match essentials.text("severity").as_deref() {
        Some("Sev0") => Some(Severity::Fatal),
        Some("Sev1") => Some(Severity::Error),
        Some("Sev2") => Some(Severity::Warn),
        Some(_) => Some(Severity::Info),
        None => None,
    };
    let context = object.child("data.alertContext");
    if let Some(context) = &context {
        context.keep_all("properties", &mut alert.origin.attributes);
    }
    sink.record(&Record::Alert(alert));
}

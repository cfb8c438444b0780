//! Status pages in Atlassian Statuspage's shape: an incident with the updates that people wrote.

use postlude_evidence::{Message, Record, Sink};

use super::paths::AlertPaths;
use crate::decode::event::object::Object;
use crate::decode::event::shape::Shape;

pub(super) const SHAPES: &[Shape] =
    &[Shape::known_by("statuspage incidents", &["incident_updates", "name", "status", "created_at"], read)];

fn read(object: &Object<'_>, sink: &mut dyn Sink) {
    const INCIDENT: AlertPaths = AlertPaths {
        name: &["name"],
        start: &["started_at", "created_at"],
        end: &["resolved_at", "updated_at"],
        severity: &["impact"],
        service: &["components.0.name"],
        fingerprint: &["id"],
        keep: &["impact", "shortlink", "status"],
        ..AlertPaths::NONE
    };
    let mut alert = INCIDENT.alert(object);
    let over = object.get("resolved_at").is_some();
    alert.state = Some(if over { "resolved" } else { "firing" }.into());
    alert.end = object.time("resolved_at");
    sink.record(&Record::Alert(alert));
    let mut updates = object.list("incident_updates");
    updates.sort_by_key(Object::span);
    for update in updates {
        let mut origin = update.origin();
        origin.time = update.first_time(&["display_at", "created_at"]);
        update.keep(&["status"], &mut origin.attributes);
        let text = update.text("body").unwrap_or_default();
        let (channel, thread) = (Some("status page".into()), object.text("id"));
        sink.record(&Record::Message(Message { origin, author: None, channel, text, thread }));
    }
}

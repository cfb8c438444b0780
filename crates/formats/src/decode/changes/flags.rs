//! Feature flags: audit logs of LaunchDarkly and Unleash.

use postlude_evidence::Sink;

use super::paths::ChangePaths;
use crate::decode::event::object::Object;
use crate::decode::event::shape::Shape;

pub(super) const SHAPES: &[Shape] = &[
    Shape::known_by("launchdarkly audit log", &["date", "kind", "titleVerb"], read_launchdarkly),
    Shape::known_by("launchdarkly audit log", &["date", "kind", "accesses", "title"], read_launchdarkly),
    Shape::known_by("unleash events", &["createdAt", "createdBy", "featureName", "type"], read_unleash),
    Shape::known_by(
        "unleash events",
        &["createdAt", "createdBy", "type", "project", "environment"],
        read_unleash,
    ),
];

fn read_launchdarkly(object: &Object<'_>, sink: &mut dyn Sink) {
    const ENTRY: ChangePaths = ChangePaths {
        kind: Some("config"),
        title: &["title", "shortDescription", "titleVerb"],
        start: &["date"],
        actor: &["member.email", "token.name", "app.name"],
        keep: &["name", "kind", "titleVerb", "target.name", "comment", "description"],
        ..ChangePaths::NONE
    };
    ENTRY.read(object, sink);
}

fn read_unleash(object: &Object<'_>, sink: &mut dyn Sink) {
    const EVENT: ChangePaths = ChangePaths {
        kind: Some("config"),
        title: &["label", "summary", "type"],
        start: &["createdAt"],
        actor: &["createdBy"],
        keep: &["type", "featureName", "project", "environment", "data", "preData", "id"],
        ..ChangePaths::NONE
    };
    let mut change = EVENT.change(object);
    if let Some(feature) = object.text("featureName") {
        change.title = format!("{}: {feature}", change.title).into();
    }
    sink.record(&postlude_evidence::Record::Change(change));
}

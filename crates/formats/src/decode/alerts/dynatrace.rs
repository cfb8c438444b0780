//! Dynatrace: the problems API v2, the problem notification, the events API v2.

use postlude_evidence::{Change, Record, Sink};

use super::paths::AlertPaths;
use crate::decode::changes::kind_of;
use crate::decode::event::object::Object;
use crate::decode::event::owner::service_of;
use crate::decode::event::shape::Shape;

pub(super) const SHAPES: &[Shape] = &[
    Shape::known_by("dynatrace problems", &["problemId", "severityLevel", "startTime"], read_problem),
    Shape::known_by("dynatrace notification", &["ProblemID", "State", "ProblemTitle"], read_notification),
    Shape::known_by("dynatrace events", &["eventId", "eventType", "startTime"], read_event),
];

const PROBLEM: AlertPaths = AlertPaths {
    name: &["title"],
    summary: &["title"],
    start: &["startTime"],
    end: &["endTime"],
    state: &["status"],
    severity: &["severityLevel"],
    labels: &["entityTags"],
    fingerprint: &["displayId", "problemId"],
    keep: &[
        "displayId",
        "impactLevel",
        "severityLevel",
        "affectedEntities",
        "impactedEntities",
        "managementZones",
    ],
    ..AlertPaths::NONE
};

fn read_problem(object: &Object<'_>, sink: &mut dyn Sink) {
    let mut alert = PROBLEM.alert(object);
    let entities: Vec<_> =
        ["affectedEntities", "impactedEntities"].iter().flat_map(|path| object.list(path)).collect();
    let named = |kind: &str| {
        let of_kind = entities.iter().find(|entity| entity.is_one_of("entityId.type", &[kind]));
        of_kind.and_then(|entity| entity.text("name")).map(|name| service_of(name.into_owned().into()))
    };
    alert.origin.service = alert.origin.service.or_else(|| named("SERVICE")).or_else(|| named("APPLICATION"));
    alert.origin.instance = named("PROCESS_GROUP_INSTANCE");
    alert.origin.host = named("HOST");
    sink.record(&Record::Alert(alert));
}

fn read_notification(object: &Object<'_>, sink: &mut dyn Sink) {
    const NOTIFICATION: AlertPaths = AlertPaths {
        name: &["ProblemTitle"],
        summary: &["ProblemTitle"],
        start: &["ProblemDetailsJSON.startTime", "startTime", "timestamp", "StartTime"],
        end: &["ProblemDetailsJSON.endTime", "endTime", "EndTime"],
        state: &["State"],
        severity: &["ProblemSeverity"],
        labels: &["Tags"],
        fingerprint: &["ProblemID"],
        keep: &["ProblemImpact", "ImpactedEntity", "ImpactedEntityNames", "ProblemURL", "ProblemDetailsText"],
        ..AlertPaths::NONE
    };
    NOTIFICATION.read(object, sink);
}

fn read_event(object: &Object<'_>, sink: &mut dyn Sink) {
    let kind = object.text("eventType").unwrap_or_default();
    let is_change = kind.contains("DEPLOYMENT") || kind.contains("CONFIGURATION") || kind.contains("RESTART");
    let mut alert = AlertPaths { fingerprint: &["correlationId", "eventId"], ..PROBLEM }.alert(object);
    object.keep(&["eventType", "entityId.name"], &mut alert.origin.attributes);
    let entity = || object.text("entityId.name").map(service_of);
    alert.origin.service = alert.origin.service.or_else(entity);
    if !is_change {
        return sink.record(&Record::Alert(alert));
    }
    sink.record(&Record::Change(Change {
        origin: alert.origin,
        kind: kind_of(&kind).unwrap_or("other").into(),
        title: alert.summary,
        end: object.time("endTime"),
        actor: None,
        version: None,
        outcome: None,
    }));
}

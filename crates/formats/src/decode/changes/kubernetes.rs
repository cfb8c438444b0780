//! Kubernetes objects as JSON: events, ReplicaSets, Deployments, Pods.
//!
//! An event is a change when a controller acted on a wish (scaling, rollback), else a log of the object.

use std::borrow::Cow;

use postlude_base::service_of_instance;
use postlude_evidence::{Change, Log, Origin, Record, Severity, Sink, Text};

use super::paths::ChangePaths;
use crate::decode::event::object::Object;
use crate::decode::event::shape::Shape;

pub(super) const SHAPES: &[Shape] = &[
    Shape::known_by("kubernetes events", &["involvedObject.kind", "reason"], |object, sink| {
        read_event(object, "involvedObject", sink);
    }),
    Shape::known_by("kubernetes events", &["regarding.kind", "reason"], |object, sink| {
        read_event(object, "regarding", sink);
    }),
    Shape::known_by(
        "kubernetes replica sets",
        &["metadata.creationTimestamp", "spec.template"],
        read_workload,
    )
    .and(|object| object.is_one_of("kind", &["ReplicaSet", "ControllerRevision", "ReplicationController"])),
    Shape::known_by(
        "kubernetes deployments",
        &["metadata.creationTimestamp", "status.conditions"],
        read_deployment,
    )
    .and(|object| object.is_one_of("kind", &["Deployment"])),
    Shape::known_by("kubernetes pods", &["metadata.name", "status.containerStatuses"], read_pod),
];

fn read_event(object: &Object<'_>, about: &str, sink: &mut dyn Sink) {
    let mut origin = object.origin();
    origin.time = object.first_time(&[
        "lastTimestamp",
        "series.lastObservedTime",
        "deprecatedLastTimestamp",
        "eventTime",
        "firstTimestamp",
        "metadata.creationTimestamp",
    ]);
    let kind = object.text(&format!("{about}.kind")).unwrap_or_default().into_owned();
    let name = object.text(&format!("{about}.name")).unwrap_or_default().into_owned();
    let reason = object.text("reason").unwrap_or_default();
    let message = object.first(&["message", "note"]).unwrap_or_default();
    set_owner(&mut origin, &kind, &name);
    origin.host = object.first(&["source.host", "deprecatedSource.host"]);
    let named = [
        ("k8s.event.reason", reason.clone().into_owned()),
        ("k8s.object.kind", kind),
        ("k8s.object.name", name),
    ];
    origin.attributes.extend(named.map(|(key, value)| (Cow::Borrowed(key), Cow::Owned(value))));
    object.keep(
        &[
            "type",
            "count",
            "deprecatedCount",
            "metadata.namespace",
            "source.component",
            "reportingComponent",
            "firstTimestamp",
        ],
        &mut origin.attributes,
    );
    emit(origin, &reason, object.text("type").as_deref(), message, sink);
}

/// Hands on an event as a change or as a log, by its reason.
pub(super) fn emit(
    origin: Origin<'_>,
    reason: &str,
    event_type: Option<&str>,
    message: Text<'_>,
    sink: &mut dyn Sink,
) {
    if let Some(kind) = change_kind(reason, &message) {
        let (end, actor, version, outcome) = (None, None, None, None);
        let change = Change { origin, kind: kind.into(), title: message, end, actor, version, outcome };
        return sink.record(&Record::Change(change));
    }
    let severity = match event_type {
        Some("Warning") if matches!(reason, "OOMKilling" | "SystemOOM" | "Evicted" | "NodeNotReady") => {
            Severity::Error
        }
        Some("Warning") if reason.starts_with("Fail") || reason == "BackOff" => Severity::Error,
        Some("Warning") => Severity::Warn,
        _ => Severity::Info,
    };
    // The reason is the stable part of an event: without it the body would say less than the event.
    let body = if reason.is_empty() { message } else { format!("{reason}: {message}").into() };
    let mut log = Log::new(origin, body);
    log.severity = Some(severity);
    sink.record(&Record::Log(log));
}

/// What a controller did on somebody's wish. A ReplicaSet that grows from nothing is a new version.
fn change_kind(reason: &str, message: &str) -> Option<&'static str> {
    Some(match reason {
        "ScalingReplicaSet" if message.starts_with("Scaled up") && message.contains("from 0") => "deploy",
        "ScalingReplicaSet" | "SuccessfulRescale" | "ScaledUpGroup" | "ScaleDown" | "TriggeredScaleUp" => {
            "scale"
        }
        "DeploymentRollback" | "RollbackDone" | "RolledBack" => "rollback",
        "OperationStarted"
        | "RolloutCompleted"
        | "RolloutUpdated"
        | "NewReplicaSetCreated"
        | "ReconciliationSucceeded" => "deploy",
        "UpgradeSucceeded" | "InstallSucceeded" | "UpgradeFailed" | "InstallFailed" => "deploy",
        _ => return None,
    })
}

/// The service of an object: pods and ReplicaSets carry the name of what owns them.
pub(super) fn set_owner(origin: &mut Origin<'_>, kind: &str, name: &str) {
    let service = match kind.to_ascii_lowercase().as_str() {
        "pod" => {
            origin.instance = Some(name.to_owned().into());
            service_of_pod(name)
        }
        "replicaset" | "job" => name.rsplit_once('-').map_or(name, |(owner, _)| owner),
        "node" => {
            origin.host = Some(name.to_owned().into());
            return;
        }
        _ => name,
    };
    if !service.is_empty() {
        origin.service = Some(service.to_owned().into());
    }
}

/// Also for the pods of a StatefulSet (`db-0`) and of a DaemonSet (`agent-x7k2p`).
fn service_of_pod(name: &str) -> &str {
    let service = service_of_instance(name);
    match service.rsplit_once('-') {
        Some((owner, suffix)) if service == name => {
            let ordinal = suffix.len() <= 3 && suffix.bytes().all(|b| b.is_ascii_digit());
            let random = suffix.len() == 5 && suffix.bytes().any(|b| b.is_ascii_digit());
            if ordinal || random { owner } else { service }
        }
        _ => service,
    }
}

const WORKLOAD: ChangePaths = ChangePaths {
    kind: Some("deploy"),
    start: &["metadata.creationTimestamp"],
    service: &["metadata.ownerReferences.0.name", "metadata.labels.app", "metadata.name"],
    version: &["spec.template.spec.containers.0.image"],
    keep: &["metadata.name", "metadata.namespace", "spec.replicas", "status.replicas"],
    ..ChangePaths::NONE
};

fn read_workload(object: &Object<'_>, sink: &mut dyn Sink) {
    let mut change = WORKLOAD.change(object);
    let notes = object.get("metadata.annotations");
    let note = |key: &str| notes.and_then(|notes| notes.get(key)?.as_str());
    if let Some(revision) = note("deployment.kubernetes.io/revision") {
        change.origin.attributes.push(("k8s.deployment.revision".into(), revision.into()));
    }
    let cause = note("kubernetes.io/change-cause");
    let image = change.version.clone().unwrap_or_default();
    let name = object.text("metadata.name").unwrap_or_default();
    change.title = cause.map_or_else(|| format!("new replica set {name} with {image}").into(), Into::into);
    sink.record(&Record::Change(change));
}

/// The last rollout of a Deployment is in its `Progressing` condition.
fn read_deployment(object: &Object<'_>, sink: &mut dyn Sink) {
    let conditions = object.list("status.conditions");
    let Some(progress) = conditions.iter().find(|condition| condition.is_one_of("type", &["Progressing"]))
    else {
        return read_workload(object, sink);
    };
    let mut change = WORKLOAD.change(object);
    change.origin.service = object.text("metadata.name");
    change.origin.time = progress.first_time(&["lastUpdateTime", "lastTransitionTime"]);
    change.title = progress.text("message").unwrap_or_default();
    change.outcome = progress.text("reason");
    sink.record(&Record::Change(change));
}

/// What a Pod says about its containers' last ends.
fn read_pod(object: &Object<'_>, sink: &mut dyn Sink) {
    let name = object.text("metadata.name").unwrap_or_default();
    for container in object.list("status.containerStatuses") {
        for state in ["lastState.terminated", "state.terminated", "state.waiting"] {
            let Some(ended) = container.child(state) else { continue };
            let mut origin = container.origin();
            origin.time = ended.first_time(&["finishedAt", "startedAt"]);
            set_owner(&mut origin, "pod", &name);
            origin.host = object.text("spec.nodeName");
            container.keep(&["name", "image", "restartCount"], &mut origin.attributes);
            ended.keep(&["reason", "exitCode", "startedAt"], &mut origin.attributes);
            let reason = ended.text("reason").unwrap_or_default();
            let code = ended.text("exitCode").unwrap_or_default();
            let verb = if state.ends_with("waiting") { "waits" } else { "ended" };
            let body =
                format!("container {} {verb}: {reason} {code}", container.text("name").unwrap_or_default());
            let mut log = Log::new(origin, body.trim_end().to_owned().into());
            log.severity =
                Some(if matches!(&*reason, "Completed" | "") { Severity::Info } else { Severity::Error });
            sink.record(&Record::Log(log));
        }
    }
}

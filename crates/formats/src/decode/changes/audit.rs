//! Audit trails of clouds and platforms: what writes is a change, what only reads is a log.

use postlude_evidence::{Log, Record, Severity, Sink};

use super::paths::ChangePaths;
use crate::decode::event::object::Object;
use crate::decode::event::shape::Shape;

pub(super) const SHAPES: &[Shape] = &[
    Shape::known_by(
        "aws cloudtrail",
        &["eventVersion", "eventSource", "eventName", "eventTime"],
        read_cloudtrail,
    ),
    Shape::known_by("aws cloudtrail", &["EventName", "EventTime", "CloudTrailEvent"], read_lookup),
    Shape::known_by("gcp audit log", &["protoPayload.methodName", "timestamp"], read_google),
    Shape::known_by("azure activity log", &["operationName", "eventTimestamp", "caller"], read_azure),
    Shape::known_by("kubernetes audit log", &["auditID", "verb", "objectRef.resource"], read_kubernetes),
    Shape::known_by("github audit log", &["@timestamp", "action", "actor", "org"], read_github),
];

/// Hands on a change, or a log if nothing was written.
fn emit(object: &Object<'_>, paths: &ChangePaths, writes: bool, failed: bool, sink: &mut dyn Sink) {
    let mut change = paths.change(object);
    if change.kind == "other" {
        // Who writes to a cloud's control plane without a better word sets something.
        change.kind = if change.version.is_some() { "deploy" } else { "config" }.into();
    }
    if failed {
        change.outcome = Some("failure".into());
    }
    if writes {
        return sink.record(&Record::Change(change));
    }
    if let Some(actor) = change.actor {
        change.origin.attributes.push(("user.name".into(), actor));
    }
    let mut log = Log::new(change.origin, change.title);
    log.severity = Some(if failed { Severity::Error } else { Severity::Info });
    sink.record(&Record::Log(log));
}

/// Beginnings of operation names that change nothing.
const READING: [&str; 16] = [
    "get",
    "list",
    "describe",
    "head",
    "lookup",
    "search",
    "batchget",
    "query",
    "scan",
    "select",
    "assume",
    "consolelogin",
    "decrypt",
    "generatedatakey",
    "watch",
    "check",
];

fn only_reads(operation: &str) -> bool {
    let operation = operation.to_ascii_lowercase();
    READING.iter().any(|verb| operation.starts_with(verb))
}

fn read_cloudtrail(object: &Object<'_>, sink: &mut dyn Sink) {
    const EVENT: ChangePaths = ChangePaths {
        kind_from: &["eventName"],
        title: &["eventName"],
        start: &["eventTime"],
        actor: &[
            "userIdentity.userName",
            "userIdentity.sessionContext.sessionIssuer.userName",
            "userIdentity.principalId",
            "userIdentity.invokedBy",
            "userIdentity.type",
        ],
        service: &[
            "requestParameters.service",
            "requestParameters.serviceName",
            "requestParameters.functionName",
            "requestParameters.applicationName",
            "requestParameters.autoScalingGroupName",
            "requestParameters.dBInstanceIdentifier",
            "requestParameters.clusterName",
        ],
        version: &["requestParameters.taskDefinition", "requestParameters.s3ObjectVersion"],
        keep: &[
            "eventSource",
            "awsRegion",
            "sourceIPAddress",
            "userAgent",
            "errorCode",
            "errorMessage",
            "eventID",
            "eventType",
            "requestParameters",
        ],
        ..ChangePaths::NONE
    };
    let name = object.text("eventName").unwrap_or_default();
    let reads = object.text("readOnly").map_or_else(|| only_reads(&name), |read_only| read_only == "true");
    // Taking a role and encrypting count as writes for CloudTrail, but change nothing that runs.
    let writes = !reads && !only_reads(&name);
    emit(object, &EVENT, writes, object.text("errorCode").is_some(), sink);
}

fn read_lookup(object: &Object<'_>, sink: &mut dyn Sink) {
    if let Some(inner) = object.child("CloudTrailEvent") {
        read_cloudtrail(&inner, sink);
    }
}

fn read_google(object: &Object<'_>, sink: &mut dyn Sink) {
    const ENTRY: ChangePaths = ChangePaths {
        kind_from: &["protoPayload.methodName"],
        title: &["protoPayload.methodName"],
        start: &["timestamp"],
        actor: &["protoPayload.authenticationInfo.principalEmail"],
        labels: &["resource.labels"],
        keep: &["protoPayload.resourceName", "protoPayload.serviceName", "severity", "logName", "insertId"],
        ..ChangePaths::NONE
    };
    let method = object.text("protoPayload.methodName").unwrap_or_default();
    let verb = method.rsplit('.').next().unwrap_or("");
    let failed = object.number("protoPayload.status.code").is_some_and(|code| code != 0.0);
    emit(object, &ENTRY, !only_reads(verb), failed, sink);
}

fn read_azure(object: &Object<'_>, sink: &mut dyn Sink) {
    const ENTRY: ChangePaths = ChangePaths {
        kind_from: &["operationName.localizedValue", "operationName.value", "operationName"],
        title: &["operationName.localizedValue", "operationName.value", "operationName"],
        start: &["eventTimestamp"],
        actor: &["caller"],
        outcome: &["status.value", "status"],
        keep: &["resourceId", "resourceGroupName", "level", "category.value", "correlationId"],
        ..ChangePaths::NONE
    };
    let operation = object.first(&["operationName.value", "operationName"]).unwrap_or_default();
    let failed = object.is_one_of("status.value", &["Failed"]);
    emit(object, &ENTRY, !operation.ends_with("/read"), failed, sink);
}

fn read_kubernetes(object: &Object<'_>, sink: &mut dyn Sink) {
    const ENTRY: ChangePaths = ChangePaths {
        kind_from: &["objectRef.subresource"],
        title: &["requestURI"],
        start: &["requestReceivedTimestamp", "stageTimestamp"],
        actor: &["user.username"],
        service: &["objectRef.name"],
        keep: &[
            "verb",
            "objectRef.resource",
            "objectRef.namespace",
            "responseStatus.code",
            "sourceIPs",
            "stage",
        ],
        ..ChangePaths::NONE
    };
    let failed = object.number("responseStatus.code").is_some_and(|code| code >= 400.0);
    // Controllers rewrite leases and status all the time; people and pipelines change specifications.
    let by_system = object.text("user.username").is_some_and(|user| user.starts_with("system:"));
    let writes = object.is_one_of("verb", &["create", "update", "patch", "delete", "deletecollection"]);
    emit(object, &ENTRY, writes && !by_system, failed, sink);
}

fn read_github(object: &Object<'_>, sink: &mut dyn Sink) {
    const ENTRY: ChangePaths = ChangePaths {
        kind_from: &["action"],
        title: &["action"],
        start: &["@timestamp", "created_at"],
        actor: &["actor"],
        service: &["repo"],
        keep: &["org", "repo", "user", "operation_type"],
        ..ChangePaths::NONE
    };
    emit(object, &ENTRY, !object.is_one_of("operation_type", &["access", "authentication"]), false, sink);
}

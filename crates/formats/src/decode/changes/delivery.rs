//! Build and delivery systems: CodeDeploy, ECS, Jenkins, CircleCI, Terraform, Flyway, Spinnaker.

use postlude_evidence::{Log, Record, Severity, Sink};

use super::paths::ChangePaths;
use crate::decode::event::object::Object;
use crate::decode::event::shape::Shape;

pub(super) const SHAPES: &[Shape] = &[
    Shape::known_by("aws codedeploy", &["applicationName", "deploymentId", "createTime"], read_codedeploy),
    Shape::known_by("aws codedeploy", &["deploymentInfo.deploymentId"], |object, sink| {
        if let Some(inner) = object.child("deploymentInfo") {
            read_codedeploy(&inner, sink);
        }
    }),
    Shape::known_by("aws ecs services", &["serviceName", "taskDefinition", "deployments"], read_ecs),
    Shape::known_by("jenkins build", &["number", "result", "timestamp", "url"], read_jenkins),
    Shape::known_by("jenkins builds", &["builds[].number", "builds[].timestamp", "url"], |object, sink| {
        object.list("builds").iter().for_each(|build| read_jenkins(build, sink));
    }),
    Shape::known_by("circleci pipelines", &["number", "state", "trigger", "created_at"], read_circle),
    Shape::known_by("circleci workflows", &["pipeline_number", "status", "created_at"], read_circle),
    Shape::known_by("terraform apply", &["@timestamp", "@module", "type"], read_terraform)
        .and(|object| object.text("@module").is_some_and(|module| module.starts_with("terraform"))),
    Shape::known_by("flyway info", &["version", "installedOnUTC", "description"], read_flyway),
    Shape::known_by("flyway info", &["version", "installed_on", "script"], read_flyway),
];

fn read_codedeploy(object: &Object<'_>, sink: &mut dyn Sink) {
    const DEPLOYMENT: ChangePaths = ChangePaths {
        title: &["description", "deploymentId"],
        start: &["startTime", "createTime"],
        end: &["completeTime"],
        actor: &["creator"],
        version: &["revision.gitHubLocation.commitId", "revision.s3Location.key", "revision.string.sha256"],
        outcome: &["status"],
        service: &["applicationName"],
        keep: &[
            "deploymentId",
            "deploymentGroupName",
            "deploymentConfigName",
            "errorInformation.message",
            "rollbackInfo.rollbackMessage",
        ],
        ..ChangePaths::NONE
    };
    let mut change = DEPLOYMENT.change(object);
    let rolls_back = object.is_one_of("creator", &["codeDeployRollback"])
        || object.text("rollbackInfo.rollbackTriggeringDeploymentId").is_some();
    change.kind = if rolls_back { "rollback" } else { "deploy" }.into();
    sink.record(&Record::Change(change));
}

fn read_ecs(object: &Object<'_>, sink: &mut dyn Sink) {
    const DEPLOYMENT: ChangePaths = ChangePaths {
        kind: Some("deploy"),
        title: &["rolloutStateReason", "taskDefinition"],
        start: &["createdAt"],
        end: &["updatedAt"],
        version: &["taskDefinition"],
        outcome: &["rolloutState"],
        keep: &["id", "status", "desiredCount", "runningCount", "failedTasks"],
        ..ChangePaths::NONE
    };
    let service = object.text("serviceName");
    for deployment in object.list("deployments") {
        let mut change = DEPLOYMENT.change(&deployment);
        change.origin.service = service.clone();
        sink.record(&Record::Change(change));
    }
    for event in object.list("events") {
        let mut origin = event.origin();
        origin.time = event.time("createdAt");
        origin.service = service.clone();
        let mut log = Log::new(origin, event.text("message").unwrap_or_default());
        let bad = ["unhealthy", "unable", "failed"].iter().any(|word| log.body.contains(word));
        log.severity = Some(if bad { Severity::Error } else { Severity::Info });
        sink.record(&Record::Log(log));
    }
}

fn read_jenkins(object: &Object<'_>, sink: &mut dyn Sink) {
    const BUILD: ChangePaths = ChangePaths {
        kind_from: &["fullDisplayName", "displayName", "url"],
        title: &["fullDisplayName", "displayName", "url"],
        start: &["timestamp"],
        actor: &["actions.0.causes.0.userName", "actions.0.causes.0.shortDescription"],
        version: &["actions.1.lastBuiltRevision.SHA1"],
        outcome: &["result"],
        keep: &["number", "url", "building", "duration"],
        ..ChangePaths::NONE
    };
    let mut change = BUILD.change(object);
    let took = object.number("duration").filter(|milliseconds| *milliseconds > 0.0);
    change.end = change.origin.time.zip(took).map(|(start, took)| start.plus((took * 1e6) as i64));
    sink.record(&Record::Change(change));
}

fn read_circle(object: &Object<'_>, sink: &mut dyn Sink) {
    const PIPELINE: ChangePaths = ChangePaths {
        kind_from: &["name", "vcs.commit.subject"],
        title: &["name", "vcs.commit.subject", "project_slug"],
        start: &["created_at"],
        end: &["stopped_at", "updated_at"],
        actor: &["trigger.actor.login", "started_by"],
        version: &["vcs.revision"],
        outcome: &["status", "state"],
        keep: &["id", "number", "pipeline_number", "project_slug", "vcs.branch"],
        ..ChangePaths::NONE
    };
    PIPELINE.read(object, sink);
}

/// The lines of `terraform apply -json`: what was applied is a change, the rest tells how it went.
fn read_terraform(object: &Object<'_>, sink: &mut dyn Sink) {
    const HOOK: ChangePaths = ChangePaths {
        kind: Some("config"),
        title: &["@message"],
        start: &["@timestamp"],
        keep: &["hook.resource.addr", "hook.action", "hook.elapsed_seconds", "changes", "type"],
        ..ChangePaths::NONE
    };
    let mut change = HOOK.change(object);
    match object.text("type").as_deref() {
        Some("apply_start") => change.outcome = Some("in_progress".into()),
        Some("apply_complete") => change.outcome = Some("success".into()),
        Some("apply_errored") => change.outcome = Some("failure".into()),
        _ => {
            let mut log = Log::new(change.origin, change.title);
            log.severity = object.text("@level").and_then(|word| Severity::from_word(&word));
            return sink.record(&Record::Log(log));
        }
    }
    sink.record(&Record::Change(change));
}

fn read_flyway(object: &Object<'_>, sink: &mut dyn Sink) {
    const MIGRATION: ChangePaths = ChangePaths {
        kind: Some("schema"),
        title: &["description", "script"],
        start: &["installedOnUTC", "installed_on"],
        actor: &["installedBy", "installed_by"],
        version: &["version"],
        outcome: &["state", "success"],
        keep: &["type", "category", "script", "filepath", "executionTime", "execution_time"],
        ..ChangePaths::NONE
    };
    MIGRATION.read(object, sink);
}

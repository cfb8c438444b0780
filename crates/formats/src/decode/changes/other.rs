//! Changes of systems that have no file of their own, told by their shape: a time, a word that names a kind of
//! change, and something that it was done to.

use postlude_evidence::Sink;

use super::kind::kind_of;
use super::paths::ChangePaths;
use crate::decode::event::object::Object;
use crate::decode::event::shape::{Shape, TIMES};

pub(in crate::decode) const SHAPES: &[Shape] =
    &[Shape::known_by("change events", &[], read).and(is_change).at(92)];

const PATHS: ChangePaths = ChangePaths {
    kind_from: &ACTIONS,
    title: &[
        "title",
        "summary",
        "description",
        "message",
        "msg",
        "text",
        "change",
        "name",
        "comment",
        "note",
    ],
    start: &[
        "started_at",
        "startedAt",
        "start_time",
        "startTime",
        "start",
        "deployed_at",
        "deployedAt",
        "time",
        "timestamp",
        "@timestamp",
        "ts",
        "created_at",
        "createdAt",
        "date",
        "occurred_at",
        "datetime",
        "at",
    ],
    end: &[
        "finished_at",
        "finishedAt",
        "completed_at",
        "completedAt",
        "ended_at",
        "end_time",
        "endTime",
        "end",
        "finish",
        "finished",
    ],
    actor: &[
        "actor",
        "user",
        "author",
        "by",
        "who",
        "deployer",
        "deployed_by",
        "triggered_by",
        "initiator",
        "username",
        "owner",
    ],
    version: &[
        "version",
        "new_version",
        "to_version",
        "to",
        "revision",
        "commit",
        "sha",
        "image",
        "tag",
        "release",
        "build",
    ],
    outcome: &["outcome", "result", "status", "state", "conclusion"],
    service: &SERVICES,
    labels: &["labels", "tags"],
    keep: &[
        "environment",
        "env",
        "cluster",
        "namespace",
        "region",
        "previous_version",
        "previous",
        "revision",
        "commit",
        "from_version",
        "from",
        "reason",
        "duration",
        "strategy",
        "url",
        "id",
    ],
    ..ChangePaths::NONE
};

/// Keys whose value says what was done.
const ACTIONS: [&str; 12] = [
    "action",
    "event",
    "event_type",
    "eventType",
    "type",
    "kind",
    "what",
    "operation",
    "change_type",
    "changeType",
    "category",
    "command",
];
/// Keys whose value says to what.
const SERVICES: [&str; 12] = [
    "service",
    "service_name",
    "serviceName",
    "service.name",
    "app",
    "application",
    "app_name",
    "component",
    "deployment",
    "project",
    "repository",
    "target",
];
/// Keys that only the record of a deployment has.
const DEPLOYED: [&str; 6] =
    ["deployed_at", "deployedAt", "deployed_by", "deployer", "deployment_id", "deploymentId"];

fn read(object: &Object<'_>, sink: &mut dyn Sink) {
    let mut change = PATHS.change(object);
    if change.kind == "other" {
        change.kind = kind_of(&change.title).unwrap_or("deploy").into();
    }
    if change.outcome.is_none() {
        change.outcome = ACTIONS.iter().find_map(|path| outcome_in(&object.text(path)?)).map(Into::into);
    }
    change.origin.instance = object.first(&["instance", "pod", "container"]);
    change.origin.host = object.first(&["host", "hostname", "node"]);
    if object.first(PATHS.title).is_none() {
        let what = object.first(&ACTIONS).unwrap_or_else(|| change.kind.clone());
        let parts = [Some(what), change.origin.service.clone(), change.version.clone()];
        let words: Vec<_> = parts.into_iter().flatten().collect();
        change.title = words.join(" ").into();
    }
    sink.record(&postlude_evidence::Record::Change(change));
}

/// How it went, out of the end of an action's name: `deploy.started`, `rollout_failed`.
fn outcome_in(action: &str) -> Option<&'static str> {
    let last = action.rsplit(['.', '_', '-', ' ', ':']).next()?.to_ascii_lowercase();
    Some(match last.as_str() {
        "started" | "start" | "begin" | "began" | "progressing" => "in_progress",
        "finished" | "succeeded" | "completed" | "complete" | "done" | "success" => "success",
        "failed" | "failure" | "aborted" | "error" | "cancelled" => "failure",
        _ => return None,
    })
}

/// A log of a program that deploys says the same in sentences and has a level; this does not.
fn is_change(object: &Object<'_>) -> bool {
    let is_action = |path: &str| {
        object.text(path).is_some_and(|word| {
            word.len() <= 48 && word.split_whitespace().count() <= 3 && kind_of(&word).is_some()
        })
    };
    let timed = object.first_time(PATHS.start).is_some() || object.first_time(&TIMES).is_some();
    let has = |paths: &[&str]| paths.iter().any(|path| object.get(path).is_some());
    let leveled = has(&["level", "severity", "lvl", "logger", "@level"]);
    let done = ACTIONS.iter().any(|path| is_action(path)) || has(&DEPLOYED);
    timed && done && !leveled && (has(&SERVICES) || has(PATHS.version))
}

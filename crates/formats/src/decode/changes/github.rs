//! GitHub: webhooks, lists of the REST API, and what `gh ... --json` prints.

use std::borrow::Cow;

use postlude_evidence::{Log, Record, Severity, Sink};

use super::paths::ChangePaths;
use crate::decode::event::object::Object;
use crate::decode::event::shape::Shape;

pub(super) const SHAPES: &[Shape] = &[
    Shape::known_by(
        "github deployment status",
        &["deployment_status.state", "deployment.sha"],
        read_status_webhook,
    ),
    Shape::known_by(
        "github deployment",
        &["deployment.sha", "deployment.environment"],
        read_deployment_webhook,
    ),
    Shape::known_by("github deployment statuses", &["state", "deployment_url", "created_at"], read_status),
    Shape::known_by("github deployments", &["sha", "environment", "statuses_url"], read_deployment),
    Shape::known_by("github release", &["release.tag_name", "release.html_url"], read_release_webhook),
    Shape::known_by("github releases", &["tag_name", "published_at", "html_url"], read_release),
    Shape::known_by("github releases", &["tagName", "publishedAt"], read_release),
    Shape::known_by(
        "github workflow run",
        &["workflow_run.head_sha", "workflow_run.run_number"],
        read_run_webhook,
    ),
    Shape::known_by("github workflow runs", &["head_sha", "workflow_id", "run_number"], read_run),
    Shape::known_by("github workflow runs", &["workflowName", "headSha", "createdAt"], read_run),
    Shape::known_by("github workflow job", &["workflow_job.run_id"], |object, sink| {
        read_check(object, "workflow_job", sink);
    }),
    Shape::known_by("github check run", &["check_run.head_sha"], |object, sink| {
        read_check(object, "check_run", sink);
    }),
    Shape::known_by("github push", &["ref", "pusher", "commits"], read_push),
    Shape::known_by("github pull request", &["pull_request.number", "action"], read_pull_webhook),
    Shape::known_by("github pull requests", &["number", "base.ref", "head.ref"], read_pull),
    Shape::known_by("github pull requests", &["number", "title", "mergedAt"], read_pull),
    Shape::known_by("github commits", &["sha", "commit.author.date", "commit.message"], read_commit),
];

fn read_status_webhook(object: &Object<'_>, sink: &mut dyn Sink) {
    const STATUS: ChangePaths = ChangePaths {
        kind_from: &["deployment.task"],
        title: &["deployment_status.description", "deployment.description"],
        start: &["deployment.created_at", "deployment_status.created_at"],
        actor: &["deployment_status.creator.login", "deployment.creator.login", "sender.login"],
        version: &["deployment.sha"],
        outcome: &["deployment_status.state"],
        service: &["repository.name"],
        keep: &[
            "deployment.environment",
            "deployment.ref",
            "deployment.id",
            "repository.full_name",
            "deployment_status.target_url",
        ],
        ..ChangePaths::NONE
    };
    let mut change = STATUS.change(object);
    if change.kind == "other" {
        change.kind = "deploy".into();
    }
    if object.first(STATUS.title).is_none() {
        change.title = deployment_title(object, "deployment.");
    }
    let finished = object.is_one_of("deployment_status.state", &["success", "failure", "error", "inactive"]);
    change.end = if finished { object.time("deployment_status.created_at") } else { None };
    sink.record(&Record::Change(change));
}

fn read_deployment_webhook(object: &Object<'_>, sink: &mut dyn Sink) {
    let Some(deployment) = object.child("deployment") else { return };
    let mut change = DEPLOYMENT.change(&deployment);
    change.origin.span = object.span();
    change.origin.service = object.text("repository.name");
    if change.title.is_empty() {
        change.title = deployment_title(object, "deployment.");
    }
    sink.record(&Record::Change(change));
}

const DEPLOYMENT: ChangePaths = ChangePaths {
    kind: Some("deploy"),
    title: &["description"],
    start: &["created_at"],
    actor: &["creator.login"],
    version: &["sha"],
    keep: &["environment", "ref", "task", "id"],
    ..ChangePaths::NONE
};

fn read_deployment(object: &Object<'_>, sink: &mut dyn Sink) {
    let mut change = DEPLOYMENT.change(object);
    if change.title.is_empty() {
        change.title = deployment_title(object, "");
    }
    change.origin.service = object.text("repository_url").and_then(|url| last_part(&url));
    sink.record(&Record::Change(change));
}

fn read_status(object: &Object<'_>, sink: &mut dyn Sink) {
    const STATUS: ChangePaths = ChangePaths {
        kind: Some("deploy"),
        title: &["description", "environment"],
        start: &["created_at"],
        actor: &["creator.login"],
        outcome: &["state"],
        keep: &["environment", "deployment_url", "target_url"],
        ..ChangePaths::NONE
    };
    let mut change = STATUS.change(object);
    change.origin.service = object.text("repository_url").and_then(|url| last_part(&url));
    sink.record(&Record::Change(change));
}

fn deployment_title<'r>(object: &Object<'_>, prefix: &str) -> Cow<'r, str> {
    let part = |name: &str| object.text(&format!("{prefix}{name}")).unwrap_or_default().into_owned();
    format!("deploy {} to {}", part("ref"), part("environment")).into()
}

fn last_part(url: &str) -> Option<Cow<'static, str>> {
    url.rsplit('/').next().filter(|name| !name.is_empty()).map(|name| name.to_owned().into())
}

const RELEASE: ChangePaths = ChangePaths {
    kind: Some("release"),
    title: &["name", "tag_name", "tagName"],
    start: &["published_at", "publishedAt", "created_at", "createdAt"],
    actor: &["author.login"],
    version: &["tag_name", "tagName"],
    keep: &["html_url", "prerelease", "draft", "target_commitish"],
    ..ChangePaths::NONE
};

fn read_release(object: &Object<'_>, sink: &mut dyn Sink) {
    let mut change = RELEASE.change(object);
    change.origin.service = object.text("html_url").and_then(|url| repository_of(&url));
    sink.record(&Record::Change(change));
}

/// `cart` of `https://github.example/shop/cart/releases/tag/v1`.
fn repository_of(url: &str) -> Option<Cow<'static, str>> {
    let path = url.split_once("://")?.1;
    path.split('/').nth(2).filter(|name| !name.is_empty()).map(|name| name.to_owned().into())
}

fn read_release_webhook(object: &Object<'_>, sink: &mut dyn Sink) {
    let Some(release) = object.child("release") else { return };
    let mut change = RELEASE.change(&release);
    change.origin.span = object.span();
    change.origin.service = object.text("repository.name");
    object.keep(&["action"], &mut change.origin.attributes);
    sink.record(&Record::Change(change));
}

const RUN: ChangePaths = ChangePaths {
    kind_from: &["name", "workflowName", "display_title", "displayTitle"],
    title: &["display_title", "displayTitle", "name"],
    start: &["run_started_at", "startedAt", "created_at", "createdAt"],
    actor: &["actor.login", "triggering_actor.login"],
    version: &["head_sha", "headSha"],
    outcome: &["conclusion", "status"],
    service: &["repository.name", "head_repository.name"],
    keep: &["name", "workflowName", "event", "head_branch", "headBranch", "run_number", "html_url", "status"],
    ..ChangePaths::NONE
};

fn read_run(object: &Object<'_>, sink: &mut dyn Sink) {
    let mut change = RUN.change(object);
    if object.is_one_of("status", &["completed"]) {
        change.end = object.first_time(&["updated_at", "updatedAt"]);
    }
    sink.record(&Record::Change(change));
}

fn read_run_webhook(object: &Object<'_>, sink: &mut dyn Sink) {
    if let Some(run) = object.child("workflow_run") {
        read_run(&run, sink);
    }
}

/// Steps of a run: too many to be changes, so they are logs.
fn read_check(object: &Object<'_>, key: &str, sink: &mut dyn Sink) {
    let Some(check) = object.child(key) else { return };
    let mut origin = object.origin();
    origin.time = check.first_time(&["completed_at", "started_at", "created_at"]);
    origin.service = object.text("repository.name");
    check.keep(&["head_sha", "status", "conclusion", "html_url", "runner_name"], &mut origin.attributes);
    object.keep(&["action"], &mut origin.attributes);
    let failed = check.is_one_of("conclusion", &["failure", "timed_out", "cancelled"]);
    let outcome = check.first(&["conclusion", "status"]).unwrap_or_default();
    let body = format!("{} {outcome}", check.text("name").unwrap_or_default());
    let mut log = Log::new(origin, body.into());
    log.severity = Some(if failed { Severity::Error } else { Severity::Info });
    sink.record(&Record::Log(log));
}

fn read_push(object: &Object<'_>, sink: &mut dyn Sink) {
    let commits = object.list("commits");
    for commit in &commits {
        let mut change = PUSHED.change(commit);
        change.origin.service = object.text("repository.name");
        object.keep(&["ref", "pusher.name"], &mut change.origin.attributes);
        sink.record(&Record::Change(change));
    }
    if commits.is_empty() {
        const BRANCH: ChangePaths = ChangePaths {
            kind: Some("other"),
            title: &["ref"],
            start: &["head_commit.timestamp", "repository.pushed_at"],
            actor: &["pusher.name"],
            version: &["after"],
            service: &["repository.name"],
            keep: &["created", "deleted", "forced", "before"],
            ..ChangePaths::NONE
        };
        BRANCH.read(object, sink);
    }
}

/// A commit within a push, of GitHub or GitLab.
pub(super) const PUSHED: ChangePaths = ChangePaths {
    kind: Some("commit"),
    title: &["message", "title"],
    start: &["timestamp"],
    actor: &["author.name", "author.username"],
    version: &["id"],
    keep: &["added", "modified", "removed", "url"],
    ..ChangePaths::NONE
};

fn read_commit(object: &Object<'_>, sink: &mut dyn Sink) {
    const COMMIT: ChangePaths = ChangePaths {
        kind: Some("commit"),
        title: &["commit.message"],
        start: &["commit.committer.date", "commit.author.date"],
        actor: &["commit.author.name"],
        version: &["sha"],
        keep: &["html_url"],
        ..ChangePaths::NONE
    };
    let mut change = COMMIT.change(object);
    change.origin.service = object.text("html_url").and_then(|url| repository_of(&url));
    sink.record(&Record::Change(change));
}

const PULL: ChangePaths = ChangePaths {
    title: &["title"],
    start: &["merged_at", "mergedAt", "closed_at", "closedAt", "updated_at", "created_at", "createdAt"],
    actor: &["merged_by.login", "mergedBy.login", "user.login", "author.login"],
    version: &["merge_commit_sha", "mergeCommit.oid"],
    outcome: &["state"],
    service: &["base.repo.name"],
    keep: &[
        "number",
        "html_url",
        "base.ref",
        "head.ref",
        "additions",
        "deletions",
        "changed_files",
        "created_at",
    ],
    ..ChangePaths::NONE
};

fn read_pull(object: &Object<'_>, sink: &mut dyn Sink) {
    let merged = object.first(&["merged_at", "mergedAt"]).is_some();
    let kind = if merged { "merge" } else { "other" };
    ChangePaths { kind: Some(kind), ..PULL }.read(object, sink);
}

fn read_pull_webhook(object: &Object<'_>, sink: &mut dyn Sink) {
    let Some(pull) = object.child("pull_request") else { return };
    let merged = pull.text("merged_at").is_some();
    // Only the event of closing is the merge; opening and labelling happen at their own times.
    let start: &[&str] = if merged { PULL.start } else { &["updated_at", "created_at"] };
    let kind = if merged { "merge" } else { "other" };
    let paths = ChangePaths { kind: Some(kind), start, ..PULL };
    let mut change = paths.change(&pull);
    change.origin.span = object.span();
    object.keep(&["action"], &mut change.origin.attributes);
    sink.record(&Record::Change(change));
}

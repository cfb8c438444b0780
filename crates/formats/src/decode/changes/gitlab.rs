//! GitLab: webhooks (`object_kind`) and lists of the REST API.

use postlude_evidence::{Change, Record, Sink};

use super::github::PUSHED;
use super::paths::ChangePaths;
use crate::decode::event::object::Object;
use crate::decode::event::shape::Shape;

pub(super) const SHAPES: &[Shape] = &[
    Shape::known_by("gitlab webhook", &["object_kind", "project"], read_webhook),
    Shape::known_by("gitlab webhook", &["object_kind", "repository"], read_webhook),
    Shape::known_by("gitlab deployments", &["iid", "environment.name", "sha", "created_at"], read_deployment),
    Shape::known_by("gitlab releases", &["tag_name", "released_at"], read_release),
    Shape::known_by("gitlab merge requests", &["iid", "target_branch", "source_branch", "title"], read_merge),
    Shape::known_by("gitlab commits", &["short_id", "committed_date", "title"], read_commit),
    Shape::known_by("gitlab pipelines", &["iid", "sha", "ref", "status", "web_url"], read_pipeline),
    Shape::known_by("gitlab events", &["action_name", "push_data.ref", "created_at"], |object, sink| {
        sink.record(&Record::Change(PUSH_EVENT.change(object)));
    }),
    Shape::known_by("gitlab jobs", &["pipeline.id", "stage", "status", "created_at"], read_job),
];

/// A push in the list of what happened to a project.
const PUSH_EVENT: ChangePaths = ChangePaths {
    kind: Some("push"),
    title: &["push_data.commit_title", "push_data.ref"],
    start: &["created_at"],
    actor: &["author.username", "author.name"],
    version: &["push_data.commit_to"],
    keep: &["push_data.ref", "push_data.commit_count", "action_name"],
    ..ChangePaths::NONE
};

const DEPLOYMENT: ChangePaths = ChangePaths {
    kind: Some("deploy"),
    title: &["commit_title", "deployable.name", "deployable.commit.title", "environment.name"],
    start: &["deployable.started_at", "created_at", "status_changed_at"],
    end: &["deployable.finished_at", "finished_at"],
    actor: &["user.username", "user.name"],
    version: &["sha", "short_sha"],
    outcome: &["status"],
    service: &["project.name", "deployable.project.name"],
    keep: &["environment", "environment.name", "ref", "iid", "deployment_id"],
    ..ChangePaths::NONE
};
const RELEASE: ChangePaths = ChangePaths {
    kind: Some("release"),
    title: &["name", "tag_name", "tag"],
    start: &["released_at", "created_at"],
    actor: &["author.username", "author.name"],
    version: &["tag_name", "tag"],
    service: &["project.name"],
    keep: &["_links.self", "url"],
    ..ChangePaths::NONE
};
const MERGE: ChangePaths = ChangePaths {
    title: &["title"],
    start: &["merged_at", "closed_at", "updated_at", "created_at"],
    actor: &["merged_by.username", "merge_user.username", "author.username"],
    version: &["merge_commit_sha", "squash_commit_sha", "sha", "last_commit.id"],
    outcome: &["state"],
    keep: &["iid", "target_branch", "source_branch", "web_url", "url", "action"],
    ..ChangePaths::NONE
};
const PIPELINE: ChangePaths = ChangePaths {
    kind_from: &["name", "ref"],
    title: &["name", "ref"],
    start: &["started_at", "created_at"],
    end: &["finished_at"],
    actor: &["user.username"],
    version: &["sha"],
    outcome: &["status"],
    keep: &["id", "iid", "ref", "source", "web_url", "stages", "duration"],
    ..ChangePaths::NONE
};

fn read_deployment(object: &Object<'_>, sink: &mut dyn Sink) {
    DEPLOYMENT.read(object, sink);
}

fn read_release(object: &Object<'_>, sink: &mut dyn Sink) {
    RELEASE.read(object, sink);
}

fn read_merge(object: &Object<'_>, sink: &mut dyn Sink) {
    merge(object, object, sink);
}

fn read_pipeline(object: &Object<'_>, sink: &mut dyn Sink) {
    PIPELINE.read(object, sink);
}

fn read_commit(object: &Object<'_>, sink: &mut dyn Sink) {
    const COMMIT: ChangePaths = ChangePaths {
        kind: Some("commit"),
        title: &["title", "message"],
        start: &["committed_date", "authored_date", "created_at"],
        actor: &["author_name"],
        version: &["id"],
        keep: &["web_url", "stats.total"],
        ..ChangePaths::NONE
    };
    COMMIT.read(object, sink);
}

fn read_job(object: &Object<'_>, sink: &mut dyn Sink) {
    const JOB: ChangePaths = ChangePaths {
        kind_from: &["name", "stage"],
        title: &["name"],
        start: &["started_at", "created_at"],
        end: &["finished_at"],
        actor: &["user.username"],
        version: &["commit.id"],
        outcome: &["status"],
        service: &["project.name"],
        keep: &["stage", "ref", "web_url", "duration", "failure_reason"],
        ..ChangePaths::NONE
    };
    JOB.read(object, sink);
}

fn merge(object: &Object<'_>, outer: &Object<'_>, sink: &mut dyn Sink) {
    let merged = object.is_one_of("state", &["merged"]);
    let kind = if merged { "merge" } else { "other" };
    emit(ChangePaths { kind: Some(kind), ..MERGE }.change(object), outer, sink);
}

fn read_webhook(object: &Object<'_>, sink: &mut dyn Sink) {
    let inner = object.child("object_attributes");
    match (object.text("object_kind").as_deref(), &inner) {
        (Some("push" | "tag_push"), _) => read_push(object, sink),
        (Some("deployment"), _) => DEPLOYMENT.read(object, sink),
        (Some("release"), _) => RELEASE.read(object, sink),
        (Some("merge_request"), Some(inner)) => merge(inner, object, sink),
        (Some("pipeline"), Some(inner)) => emit(PIPELINE.change(inner), object, sink),
        _ => {
            const OTHER: ChangePaths = ChangePaths {
                kind_from: &["build_name", "build_stage", "object_attributes.action", "object_kind"],
                title: &["build_name", "object_attributes.title", "object_attributes.note", "object_kind"],
                start: &[
                    "build_started_at",
                    "build_created_at",
                    "object_attributes.updated_at",
                    "object_attributes.created_at",
                ],
                end: &["build_finished_at"],
                actor: &["user.username", "user.name"],
                version: &["sha"],
                outcome: &["build_status", "object_attributes.state"],
                keep: &["object_kind", "build_stage", "ref", "object_attributes.url"],
                ..ChangePaths::NONE
            };
            emit(OTHER.change(object), object, sink);
        }
    }
}

fn read_push(object: &Object<'_>, sink: &mut dyn Sink) {
    for commit in object.list("commits") {
        let mut change = PUSHED.change(&commit);
        change.origin.service = service(object);
        object.keep(&["ref", "user_username"], &mut change.origin.attributes);
        sink.record(&Record::Change(change));
    }
}

fn service(object: &Object<'_>) -> Option<postlude_evidence::Text<'static>> {
    object.first(&["project.name", "repository.name"]).map(|name| name.into_owned().into())
}

/// Hands on a change that was found inside a webhook at the place of the whole webhook.
fn emit(mut change: Change<'_>, outer: &Object<'_>, sink: &mut dyn Sink) {
    change.origin.span = outer.span();
    change.origin.line = outer.origin().line;
    change.origin.service = change.origin.service.or_else(|| service(outer));
    if change.actor.is_none() {
        change.actor = outer.first(&["user.username", "user.name"]).map(|name| name.into_owned().into());
    }
    sink.record(&Record::Change(change));
}

//! What people write beside the chat: comments and issues of GitHub, notes of GitLab, comments of Jira.

use super::paths::MessagePaths;
use crate::decode::event::shape::Shape;

pub(super) const SHAPES: &[Shape] = &[
    Shape::known_by(
        "github issue comment",
        &["comment.body", "comment.user.login", "issue.number"],
        |object, sink| {
            if let Some(comment) = object.child("comment") {
                NOTE.read(&comment, sink);
            }
        },
    ),
    Shape::known_by("github issue", &["issue.number", "issue.title", "action"], |object, sink| {
        if let Some(issue) = object.child("issue") {
            ISSUE.read(&issue, sink);
        }
    }),
    Shape::known_by(
        "github issue comments",
        &["body", "user.login", "created_at", "issue_url"],
        |object, sink| {
            NOTE.read(object, sink);
        },
    ),
    Shape::known_by(
        "github issues",
        &["number", "title", "body", "user.login", "created_at"],
        |object, sink| {
            ISSUE.read(object, sink);
        },
    ),
    Shape::known_by("gitlab notes", &["body", "author.username", "noteable_type"], |object, sink| {
        NOTE.read(object, sink);
    }),
    Shape::known_by("jira comments", &["author.displayName", "body", "created"], |object, sink| {
        NOTE.read(object, sink);
    }),
];

const NOTE: MessagePaths = MessagePaths {
    time: &["created_at", "created"],
    author: &["user.login", "author.username", "author.displayName"],
    text: &["body"],
    thread: &["issue_url", "noteable_id"],
    keep: &["html_url", "updated_at", "author_association", "id"],
    ..MessagePaths::NONE
};
const ISSUE: MessagePaths = MessagePaths {
    time: &["created_at"],
    author: &["user.login"],
    text: &["title"],
    thread: &["number"],
    keep: &["body", "state", "html_url", "closed_at"],
    ..MessagePaths::NONE
};

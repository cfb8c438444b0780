//! Mattermost: the lines of a bulk export, and post lists of the API.

use postlude_evidence::{Record, Sink};

use super::paths::MessagePaths;
use crate::decode::event::object::Object;
use crate::decode::event::shape::{Shape, read_unknown};

pub(super) const SHAPES: &[Shape] = &[
    Shape::known_by("mattermost export", &["type", "post.message"], |object, sink| {
        read_post(object, "post", sink);
    }),
    Shape::known_by("mattermost export", &["type", "direct_post.message"], |object, sink| {
        read_post(object, "direct_post", sink);
    }),
    Shape::known_by("mattermost posts", &["order", "posts"], read_list),
    Shape::known_by("mattermost posts", &["create_at", "user_id", "message", "root_id"], |object, sink| {
        POST.read(object, sink);
    }),
    // The lines before the posts: version, teams, channels, people. They have no moment.
    Shape::known_by("mattermost export", &["type", "version", "info"], read_unknown),
    Shape::known_by("mattermost export", &["type", "team.display_name"], read_unknown),
    Shape::known_by("mattermost export", &["type", "channel.team"], read_unknown),
    Shape::known_by("mattermost export", &["type", "user.username"], read_unknown),
    Shape::known_by("mattermost export", &["type", "direct_channel"], read_unknown),
];

const POST: MessagePaths = MessagePaths {
    time: &["create_at"],
    author: &["user", "user_id"],
    channel: &["channel", "channel_id"],
    text: &["message"],
    thread: &["root_id", "id"],
    keep: &["team", "type", "edit_at", "reactions", "file_ids", "props.override_username"],
};

fn read_post(object: &Object<'_>, key: &str, sink: &mut dyn Sink) {
    let Some(post) = object.child(key) else { return };
    let mut message = POST.message(&post);
    message.origin.span = object.span();
    // Posts of an export have no id: what a thread shares is its beginning.
    let thread =
        format!("{}/{}", message.author.as_deref().unwrap_or(""), post.text("create_at").unwrap_or_default());
    let channel = message.channel.clone();
    let mut replies = post.list("replies");
    replies.sort_by_key(Object::span);
    if !replies.is_empty() {
        message.thread = Some(thread.clone().into());
    }
    sink.record(&Record::Message(message));
    for reply in &replies {
        let mut message = POST.message(reply);
        message.thread = Some(thread.as_str().into());
        message.channel = channel.clone();
        sink.record(&Record::Message(message));
    }
}

/// `order` names the posts, newest first; records follow the order of the source.
fn read_list(object: &Object<'_>, sink: &mut dyn Sink) {
    for post in object.members("posts") {
        POST.read(&post, sink);
    }
}

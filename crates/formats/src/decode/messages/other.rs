//! Messages of systems that have no file of their own: somebody, a text, a time, and a place to write in.

use super::paths::MessagePaths;
use crate::decode::event::object::Object;
use crate::decode::event::shape::Shape;

pub(in crate::decode) const SHAPES: &[Shape] =
    &[Shape::known_by("messages", &[], |object, sink| PATHS.read(object, sink)).and(is_message).at(91)];

const PATHS: MessagePaths = MessagePaths {
    time: &[
        "time",
        "timestamp",
        "created_at",
        "createdAt",
        "sent_at",
        "sentAt",
        "date",
        "datetime",
        "ts",
        "posted_at",
    ],
    author: &[
        "author",
        "author.name",
        "sender",
        "sender.name",
        "from",
        "from.name",
        "user",
        "user.name",
        "username",
        "speaker",
    ],
    channel: &["channel", "channel_name", "channel.name", "room", "conversation", "thread_name", "meeting"],
    text: &["text", "message", "content", "body", "comment", "note"],
    thread: &["thread", "thread_id", "thread_ts", "parent_id", "reply_to"],
    keep: &["id", "type", "edited", "reactions", "role"],
};

/// Logs carry users and messages too; they carry a level or a logger, and no room.
fn is_message(object: &Object<'_>) -> bool {
    let has = |paths: &[&str]| object.first(paths).is_some();
    let spoken = has(&["author", "author.name", "sender", "sender.name", "speaker"]);
    // Queues have channels as well; what goes through them are not sentences.
    let in_room = has(&["channel", "channel_name", "room", "conversation"]);
    let worded = object.first(PATHS.text).is_some_and(|text| text.trim().contains(' '));
    let leveled = has(&["level", "severity", "lvl", "logger", "log.level", "status", "state", "trace_id"]);
    (spoken || (in_room && worded))
        && !leveled
        && has(PATHS.author)
        && has(PATHS.text)
        && object.first_time(PATHS.time).is_some()
}

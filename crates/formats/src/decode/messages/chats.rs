//! Exports of chat systems as JSON whose messages are flat: Teams, Matrix, Discord, Telegram, Zulip, Rocket.Chat,
//! Google Chat, Webex.

use std::borrow::Cow;

use postlude_evidence::{Message, Record, Sink, Text};
use serde_json::Value;

use super::paths::{MessagePaths, without_tags};
use crate::decode::event::object::{Object, text_of};
use crate::decode::event::shape::Shape;
use crate::decode::event::when;

pub(super) const SHAPES: &[Shape] = &[
    Shape::known_by("teams messages", &["createdDateTime", "body.content", "messageType"], read_teams),
    Shape::known_by("matrix events", &["type", "sender", "origin_server_ts", "content"], read_matrix),
    Shape::known_by("discord messages", &["timestamp", "author.name", "content"], read_discord),
    Shape::known_by("discord messages", &["timestamp", "author.username", "content"], read_discord),
    Shape::known_by("telegram messages", &["date_unixtime", "type", "text"], read_telegram),
    Shape::known_by("zulip messages", &["sender_full_name", "content", "timestamp"], read_zulip),
    Shape::known_by("rocket.chat messages", &["msg", "ts", "u.username"], read_rocket),
    Shape::known_by("google chat messages", &["creator.name", "created_date"], read_google),
    Shape::known_by("webex messages", &["roomId", "personEmail", "created"], read_webex),
];

fn read_teams(object: &Object<'_>, sink: &mut dyn Sink) {
    const TEAMS: MessagePaths = MessagePaths {
        time: &["createdDateTime"],
        author: &["from.user.displayName", "from.application.displayName"],
        channel: &["channelIdentity.channelId", "chatId"],
        text: &["subject"],
        thread: &["replyToId", "id"],
        keep: &["messageType", "importance", "lastEditedDateTime", "deletedDateTime", "eventDetail"],
    };
    let mut message = TEAMS.message(object);
    let content = object.text("body.content").unwrap_or_default();
    let is_html = object.is_one_of("body.contentType", &["html"]);
    let body = if is_html { without_tags(&content).into() } else { content };
    message.text = if message.text.is_empty() { body } else { format!("{}\n{body}", message.text).into() };
    sink.record(&Record::Message(message));
}

fn read_matrix(object: &Object<'_>, sink: &mut dyn Sink) {
    const MATRIX: MessagePaths = MessagePaths {
        time: &["origin_server_ts"],
        author: &["sender"],
        channel: &["room_id"],
        text: &["content.body", "content.topic", "content.name", "content.membership", "type"],
        thread: &["content.m.relates_to.event_id"],
        keep: &["type", "event_id", "content.msgtype"],
    };
    let mut message = MATRIX.message(object);
    let around = &object.setting.around;
    if let Some(room) = around.get("room_name").or_else(|| around.get("name")).and_then(text_of) {
        message.channel = Some(room);
    }
    // The key has a dot in it.
    let relates = object.get("content").and_then(|content| content.get("m.relates_to"));
    message.thread = relates.and_then(|relates| text_of(relates.get("event_id")?));
    sink.record(&Record::Message(message));
}

fn read_discord(object: &Object<'_>, sink: &mut dyn Sink) {
    const DISCORD: MessagePaths = MessagePaths {
        time: &["timestamp"],
        author: &["author.nickname", "author.global_name", "author.name", "author.username"],
        channel: &["channel_id"],
        text: &["content", "embeds.0.title", "embeds.0.description", "attachments.0.fileName", "type"],
        thread: &["reference.messageId", "message_reference.message_id"],
        keep: &["id", "type", "timestampEdited", "edited_timestamp"],
    };
    let mut message = DISCORD.message(object);
    if let Some(channel) =
        object.setting.around.get("channel").and_then(|channel| text_of(channel.get("name")?))
    {
        message.channel = Some(channel);
    }
    sink.record(&Record::Message(message));
}

fn read_telegram(object: &Object<'_>, sink: &mut dyn Sink) {
    const TELEGRAM: MessagePaths = MessagePaths {
        time: &["date_unixtime", "date"],
        author: &["from", "actor"],
        text: &["action"],
        thread: &["reply_to_message_id"],
        keep: &["id", "type", "edited", "file_name", "forwarded_from"],
        ..MessagePaths::NONE
    };
    let mut message = TELEGRAM.message(object);
    message.channel = object.setting.around.get("name").and_then(text_of);
    // Formatted texts are lists of plain pieces and objects with a text.
    if let Some(text) = object.get("text") {
        let piece = |piece: &Value| -> Option<String> {
            text_of(piece.get("text").unwrap_or(piece)).map(Cow::into_owned)
        };
        let text: Text<'_> = match text {
            Value::Array(pieces) => pieces.iter().filter_map(piece).collect::<Vec<_>>().join(" ").into(),
            other => text_of(other).unwrap_or_default(),
        };
        if !text.is_empty() {
            message.text = text;
        }
    }
    sink.record(&Record::Message(message));
}

fn read_zulip(object: &Object<'_>, sink: &mut dyn Sink) {
    const ZULIP: MessagePaths = MessagePaths {
        time: &["timestamp"],
        author: &["sender_full_name"],
        channel: &["display_recipient"],
        text: &["content"],
        thread: &["subject", "topic"],
        keep: &["id", "last_edit_timestamp"],
    };
    let mut message = ZULIP.message(object);
    if message.text.starts_with('<') {
        message.text = without_tags(&message.text).into();
    }
    sink.record(&Record::Message(message));
}

fn read_rocket(object: &Object<'_>, sink: &mut dyn Sink) {
    const ROCKET: MessagePaths = MessagePaths {
        time: &["ts"],
        author: &["u.name", "u.username"],
        channel: &["rid"],
        text: &["msg"],
        thread: &["tmid"],
        keep: &["_id", "t", "editedAt"],
    };
    ROCKET.read(object, sink);
}

fn read_google(object: &Object<'_>, sink: &mut dyn Sink) {
    let mut origin = object.origin();
    // "Tuesday, March 5, 2024 at 2:02:11 PM UTC", with a narrow blank before PM.
    let written = object
        .text("created_date")
        .unwrap_or_default()
        .replace(['\u{202f}', '\u{a0}'], " ")
        .replace(" at ", " ");
    let day = written.split_once(", ").map_or("", |(_, rest)| rest);
    let zone = &object.setting.zone;
    origin.time = when::whole(&written, zone).or_else(|| when::whole(day, zone));
    object.keep(&["message_id"], &mut origin.attributes);
    sink.record(&Record::Message(Message {
        origin,
        author: object.text("creator.name"),
        channel: Some(object.setting.folder.as_str().into()).filter(|name: &Text<'_>| !name.is_empty()),
        text: object.text("text").unwrap_or_default(),
        thread: object.text("topic_id"),
    }));
}

fn read_webex(object: &Object<'_>, sink: &mut dyn Sink) {
    const WEBEX: MessagePaths = MessagePaths {
        time: &["created"],
        author: &["personDisplayName", "personEmail"],
        channel: &["roomId"],
        text: &["text", "markdown"],
        thread: &["parentId"],
        keep: &["id", "updated"],
    };
    WEBEX.read(object, sink);
}

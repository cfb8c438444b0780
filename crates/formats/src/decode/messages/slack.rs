//! Slack: the files of an export (one per channel and day), histories of the API, the lists of people and channels.

use std::borrow::Cow;
use std::collections::BTreeMap;

use postlude_evidence::{Log, Message, Origin, Record, Sink, Text};
use serde_json::Value;

use super::paths::unescaped;
use crate::decode::event::object::{Object, text_of};
use crate::decode::event::shape::Shape;

pub(super) const SHAPES: &[Shape] = &[
    Shape::known_by("slack messages", &["ts", "type"], read)
        .and(|object| object.is_one_of("type", &["message"])),
    Shape::known_by("slack messages", &["ts", "text", "user"], read).and(stamp_is_slack),
    Shape::known_by("slack users", &["id", "team_id", "profile"], read_user),
    Shape::known_by("slack channels", &["id", "name", "creator", "purpose"], read_channel),
];

/// Slack's stamps are texts of seconds and microseconds.
fn stamp_is_slack(object: &Object<'_>) -> bool {
    let stamp = object.get("ts").and_then(Value::as_str).unwrap_or("");
    stamp.split_once('.').is_some_and(|(seconds, fraction)| seconds.len() == 10 && fraction.len() == 6)
}

fn read(object: &Object<'_>, sink: &mut dyn Sink) {
    let mut origin = object.origin();
    origin.time = object.time("ts");
    object.keep(&["user", "subtype", "bot_id", "reply_count", "client_msg_id"], &mut origin.attributes);
    if let Some(edited) = object.time("edited.ts") {
        origin.attributes.push(("edited".into(), edited.to_string().into()));
    }
    keep_names(object, "reactions", "name", &mut origin);
    keep_names(object, "files", "title", &mut origin);
    let names = &object.setting.names;
    let named = object.text("user").and_then(|id| names.get(&*id).map(|name| Cow::Owned(name.clone())));
    let profile = object.first(&[
        "user_profile.display_name",
        "user_profile.real_name",
        "bot_profile.name",
        "username",
    ]);
    sink.record(&Record::Message(Message {
        author: named.or(profile).or_else(|| object.first(&["user", "bot_id"])),
        channel: channel_of(object),
        text: text(object, names).into(),
        thread: object.text("thread_ts"),
        origin,
    }));
}

/// The names in a list of objects as one attribute: reactions, files.
fn keep_names(object: &Object<'_>, path: &'static str, key: &str, origin: &mut Origin<'_>) {
    let Some(Value::Array(values)) = object.get(path) else { return };
    let name = |value: &Value| -> Option<String> {
        text_of(value.get(key).or_else(|| value.get("name"))?).map(Cow::into_owned)
    };
    let names: Vec<_> = values.iter().filter_map(name).collect();
    if !names.is_empty() {
        origin.attributes.push((path.into(), names.join(", ").into()));
    }
}

/// In an export the folder is the channel and the file is the day; a history stored from the API is named by hand.
fn channel_of<'r>(object: &'r Object<'_>) -> Option<Text<'r>> {
    let setting = object.setting;
    let around =
        || setting.around.get("channel").and_then(|channel| text_of(channel.get("name").unwrap_or(channel)));
    let unnamed = setting.stem.starts_with(|c: char| c.is_ascii_digit())
        || ["history", "messages", "export", "slack", "replies"].contains(&setting.stem.as_str());
    let by_path = if unnamed { &setting.folder } else { &setting.stem };
    object
        .first(&["channel_name", "channel.name"])
        .or_else(around)
        .or_else(|| Some(by_path.as_str().into()).filter(|name: &Text<'_>| !name.is_empty()))
        .or_else(|| object.text("channel"))
}

/// What a person would read: the text, else what attachments and files say.
fn text(object: &Object<'_>, names: &BTreeMap<String, String>) -> String {
    let mut parts: Vec<String> = object.text("text").iter().map(|text| readable(text, names)).collect();
    for attachment in object.list("attachments") {
        let title = attachment.first(&["title", "pretext"]);
        let body = attachment.first(&["text", "fallback"]);
        let texts = [title, body].into_iter().flatten().map(|text| readable(&text, names));
        parts.extend(texts.filter(|text| !text.is_empty()).collect::<Vec<_>>());
    }
    if parts.is_empty() {
        parts.extend(
            object
                .list("files")
                .iter()
                .filter_map(|file| file.first(&["title", "name"]).map(Cow::into_owned)),
        );
    }
    parts.dedup();
    parts.join("\n")
}

/// Slack's markup as plain text: `<@U123>`, `<#C1|general>`, `<https://..|text>`, `<!here>`.
fn readable(text: &str, names: &BTreeMap<String, String>) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('<') {
        plain.push_str(before);
        let Some((inside, after)) = after.split_once('>') else {
            plain.push('<');
            rest = after;
            continue;
        };
        let (target, label) =
            inside.split_once('|').map_or((inside, None), |(target, label)| (target, Some(label)));
        let label = label.filter(|label| !label.is_empty());
        match target.as_bytes().first() {
            Some(b'@') => {
                let name =
                    label.or_else(|| names.get(&target[1..]).map(String::as_str)).unwrap_or(&target[1..]);
                plain.push('@');
                plain.push_str(name.trim_start_matches('@'));
            }
            Some(b'#') => {
                plain.push('#');
                plain.push_str(label.unwrap_or(&target[1..]));
            }
            Some(b'!') => {
                plain.push('@');
                let name = label.unwrap_or(&target[1..]);
                plain.push_str(name.split('^').next().unwrap_or(name).trim_start_matches('@'));
            }
            _ => match label.filter(|label| *label != target && !target.ends_with(label)) {
                Some(label) => plain.extend([label, " (", target, ")"]),
                None => plain.push_str(label.unwrap_or(target)),
            },
        }
        rest = after;
    }
    plain.push_str(rest);
    unescaped(&plain)
}

/// People and channels have no moment on a timeline; they are kept so that ids can be looked up.
fn read_user(object: &Object<'_>, sink: &mut dyn Sink) {
    let name =
        object.first(&["profile.real_name", "real_name", "profile.display_name", "name"]).unwrap_or_default();
    let id = object.text("id").unwrap_or_default();
    let body = format!("slack user {id} is {name}");
    let mut origin = object.origin();
    origin.attributes.extend([("user".into(), id), ("user.name".into(), name)]);
    let title = object.text("profile.title").filter(|title| !title.is_empty());
    origin.attributes.extend(title.map(|title| ("user.title".into(), title)));
    sink.record(&Record::Log(Log::new(origin, body.into())));
}

fn read_channel(object: &Object<'_>, sink: &mut dyn Sink) {
    let purpose = object.first(&["topic.value", "purpose.value"]).unwrap_or_default();
    let body = format!("slack channel #{} {purpose}", object.text("name").unwrap_or_default());
    sink.record(&Record::Log(Log::new(object.origin(), body.trim_end().to_owned().into())));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_becomes_readable() {
        let names = BTreeMap::from([("U7".to_owned(), "ana".to_owned())]);
        let check = |text: &str, plain: &str| assert_eq!(readable(text, &names), plain, "{text}");
        check("<@U7> and <@U8> in <#C1|shop>", "@ana and @U8 in #shop");
        check(
            "see <https://wiki.example/x|the runbook> &amp; <https://a.example>",
            "see the runbook (https://wiki.example/x) & https://a.example",
        );
        check("<!here> p99 &lt; 2 s <!subteam^S1|@oncall>", "@here p99 < 2 s @oncall");
        check("a < b", "a < b");
        check("<", "<");
        check("<>", "");
    }
}

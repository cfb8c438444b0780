//! Where a vendor's message keeps what every message has.

use postlude_evidence::{Message, Record, Sink};

use crate::decode::event::object::Object;

/// Paths in the object of a message, best first each; what a vendor does not have stays empty.
#[derive(Clone, Copy)]
pub(super) struct MessagePaths {
    /// When it was written.
    pub time: &'static [&'static str],
    /// Who wrote it.
    pub author: &'static [&'static str],
    /// Where.
    pub channel: &'static [&'static str],
    /// What.
    pub text: &'static [&'static str],
    /// Which thread it belongs to.
    pub thread: &'static [&'static str],
    /// What else is worth keeping.
    pub keep: &'static [&'static str],
}

impl MessagePaths {
    /// Nothing known.
    pub const NONE: Self = Self { time: &[], author: &[], channel: &[], text: &[], thread: &[], keep: &[] };

    /// The message of an object.
    pub fn message<'r>(&self, object: &'r Object<'_>) -> Message<'r> {
        let mut origin = object.origin();
        origin.time = object.first_time(self.time);
        object.keep(self.keep, &mut origin.attributes);
        Message {
            origin,
            author: object.first(self.author),
            channel: object.first(self.channel),
            text: object.first(self.text).unwrap_or_default(),
            thread: object.first(self.thread),
        }
    }

    /// Hands on the message of an object.
    pub fn read(&self, object: &Object<'_>, sink: &mut dyn Sink) {
        sink.record(&Record::Message(self.message(object)));
    }
}

/// The text of a small piece of HTML: tags taken off, line breaks kept, the usual entities read.
pub(super) fn without_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        let tag = &rest[at + 1..];
        let Some(end) = tag.find('>') else {
            rest = &rest[at..];
            break;
        };
        let name = tag[..end].trim_start_matches('/').split([' ', '/']).next().unwrap_or("");
        if matches!(name.to_ascii_lowercase().as_str(), "br" | "p" | "div" | "li" | "tr")
            && !text.ends_with('\n')
        {
            text.push('\n');
        }
        rest = &tag[end + 1..];
    }
    text.push_str(rest);
    unescaped(&text).trim().to_owned()
}

/// The entities that chat systems write for characters of their own markup.
pub(super) fn unescaped(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let pairs =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&")];
    pairs.iter().fold(text.to_owned(), |text, (entity, letter)| text.replace(entity, letter))
}

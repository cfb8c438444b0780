//! Mail: one message (`.eml`) or many (mbox), with the first plain text of each.

use std::borrow::Cow;

use jiff::tz::TimeZone;
use postlude_evidence::{Message, Record, Sink};

use super::mail_text::{decoded_words, plain_text};
use crate::decode::event::text::{Entry, TextFormat, TextReader, head_lines, is_text};
use crate::decode::event::when;
use crate::{Carry, Detection, Head, Order};

/// `From ` and a date, or a block of headers with `From:`, `Date:` and `Subject:`.
pub(crate) fn sniff(head: &Head<'_>) -> Option<Detection> {
    if !is_text(head) {
        return None;
    }
    let lines = head_lines(head, 100);
    let many = begins_mail(lines.first()?);
    let headers = lines.iter().skip(usize::from(many)).take_while(|line| is_header(line)).count();
    let has = |name: &str| lines.iter().take(headers + 1).any(|line| starts_with(line, name));
    let known = ["from:", "date:", "subject:", "to:", "message-id:", "received:", "mime-version:"];
    let found = known.iter().filter(|name| has(name)).count();
    if headers < 3 || found < 3 || !has("from:") || !has("date:") {
        return None;
    }
    Some(Detection {
        format: if many { "mbox" } else { "mail" }.to_owned(),
        confidence: 94,
        reasons: vec![format!("it begins with {headers} lines of mail headers")],
        problems: Vec::new(),
        reader: Box::new(TextReader(Mail { zone: head.hints.zone.clone(), many })),
    })
}

struct Mail {
    zone: TimeZone,
    /// Whether lines `From ...` separate messages.
    many: bool,
}

impl TextFormat for Mail {
    fn order(&self) -> Order {
        Order::Any
    }

    fn begins(&self, line: &str) -> bool {
        self.many && begins_mail(line)
    }

    fn read(&self, entry: &Entry<'_>, _: &mut Carry, sink: &mut dyn Sink) {
        let text =
            if self.many { entry.text.split_once('\n').map_or("", |(_, rest)| rest) } else { &entry.text };
        let text = if text.contains('\r') { Cow::Owned(text.replace('\r', "")) } else { Cow::Borrowed(text) };
        let (headers, body) = text.split_once("\n\n").unwrap_or((&text, ""));
        let headers = unfolded(headers);
        let header = |name: &str| {
            headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
        };
        let mut origin = entry.origin();
        // A comment may name the zone again: "+0100 (CET)".
        let date = header("date").map(|date| date.split('(').next().unwrap_or(date).trim());
        origin.time = date.and_then(|date| when::whole(date, &self.zone));
        if origin.time.is_none() {
            sink.problem(entry.problem("undated-mail", "the mail has no date that can be read"));
        }
        for name in ["to", "cc", "message-id", "in-reply-to"] {
            if let Some(value) = header(name) {
                origin.attributes.push((name.into(), decoded_words(value).into()));
            }
        }
        let subject = decoded_words(header("subject").unwrap_or(""));
        let encoding = header("content-transfer-encoding").unwrap_or("");
        let body = plain_text(header("content-type").unwrap_or(""), encoding, body);
        // A thread is named by its first mail: the first reference, or the mail itself.
        let references =
            header("references").or_else(|| header("in-reply-to")).or_else(|| header("message-id"));
        sink.record(&Record::Message(Message {
            author: header("from").map(|from| decoded_words(from).into()),
            channel: header("list-id").map(|list| list.to_owned().into()),
            text: format!("{subject}\n{}", body.trim()).trim().to_owned().into(),
            thread: references.and_then(|ids| Some(ids.split_whitespace().next()?.to_owned().into())),
            origin,
        }));
    }
}

/// The line that begins a mail in an mbox: `From ana@shop.example Tue Mar  5 14:02:11 2024`.
fn begins_mail(line: &str) -> bool {
    let Some(rest) = line.strip_prefix("From ") else { return false };
    let digits = rest.bytes().filter(u8::is_ascii_digit).count();
    rest.contains(':') && digits >= 8 && rest.split_whitespace().count() >= 5
}

/// `Name: value`, or a line that continues the one above.
fn is_header(line: &str) -> bool {
    let name = line.split(':').next().unwrap_or("");
    let is_name = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    line.starts_with([' ', '\t']) || (is_name && line.len() > name.len())
}

fn starts_with(line: &str, name: &str) -> bool {
    line.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
}

/// Names and values of headers, each value on one line.
pub(super) fn unfolded(text: &str) -> Vec<(&str, String)> {
    let mut headers: Vec<(&str, String)> = Vec::new();
    for line in text.lines() {
        if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = headers.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some((name, value)) = line.split_once(':') {
            headers.push((name.trim(), value.trim().to_owned()));
        }
    }
    headers
}

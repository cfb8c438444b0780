//! The record of an event.

use postlude_base::{ByteSpan, Timestamp};
use postlude_evidence::{Log, Origin, Severity, Text};

use super::fields::Field;
use crate::Carry;
use crate::time::{Resolver, Written, parse_value};

/// Bytes of values in a body that is put together here.
const LONGEST_BODY: usize = 2048;

/// Bit of `Keywords`: an audit that failed.
const AUDIT_FAILURE: u64 = 0x10_0000_0000_0000;

/// The record of an event at a place; `written` stands in when it does not say when it was created.
pub(super) fn record(
    fields: Vec<Field>,
    (span, line): (ByteSpan, u64),
    written: Option<Written>,
    resolver: &Resolver,
    carry: &mut Carry,
) -> Log<'static> {
    let mut event = Event::default();
    for field in fields {
        event.take(field);
    }
    let created = event.created.as_deref().and_then(parse_value).or(written);
    let time: Option<Timestamp> = created.and_then(|created| resolver.resolve(&created, carry));
    let body = event.body();
    let mut origin = Origin::at(span, line);
    origin.time = time;
    origin.service = event.provider.map(Text::Owned);
    origin.host = event.computer.map(Text::Owned);
    origin.attributes =
        event.attributes.into_iter().map(|(key, value)| (Text::Owned(key), Text::Owned(value))).collect();
    let mut log = Log::new(origin, Text::Owned(body));
    log.severity = event.severity;
    if event.audit_failed && log.severity <= Some(Severity::Info) {
        log.severity = Some(Severity::Warn);
    }
    log
}

#[derive(Default)]
struct Event {
    created: Option<String>,
    provider: Option<String>,
    computer: Option<String>,
    number: Option<String>,
    message: Option<String>,
    severity: Option<Severity>,
    audit_failed: bool,
    /// Values that tell one event from another of its kind, for the body.
    values: String,
    unnamed: usize,
    attributes: Vec<(String, String)>,
}

impl Event {
    fn take(&mut self, field: Field) {
        let Field { path, name, value } = field;
        match path.as_str() {
            "System/TimeCreated@SystemTime" => self.created = Some(value),
            "System/Provider@Name" => self.provider = Some(value),
            "System/Computer" => self.computer = Some(value),
            "RenderingInfo/Message" => self.message = Some(value),
            "System/Level" => self.severity = level(&value),
            "System/Keywords" => {
                let bits = value.strip_prefix("0x").and_then(|hex| u64::from_str_radix(hex, 16).ok());
                self.audit_failed = bits.is_some_and(|bits| bits & AUDIT_FAILURE != 0);
                self.attributes.push(("Keywords".to_owned(), value));
            }
            "System/EventID" => {
                self.number = Some(value.clone());
                self.attributes.push(("EventID".to_owned(), value));
            }
            "EventData/Data" => {
                let name = name.filter(|name| !name.is_empty()).unwrap_or_else(|| {
                    self.unnamed += 1;
                    format!("param{}", self.unnamed)
                });
                self.datum(name, value);
            }
            path => match path.strip_prefix("UserData/").and_then(|rest| rest.split_once('/')) {
                Some((_, rest)) => self.datum(key(rest), value),
                None => self.attributes.push((named(path), value)),
            },
        }
    }

    fn datum(&mut self, name: String, value: String) {
        if !value.is_empty() && value != "-" && self.values.len() + value.len() <= LONGEST_BODY {
            if !self.values.is_empty() {
                self.values.push_str(", ");
            }
            self.values.push_str(&value);
        }
        self.attributes.push((name, value));
    }

    fn body(&mut self) -> String {
        if let Some(message) = self.message.take() {
            return message;
        }
        let provider = self.provider.as_deref().unwrap_or("event");
        let number = self.number.as_deref().unwrap_or("without number");
        let separator = if self.values.is_empty() { "" } else { ": " };
        format!("{provider} {number}{separator}{}", self.values)
    }
}

/// The attribute for a field that has no place of its own.
fn named(path: &str) -> String {
    match path {
        "System/Execution@ProcessID" => "process.pid".to_owned(),
        "System/Execution@ThreadID" => "thread.id".to_owned(),
        "System/Security@UserID" => "user.id".to_owned(),
        _ => key(path.strip_prefix("System/").or(path.strip_prefix("EventData/")).unwrap_or(path)),
    }
}

fn key(path: &str) -> String {
    path.replace(['/', '@'], ".")
}

/// winmeta.h: 0 is "log always", which says nothing.
fn level(value: &str) -> Option<Severity> {
    match value {
        "0" | "4" => Some(Severity::Info),
        "1" => Some(Severity::Fatal),
        "2" => Some(Severity::Error),
        "3" => Some(Severity::Warn),
        "5" => Some(Severity::Debug),
        _ => Severity::from_word(value),
    }
}

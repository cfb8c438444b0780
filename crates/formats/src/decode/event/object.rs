//! Reading values out of one JSON object of a vendor.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use postlude_base::{ByteSpan, Timestamp};
use postlude_evidence::{Attributes, Origin, Sink, Text};
use serde_json::Value;
use serde_json::value::RawValue;

use super::when;
use crate::frame::json::{Element, Members, flatten};

/// What is known of a source beside the object at hand.
pub(crate) struct Setting {
    /// Zone of times that name none.
    pub zone: TimeZone,
    /// What stands around the list of objects, as far as the head of the source shows it.
    pub around: Value,
    /// Name of the folder the source lies in; the channel, in chat exports.
    pub folder: String,
    /// Name of the source without its ending.
    pub stem: String,
    /// Names of people by their ids, as far as the document lists them before the objects.
    pub names: BTreeMap<String, String>,
}

/// One object with its place. A path is keys joined by dots; a number picks from a list, from 0.
pub(crate) struct Object<'e> {
    element: &'e Element<'e>,
    raw: &'e str,
    value: Value,
    /// The object that this one was found in, read before.
    pub setting: &'e Setting,
}

impl<'e> Object<'e> {
    /// An element as an object; a problem if it is not valid JSON.
    pub fn of(element: &'e Element<'e>, setting: &'e Setting, sink: &mut dyn Sink) -> Option<Self> {
        let value = element.parse(sink)?;
        Some(Self { element, raw: element.text(), value, setting })
    }

    /// The value at a path.
    pub fn get(&self, path: &str) -> Option<&Value> {
        path.split('.').try_fold(&self.value, member).filter(|value| !value.is_null())
    }

    /// The whole object.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// The object as it is written.
    pub fn raw(&self) -> &'e str {
        self.raw
    }

    /// A text, number or truth value at a path as text; none if it is missing or empty.
    pub fn text(&self, path: &str) -> Option<Text<'_>> {
        text_of(self.get(path)?)
    }

    /// The first of several paths that has a text.
    pub fn first(&self, paths: &[&str]) -> Option<Text<'_>> {
        paths.iter().find_map(|path| self.text(path))
    }

    /// Whether the text at a path is one of the words, whatever their case.
    pub fn is_one_of(&self, path: &str, words: &[&str]) -> bool {
        self.text(path).is_some_and(|text| words.iter().any(|word| text.eq_ignore_ascii_case(word)))
    }

    /// The moment at a path: a written time, or seconds, milli-, micro- or nanoseconds since 1970. The year 1
    /// that Go writes for "never" is none.
    pub fn time(&self, path: &str) -> Option<Timestamp> {
        when::value(self.get(path)?, &self.setting.zone)
    }

    /// The first of several paths that has a moment.
    pub fn first_time(&self, paths: &[&str]) -> Option<Timestamp> {
        paths.iter().find_map(|path| self.time(path))
    }

    /// The number at a path, also if it is written as a text.
    pub fn number(&self, path: &str) -> Option<f64> {
        let value = self.get(path)?;
        value.as_f64().or_else(|| value.as_str()?.trim().parse().ok()).filter(|number| number.is_finite())
    }

    /// An origin at this object, nothing else known.
    pub fn origin<'r>(&self) -> Origin<'r> {
        let (span, line) = self.element.place(self.raw);
        Origin::at(span, line)
    }

    /// The place of this object.
    pub fn span(&self) -> ByteSpan {
        self.element.place(self.raw).0
    }

    /// The object at a path, with its own place. A text that holds JSON is read too, at the place of the text.
    pub fn child(&self, path: &str) -> Option<Object<'e>> {
        let value = match self.get(path)? {
            value @ Value::Object(_) => value.clone(),
            Value::String(text) if text.trim_start().starts_with('{') => serde_json::from_str(text).ok()?,
            _ => return None,
        };
        let raw = self.raw_at(path).unwrap_or(self.raw);
        Some(Object { element: self.element, raw, value, setting: self.setting })
    }

    /// The objects of the list at a path, each with its own place; empty if there is none.
    pub fn list(&self, path: &str) -> Vec<Object<'e>> {
        let Some(Value::Array(values)) = self.get(path) else { return Vec::new() };
        let raws: Vec<&'e RawValue> =
            self.raw_at(path).and_then(|raw| serde_json::from_str(raw).ok()).unwrap_or_default();
        let raw_of = |at: usize| raws.get(at).map_or(self.raw, |raw| raw.get());
        let objects = values.iter().enumerate().filter(|(_, value)| value.is_object());
        objects
            .map(|(at, value)| Object {
                element: self.element,
                raw: raw_of(at),
                value: value.clone(),
                setting: self.setting,
            })
            .collect()
    }

    /// The objects that are the values of the object at a path, in the order of the source.
    pub fn members(&self, path: &str) -> Vec<Object<'e>> {
        let members = self.raw_at(path).and_then(|raw| serde_json::from_str::<Members<'e>>(raw).ok());
        let raws = members.into_iter().flat_map(|members| members.0).map(|(_, raw)| raw.get());
        let objects = raws.filter(|raw| raw.starts_with('{'));
        let read = |raw: &'e str| {
            let value = serde_json::from_str(raw).ok()?;
            Some(Object { element: self.element, raw, value, setting: self.setting })
        };
        objects.filter_map(read).collect()
    }

    fn raw_at(&self, path: &str) -> Option<&'e str> {
        path.split('.').try_fold(self.raw, |raw, key| {
            let members = serde_json::from_str::<Members<'e>>(raw).ok()?;
            members.0.into_iter().find(|(name, _)| **name == *key).map(|(_, value)| value.get())
        })
    }

    /// Adds the values at these paths as far as they are there, lists and objects as JSON.
    pub fn keep<'r>(&'r self, paths: &[&'static str], attributes: &mut Attributes<'r>) {
        for path in paths {
            let text = match self.get(path) {
                Some(Value::Array(values)) if values.is_empty() => None,
                Some(value @ (Value::Array(_) | Value::Object(_))) => Some(Cow::Owned(value.to_string())),
                value => value.and_then(text_of),
            };
            attributes.extend(text.map(|text| (Cow::Borrowed(*path), text)));
        }
    }

    /// Adds all members of the object at a path, nested names joined by dots; all of this object for "".
    pub fn keep_all<'r>(&'r self, path: &str, attributes: &mut Attributes<'r>)
    where
        'e: 'r,
    {
        let raw = if path.is_empty() { Some(self.raw) } else { self.raw_at(path) };
        if let Some(raw) = raw.filter(|raw| raw.starts_with('{')) {
            flatten("", raw, attributes);
        }
    }
}

/// The member of an object by its key, or of a list by its number from 0.
fn member<'v>(value: &'v Value, key: &str) -> Option<&'v Value> {
    match value {
        Value::Array(values) => values.get(key.parse::<usize>().ok()?),
        _ => value.get(key),
    }
}

/// A text, number or truth value as text; none if empty or no scalar.
pub(crate) fn text_of(value: &Value) -> Option<Text<'_>> {
    match value {
        Value::String(text) => (!text.trim().is_empty()).then(|| Cow::Borrowed(text.trim())),
        Value::Number(number) => Some(Cow::Owned(number.to_string())),
        Value::Bool(truth) => Some(Cow::Borrowed(if *truth { "true" } else { "false" })),
        _ => None,
    }
}

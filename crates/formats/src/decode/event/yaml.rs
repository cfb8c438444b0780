//! Objects of a vendor that were written as YAML: `kubectl get events -o yaml`, `helm history -o yaml`.
//!
//! Each item of the list is one object; a source without a list is documents, one after the other. Objects are read
//! by the same shapes as JSON. A record's place is its whole object.

use std::collections::BTreeMap;

use postlude_base::ByteSpan;
use postlude_evidence::Sink;
use serde_json::Value;

use super::json::{Nothing, decode, setting_around};
use super::object::{Object, Setting};
use super::shape::shape_of;
use super::text::{Entry, TextFormat, TextReader, head_lines, is_text};
use crate::frame::json::Element;
use crate::frame::yaml;
use crate::{Carry, Detection, Head, Order};

/// How many objects of the head are asked.
const ASKED: usize = 20;

/// Most objects must be known.
pub(crate) fn sniff(head: &Head<'_>) -> Option<Detection> {
    if !is_text(head) {
        return None;
    }
    let lines = head_lines(head, 200);
    let comment = |line: &str| line.starts_with('#') || line.trim_end() == "---";
    let first = lines.iter().map(AsRef::as_ref).find(|line| !comment(line))?;
    if !begins_with_key(first.strip_prefix("- ").unwrap_or(first)) {
        return None;
    }
    let is_list = first.starts_with("- ") || lines.iter().any(|line| line.trim_end() == "items:");
    let items = || lines.iter().find_map(|line| [0, 2].into_iter().find(|indent| is_item(line, *indent)));
    let format =
        Objects { items: if is_list { items() } else { None }, setting: setting_around(head, Value::Null) };
    let (asked, shapes) = format.shapes(head);
    let known: usize = shapes.values().sum();
    let (name, _) = shapes.iter().max_by_key(|(_, count)| **count)?;
    (known * 2 >= asked).then(|| Detection {
        format: format!("{name} in yaml"),
        confidence: 93,
        reasons: vec![format!("{known} of the first {asked} objects are known: {name}")],
        problems: Vec::new(),
        reader: Box::new(TextReader(format)),
    })
}

/// Whether a line is a key with its value, or with a value below it.
fn begins_with_key(line: &str) -> bool {
    let Some((key, rest)) = line.trim_end().split_once(':') else { return false };
    let named = key.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    !key.is_empty() && named && (rest.is_empty() || rest.starts_with(' '))
}

/// Whether an item of a list that stands so far in begins here.
fn is_item(line: &str, indent: usize) -> bool {
    let rest = line.trim_start_matches(' ');
    line.len() - rest.len() == indent && rest.starts_with("- ")
}

struct Objects {
    /// How far in the items of the list stand; none if each document is an object.
    items: Option<usize>,
    setting: Setting,
}

impl Objects {
    /// The objects of an entry, as JSON.
    fn objects(&self, text: &str) -> Vec<String> {
        let object = |value: Value| value.is_object().then(|| value.to_string());
        match (self.items, yaml::parse(text)) {
            (Some(_), Value::Array(items)) => items.into_iter().filter_map(object).collect(),
            // What stands before and behind the list.
            (Some(_), _) => Vec::new(),
            (None, value) => object(value).into_iter().collect(),
        }
    }
}

impl Objects {
    /// How many objects of the head were asked, and which shapes they have.
    fn shapes(&self, head: &Head<'_>) -> (usize, BTreeMap<&'static str, usize>) {
        let mut entries: Vec<String> = vec![String::new()];
        for line in String::from_utf8_lossy(head.bytes).lines() {
            if self.begins(line) {
                entries.push(String::new());
            }
            if let Some(entry) = entries.last_mut() {
                entry.push_str(line);
                entry.push('\n');
            }
            if entries.len() > ASKED + 2 {
                break;
            }
        }
        let (mut asked, mut shapes) = (0, BTreeMap::new());
        for text in entries.iter().flat_map(|text| self.objects(text)) {
            asked += 1;
            let element = Element::retold(&text, ByteSpan::new(0, 0), 1);
            let object = Object::of(&element, &self.setting, &mut Nothing);
            if let Some((shape, _)) = object.and_then(|object| shape_of(object).ok()) {
                *shapes.entry(shape.name).or_default() += 1;
            }
        }
        (asked, shapes)
    }
}

impl TextFormat for Objects {
    fn order(&self) -> Order {
        Order::Any
    }

    fn begins(&self, line: &str) -> bool {
        match self.items {
            Some(indent) => is_item(line, indent) || line.starts_with(|c: char| c.is_ascii_alphabetic()),
            None => line.starts_with("---"),
        }
    }

    fn read(&self, entry: &Entry<'_>, _: &mut Carry, sink: &mut dyn Sink) {
        for object in self.objects(&entry.text) {
            decode(&Element::retold(&object, entry.span, entry.line), &self.setting, sink);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::decode::testing::shown;

    #[test]
    fn a_list_and_single_documents() {
        let release = |revision: u8| {
            format!(
                "- chart: cart-0.7.{revision}\n  revision: {revision}\n  status: deployed\n  updated: 2024-03-05T14:02:1{revision}Z\n"
            )
        };
        let text = shown("history.yaml", (release(1) + &release(2)).as_bytes());
        assert!(text.starts_with("helm history in yaml: "), "{text}");
        assert!(text.contains("2024-03-05T14:02:12Z"), "{text}");
        let event = "involvedObject:\n  kind: Pod\n  name: cart-1\nreason: BackOff\nlastTimestamp: 2024-03-05T14:02:11Z\n";
        let text = shown("events.yaml", format!("{event}---\n{event}").as_bytes());
        assert!(text.starts_with("kubernetes events in yaml: "), "{text}");
        assert_eq!(text.matches("BackOff").count(), 4, "{text}");
    }

    #[test]
    fn what_no_shape_knows_is_left_to_others() {
        for text in ["a: 1\nb: 2\n", "- a: 1\n", "time: 14:02\n", "---\n", ""] {
            assert!(!shown("x.yaml", text.as_bytes()).contains("in yaml"), "{text}");
        }
    }
}

//! JSON with the line of each object: a list, an object that holds lists, or one object per line.

use std::collections::BTreeMap;

use postlude_base::Problem;
use serde_json::Value;
use serde_json::value::RawValue;

use super::{Element, Parsed};

/// Keys under which services answer with what was asked for.
const AROUND: [&str; 11] = [
    "Resources",
    "data",
    "members",
    "oncalls",
    "overrides",
    "schedule",
    "schedules",
    "services",
    "teams",
    "user",
    "users",
];

/// All objects, in the order in which they stand.
pub(super) fn elements(text: &str) -> Parsed {
    let lines = Lines::of(text);
    let mut elements = Vec::new();
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
    let mut trouble = None;
    for raw in &mut stream {
        match raw {
            Ok(raw) => open(raw, "", &lines, &mut elements),
            Err(error) => {
                let message = format!("this is no JSON: {error}");
                let problem = Problem::new("broken-json", message)
                    .hint("what stands before it was read; export the file again");
                trouble = Some((error.line() as u64, problem));
                break;
            }
        }
    }
    Parsed { elements, trouble }
}

/// Where lines begin in a text of which slices are placed.
struct Lines<'a> {
    text: &'a str,
    ends: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn of(text: &'a str) -> Self {
        Self {
            text,
            ends: text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at).collect(),
        }
    }

    fn line(&self, part: &str) -> u64 {
        let at = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        1 + self.ends.partition_point(|end| *end < at) as u64
    }
}

fn open(raw: &RawValue, key: &str, lines: &Lines<'_>, elements: &mut Vec<Element>) {
    let text = raw.get();
    if text.starts_with('[') {
        // A list of what is no object is left to whoever reads the whole.
        let Ok(items) = serde_json::from_str::<Vec<&RawValue>>(text) else { return };
        for item in items {
            push(item, key, lines, elements);
        }
        return;
    }
    let parts = serde_json::from_str::<BTreeMap<String, &RawValue>>(text).unwrap_or_default();
    let is_around = |name: &str, part: &RawValue| {
        AROUND.contains(&name)
            && (part.get().starts_with('[') || (key.is_empty() && part.get().starts_with('{')))
    };
    // A schedule lists its users, a team its members: they are no wrapping of others.
    let is_thing = ["id", "schemas", "type", "kind"].iter().any(|name| parts.contains_key(*name));
    let mut inner: Vec<(&String, &&RawValue)> =
        parts.iter().filter(|(name, part)| is_around(name, part)).collect();
    if inner.is_empty() || (is_thing && !parts.contains_key("Resources") && !parts.contains_key("user")) {
        return push(raw, key, lines, elements);
    }
    inner.sort_by_key(|(_, part)| part.get().as_ptr() as usize);
    for (name, part) in inner {
        if part.get().starts_with('[') {
            open(part, name, lines, elements);
        } else {
            push(part, name, lines, elements);
        }
    }
}

fn push(raw: &RawValue, key: &str, lines: &Lines<'_>, elements: &mut Vec<Element>) {
    if let Ok(value) = serde_json::from_str::<Value>(raw.get()) {
        elements.push(Element { line: lines.line(raw.get()), key: key.to_owned(), value });
    }
}

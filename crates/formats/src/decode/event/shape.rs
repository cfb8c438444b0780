//! Finding the objects of alerting, delivery and chat systems in JSON of any nesting.
//!
//! A [`Shape`] is one object of one vendor, known by keys that only it has. Each object of a source is asked
//! for by all shapes, so that a file that mixes vendors is read right; an object that no shape knows may hold
//! one that a shape knows (a webhook stored with its headers), else it becomes a log record.

use postlude_evidence::{Log, Record, Sink};
use serde_json::Value;

use super::object::Object;
use crate::decode::{alerts, changes, messages};

/// One kind of object of one vendor.
pub(crate) struct Shape {
    /// Name of the format, such as `alertmanager alerts`.
    pub name: &'static str,
    /// Paths that must be there; `a[].b` is key `b` of the first member of list `a`.
    pub keys: &'static [&'static str],
    /// What else must hold, if the keys are not enough.
    pub also: Option<fn(&Object<'_>) -> bool>,
    /// Confidence that a source of such objects is this format; see [`crate::Detection`].
    pub confidence: u8,
    /// Hands on the records of one object.
    pub read: fn(&Object<'_>, &mut dyn Sink),
}

impl Shape {
    /// A shape known by its keys alone.
    pub const fn known_by(
        name: &'static str,
        keys: &'static [&'static str],
        read: fn(&Object<'_>, &mut dyn Sink),
    ) -> Self {
        Self { name, keys, also: None, confidence: 95, read }
    }

    /// The same shape, for which something more must hold.
    pub const fn and(self, also: fn(&Object<'_>) -> bool) -> Self {
        Self { also: Some(also), ..self }
    }

    /// The same shape, surer or less sure.
    pub const fn at(self, confidence: u8) -> Self {
        Self { confidence, ..self }
    }

    fn fits(&self, object: &Object<'_>) -> bool {
        self.keys.iter().all(|key| has(object.value(), key)) && self.also.is_none_or(|also| also(object))
    }
}

fn has(value: &Value, path: &str) -> bool {
    let mut value = value;
    for key in path.split('.') {
        let (key, is_list) = key.strip_suffix("[]").map_or((key, false), |key| (key, true));
        let Some(inner) = value.get(key) else { return false };
        value = match (is_list, inner.get(0)) {
            (false, _) => inner,
            (true, Some(first)) => first,
            (true, None) => return false,
        };
    }
    true
}

/// All shapes; of several that fit the first is taken. Those that fit many vendors come last, and a change
/// before an alert, because changes have states and times as well.
fn all() -> impl Iterator<Item = &'static Shape> {
    const ANY: &[&[Shape]] = &[messages::other::SHAPES, changes::other::SHAPES, alerts::other::SHAPES];
    [alerts::SHAPES, changes::SHAPES, messages::SHAPES, ANY].into_iter().flatten().copied().flatten()
}

/// Keys under which webhooks, queues and buses put the object that matters.
const WRAPPERS: [&str; 10] =
    ["payload", "body", "Message", "message", "detail", "event", "data", "incident", "alert", "object"];

/// The shape that reads an object and the object itself, which may be wrapped up to twice.
pub(crate) fn shape_of<'e>(object: Object<'e>) -> Result<(&'static Shape, Object<'e>), Object<'e>> {
    shape_within(object, 2)
}

fn shape_within(object: Object<'_>, depth: u8) -> Result<(&'static Shape, Object<'_>), Object<'_>> {
    if let Some(shape) = all().find(|shape| shape.fits(&object)) {
        return Ok((shape, object));
    }
    if depth > 0 {
        let inner = WRAPPERS.iter().filter_map(|key| object.child(key));
        for child in inner {
            if let Ok(found) = shape_within(child, depth - 1) {
                return Ok(found);
            }
        }
    }
    Err(object)
}

/// Hands on an object that no shape knows as a log record, so that it can be found.
pub(crate) fn read_unknown(object: &Object<'_>, sink: &mut dyn Sink) {
    let mut origin = object.origin();
    origin.time = object.first_time(&TIMES);
    object.keep_all("", &mut origin.attributes);
    let body = object.first(&["message", "msg", "title", "summary", "description", "text", "name"]);
    let body = body.unwrap_or_else(|| object.raw().into());
    sink.record(&Record::Log(Log::new(origin, body)));
}

/// Keys of the moment that an object speaks of, best first.
pub(crate) const TIMES: [&str; 16] = [
    "time",
    "timestamp",
    "@timestamp",
    "ts",
    "created_at",
    "createdAt",
    "started_at",
    "startedAt",
    "start_time",
    "startTime",
    "date",
    "occurred_at",
    "eventTime",
    "created",
    "updated_at",
    "updatedAt",
];

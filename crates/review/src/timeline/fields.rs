//! Fields of a JSON object that anybody may have written.

use postlude_base::Timestamp;
use serde_json::{Map, Value};

/// An object of the document.
#[derive(Clone, Copy)]
pub(super) struct Fields<'a>(pub(super) Option<&'a Map<String, Value>>);

impl<'a> Fields<'a> {
    pub(super) fn of(value: &'a Value) -> Self {
        Self(value.as_object())
    }

    pub(super) fn get(self, name: &str) -> Option<&'a Value> {
        self.0?.get(name).filter(|value| !value.is_null())
    }

    pub(super) fn text(self, name: &str) -> Option<String> {
        self.get(name)?.as_str().map(str::to_owned)
    }

    pub(super) fn number(self, name: &str) -> Option<f64> {
        self.get(name)?.as_f64()
    }

    pub(super) fn yes(self, name: &str) -> bool {
        self.get(name).and_then(Value::as_bool).unwrap_or(false)
    }

    pub(super) fn inner(self, name: &str) -> Fields<'a> {
        Fields(self.get(name).and_then(Value::as_object))
    }

    pub(super) fn list(self, name: &str) -> &'a [Value] {
        self.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    pub(super) fn texts(self, name: &str) -> Vec<String> {
        self.list(name).iter().filter_map(|value| value.as_str().map(str::to_owned)).collect()
    }

    /// The names that are set in a map of flags, in order of the alphabet.
    pub(super) fn flags(self, name: &str) -> Vec<String> {
        let flags = self.inner(name).0.into_iter().flatten();
        let mut names: Vec<String> =
            flags.filter(|(_, set)| set.as_bool() == Some(true)).map(|(name, _)| name.clone()).collect();
        names.sort();
        names
    }
}

/// A moment as the document writes it, or none if it is not one.
pub(super) fn moment(text: &str) -> Option<Timestamp> {
    Timestamp::from_jiff(text.parse().ok()?)
}

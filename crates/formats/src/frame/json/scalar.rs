use std::borrow::Cow;
use std::fmt;

use postlude_evidence::Attributes;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// A value as text: a string unescaped (borrowed where it needs no unescaping), a number or word as it stands,
/// an array or object as its JSON text. `null` is the empty text.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Scalar<'a>(pub Cow<'a, str>);

impl<'a> Scalar<'a> {
    /// The text of a raw value.
    pub fn of(raw: &'a RawValue) -> Self {
        let text = raw.get();
        match text.as_bytes() {
            [b'"', inner @ .., b'"'] if !inner.contains(&b'\\') => {
                Self(Cow::Borrowed(&text[1..text.len() - 1]))
            }
            [b'"', ..] => Self(serde_json::from_str(text).map_or(Cow::Borrowed(text), Cow::Owned)),
            b"null" => Self(Cow::Borrowed("")),
            _ => Self(Cow::Borrowed(text)),
        }
    }

    /// The text, or none if it is empty.
    pub fn filled(self) -> Option<Cow<'a, str>> {
        (!self.0.is_empty()).then_some(self.0)
    }
}

impl std::ops::Deref for Scalar<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Scalar<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <&'a RawValue>::deserialize(deserializer).map(Self::of)
    }
}

/// Objects nested deeper than this stay JSON text.
const DEEPEST: usize = 16;

/// Adds the members of a JSON object as attributes, nested names joined by dots after `prefix`; arrays stay
/// JSON text, `null` is left out. Text that is no object becomes one attribute named `prefix`.
pub fn flatten<'a>(prefix: &str, object: &'a str, attributes: &mut Attributes<'a>) {
    let mut name = prefix.to_owned();
    flatten_into(&mut name, object, DEEPEST, attributes);
}

fn flatten_into<'a>(name: &mut String, text: &'a str, depth: usize, attributes: &mut Attributes<'a>) {
    if depth > 0
        && text.starts_with('{')
        && let Ok(members) = serde_json::from_str::<Members<'a>>(text)
    {
        for (key, value) in members.0 {
            let outside = name.len();
            if outside > 0 {
                name.push('.');
            }
            name.push_str(&key);
            flatten_into(name, value.get(), depth - 1, attributes);
            name.truncate(outside);
        }
    } else if text != "null" {
        let value = serde_json::from_str::<Scalar<'a>>(text).map_or(Cow::Borrowed(text), |scalar| scalar.0);
        attributes.push((Cow::Owned(name.clone()), value));
    }
}

/// The members of an object in their order, values unread.
pub(crate) struct Members<'a>(pub(crate) Vec<(Scalar<'a>, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reading<'a>(std::marker::PhantomData<&'a ()>);
        impl<'de: 'a, 'a> Visitor<'de> for Reading<'a> {
            type Value = Members<'a>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some((key, value)) = map.next_entry::<Key<'a>, &'a RawValue>()? {
                    members.push((Scalar(key.0), value));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Reading(std::marker::PhantomData))
    }
}

/// A key of an object; serde_json hands keys to a visitor, never as raw values.
struct Key<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Key<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reading<'a>(std::marker::PhantomData<&'a ()>);
        impl<'de: 'a, 'a> Visitor<'de> for Reading<'a> {
            type Value = Key<'a>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Key(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Reading(std::marker::PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_names_are_joined() {
        let mut attributes = Vec::new();
        flatten("a", r#"{"b":{"c":1,"d\n":"x\"y"},"e":[1,2],"f":null,"g":true}"#, &mut attributes);
        let found: Vec<_> = attributes.iter().map(|(k, v)| (k.as_ref(), v.as_ref())).collect();
        assert_eq!(found, [("a.b.c", "1"), ("a.b.d\n", "x\"y"), ("a.e", "[1,2]"), ("a.g", "true")]);
    }
}

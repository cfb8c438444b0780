//! What kind of value a field holds.

use yrs::Any;
use yrs::any::Number;

use super::bounds;
use crate::Refusal;

/// A value of the document as a change shows it. Nested types are copied, so that nothing of yrs is held.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// A plain value.
    Plain(Any),
    /// A text that is edited by character, with its length in bytes.
    Writing(usize),
    /// A map that is edited by key.
    Map(Vec<(String, Value)>),
    /// A type that the schema does not use.
    Other,
}

impl Value {
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Self::Plain(Any::String(text)) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn is_nothing(&self) -> bool {
        matches!(self, Self::Plain(Any::Null | Any::Undefined))
    }
}

/// Kinds of value. Null stands for "not given" in every field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A short line: at most 500 characters.
    Title,
    /// A name or an id.
    Name,
    /// A list of names or ids.
    Names,
    /// A string.
    Text,
    /// A text edited by character; a plain string is taken as well.
    Writing,
    /// A moment in RFC 3339.
    Moment,
    Number,
    Yes,
    OneOf(&'static [&'static str]),
    /// A map of tags.
    Flags,
    /// A map of people who voted.
    Votes,
    /// A plain object or list.
    Plain,
}

impl Shape {
    /// Whether this value fits; says so in one word, because the caller knows the place.
    pub(crate) fn check(self, value: &Value) -> Result<(), Misfit> {
        if value.is_nothing() {
            return Ok(());
        }
        match (self, value) {
            (Self::Title, Value::Plain(Any::String(text))) => {
                limit("a title", text.chars().count(), bounds::TITLE)
            }
            (Self::Name, Value::Plain(Any::String(text))) => limit("a name", text.len(), bounds::KEY),
            (Self::Text | Self::Writing, Value::Plain(Any::String(text))) => {
                limit("a string", text.len(), bounds::STRING)
            }
            (Self::Writing, Value::Writing(length)) => limit("a text", *length, bounds::TEXT),
            (Self::Moment, Value::Plain(Any::String(text))) => {
                let moment = text.len() <= 40 && text.parse::<jiff::Timestamp>().is_ok();
                if moment { Ok(()) } else { Err(Misfit::Shape) }
            }
            (Self::Number, Value::Plain(Any::Number(number))) => match number {
                Number::Float(value) if !value.is_finite() => Err(Misfit::Shape),
                _ => Ok(()),
            },
            (Self::Yes, Value::Plain(Any::Bool(_))) => Ok(()),
            (Self::OneOf(names), Value::Plain(Any::String(text))) => {
                if names.contains(&&**text) {
                    Ok(())
                } else {
                    Err(Misfit::Shape)
                }
            }
            (Self::Names, Value::Plain(Any::Array(names))) => names_fit(names),
            (Self::Flags, Value::Map(flags)) => flags_fit(flags, bounds::TAG),
            (Self::Votes, Value::Map(flags)) => flags_fit(flags, bounds::KEY),
            (Self::Plain, Value::Plain(any @ (Any::Map(_) | Any::Array(_)))) => {
                limit("a list or an object", size(any), bounds::PLAIN)
            }
            _ => Err(Misfit::Shape),
        }
    }

    /// Whether one key of a map of flags fits.
    pub(crate) fn check_flag(self, key: &str, value: &Value) -> Result<(), Misfit> {
        let longest = match self {
            Self::Flags => bounds::TAG,
            Self::Votes => bounds::KEY,
            _ => return Err(Misfit::Shape),
        };
        flag_fits(key, value, longest)
    }
}

/// Why a value does not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Misfit {
    Shape,
    TooLarge { what: &'static str, at_most: usize },
}

impl Misfit {
    pub(crate) fn at(self, place: impl FnOnce() -> String) -> Refusal {
        match self {
            Self::Shape => Refusal::Shape { place: place() },
            Self::TooLarge { what, at_most } => Refusal::TooLarge { what, at_most },
        }
    }
}

fn limit(what: &'static str, size: usize, at_most: usize) -> Result<(), Misfit> {
    if size > at_most { Err(Misfit::TooLarge { what, at_most }) } else { Ok(()) }
}

fn names_fit(names: &[Any]) -> Result<(), Misfit> {
    limit("a list of names", names.len(), bounds::MEMBERS)?;
    let fits = |name: &Any| matches!(name, Any::String(name) if name.len() <= bounds::KEY);
    if names.iter().all(fits) { Ok(()) } else { Err(Misfit::Shape) }
}

fn flags_fit(flags: &[(String, Value)], longest: usize) -> Result<(), Misfit> {
    limit("a list of tags or votes", flags.len(), bounds::MEMBERS)?;
    flags.iter().try_for_each(|(key, value)| flag_fits(key, value, longest))
}

fn flag_fits(key: &str, value: &Value, longest: usize) -> Result<(), Misfit> {
    limit("a tag", key.chars().count(), longest)?;
    if matches!(value, Value::Plain(Any::Bool(_))) { Ok(()) } else { Err(Misfit::Shape) }
}

/// About how many bytes a plain value takes.
pub(crate) fn size(any: &Any) -> usize {
    match any {
        Any::String(text) => text.len() + 2,
        Any::Buffer(bytes) => bytes.len() + 2,
        Any::Array(items) => items.iter().map(size).sum::<usize>() + 2,
        Any::Map(map) => map.iter().map(|(key, value)| key.len() + 2 + size(value)).sum::<usize>() + 2,
        _ => 9,
    }
}

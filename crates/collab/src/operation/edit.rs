//! What operations come to: edits of one place each, which can be taken back.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use yrs::{Any, In, Map as _, MapPrelim, MapRef, Out, TextPrelim, TransactionMut};

use super::text;
use crate::Refusal;
use crate::schema::{Root, Shape, field};

/// A change of one place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum Edit {
    /// A new object.
    Make { root: Root, id: String, fields: Map<String, Json> },
    /// An object taken away.
    Remove { root: Root, id: String },
    /// A field set, or taken away.
    Set {
        root: Root,
        id: String,
        field: String,
        #[serde(with = "there")]
        value: Option<Json>,
    },
    /// A tag or a vote.
    Flag { root: Root, id: String, field: String, key: String, on: bool },
    /// A text written anew.
    Rewrite { root: Root, id: String, field: String, text: String },
}

impl Edit {
    pub(crate) fn root(&self) -> Root {
        match self {
            Self::Make { root, .. }
            | Self::Remove { root, .. }
            | Self::Set { root, .. }
            | Self::Flag { root, .. }
            | Self::Rewrite { root, .. } => *root,
        }
    }

    /// Where, as keys below the root map.
    pub(crate) fn path(&self) -> Vec<&str> {
        let parts = match self {
            Self::Make { id, .. } | Self::Remove { id, .. } => vec![id.as_str()],
            Self::Set { id, field, .. } | Self::Rewrite { id, field, .. } => vec![id.as_str(), field],
            Self::Flag { id, field, key, .. } => vec![id.as_str(), field, key],
        };
        // `meta` is an object itself.
        parts.into_iter().filter(|part| !part.is_empty()).collect()
    }

    /// Makes the change in a root map.
    pub(crate) fn write(&self, map: &MapRef, transaction: &mut TransactionMut<'_>) -> Result<(), Refusal> {
        match self {
            Self::Make { root, id, fields } => {
                // Field by field: yrs would put them in an order that differs from run to run.
                let object = map.insert(transaction, id.as_str(), MapPrelim::default());
                for (name, value) in fields {
                    object.insert(transaction, name.as_str(), member(*root, name, value));
                }
                Ok(())
            }
            Self::Remove { id, .. } => match map.remove(transaction, id) {
                Some(_) => Ok(()),
                None => Err(self.unknown()),
            },
            Self::Set { id, field, value, .. } => self.set(map, transaction, id, field, value.as_ref()),
            Self::Flag { id, field, key, on, .. } => {
                let object = self.object(map, transaction, id)?;
                let flags: MapRef = object.get_or_init(transaction, field.as_str());
                if *on {
                    flags.insert(transaction, key.as_str(), true);
                } else {
                    flags.remove(transaction, key);
                }
                Ok(())
            }
            Self::Rewrite { id, field, text, .. } => {
                let object = self.object(map, transaction, id)?;
                match object.get(transaction, field) {
                    Some(Out::YText(now)) => text::rewrite(&now, transaction, text),
                    _ => {
                        object.insert(transaction, field.as_str(), TextPrelim::new(text));
                    }
                }
                Ok(())
            }
        }
    }

    fn set(
        &self,
        map: &MapRef,
        transaction: &mut TransactionMut<'_>,
        id: &str,
        field: &str,
        value: Option<&Json>,
    ) -> Result<(), Refusal> {
        if let Some(Out::Any(Any::Map(fields))) = map.get(transaction, id) {
            let mut fields = (*fields).clone();
            match value {
                Some(value) => fields.insert(field.to_owned(), any(value)),
                None => fields.remove(field),
            };
            map.insert(transaction, id, Any::from(fields));
            return Ok(());
        }
        let object = self.object(map, transaction, id)?;
        match value {
            Some(value) => {
                object.insert(transaction, field, member(self.root(), field, value));
            }
            None => {
                object.remove(transaction, field);
            }
        }
        Ok(())
    }

    fn object(&self, map: &MapRef, transaction: &TransactionMut<'_>, id: &str) -> Result<MapRef, Refusal> {
        match map.get(transaction, id) {
            _ if self.root() == Root::Meta => Ok(map.clone()),
            Some(Out::YMap(object)) => Ok(object),
            _ => Err(self.unknown()),
        }
    }

    pub(crate) fn place(&self) -> String {
        [&[self.root().name()], self.path().as_slice()].concat().join("/")
    }

    fn unknown(&self) -> Refusal {
        Refusal::Unknown { place: self.place() }
    }
}

/// A value in the way its field is stored: texts by character, tags and votes by key, the rest as it is.
fn member(root: Root, name: &str, value: &Json) -> In {
    match (field(root, name).map(|field| field.shape), value) {
        (Some(Shape::Writing), Json::String(text)) => In::from(TextPrelim::new(text)),
        (Some(Shape::Flags | Shape::Votes), Json::Object(flags)) => {
            let flags: MapPrelim = flags.iter().map(|(key, on)| (key.as_str(), In::Any(any(on)))).collect();
            In::from(flags)
        }
        _ => In::Any(any(value)),
    }
}

/// JSON as a plain value of a document.
pub(crate) fn any(json: &Json) -> Any {
    match json {
        Json::Null => Any::Null,
        Json::Bool(value) => Any::from(*value),
        Json::Number(number) => match number.as_i64() {
            // Larger ones are no whole numbers in JavaScript.
            Some(whole) if whole.abs() < 1 << 53 => Any::from(whole),
            _ => Any::from(number.as_f64().unwrap_or(0.0)),
        },
        Json::String(text) => Any::from(text.as_str()),
        Json::Array(items) => Any::from(items.iter().map(any).collect::<Vec<_>>()),
        Json::Object(members) => {
            let members = members.iter().map(|(key, value)| (key.clone(), any(value)));
            Any::from(members.collect::<std::collections::HashMap<_, _>>())
        }
    }
}

/// A value that may be null, or may not be there: a list of one or none.
pub(super) mod there {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use serde_json::Value as Json;

    pub(crate) fn serialize<S: Serializer>(value: &Option<Json>, serializer: S) -> Result<S::Ok, S::Error> {
        value.as_slice().serialize(serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Json>, D::Error> {
        Ok(Vec::<Json>::deserialize(deserializer)?.into_iter().next())
    }
}

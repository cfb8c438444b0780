//! The document as plain JSON, complete with what the schema does not know.

use serde_json::{Map as Object, Value as Json};
use yrs::{Any, GetString, Map, MapRef, Number, Out, ReadTxn, Transact};

use postlude_base::Problem;
use postlude_review::timeline::Review;

use super::Document;
use crate::schema::Root;

impl Document {
    /// All root maps as one JSON object, keys in order of the alphabet. Texts are strings.
    pub fn json(&self) -> Json {
        let transaction = self.doc.transact();
        let roots =
            self.roots.iter().map(|(root, map)| (root.name().to_owned(), map_json(map, &transaction)));
        Json::Object(sorted(roots))
    }

    /// One object as JSON; `meta` is one itself.
    pub(crate) fn object(&self, root: Root, id: &str) -> Option<Json> {
        let transaction = self.doc.transact();
        match root {
            Root::Meta => Some(map_json(self.map(root), &transaction)),
            _ => json_at(self.map(root), &[id], &transaction),
        }
    }

    /// The document as types, in an order that does not depend on who wrote first; what does not fit is said.
    pub fn review(&self) -> (Review, Vec<Problem>) {
        Review::read(&self.json())
    }

    /// The schema that the document names, if it names one.
    pub fn schema(&self) -> Option<u64> {
        let transaction = self.doc.transact();
        match self.map(Root::Meta).get(&transaction, "schema") {
            Some(Out::Any(any)) => plain_json(&any).as_f64().map(|schema| schema as u64),
            _ => None,
        }
    }

    pub(crate) fn map(&self, root: Root) -> &MapRef {
        // The roots are in the order of the enum, all of them.
        &self.roots[root as usize].1
    }
}

fn map_json<T: ReadTxn>(map: &MapRef, transaction: &T) -> Json {
    Json::Object(sorted(map.iter(transaction).map(|(key, out)| (key.to_owned(), json_of(out, transaction)))))
}

/// What is at a path of keys below a root map; none if nothing is.
pub(crate) fn json_at<T: ReadTxn>(map: &MapRef, path: &[&str], transaction: &T) -> Option<Json> {
    let (first, rest) = path.split_first()?;
    let mut at = map.get(transaction, first)?;
    for (depth, key) in rest.iter().enumerate() {
        at = match at {
            Out::YMap(map) => map.get(transaction, key)?,
            other => {
                let plain = json_of(other, transaction);
                return rest[depth..].iter().try_fold(plain, |json, key| json.get(key).cloned());
            }
        };
    }
    Some(json_of(at, transaction))
}

pub(super) fn json_of<T: ReadTxn>(out: Out, transaction: &T) -> Json {
    match out {
        Out::Any(any) => plain_json(&any),
        Out::YText(text) => Json::String(text.get_string(transaction)),
        Out::YMap(map) => map_json(&map, transaction),
        _ => Json::Null,
    }
}

/// A plain value as JSON. Whole numbers stay whole; what JSON cannot say is null.
pub(crate) fn plain_json(any: &Any) -> Json {
    match any {
        Any::Null | Any::Undefined | Any::Buffer(_) => Json::Null,
        Any::Bool(value) => Json::Bool(*value),
        Any::Number(Number::Int(value)) => Json::from(*value),
        Any::Number(Number::Float(value)) => {
            serde_json::Number::from_f64(*value).map_or(Json::Null, Json::Number)
        }
        Any::String(text) => Json::String(text.to_string()),
        Any::Array(items) => Json::Array(items.iter().map(plain_json).collect()),
        Any::Map(map) => Json::Object(sorted(map.iter().map(|(key, any)| (key.clone(), plain_json(any))))),
    }
}

/// yrs keeps members in no order; the result has one.
fn sorted(members: impl Iterator<Item = (String, Json)>) -> Object<String, Json> {
    let mut members: Vec<(String, Json)> = members.collect();
    members.sort_by(|a, b| a.0.cmp(&b.0));
    members.into_iter().collect()
}

//! The log told again: who changed what when, and how it was at a moment.

mod merge;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value as Json;

use crate::document::What;
use crate::schema::Root;
use crate::{Applied, Document, Refusal, Writer};

pub use merge::{Logged, merged};

/// What an update did to one field, or to a whole object.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Changed {
    /// The root map.
    pub map: &'static str,
    /// The object; empty for `meta`.
    pub id: String,
    /// The field; none if the whole object came or went.
    pub field: Option<String>,
    /// In a word.
    pub what: ChangeKind,
    /// What was there.
    pub before: Option<Json>,
    /// What is there now.
    pub after: Option<Json>,
}

/// What became of a field or an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// It was not there before.
    Added,
    /// It was another before.
    Changed,
    /// It is gone.
    Removed,
}

/// Replays a log, one update after the other, in the order in which they were kept.
pub struct Replay {
    document: Document,
    /// Every object as it is now: yrs forgets what is removed.
    objects: BTreeMap<(Root, String), Json>,
}

impl Replay {
    /// Begins with an empty document, or with a snapshot whose past is not told.
    pub fn new(snapshot: Option<&[u8]>) -> Result<Self, Refusal> {
        let document = Document::open(0, snapshot, [])?;
        let json = document.json();
        let mut objects = BTreeMap::new();
        for root in Root::ALL {
            let map = json.get(root.name());
            if root == Root::Meta {
                objects.insert((root, String::new()), map.cloned().unwrap_or_default());
                continue;
            }
            let members = map.and_then(Json::as_object).into_iter().flatten();
            objects.extend(members.map(|(id, object)| ((root, id.clone()), object.clone())));
        }
        Ok(Self { document, objects })
    }

    /// Takes the next update; gives what it changed, in the order of the schema.
    pub fn next(&mut self, update: &[u8]) -> Result<Vec<Changed>, Refusal> {
        let (applied, changes) = self.document.apply_and_tell(update, &Writer::Server)?;
        if applied == Applied::Unchanged {
            return Ok(Vec::new());
        }
        let mut touched: Vec<(Root, String)> = Vec::new();
        for change in changes {
            let place = (change.root, change.id.to_string());
            if !matches!(change.what, What::Stray) && touched.last() != Some(&place) {
                touched.push(place);
            }
        }
        let mut told = Vec::new();
        for place in touched {
            let now = self.document.object(place.0, &place.1);
            let before = match &now {
                Some(now) => self.objects.insert(place.clone(), now.clone()),
                None => self.objects.remove(&place),
            };
            tell(&place, before, now, &mut told);
        }
        Ok(told)
    }

    /// The document as it is after what was replayed.
    pub fn document(&self) -> &Document {
        &self.document
    }
}

/// The document as it was after these updates of the log.
pub fn as_of<'a>(
    snapshot: Option<&[u8]>,
    updates: impl IntoIterator<Item = &'a [u8]>,
) -> Result<Document, Refusal> {
    Document::open(0, snapshot, updates)
}

/// Compares an object with what it was, field by field.
fn tell(place: &(Root, String), before: Option<Json>, after: Option<Json>, told: &mut Vec<Changed>) {
    let (root, id) = place;
    let changed = |field: Option<&str>, before: Option<Json>, after: Option<Json>| Changed {
        map: root.name(),
        id: id.clone(),
        field: field.map(str::to_owned),
        what: match (&before, &after) {
            (None, _) => ChangeKind::Added,
            (_, None) => ChangeKind::Removed,
            _ => ChangeKind::Changed,
        },
        before,
        after,
    };
    let (Some(Json::Object(old)), Some(Json::Object(new))) = (&before, &after) else {
        if before != after {
            told.push(changed(None, before, after));
        }
        return;
    };
    let names: std::collections::BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    for name in names {
        let (was, is) = (old.get(name), new.get(name));
        if was != is {
            told.push(changed(Some(name), was.cloned(), is.cloned()));
        }
    }
}

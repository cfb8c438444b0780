//! What the rules need to know of every object, kept beside the document: who it belongs to, and whether the machine made it.
//!
//! yrs forgets the fields of a map that is deleted before anybody could look, so that a rule could not ask whose it was.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use yrs::{Any, Map, MapRef, Out, ReadTxn};

use super::change::{Change, What};
use crate::Refusal;
use crate::schema::{Root, Value, bounds};

/// What the rules need to know of one object.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Fact {
    pub(crate) by: Option<Arc<str>>,
    pub(crate) machine: bool,
}

#[derive(Debug, Default)]
pub(crate) struct Facts {
    objects: HashMap<Root, HashMap<Arc<str>, Fact>>,
    /// Each person once.
    people: HashSet<Arc<str>>,
}

impl Facts {
    pub(crate) fn get(&self, root: Root, id: &str) -> Option<&Fact> {
        self.objects.get(&root)?.get(id)
    }

    /// Reads all objects of the document once, when it is opened.
    pub(crate) fn read<T: ReadTxn>(&mut self, roots: &[(Root, MapRef)], transaction: &T) {
        for (root, map) in roots.iter().filter(|(root, _)| *root != Root::Meta) {
            for (id, value) in map.iter(transaction) {
                let (by, machine) = match &value {
                    Out::Any(Any::Map(fields)) => (text(fields.get("by")), fields.contains_key("machine")),
                    Out::YMap(map) => match map.get(transaction, "by") {
                        Some(Out::Any(any)) => (text(Some(&any)), map.contains_key(transaction, "machine")),
                        _ => (None, map.contains_key(transaction, "machine")),
                    },
                    _ => (None, false),
                };
                let by = by.map(|by| self.person(&by));
                self.objects.entry(*root).or_default().insert(id.into(), Fact { by, machine });
            }
        }
    }

    /// Takes over what was accepted.
    pub(crate) fn follow(&mut self, changes: &[Change]) {
        for change in changes.iter().filter(|change| change.root != Root::Meta) {
            match &change.what {
                What::Object { after: None, .. } => {
                    self.objects.entry(change.root).or_default().remove(&change.id);
                }
                What::Object { after: Some(value), .. } => {
                    let by = member(value, "by").map(|by| self.person(&by));
                    let fact = Fact { by, machine: has_member(value, "machine") };
                    self.objects.entry(change.root).or_default().insert(Arc::clone(&change.id), fact);
                }
                What::Field { field, after, .. } if &**field == "by" => {
                    let by = after.as_ref().and_then(Value::text).map(|by| self.person(by));
                    self.change(change, |fact| fact.by = by);
                }
                What::Field { field, after, .. } if &**field == "machine" => {
                    self.change(change, |fact| fact.machine = after.is_some());
                }
                _ => {}
            }
        }
    }

    /// Whether the document still holds no more objects than it may, with these changes.
    pub(crate) fn check_room(&self, changes: &[Change]) -> Result<(), Refusal> {
        let mut more: HashMap<Root, usize> = HashMap::new();
        for change in changes {
            if matches!(change.what, What::Object { before: None, after: Some(_) }) {
                *more.entry(change.root).or_default() += 1;
            }
        }
        Root::ALL.into_iter().try_for_each(|root| {
            let now = self.objects.get(&root).map_or(0, HashMap::len);
            match more.get(&root) {
                Some(more) => bounds::check("the number of objects", now + more, root.at_most()),
                None => Ok(()),
            }
        })
    }

    fn change(&mut self, change: &Change, with: impl FnOnce(&mut Fact)) {
        if let Some(fact) = self.objects.entry(change.root).or_default().get_mut(&change.id) {
            with(fact);
        }
    }

    fn person(&mut self, id: &str) -> Arc<str> {
        if let Some(person) = self.people.get(id) {
            return Arc::clone(person);
        }
        let person: Arc<str> = id.into();
        self.people.insert(Arc::clone(&person));
        person
    }
}

fn text(any: Option<&Any>) -> Option<Arc<str>> {
    match any {
        Some(Any::String(text)) => Some(Arc::clone(text)),
        _ => None,
    }
}

/// A field of an object, whichever way it is stored, if it is a string.
pub(crate) fn member(value: &Value, name: &str) -> Option<Arc<str>> {
    match value {
        Value::Plain(Any::Map(fields)) => text(fields.get(name)),
        Value::Map(fields) => match fields.iter().find(|(key, _)| key == name) {
            Some((_, Value::Plain(any))) => text(Some(any)),
            _ => None,
        },
        _ => None,
    }
}

fn has_member(value: &Value, name: &str) -> bool {
    match value {
        Value::Plain(Any::Map(fields)) => fields.contains_key(name),
        Value::Map(fields) => fields.iter().any(|(key, _)| key == name),
        _ => false,
    }
}

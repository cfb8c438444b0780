//! What an update changed, as seen by the observers of yrs: cost by the change, not by the document.

use std::sync::{Arc, Mutex, PoisonError};

use yrs::types::{EntryChange, Event, Events, PathSegment};
use yrs::{Any, DeepObservable, Map, MapRef, Out, ReadTxn, Text, TransactionMut};

use crate::schema::{Root, Value, field, size};

/// One change in one object of a root map.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Change {
    pub(crate) root: Root,
    /// The object; empty for `meta`, which is one itself.
    pub(crate) id: Arc<str>,
    pub(crate) what: What,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum What {
    /// The whole object came, went, or was replaced.
    Object { before: Option<Value>, after: Option<Value> },
    /// One field was set or taken away.
    Field { field: Arc<str>, before: Option<Value>, after: Option<Value>, object: Size },
    /// One tag or vote.
    Flag { field: String, key: Arc<str>, after: Option<Value> },
    /// Characters of a text; its length now.
    Writing { field: String, length: usize },
    /// Something in a place that the schema does not have.
    Stray,
}

/// How large an object is after the change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Size {
    pub(crate) fields: usize,
    /// Bytes of the fields that the schema does not know; only counted if such a field was changed.
    pub(crate) unknown: usize,
}

impl Change {
    /// Where it happened, for messages.
    pub(crate) fn place(&self) -> String {
        let field = match &self.what {
            What::Object { .. } | What::Stray => "",
            What::Field { field, .. } => field,
            What::Flag { field, .. } | What::Writing { field, .. } => field,
        };
        let parts = [self.root.name(), &self.id, field];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/")
    }
}

/// Collects the changes of one transaction.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    changes: Vec<Change>,
    /// Whether texts must be searched for what is no text.
    pub(crate) look_into_texts: bool,
}

pub(crate) type SharedWatch = Arc<Mutex<Watch>>;

/// Begins to watch all root maps.
pub(crate) fn watch(roots: &[(Root, MapRef)], into: &SharedWatch) {
    for (root, map) in roots {
        let (root, into) = (*root, Arc::clone(into));
        map.observe_deep("postlude", move |transaction, events| {
            collect(root, transaction, events, &mut into.lock().unwrap_or_else(PoisonError::into_inner));
        });
    }
}

/// Takes what was collected, in the order of the schema.
pub(crate) fn take(watch: &SharedWatch) -> Vec<Change> {
    let mut watch = watch.lock().unwrap_or_else(PoisonError::into_inner);
    let mut changes = std::mem::take(&mut watch.changes);
    changes.sort_by(|a, b| (a.root, &a.id, a.place()).cmp(&(b.root, &b.id, b.place())));
    changes
}

fn collect(root: Root, transaction: &TransactionMut<'_>, events: &Events<'_>, watch: &mut Watch) {
    for event in events.iter() {
        let path: Option<Vec<Arc<str>>> = event.path().into_iter().map(key_of).collect();
        let path = path.unwrap_or_else(|| vec!["".into(); 9]);
        match (root, path.as_slice(), event) {
            (Root::Meta, [], Event::Map(event)) => {
                fields(watch, root, &"".into(), event.target(), event.keys(transaction), transaction);
            }
            (_, [], Event::Map(event)) => {
                for (id, change) in event.keys(transaction) {
                    let (before, after) = both(change, transaction);
                    push(watch, root, id, What::Object { before, after });
                }
            }
            (Root::Meta, [field], Event::Text(event)) => {
                text(watch, root, &"".into(), field, event, transaction);
            }
            (_, [id], Event::Map(event)) if root != Root::Meta => {
                fields(watch, root, id, event.target(), event.keys(transaction), transaction);
            }
            (_, [id, field], Event::Text(event)) => text(watch, root, id, field, event, transaction),
            (_, [id, field], Event::Map(event)) => {
                for (key, change) in event.keys(transaction) {
                    let after = both(change, transaction).1;
                    push(watch, root, id, What::Flag { field: field.to_string(), key: key.clone(), after });
                }
            }
            (_, path, _) => push(watch, root, &path.first().cloned().unwrap_or_default(), What::Stray),
        }
    }
}

fn push(watch: &mut Watch, root: Root, id: &Arc<str>, what: What) {
    watch.changes.push(Change { root, id: Arc::clone(id), what });
}

fn key_of(segment: PathSegment) -> Option<Arc<str>> {
    match segment {
        PathSegment::Key(key) => Some(key),
        PathSegment::Index(_) => None,
    }
}

fn fields(
    watch: &mut Watch,
    root: Root,
    id: &Arc<str>,
    object: &MapRef,
    keys: &std::collections::HashMap<Arc<str>, EntryChange>,
    transaction: &TransactionMut<'_>,
) {
    if keys.is_empty() {
        // Something was put into the map that has no key.
        return push(watch, root, id, What::Stray);
    }
    let mut size = Size { fields: object.len(transaction) as usize, unknown: 0 };
    if keys.keys().any(|name| field(root, name).is_none()) {
        let unknown = object.iter(transaction).filter(|(name, _)| field(root, name).is_none());
        size.unknown = unknown.map(|(name, value)| name.len() + size_of(&value_of(value, transaction))).sum();
    }
    for (name, change) in keys {
        let (before, after) = both(change, transaction);
        let field = Arc::clone(name);
        push(watch, root, id, What::Field { field, before, after, object: size });
    }
}

fn text(
    watch: &mut Watch,
    root: Root,
    id: &Arc<str>,
    field: &str,
    event: &yrs::types::text::TextEvent,
    transaction: &TransactionMut<'_>,
) {
    let is_text = |delta: &yrs::types::Delta| match delta {
        yrs::types::Delta::Inserted(Out::Any(Any::String(_)), attributes) => attributes.is_none(),
        yrs::types::Delta::Inserted(..) => false,
        _ => true,
    };
    let strange = watch.look_into_texts && !event.delta(transaction).iter().all(is_text);
    let length = event.target().len(transaction) as usize;
    let what = if strange { What::Stray } else { What::Writing { field: field.to_owned(), length } };
    push(watch, root, id, what);
}

fn both<T: ReadTxn>(change: &EntryChange, transaction: &T) -> (Option<Value>, Option<Value>) {
    let value = |out: &Out| Some(value_of(out.clone(), transaction));
    match change {
        EntryChange::Inserted(after) => (None, value(after)),
        EntryChange::Updated(before, after) => (value(before), value(after)),
        EntryChange::Removed(before) => (value(before), None),
    }
}

/// A copy of a value. What was removed has no members any more.
pub(crate) fn value_of<T: ReadTxn>(out: Out, transaction: &T) -> Value {
    match out {
        Out::Any(any) => Value::Plain(any),
        Out::YText(text) => Value::Writing(text.len(transaction) as usize),
        Out::YMap(map) => {
            let members = map.iter(transaction);
            let mut members: Vec<_> =
                members.map(|(key, value)| (key.to_owned(), value_of(value, transaction))).collect();
            members.sort_by(|a, b| a.0.cmp(&b.0));
            Value::Map(members)
        }
        _ => Value::Other,
    }
}

/// About how many bytes a value takes.
pub(crate) fn size_of(value: &Value) -> usize {
    match value {
        Value::Plain(any) => size(any),
        Value::Writing(length) => *length,
        Value::Map(members) => members.iter().map(|(key, value)| key.len() + size_of(value)).sum(),
        Value::Other => 0,
    }
}

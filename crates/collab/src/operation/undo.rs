//! Doing and undoing. An operation gives back what undoes it; undoing changes only places that are still as it left
//! them, so that nobody's later work is taken back with it.

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use yrs::Transact;

use super::{Edit, Operation, Stamp};
use crate::document::{Applied, json_at};
use crate::{Document, Refusal, Writer};

/// What was done.
#[derive(Debug, Clone, PartialEq)]
pub struct Done {
    /// What to keep and to send to everybody; none if all was so already.
    pub update: Option<Vec<u8>>,
    /// What undoes it.
    pub undo: Undo,
}

/// What undoes one operation, or several that were done at once. Kept by whoever offers to undo; it may be stored.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Undo {
    steps: Vec<Step>,
}

/// What was undone.
#[derive(Debug, Clone, PartialEq)]
pub struct Undone {
    /// What was changed back, and what does that again.
    pub done: Done,
    /// Places that somebody changed since; they stay as they are.
    pub skipped: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Step {
    back: Edit,
    /// What the operation left there; none if nothing.
    #[serde(with = "super::edit::there")]
    left: Option<Json>,
}

impl Document {
    /// Does several operations as one change, all or none.
    pub fn operate(&mut self, operations: &[Operation], writer: &Writer, at: &str) -> Result<Done, Refusal> {
        let person = match writer {
            Writer::Server => None,
            Writer::Person { id, .. } => Some(id.as_str()),
        };
        let stamp = Stamp { person, at };
        let edits: Vec<Edit> = operations.iter().flat_map(|operation| operation.edits(&stamp)).collect();
        self.edit(edits, writer)
    }

    /// Undoes what somebody did. Only what is still as they left it changes back.
    pub fn undo(&mut self, undo: &Undo, writer: &Writer) -> Result<Undone, Refusal> {
        if writer.only_reads() {
            return Err(Refusal::Reader);
        }
        let mut skipped = Vec::new();
        let mut edits = Vec::new();
        for step in undo.steps.iter().rev() {
            if self.at(&step.back) == step.left {
                edits.push(step.back.clone());
            } else {
                skipped.push(step.back.place());
            }
        }
        // The token came from this crate: what it brings back may have been written by others, and stays theirs.
        Ok(Undone { done: self.edit(edits, &Writer::Server)?, skipped })
    }

    fn edit(&mut self, edits: Vec<Edit>, writer: &Writer) -> Result<Done, Refusal> {
        if writer.only_reads() {
            return Err(Refusal::Reader);
        }
        let before: Vec<Option<Json>> = edits.iter().map(|edit| self.at(edit)).collect();
        let pairs = edits.iter().zip(&before).filter(|(edit, before)| !edit.is_so(before.as_ref()));
        let pairs: Vec<(&Edit, &Option<Json>)> = pairs.collect();
        let applied = self.write_local(writer, |document, transaction| {
            pairs.iter().try_for_each(|(edit, _)| edit.write(document.map(edit.root()), transaction))
        })?;
        let update = match applied {
            Applied::Unchanged => return Ok(Done { update: None, undo: Undo::default() }),
            Applied::Changed(update) => update,
        };
        let steps = pairs.into_iter().map(|(edit, before)| {
            let back = edit.back(before.as_ref());
            Step { left: self.at(&back), back }
        });
        Ok(Done { update: Some(update), undo: Undo { steps: steps.collect() } })
    }

    /// What is now at the place of an edit.
    fn at(&self, edit: &Edit) -> Option<Json> {
        json_at(self.map(edit.root()), &edit.path(), &self.doc().transact())
    }
}

impl Edit {
    /// Whether the place is so already.
    fn is_so(&self, now: Option<&Json>) -> bool {
        match self {
            Self::Set { value, .. } => value.as_ref() == now,
            Self::Flag { on, .. } => now.is_some() == *on,
            Self::Rewrite { text, .. } => now.and_then(Json::as_str) == Some(text),
            Self::Make { .. } | Self::Remove { .. } => false,
        }
    }

    /// The edit that brings back what was there.
    fn back(&self, before: Option<&Json>) -> Self {
        match self.clone() {
            Self::Make { root, id, .. } | Self::Remove { root, id } => match before {
                Some(Json::Object(fields)) => Self::Make { root, id, fields: fields.clone() },
                _ => Self::Remove { root, id },
            },
            Self::Flag { root, id, field, key, .. } => {
                Self::Flag { root, id, field, key, on: before.is_some() }
            }
            Self::Rewrite { root, id, field, .. } if before.is_some_and(Json::is_string) => {
                let text = before.and_then(Json::as_str).unwrap_or_default().to_owned();
                Self::Rewrite { root, id, field, text }
            }
            Self::Set { root, id, field, .. } | Self::Rewrite { root, id, field, .. } => {
                Self::Set { root, id, field, value: before.cloned() }
            }
        }
    }
}

//! Ideas that are parked: set aside, decided on later, never removed.

use serde_json::json;

use super::{Edit, Operation, Stamp, extend, make, rewrite, set, stamped};
use crate::schema::Root;

pub(super) fn edits(operation: &Operation, stamp: &Stamp<'_>) -> Vec<Edit> {
    let root = Root::Parking;
    match operation {
        Operation::Park { id, text, fields } => {
            let mut all = json!({"text": text, "state": "parked"});
            extend(&mut all, fields);
            vec![make(root, id, stamped(all, stamp))]
        }
        Operation::ParkText { id, text } => vec![rewrite(root, id, text)],
        Operation::EditParked { id, fields } => {
            fields.iter().map(|(name, value)| set(root, id, name, value.clone())).collect()
        }
        _ => Vec::new(),
    }
}

//! What stands on the timeline: entries in lanes, notes, comments, and how a new draft of the machine changes them.
//!
//! Everything here is read from the JSON of the document, where newer pages and tools may have written what this
//! version does not know. Reading never fails: what does not fit is left out, and said in a `Problem`.

mod citation;
mod comment;
mod entry;
mod fields;
mod machine;
mod merge;
mod note;
mod redraft;
mod review;

pub use citation::{Attachment, Citation};
pub use comment::{Comment, mentions};
pub use entry::{Entry, Known, Lane, State};
pub(crate) use machine::lasting_id;
pub use machine::{MachinePart, machine_ids};
pub use merge::{LONGEST_MERGE, Merges};
pub use note::{Group, Note, NoteKind};
pub use redraft::{Redraft, of_draft, redraft};
pub use review::{Person, Review};

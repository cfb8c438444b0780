//! The interview room: two people, locked notes, and quotes that only the person who said them lets out.
//!
//! Reading order: `part` (who may do what in the room), `consent`, `questions`, `quote` (how words leave the room), `dossier` (what to know beforehand).
//! Nobody else knows of the room. Nothing is written down without consent or off the record, and what is struck or withdrawn is gone.

mod consent;
mod dossier;
mod part;
mod question;
mod quote;
mod refusal;

pub use consent::Consent;
pub use dossier::{Look, first_look, handles};
pub use part::{Deed, Part};
pub use question::{QUESTIONS_AT_MOST, Question, questions};
pub use quote::{NoteKind, Release, TEXT_AT_MOST, text};
pub use refusal::Refusal;

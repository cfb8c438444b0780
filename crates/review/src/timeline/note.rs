use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::fields::Fields;

/// What a note tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// What somebody saw.
    Saw,
    /// What somebody did.
    Did,
    /// What somebody thought at that moment.
    Thought,
    /// What surprised.
    Surprised,
    /// What somebody wants to know.
    Question,
}

/// A sticky note, on an entry, on a span of time, or on the board only.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Note {
    /// Its id, the key in the document.
    pub id: String,
    /// What it tells.
    pub kind: NoteKind,
    /// The words.
    pub text: String,
    /// Who wrote it.
    pub by: Option<String>,
    /// When it was written.
    pub at: Option<String>,
    /// The entry it hangs on.
    pub on: Option<String>,
    /// The beginning of the span of time that it hangs on.
    pub from: Option<String>,
    /// The end of that span.
    pub to: Option<String>,
    /// The place on the board, in pixels of the board.
    pub place: Option<(f64, f64)>,
    /// The group it lies in.
    pub group: Option<String>,
    /// Who voted for it, in order of the alphabet.
    pub votes: Vec<String>,
}

/// Notes that belong together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group {
    /// Its id, the key in the document.
    pub id: String,
    /// What people call it.
    pub title: String,
}

impl Note {
    pub(super) fn read(id: &str, value: &Value) -> Self {
        let fields = Fields::of(value);
        Self {
            id: id.to_owned(),
            kind: kind(fields.text("kind").as_deref()),
            text: fields.text("text").unwrap_or_default(),
            by: fields.text("by"),
            at: fields.text("at"),
            on: fields.text("on"),
            from: fields.text("from"),
            to: fields.text("to"),
            place: fields.number("x").zip(fields.number("y")),
            group: fields.text("group"),
            votes: fields.flags("votes"),
        }
    }
}

impl Group {
    pub(super) fn read(id: &str, value: &Value) -> Self {
        Self { id: id.to_owned(), title: Fields::of(value).text("title").unwrap_or_default() }
    }
}

/// A tool that writes no kind tells what was seen.
fn kind(name: Option<&str>) -> NoteKind {
    match name {
        Some("did") => NoteKind::Did,
        Some("thought") => NoteKind::Thought,
        Some("surprised") => NoteKind::Surprised,
        Some("question") => NoteKind::Question,
        _ => NoteKind::Saw,
    }
}

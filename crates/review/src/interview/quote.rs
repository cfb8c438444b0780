//! Notes of the room, and how exact words leave it.

use postlude_base::Timestamp;
use serde::{Deserialize, Serialize};

use super::Refusal;

/// One note, in bytes.
pub const TEXT_AT_MOST: usize = 64 << 10;
/// A title, in characters: the bound of the review.
const TITLE: usize = 500;
/// What a quote may have as a note of the review.
const QUOTE: usize = 60 << 10;

/// What a note of the room is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoteKind {
    /// It stays in the room.
    Note,
    /// The interviewee's exact words, which they may release.
    Quote,
}

/// How a quote stands in the review.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "as", rename_all = "snake_case")]
pub enum Release {
    /// As a note, on an entry or on the board.
    Note {
        /// The entry.
        on: Option<String>,
    },
    /// As an entry of its own; the quote is its text.
    Entry {
        /// When.
        time: Option<String>,
        /// What.
        title: Option<String>,
    },
}

impl NoteKind {
    /// The name that the API and the store use.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Quote => "quote",
        }
    }

    /// The kind with this name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Note, Self::Quote].into_iter().find(|kind| kind.name() == name)
    }
}

/// Words that may be kept.
pub fn text(given: &str) -> Result<String, Refusal> {
    let text = given.trim();
    if text.is_empty() {
        return Err(Refusal::Empty);
    }
    if text.len() > TEXT_AT_MOST {
        return Err(Refusal::TooLong);
    }
    Ok(text.to_owned())
}

impl Release {
    /// The same, ready to be written; refuses what cannot leave the room.
    pub fn checked(self, kind: NoteKind, text: &str) -> Result<Self, Refusal> {
        if kind != NoteKind::Quote {
            return Err(Refusal::NotAQuote);
        }
        if text.len() > QUOTE {
            return Err(Refusal::TooLong);
        }
        let Self::Entry { time, title } = self else { return Ok(self) };
        let time = time.and_then(|time| time.parse().ok()).and_then(Timestamp::from_jiff);
        let title = title.map(|title| title.trim().to_owned()).filter(|title| !title.is_empty());
        let (Some(time), Some(title)) = (time, title) else { return Err(Refusal::NoEntry) };
        if title.chars().count() > TITLE {
            return Err(Refusal::TooLong);
        }
        Ok(Self::Entry { time: Some(time.to_string()), title: Some(title) })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn only_a_quote_leaves_the_room() {
        let check = |kind: NoteKind, asked: Value, expected: Result<(), Refusal>| {
            let release: Release = serde_json::from_value(asked.clone()).unwrap();
            assert_eq!(release.checked(kind, "The graph was green.").map(drop), expected, "{asked}");
        };
        let (note, quote) = (NoteKind::Note, NoteKind::Quote);
        check(quote, json!({"as": "note", "on": "e"}), Ok(()));
        check(quote, json!({"as": "note"}), Ok(()));
        check(note, json!({"as": "note"}), Err(Refusal::NotAQuote));
        let time = "2026-03-05T14:09:41Z";
        check(quote, json!({"as": "entry", "time": time, "title": "Green"}), Ok(()));
        check(quote, json!({"as": "entry", "time": "soon", "title": "Green"}), Err(Refusal::NoEntry));
        check(quote, json!({"as": "entry", "title": "Green"}), Err(Refusal::NoEntry));
        check(quote, json!({"as": "entry", "time": time, "title": "x".repeat(501)}), Err(Refusal::TooLong));
    }

    #[test]
    fn words_have_bounds() {
        assert_eq!(text(" a \n"), Ok("a".to_owned()));
        assert_eq!(text("\n "), Err(Refusal::Empty));
        assert_eq!(text(&"x".repeat(TEXT_AT_MOST + 1)), Err(Refusal::TooLong));
    }
}

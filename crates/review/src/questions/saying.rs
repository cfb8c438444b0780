//! What people said: messages of the chat, entries and notes of people, with what each mainly is.

use postlude_base::Timestamp;

use super::finding::Place;
use super::scene::{MOST, Moment};
use crate::timeline::{Note, NoteKind, Review};

/// What a saying mainly is, by the classes of the draft; notes bring their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    Observation,
    Hypothesis,
    Decision,
    ActionTaken,
    HandOver,
    Question,
    StatusUpdate,
    Surprise,
    /// An entry that somebody wrote: an account of what happened.
    Account,
    /// A message that the draft did not class.
    Other,
}

/// Bytes of a saying that are looked at.
const LONGEST: usize = 1_000;

/// One of them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Saying<'a> {
    pub(super) place: Place<'a>,
    pub(super) time: Timestamp,
    pub(super) said: Said,
    pub(super) text: &'a str,
    /// The entry that a note hangs on.
    pub(super) on: Option<&'a str>,
    /// Whether it was written at that moment, and not looking back.
    pub(super) is_at_the_time: bool,
}

/// All of them, in order of time.
pub(super) fn of<'a>(review: &'a Review, moments: &[Moment<'a>]) -> Vec<Saying<'a>> {
    let mut sayings: Vec<Saying<'a>> = moments.iter().filter_map(entry).collect();
    sayings.extend(review.notes.iter().take(MOST).filter_map(|one| note(one, moments)));
    sayings.sort_by_key(|saying| (saying.time, saying.place));
    sayings
}

fn entry<'a>(moment: &Moment<'a>) -> Option<Saying<'a>> {
    let said = match &moment.entry.machine {
        None => Said::Account,
        Some(machine) if machine.kind == "message" => class(machine.message_kind.as_deref()),
        Some(_) => return None,
    };
    Some(Saying {
        place: Place::Entry(&moment.entry.id),
        time: moment.time,
        said,
        text: head(moment.entry.title()),
        on: None,
        is_at_the_time: moment.entry.machine.is_some(),
    })
}

/// A note stands where the entry that it hangs on stands, or where its span of time begins; on the board only, it has no moment.
fn note<'a>(note: &'a Note, moments: &[Moment<'a>]) -> Option<Saying<'a>> {
    let on = note.on.as_deref();
    let there = on.and_then(|id| moments.iter().find(|moment| moment.entry.id == id));
    let spanned = || note.from.as_deref().and_then(|from| Timestamp::from_jiff(from.parse().ok()?));
    let said = match note.kind {
        NoteKind::Saw => Said::Observation,
        NoteKind::Did => Said::ActionTaken,
        NoteKind::Thought => Said::Hypothesis,
        NoteKind::Surprised => Said::Surprise,
        NoteKind::Question => return None,
    };
    let time = there.map(|moment| moment.time).or_else(spanned)?;
    Some(Saying {
        place: Place::Note(&note.id),
        time,
        said,
        text: head(&note.text),
        on,
        is_at_the_time: false,
    })
}

/// The beginning of a long text: what it is about stands there.
fn head(text: &str) -> &str {
    text.get(..text.floor_char_boundary(LONGEST)).unwrap_or(text)
}

fn class(name: Option<&str>) -> Said {
    match name {
        Some("observation") => Said::Observation,
        Some("hypothesis") => Said::Hypothesis,
        Some("decision") => Said::Decision,
        Some("action_taken") => Said::ActionTaken,
        Some("hand_over") => Said::HandOver,
        Some("question") => Said::Question,
        Some("status_update") => Said::StatusUpdate,
        _ => Said::Other,
    }
}

impl Saying<'_> {
    /// Whether it tells something that was done, or is to be done.
    pub(super) fn is_doing(&self) -> bool {
        matches!(self.said, Said::ActionTaken | Said::Decision)
    }

    /// Whether one of these phrases stands in it as whole words, case aside.
    pub(super) fn says(&self, phrases: &[&str]) -> bool {
        says(self.text, phrases)
    }
}

/// Whether one of these phrases stands in a text as whole words, case aside.
pub(super) fn says(text: &str, phrases: &[&str]) -> bool {
    let text = words(text);
    phrases.iter().any(|phrase| text.contains(&format!(" {phrase} ")))
}

/// A text as lower-case words between single blanks, with a blank at both ends.
pub(super) fn words(text: &str) -> String {
    let lower = text.to_lowercase();
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '-' | '_' | '.');
    let words = lower.split(|c: char| !is_part(c)).map(|word| word.trim_matches(['.', '\'', '-']));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    format!(" {} ", words.join(" "))
}

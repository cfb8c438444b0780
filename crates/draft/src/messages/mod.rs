//! What a message of a chat is: somebody saw something, guesses, decides, did something, hands over, asks, or sums up.
//!
//! Rules are phrases with weights (`rules`), one table per kind. A sentence is of the kind whose phrases weigh most; a
//! message is what its strongest sentence is. Nothing is learned, nothing is random: the phrases that decided can be
//! named. English and the commonest German words.
//!
//! Reading order: `sentence` (words), `verbs`, `symptoms` (words of trouble), `phrase` (how phrases match), `rules`.

mod phrase;
mod rules;
pub(crate) mod sentence;
pub(crate) mod symptoms;
mod verbs;

use sentence::Sentence;
use serde::{Deserialize, Serialize};

/// What a message mainly is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessageKind {
    /// What somebody sees or has measured.
    Observation,
    /// A guess at an explanation.
    Hypothesis,
    /// What is going to be done, or not done.
    Decision,
    /// What was done, or is being done.
    ActionTaken,
    /// Responsibility or knowledge that passes to somebody else.
    HandOver,
    /// Something is asked.
    Question,
    /// How things stand, for others.
    StatusUpdate,
}

/// A kind that weighs less says nothing.
const ENOUGH: i32 = 20;

/// What a message is; none for small talk and for what says nothing of the incident.
pub fn kind_of_message(text: &str) -> Option<MessageKind> {
    if is_notice(text) {
        return None;
    }
    let mut best: Option<((i32, usize), MessageKind)> = None;
    for sentence in sentence::sentences(text) {
        let Some((weight, kind)) = strongest(&sentence) else { continue };
        // Of equals the one that says more counts, then the first.
        let weight = (weight, sentence.words.len());
        if best.is_none_or(|(most, _)| weight > most) {
            best = Some((weight, kind));
        }
    }
    best.map(|(_, kind)| kind)
}

/// What a sentence is.
pub(crate) fn kind_of_sentence(sentence: &Sentence) -> Option<MessageKind> {
    strongest(sentence).map(|(_, kind)| kind)
}

/// The kind that weighs most, with its weight; the first of equals.
fn strongest(sentence: &Sentence) -> Option<(i32, MessageKind)> {
    let mut best: Option<(i32, MessageKind)> = None;
    for (kind, weight) in rules::weights(sentence) {
        if weight >= ENOUGH && best.is_none_or(|(most, _)| weight > most) {
            best = Some((weight, kind));
        }
    }
    best
}

/// Notices of alerting repeat an alert, which is an entry of its own; notices of the chat itself say nothing.
pub(crate) fn is_notice(text: &str) -> bool {
    const MARKS: [&str; 15] = [
        "[firing",
        "[resolved",
        "[alerting",
        "[ok]",
        "[triggered",
        "[acknowledged",
        "set the channel",
        "joined the",
        "has joined",
        "left the",
        "reminder:",
        "pagerduty:",
        "opsgenie:",
        "alertmanager:",
        "[bot]",
    ];
    let start: String = text.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '[').to_lowercase();
    let of_the_chat = [" joined the c", " left the c", " joined the ro", " set the topic"];
    MARKS.iter().any(|mark| start.starts_with(mark)) || of_the_chat.iter().any(|mark| start.contains(mark))
}

#[cfg(test)]
mod tests;

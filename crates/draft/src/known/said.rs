//! A message, prepared for the question what it speaks of.

use std::collections::BTreeSet;

use postlude_base::Timestamp;

use super::role;
use super::services::Services;
use crate::input::MessageFact;
use crate::messages::sentence::{Sentence, sentences};
use crate::messages::symptoms::{self, Symptom};
use crate::messages::{MessageKind, is_notice, kind_of_sentence};

/// A sentence, with what it names.
#[derive(Debug)]
pub(super) struct SentenceSaid<'a> {
    pub(super) sentence: Sentence,
    pub(super) services: BTreeSet<&'a str>,
}

/// A message, with what it names.
#[derive(Debug)]
pub(super) struct Said<'a> {
    pub(super) fact: &'a MessageFact,
    pub(super) sentences: Vec<SentenceSaid<'a>>,
    /// Every word, also of quoted code, lower case, between single blanks.
    pub(super) plain: String,
    /// Addresses of pages, lower case.
    pub(super) links: Vec<String>,
    /// Whether it repeats an alert, or is a notice of the chat itself.
    pub(super) is_notice: bool,
}

impl<'a> Said<'a> {
    pub(super) fn of(fact: &'a MessageFact, services: &'a Services) -> Self {
        let said = |sentence: Sentence| SentenceSaid { services: services.named(&sentence.words), sentence };
        let links = fact.text.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '|' | '(' | ')'));
        Self {
            fact,
            sentences: sentences(&fact.text).into_iter().map(said).collect(),
            plain: plain(beginning(&fact.text)),
            links: links.filter(|word| word.contains("://")).map(str::to_lowercase).collect(),
            is_notice: is_notice(&fact.text),
        }
    }

    pub(super) fn time(&self) -> Timestamp {
        self.fact.time
    }

    pub(super) fn role(&self) -> &'static str {
        role::of(self.fact)
    }

    /// Whether the message names a service, and nothing else that would be meant instead.
    pub(super) fn names(&self, service: &str) -> bool {
        self.sentences.iter().any(|said| said.services.contains(service))
    }

    /// Whether the words occur one after the other.
    pub(super) fn has(&self, words: &str) -> bool {
        let words = plain(words);
        words.len() > 2 && self.plain.contains(&words)
    }
}

impl SentenceSaid<'_> {
    /// The trouble that is seen; none in what is asked, guessed or wished for.
    pub(super) fn symptoms(&self) -> Vec<Symptom> {
        let seen = !matches!(
            kind_of_sentence(&self.sentence),
            Some(MessageKind::Hypothesis | MessageKind::Decision | MessageKind::Question)
        );
        if !seen || self.sentence.asks {
            return Vec::new();
        }
        let all = symptoms::of_sentence(&self.sentence);
        // Who says that connections are back to normal tells of the end of the trouble, not of the trouble.
        if all.contains(&Symptom::Recovery) { vec![Symptom::Recovery] } else { all }
    }
}

/// Characters of a message in which quotations are looked for.
const READ: usize = 20_000;

fn beginning(text: &str) -> &str {
    text.char_indices().nth(READ).and_then(|(at, _)| text.get(..at)).unwrap_or(text)
}

/// Words without punctuation, lower case, a blank before and after each.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len() + 2);
    plain.push(' ');
    let words = text.split(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '.' | '-' | '/'));
    for word in words.map(|word| word.trim_matches(['.', '-', '/'])).filter(|word| !word.is_empty()) {
        plain.extend(word.chars().flat_map(char::to_lowercase));
        plain.push(' ');
    }
    plain
}

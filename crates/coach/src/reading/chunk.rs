//! Noun phrases, and whether they mean people.

use super::{Shape, Token};
use crate::lexicon::Lexicon;

/// What a noun phrase means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A person, a role, a team, a pronoun for them.
    Person,
    /// Everything else: a machine, a document, a practice.
    Thing,
}

/// A noun phrase, up to a possessive "'s".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Chunk {
    /// The token after it.
    pub(crate) end: usize,
    pub(crate) kind: Kind,
}

/// Words before the head, at most.
const LONGEST: usize = 8;

/// The noun phrase that begins at each token.
pub(crate) fn chunks(tokens: &[Token], lexicon: &Lexicon) -> Vec<Option<Chunk>> {
    let mut chunks = vec![None; tokens.len()];
    let mut at = 0;
    while at < tokens.len() {
        let chunk = chunk(tokens, at, lexicon);
        if let Some(place) = chunks.get_mut(at) {
            *place = chunk;
        }
        at = chunk.map_or(at + 1, |chunk| chunk.end);
    }
    chunks
}

fn chunk(tokens: &[Token], from: usize, lexicon: &Lexicon) -> Option<Chunk> {
    let first = tokens.get(from)?;
    if first.is(lexicon, "person-pronoun") {
        return Some(Chunk { end: from + 1, kind: Kind::Person });
    }
    let pointing = matches!(first.text.as_str(), "this" | "that" | "these" | "those");
    let alone = !pointing || !tokens.get(from + 1).is_some_and(|next| noun(next, lexicon));
    if first.is(lexicon, "thing-pronoun") && alone {
        return Some(Chunk { end: from + 1, kind: Kind::Thing });
    }
    let determined = first.is(lexicon, "determiner");
    let mut end = if determined { from + 1 } else { from };
    while let Some(token) = tokens.get(end).filter(|_| end - from < LONGEST) {
        let opens = determined && end == from + 1;
        let modifies = opens && token.shape == Shape::Word && !token.is(lexicon, "closed");
        // "the failover need two people": a number begins another phrase.
        if token.shape == Shape::Word
            && token.is(lexicon, "number-word")
            && end > from + usize::from(determined)
        {
            break;
        }
        let goes_on = token.shape == Shape::Quoted || modifies || noun(token, lexicon);
        if !goes_on {
            break;
        }
        end += 1;
    }
    let head = tokens.get(end.checked_sub(1)?).filter(|_| end > from + usize::from(determined))?;
    // "the Kubernetes operator", "the consumer group" are machines.
    let technical =
        tokens.get(from..end - 1).unwrap_or_default().iter().any(|token| token.is(lexicon, "technical"));
    let machine = technical && head.is(lexicon, "ambiguous-person");
    let person = (head.is(lexicon, "person") && !machine) || is_name(tokens, end - 1, from, lexicon);
    Some(Chunk { end, kind: if person { Kind::Person } else { Kind::Thing } })
}

/// Whether a word may stand in a noun phrase: whatever is not known to be something else.
fn noun(token: &Token, lexicon: &Lexicon) -> bool {
    let verb = token.is(lexicon, "verb") && !token.is(lexicon, "noun");
    let adverb = token.text.ends_with("ly") && !token.is(lexicon, "noun");
    let past = lexicon.is_past(&token.text) && !token.is(lexicon, "noun");
    match token.shape {
        Shape::Number => true,
        Shape::Word => {
            let other = ["closed", "determiner", "person-pronoun", "thing-pronoun"];
            !(verb || adverb || past || other.iter().any(|class| token.is(lexicon, class)))
        }
        Shape::Quoted | Shape::Mark => false,
    }
}

/// A first name, or a capitalised word that does what only people do.
fn is_name(tokens: &[Token], at: usize, from: usize, lexicon: &Lexicon) -> bool {
    let Some(token) = tokens.get(at).filter(|token| token.capital && !token.is(lexicon, "machine")) else {
        return false;
    };
    let acts =
        tokens.get(at + 1).is_some_and(|next| next.is(lexicon, "human-act") && lexicon.is_past(&next.text));
    token.is(lexicon, "first-name") || (at == from && acts)
}

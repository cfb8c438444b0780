//! From text to sentences of tokens and noun phrases.

mod chunk;
mod split;
mod token;

use std::ops::Range;

use crate::lexicon::Lexicon;
pub(crate) use chunk::{Chunk, Kind};
pub(crate) use split::sentences;
pub(crate) use token::{Shape, Token};

/// One sentence, read.
#[derive(Debug)]
pub(crate) struct Sentence<'a> {
    pub(crate) text: &'a str,
    pub(crate) tokens: Vec<Token>,
    /// The noun phrase that begins at each token, if one does.
    pub(crate) chunks: Vec<Option<Chunk>>,
    /// Where a clause may begin: the first word, and the words after an introduction.
    pub(crate) starts: Vec<usize>,
    pub(crate) is_question: bool,
}

impl<'a> Sentence<'a> {
    pub(crate) fn read(text: &'a str, range: Range<usize>, lexicon: &Lexicon) -> Self {
        let tokens = token::tokens(text, range, lexicon);
        let chunks = chunk::chunks(&tokens, lexicon);
        let starts = starts(&tokens, lexicon);
        let is_question = tokens.iter().rev().take(2).any(|token| token.text == "?")
            || starts.iter().any(|start| inverted(&tokens, &chunks, *start, lexicon))
                && !tokens.first().is_some_and(|first| first.is(lexicon, "inverting"));
        Self { text, tokens, chunks, starts, is_question }
    }
}

/// "did you": a question even where the mark is missing.
fn inverted(tokens: &[Token], chunks: &[Option<Chunk>], at: usize, lexicon: &Lexicon) -> bool {
    let is = |at: usize, class| tokens.get(at).is_some_and(|token: &Token| token.is(lexicon, class));
    let person =
        |at: usize| chunks.get(at).copied().flatten().is_some_and(|chunk| chunk.kind == Kind::Person);
    let at = if is(at, "wh") { at + 1 } else { at };
    is(at, "do") && person(at + 1)
}

fn starts(tokens: &[Token], lexicon: &Lexicon) -> Vec<usize> {
    let is = |at: usize, class| tokens.get(at).is_some_and(|token: &Token| token.is(lexicon, class));
    let mut starts = vec![0];
    let mut at = 0;
    while is(at, "opener")
        || tokens.get(at).is_some_and(|token| matches!(token.text.as_str(), "-" | "*" | ","))
    {
        at += 1;
        starts.push(at);
    }
    let introduced = is(at, "introduction") || tokens.get(at).is_some_and(|token| token.text.ends_with("ly"));
    for (place, token) in tokens.iter().enumerate() {
        let after_introduction = introduced && token.text == ",";
        if after_introduction || matches!(token.text.as_str(), ":" | ";" | "–" | "—") {
            starts.push(place + 1);
        }
    }
    starts
}

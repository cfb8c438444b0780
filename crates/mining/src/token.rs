//! The text of a pattern as tokens: words, holes, single marks of punctuation, blanks.

use std::collections::{BTreeSet, HashMap};

use crate::byte_class::{CLASS, END};
use crate::mask::HOLE;
use crate::vocabulary::traits_of;

/// One piece of a pattern; the pieces together are its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Token {
    /// A value.
    Hole,
    /// One blank.
    Blank,
    /// One mark of punctuation.
    Mark(u8),
    /// A constant word, as far as is known.
    Word(Word),
}

/// A word by its number in [`Words`], with what its spelling tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Word {
    /// Words are numbered in the order of their spelling.
    pub(crate) number: u32,
    /// Union of the bits named in `vocabulary`.
    pub(crate) traits: u8,
}

impl Token {
    /// Whether it is a word with that trait.
    pub(crate) fn has(self, wanted: u8) -> bool {
        matches!(self, Self::Word(word) if word.traits & wanted != 0)
    }

    pub(crate) fn is_word(self) -> bool {
        matches!(self, Self::Word(_))
    }
}

/// All words of all patterns.
pub(crate) struct Words<'a> {
    spelling: Vec<&'a str>,
    known: HashMap<&'a str, Word>,
}

impl<'a> Words<'a> {
    pub(crate) fn of(texts: impl Iterator<Item = &'a str>) -> Self {
        let mut all = BTreeSet::new();
        for text in texts {
            each_piece(text, |piece| {
                if let Piece::Word(word) = piece {
                    all.insert(word);
                }
            });
        }
        let spelling: Vec<&str> = all.into_iter().collect();
        let number = |(index, word): (usize, &&'a str)| {
            (*word, Word { number: u32::try_from(index).unwrap_or(u32::MAX), traits: traits_of(word) })
        };
        let known = spelling.iter().enumerate().map(number).collect();
        Self { spelling, known }
    }

    /// Cuts the text of a pattern, one of those that the words are of.
    pub(crate) fn tokens(&self, text: &str) -> Vec<Token> {
        let mut tokens = Vec::new();
        each_piece(text, |piece| {
            tokens.push(match piece {
                Piece::Hole => Token::Hole,
                Piece::Mark(b' ') => Token::Blank,
                Piece::Mark(byte) => Token::Mark(byte),
                Piece::Word(word) => self.known.get(word).map_or(Token::Hole, |word| Token::Word(*word)),
            });
        });
        tokens
    }

    /// The text again.
    pub(crate) fn text(&self, tokens: &[Token]) -> String {
        let mut text = String::new();
        for token in tokens {
            match token {
                Token::Hole => text.push_str(HOLE),
                Token::Blank => text.push(' '),
                Token::Mark(byte) => text.push(char::from(*byte)),
                Token::Word(word) => text.push_str(self.spelling[word.number as usize]),
            }
        }
        text
    }
}

enum Piece<'a> {
    Hole,
    Mark(u8),
    Word(&'a str),
}

fn each_piece<'a>(text: &'a str, mut take: impl FnMut(Piece<'a>)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut in_route = false;
    while let Some(&byte) = bytes.get(at) {
        if bytes[at..].starts_with(HOLE.as_bytes()) {
            take(Piece::Hole);
            at += HOLE.len();
            continue;
        }
        // Only the masker's routes begin with a slash: other paths are holes. Each part is a word of its own.
        in_route = byte == b'/' && (in_route || at == 0 || bytes[at - 1] == b' ') || in_route && byte != b' ';
        let is_stop = byte == b'.' && matches!(bytes.get(at + 1), None | Some(b' '));
        if CLASS[byte as usize] & END != 0 || is_stop || in_route && byte == b'/' {
            take(Piece::Mark(byte));
            at += 1;
        } else {
            let end = end_of_word(bytes, at, in_route);
            take(Piece::Word(&text[at..end]));
            at = end;
        }
    }
}

/// A full stop before a blank or the end is a mark of its own, like the masker has it.
fn end_of_word(bytes: &[u8], from: usize, in_route: bool) -> usize {
    let inside = |byte: &&u8| CLASS[**byte as usize] & END == 0 && !(in_route && **byte == b'/');
    let end = from + bytes[from..].iter().take_while(inside).count();
    let stops = bytes[from + 1..end].iter().rev().take_while(|byte| **byte == b'.').count();
    end - stops
}

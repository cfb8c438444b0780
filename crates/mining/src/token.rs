//! The text of a pattern as tokens: words, holes, single marks of punctuation, blanks.

use crate::byte_class::{CLASS, END};
use crate::mask::HOLE;

/// One piece of a pattern; the pieces together are its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Token<'a> {
    /// A value.
    Hole,
    /// One blank.
    Blank,
    /// One mark of punctuation.
    Mark(u8),
    /// A constant word, as far as is known.
    Word(&'a str),
}

/// Cuts the text of a pattern into tokens.
pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
    let bytes = text.as_bytes();
    let mut all = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if bytes[at..].starts_with(HOLE.as_bytes()) {
            all.push(Token::Hole);
            at += HOLE.len();
        } else if byte == b' ' {
            all.push(Token::Blank);
            at += 1;
        } else if CLASS[byte as usize] & END != 0
            || byte == b'.' && bytes.get(at + 1).is_none_or(|b| b" ".contains(b))
        {
            all.push(Token::Mark(byte));
            at += 1;
        } else {
            let end = end_of_word(bytes, at);
            all.push(Token::Word(&text[at..end]));
            at = end;
        }
    }
    all
}

/// A full stop before a blank or the end is a mark of its own, like the masker has it.
fn end_of_word(bytes: &[u8], from: usize) -> usize {
    let length = bytes[from..].iter().take_while(|byte| CLASS[**byte as usize] & END == 0).count();
    let end = from + length;
    let stops = bytes[from + 1..end].iter().rev().take_while(|byte| **byte == b'.').count();
    end - stops
}

/// The text again.
pub(crate) fn text_of(tokens: &[Token<'_>]) -> String {
    let mut text = String::new();
    for token in tokens {
        match token {
            Token::Hole => text.push_str(HOLE),
            Token::Blank => text.push(' '),
            Token::Mark(byte) => text.push(char::from(*byte)),
            Token::Word(word) => text.push_str(word),
        }
    }
    text
}

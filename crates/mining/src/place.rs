//! Places of forms where a value could stand, and the context of each: the form with a hole there.

use crate::token::Token;
use crate::vocabulary::{IDENTITY, TELLING_KEY};

/// Longer forms are looked at only so far, which bounds the number of places.
const TOKENS: usize = 256;

/// Tokens of one form that could be one value. Small, because there are millions of them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    /// Hash of the form with a hole instead of these tokens.
    pub(crate) context: u64,
    /// Index of the form.
    pub(crate) form: u32,
    /// First token.
    pub(crate) from: u16,
    /// One past the last token.
    pub(crate) to: u16,
}

/// What speaks for a value at a place, besides the variety of what stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// After `user`, `host` and the like.
    Identity,
    /// After `key=`.
    Assigned,
    /// After `key:` without a blank, or in quotes.
    Marked,
    /// Nothing.
    Plain,
    /// One part of the route of a request.
    PathPart,
    /// All words within the brackets after `key: `.
    KeyedPhrase,
    /// All words within other brackets.
    Phrase,
    /// Everything after `key:` without a blank, to the end.
    Tail,
}

/// Adds every place of a form: its words and holes, phrases and tail.
pub(crate) fn add_places(index: u32, form: &[Token], places: &mut Vec<Place>) {
    let form = &form[..form.len().min(TOKENS)];
    let before = running(form.iter());
    let after = running(form.iter().rev());
    let mut add = |from: usize, to: usize| {
        let context = mix(mix(before[from], 1), after[form.len() - to]);
        places.push(Place { context, form: index, from: from as u16, to: to as u16 });
    };
    let mut open: Vec<usize> = Vec::new();
    for (at, token) in form.iter().enumerate() {
        match token {
            Token::Word(_) | Token::Hole => add(at, at + 1),
            Token::Mark(b'(' | b'[' | b'{') => open.push(at),
            Token::Mark(b')' | b']' | b'}') => {
                if let Some(bracket) = open.pop()
                    && at > bracket + 2
                {
                    add(bracket + 1, at);
                }
            }
            _ => {}
        }
    }
    if let Some(from) = tail(form) {
        add(from, form.len());
    }
}

/// `hashes[i]`: hash of the first `i` tokens.
fn running<'t>(tokens: impl Iterator<Item = &'t Token>) -> Vec<u64> {
    let mut hashes = vec![0x706F_7374];
    let mut state = hashes[0];
    for token in tokens {
        state = mix(
            state,
            match token {
                Token::Hole => 1,
                Token::Blank => 2,
                Token::Mark(byte) => 256 + u64::from(*byte),
                Token::Word(word) => (1 << 32) + u64::from(word.number),
            },
        );
        hashes.push(state);
    }
    hashes
}

fn mix(state: u64, value: u64) -> u64 {
    let product = u128::from(state.rotate_left(23) ^ value) * 0xD6E8_FEB8_6659_FD93;
    ((product >> 64) as u64 ^ product as u64).wrapping_add(value)
}

/// What speaks for a value at a place of a form.
pub(crate) fn kind_of(form: &[Token], place: Place) -> Kind {
    let (from, to) = (place.from as usize, place.to as usize);
    let before = &form[..from];
    match before {
        _ if to == form.len() && tail(form) == Some(from) && to > from + 1 => Kind::Tail,
        [outside @ .., Token::Mark(b'(' | b'[' | b'{')] if to > from + 1 => {
            if let [.., key, Token::Mark(b':')] | [.., key, Token::Mark(b':'), Token::Blank] = outside
                && !key.has(TELLING_KEY)
            {
                Kind::KeyedPhrase
            } else {
                Kind::Phrase
            }
        }
        [.., name, Token::Blank | Token::Mark(b'=' | b':')]
        | [.., name, Token::Blank, Token::Mark(b'"' | b'\'')]
        | [.., name, Token::Mark(b'=' | b':'), Token::Blank]
            if name.has(IDENTITY) =>
        {
            Kind::Identity
        }
        [.., key, Token::Mark(b'=')] | [.., key, Token::Mark(b'='), Token::Mark(b'"' | b'\'')]
            if !key.has(TELLING_KEY) =>
        {
            Kind::Assigned
        }
        [.., key @ Token::Word(_), Token::Mark(b':')] if !key.has(TELLING_KEY) => Kind::Marked,
        [.., Token::Mark(b'"' | b'\'')] => Kind::Marked,
        [.., Token::Mark(b'/')] => Kind::PathPart,
        _ => Kind::Plain,
    }
}

/// Where the tail begins: after the first colon that has a word before it and something right after it.
fn tail(form: &[Token]) -> Option<usize> {
    let colon = form.windows(3).position(|three| {
        matches!(three, [Token::Word(_), Token::Mark(b':'), Token::Word(_) | Token::Hole])
    })?;
    Some(colon + 2)
}

//! Places that are made for values: after `key=`, in quotes, after `user`. A body may have many of them, and they vary
//! together, so they are looked at all at once.
//!
//! Forms that are equal but for what stands at such places are taken as one group; a place whose words vary within
//! its group holds values, the others keep the word they have.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::form::form;
use crate::token::Token;
use crate::variety::{Cluster, Clusters, put, variety};
use crate::vocabulary::{IDENTITY, STATE, TELLING_KEY};

/// Variety from which on a key or a name has values; see `variety` for the measure. Flat from 1.5 to any; at 1.2 a
/// constant with a few strays becomes a value.
const NEEDED: f64 = 1.5;
/// The same for what stands in quotes; flat from 1.5 to any.
const NEEDED_IN_QUOTES: f64 = 3.0;
/// Tokens within which a quotation must end.
const LONGEST_QUOTE: usize = 64;

/// Tokens that may be a value, and the variety that makes them one.
struct Slot {
    span: Range<usize>,
    needed: f64,
}

/// Merges the forms that differ in the values of keys only.
pub(crate) fn merge_assigned(clusters: Clusters) -> Clusters {
    let mut groups: BTreeMap<Vec<Token>, Vec<(Vec<Token>, Cluster)>> = BTreeMap::new();
    for (tokens, cluster) in clusters {
        let slots = slots(&tokens);
        groups.entry(with_holes(&tokens, slots.iter())).or_default().push((tokens, cluster));
    }
    let mut merged = Clusters::new();
    for group in groups.into_values() {
        let varies = varying(&group);
        for (tokens, cluster) in group {
            let slots = slots(&tokens);
            let holes = slots.iter().zip(&varies).filter(|(_, varies)| **varies).map(|(slot, _)| slot);
            put(&mut merged, form(&with_holes(&tokens, holes)), cluster);
        }
    }
    merged
}

/// For each slot of the forms of a group, which have equally many, whether it varies.
fn varying(group: &[(Vec<Token>, Cluster)]) -> Vec<bool> {
    let Some((first, _)) = group.first() else { return Vec::new() };
    let first = slots(first);
    let mut seen: Vec<BTreeMap<&[Token], u64>> = vec![BTreeMap::new(); first.len()];
    for (tokens, cluster) in group {
        for (counts, slot) in seen.iter_mut().zip(slots(tokens)) {
            let count = counts.entry(&tokens[slot.span]).or_default();
            *count = count.saturating_add(cluster.count);
        }
    }
    let varies = |(counts, slot): (&BTreeMap<&[Token], u64>, &Slot)| {
        counts.contains_key(&[Token::Hole][..]) || variety(counts.values().copied()) >= slot.needed
    };
    seen.iter().zip(&first).map(varies).collect()
}

fn with_holes<'s>(tokens: &[Token], slots: impl Iterator<Item = &'s Slot>) -> Vec<Token> {
    let mut text = Vec::with_capacity(tokens.len());
    let mut at = 0;
    for Slot { span, .. } in slots {
        text.extend_from_slice(&tokens[at..span.start]);
        text.push(Token::Hole);
        at = span.end;
    }
    text.extend_from_slice(&tokens[at..]);
    text
}

fn slots(tokens: &[Token]) -> Vec<Slot> {
    let mut slots = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match slot(tokens, at) {
            Some(slot) if !slot.span.is_empty() => {
                at = slot.span.end;
                slots.push(slot);
            }
            _ => at += 1,
        }
    }
    slots
}

/// The slot that is announced by the tokens at `at`.
fn slot(tokens: &[Token], at: usize) -> Option<Slot> {
    match tokens[at..] {
        [key, Token::Mark(b'='), ..] if is_key(key) => {
            Some(Slot { span: at + 2..at + 2 + length(&tokens[at + 2..]), needed: NEEDED })
        }
        [key, Token::Blank, Token::Mark(b'='), Token::Blank, ..] if is_key(key) => {
            Some(Slot { span: at + 4..at + 4 + length(&tokens[at + 4..]), needed: NEEDED })
        }
        [noun, Token::Blank, name, ..] if noun.has(IDENTITY) && name.is_word() && !name.has(STATE) => {
            Some(Slot { span: at + 2..at + 3, needed: NEEDED })
        }
        [Token::Mark(quote @ (b'"' | b'\'')), ..] if may_open(&tokens[..at]) => {
            let inside = &tokens[at + 1..];
            let length = inside.iter().take(LONGEST_QUOTE).position(|token| *token == Token::Mark(quote))?;
            // The name of a JSON key tells what its value is.
            let is_value = inside.get(length + 1) != Some(&Token::Mark(b':'));
            is_value.then_some(Slot { span: at + 1..at + 1 + length, needed: NEEDED_IN_QUOTES })
        }
        _ => None,
    }
}

fn is_key(key: Token) -> bool {
    key.is_word() && !key.has(TELLING_KEY)
}

/// Whether a quotation may begin after these tokens; it does not within `can't`, nor as the value of a telling key.
fn may_open(before: &[Token]) -> bool {
    match before {
        [.., key, Token::Mark(b'"' | b'\''), Token::Mark(b':')]
        | [.., key, Token::Mark(b':' | b'=')]
        | [.., key, Token::Mark(b':'), Token::Blank] => !key.has(TELLING_KEY),
        _ => matches!(
            before.last(),
            None | Some(Token::Blank | Token::Mark(b'(' | b'[' | b'{' | b',' | b'=' | b':'))
        ),
    }
}

/// Tokens to the next blank, comma or the like outside of brackets.
fn length(tokens: &[Token]) -> usize {
    let mut depth = 0_usize;
    tokens
        .iter()
        .position(|token| {
            match token {
                Token::Mark(b'(' | b'[' | b'{') => depth += 1,
                Token::Mark(b')' | b']' | b'}') if depth == 0 => return true,
                Token::Mark(b')' | b']' | b'}') => depth -= 1,
                Token::Blank | Token::Mark(b',' | b';' | b'|' | b'=') if depth == 0 => return true,
                _ => {}
            }
            false
        })
        .unwrap_or(tokens.len())
}

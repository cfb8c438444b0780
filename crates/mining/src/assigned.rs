//! Values of keys (`key=value`): a body may have many, and they vary together, so they are looked at all at once.
//!
//! Forms that are equal but for the values of their keys are taken as one group; a key whose value varies within
//! its group has values, the others keep the word they have.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::form::form;
use crate::token::Token;
use crate::variety::{Cluster, Clusters, put, variety};
use crate::vocabulary::TELLING_KEY;

/// Variety from which on a key has values; see `variety` for the measure.
const NEEDED: f64 = 1.5;

/// Merges the forms that differ in the values of keys only.
pub(crate) fn merge_assigned(clusters: Clusters) -> Clusters {
    let mut groups: BTreeMap<Vec<Token>, Vec<(Vec<Token>, Cluster)>> = BTreeMap::new();
    for (tokens, cluster) in clusters {
        let spans = values(&tokens);
        groups.entry(with_holes(&tokens, spans.iter())).or_default().push((tokens, cluster));
    }
    let mut merged = Clusters::new();
    for group in groups.into_values() {
        let varies = varying(&group);
        for (tokens, cluster) in group {
            let spans = values(&tokens);
            let holes = spans.iter().zip(&varies).filter(|(_, varies)| **varies).map(|(span, _)| span);
            put(&mut merged, form(&with_holes(&tokens, holes)), cluster);
        }
    }
    merged
}

/// For each value of the forms of a group, which have equally many, whether it varies.
fn varying(group: &[(Vec<Token>, Cluster)]) -> Vec<bool> {
    let Some((first, _)) = group.first() else { return Vec::new() };
    let mut seen: Vec<BTreeMap<&[Token], u64>> = vec![BTreeMap::new(); values(first).len()];
    for (tokens, cluster) in group {
        for (counts, span) in seen.iter_mut().zip(values(tokens)) {
            let count = counts.entry(&tokens[span]).or_default();
            *count = count.saturating_add(cluster.count);
        }
    }
    seen.iter()
        .map(|counts| counts.contains_key(&[Token::Hole][..]) || variety(counts.values().copied()) >= NEEDED)
        .collect()
}

fn with_holes<'s>(tokens: &[Token], spans: impl Iterator<Item = &'s Range<usize>>) -> Vec<Token> {
    let mut text = Vec::with_capacity(tokens.len());
    let mut at = 0;
    for span in spans {
        text.extend_from_slice(&tokens[at..span.start]);
        text.push(Token::Hole);
        at = span.end;
    }
    text.extend_from_slice(&tokens[at..]);
    text
}

/// The tokens of each value: from after `key=` to the next blank, comma or semicolon outside of its brackets.
fn values(tokens: &[Token]) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if let [key @ Token::Word(_), Token::Mark(b'='), ..] = tokens[at..]
            && !key.has(TELLING_KEY)
        {
            let from = at + 2;
            let to = from + length(&tokens[from..]);
            if to > from {
                spans.push(from..to);
            }
            at = to;
        } else {
            at += 1;
        }
    }
    spans
}

fn length(tokens: &[Token]) -> usize {
    let mut depth = 0_usize;
    tokens
        .iter()
        .position(|token| {
            match token {
                Token::Mark(b'(' | b'[' | b'{') => depth += 1,
                Token::Mark(b')' | b']' | b'}') if depth == 0 => return true,
                Token::Mark(b')' | b']' | b'}') => depth -= 1,
                Token::Blank | Token::Mark(b',' | b';' | b'=') if depth == 0 => return true,
                _ => {}
            }
            false
        })
        .unwrap_or(tokens.len())
}

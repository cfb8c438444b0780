//! Words that vary at several places at once: `alice logged in from laptop`, `bob logged in from desk`.
//!
//! No two such forms need share a context, so forms of the same shape are divided step by step, as in IPLoM and Brain:
//! at the position whose words vary least, until what is left varies much at every position that varies at all. It
//! is a template only if it keeps more words than it loses, else it is divided further.

use std::collections::{BTreeMap, BTreeSet};

use crate::form::form;
use crate::token::{Token, Word};
use crate::variety::{Cluster, Clusters, put, variety};

/// Variety needed at every position, counted in forms. Flat from 8 on; at 5 unrelated sentences of the same shape
/// begin to merge.
const NEEDED: f64 = 8.0;
/// Longer forms are left alone.
const TOKENS: usize = 96;

/// Stands for every word in a shape.
const ANY: Token = Token::Word(Word { number: 0, traits: 0 });

type Group = Vec<(Vec<Token>, Cluster)>;

/// Merges the forms whose words vary at two or more places together.
pub(crate) fn merge_crossed(clusters: Clusters) -> Clusters {
    let mut shapes: BTreeMap<Vec<Token>, Group> = BTreeMap::new();
    let mut merged = Clusters::new();
    for (tokens, cluster) in clusters {
        if tokens.len() > TOKENS {
            put(&mut merged, tokens, cluster);
        } else {
            shapes.entry(shape(&tokens)).or_default().push((tokens, cluster));
        }
    }
    let mut open: Vec<Group> = shapes.into_values().collect();
    while let Some(group) = open.pop() {
        match judge(&group) {
            Verdict::Apart => {
                for (tokens, cluster) in group {
                    put(&mut merged, tokens, cluster);
                }
            }
            Verdict::Together(positions) => {
                for (mut tokens, cluster) in group {
                    for position in &positions {
                        tokens[*position] = Token::Hole;
                    }
                    put(&mut merged, form(&tokens), cluster);
                }
            }
            Verdict::Divide(position) => {
                let mut parts: BTreeMap<Token, Group> = BTreeMap::new();
                for member in group {
                    parts.entry(member.0[position]).or_default().push(member);
                }
                open.extend(parts.into_values());
            }
        }
    }
    merged
}

/// The form with the same word everywhere.
fn shape(tokens: &[Token]) -> Vec<Token> {
    tokens.iter().map(|token| if token.is_word() { ANY } else { *token }).collect()
}

enum Verdict {
    Apart,
    Together(Vec<usize>),
    Divide(usize),
}

fn judge(group: &Group) -> Verdict {
    if (group.len() as f64) < NEEDED {
        return Verdict::Apart;
    }
    let words = (0..group[0].0.len()).filter(|at| group[0].0[*at].is_word());
    let (mut constant, mut varied) = (0, Vec::new());
    for position in words {
        let mut counts: BTreeMap<Token, u64> = BTreeMap::new();
        for (tokens, _) in group {
            *counts.entry(tokens[position]).or_default() += 1;
        }
        if counts.len() == 1 {
            constant += 1;
        } else {
            varied.push((variety(counts.values().copied()), position));
        }
    }
    if varied.len() < 2 {
        return Verdict::Apart;
    }
    let Some(least) = varied.iter().min_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))).copied() else {
        return Verdict::Apart;
    };
    if least.0 >= NEEDED && constant >= 2 && constant > varied.len() {
        let positions: BTreeSet<usize> = varied.iter().map(|(_, position)| *position).collect();
        return Verdict::Together(positions.into_iter().collect());
    }
    Verdict::Divide(least.1)
}

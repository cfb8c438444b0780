//! Which constant words are values after all, seen over all forms together.
//!
//! Two forms that differ at a single place share a *context*: the form with a hole there. A context in which many
//! different words stand is a template, and its words are values; one in which a few stand is several templates
//! that look alike. How many are many is measured by the perplexity of the distribution of words (the exponential
//! of its entropy, weighted by records), so that one word with a few strays beside it counts as about one. That the
//! words at one position under fixed neighbours tell values from constants is the idea of IPLoM (Makanju et al.,
//! KDD 2009) and Brain (Yu et al., IEEE TSC 2023).

use std::collections::BTreeMap;

use crate::form::form;
use crate::place::{Kind, Place, add_places, kind_of};
use crate::token::Token;
use crate::vocabulary::STATE;

/// Rounds of merging at most; each closes one more place of a form.
const ROUNDS: usize = 12;

/// A set of patterns that are known to be one template.
#[derive(Debug, Default, Clone)]
pub(crate) struct Cluster {
    /// Indices of its patterns.
    pub(crate) patterns: Vec<usize>,
    /// Records seen with them.
    pub(crate) count: u64,
}

pub(crate) type Clusters = BTreeMap<Vec<Token>, Cluster>;

/// Adds a cluster to the one of the same form.
pub(crate) fn put(clusters: &mut Clusters, form: Vec<Token>, cluster: Cluster) {
    let into = clusters.entry(form).or_default();
    into.patterns.extend(cluster.patterns);
    into.count = into.count.saturating_add(cluster.count);
}

/// Merges the forms whose words vary; repeated until nothing changes.
pub(crate) fn merge_varied(mut clusters: Clusters) -> Clusters {
    for _ in 0..ROUNDS {
        let all: Vec<(Vec<Token>, Cluster)> = clusters.into_iter().collect();
        let holes = holes(&all);
        let merged = holes.iter().any(Option::is_some);
        clusters = Clusters::new();
        for ((mut tokens, cluster), hole) in all.into_iter().zip(holes) {
            if let Some(place) = hole {
                tokens.splice(place.from as usize..place.to as usize, [Token::Hole]);
                tokens = form(&tokens);
            }
            put(&mut clusters, tokens, cluster);
        }
        if !merged {
            break;
        }
    }
    clusters
}

/// For each form the place that turned out to hold values, the strongest first; at most one a round, because a form
/// that has changed has other contexts.
fn holes(all: &[(Vec<Token>, Cluster)]) -> Vec<Option<Place>> {
    let mut places = Vec::with_capacity(all.iter().map(|(form, _)| form.len() / 2 + 2).sum());
    for (index, (form, _)) in all.iter().enumerate() {
        add_places(index as u32, form, &mut places);
    }
    places.sort_unstable_by_key(|place| (place.context, place.form, place.from));
    let mut found: Vec<(f64, &[Place])> = places
        .chunk_by(|a, b| a.context == b.context)
        .filter(|group| group.len() > 1)
        .filter_map(|group| Some((strength(all, group)?, group)))
        .collect();
    found.sort_by(|a, b| {
        b.0.total_cmp(&a.0).then_with(|| (a.1[0].form, a.1[0].from).cmp(&(b.1[0].form, b.1[0].from)))
    });
    let mut holes = vec![None; all.len()];
    for (strength, group) in found {
        if group.iter().all(|place| holes[place.form as usize].is_none()) {
            for place in group.iter().filter(|place| strength.is_finite() || !is_state(all, **place)) {
                holes[place.form as usize] = Some(*place);
            }
        }
    }
    holes
}

/// How surely what stands in a context are values; none if it is not. Infinite where a value is known to stand in one
/// of the forms: then all words there are values but those that say how something is.
fn strength(all: &[(Vec<Token>, Cluster)], group: &[Place]) -> Option<f64> {
    let mut kind = group.iter().map(|place| kind_of(&all[place.form as usize].0, *place)).max()?;
    if kind == Kind::Identity && mostly_states(all, group) {
        kind = Kind::Plain;
    }
    let is_hole = |place: &Place| {
        all[place.form as usize].0[place.from as usize] == Token::Hole && place.to == place.from + 1
    };
    if matches!(kind, Kind::Plain | Kind::Phrase) && !keeps_words(all, group[0]) {
        return None;
    }
    if group.iter().any(is_hole) && kind < Kind::KeyedPhrase {
        let names = group.iter().filter(|place| !is_state(all, **place)).count();
        return (names > 1).then_some(f64::INFINITY);
    }
    let variety = variety(group.iter().map(|place| all[place.form as usize].1.count));
    (variety >= needed(kind)).then_some(variety)
}

/// `started` and `stopped` after `user` or `host` are not their names.
fn mostly_states(all: &[(Vec<Token>, Cluster)], group: &[Place]) -> bool {
    let states = group.iter().filter(|place| is_state(all, **place)).count();
    2 * states >= group.len()
}

fn is_state(all: &[(Vec<Token>, Cluster)], place: Place) -> bool {
    all[place.form as usize].0[place.from as usize].has(STATE)
}

/// Whether enough of a form is left beside a place to say what the form is about.
fn keeps_words(all: &[(Vec<Token>, Cluster)], place: Place) -> bool {
    let words = |tokens: &[Token]| tokens.iter().filter(|token| token.is_word()).count();
    let form = &all[place.form as usize].0;
    words(&form[..place.from as usize]) + words(&form[place.to as usize..]) >= 2
}

/// Variety from which on what stands at a place are values. Measured on eight public systems, changing one number
/// at a time: each lies within a flat stretch (identities 1.5 to any, marked 2 to any, tails 2 to 6, phrases 2 to
/// any, plain words 8 to any). Parts of routes are endpoints more often than names, hence the high number.
fn needed(kind: Kind) -> f64 {
    match kind {
        Kind::Identity | Kind::Assigned => 1.5,
        Kind::Marked | Kind::KeyedPhrase => 3.0,
        Kind::Tail => 4.0,
        Kind::Phrase => 5.0,
        Kind::Plain => 8.0,
        Kind::PathPart => 48.0,
    }
}

/// Perplexity of the distribution; a third of the number of different ones where that is more, because a long tail
/// of rare values is a sign of values however frequent one of them is.
pub(crate) fn variety(counts: impl Iterator<Item = u64> + Clone) -> f64 {
    let total: f64 = counts.clone().map(|count| count as f64).sum();
    let (mut entropy, mut different) = (0.0, 0.0);
    for count in counts {
        let share = count as f64 / total.max(1.0);
        if share > 0.0 {
            entropy -= share * share.ln();
        }
        different += 1.0;
    }
    // Rounded, so that eight equally frequent words are eight.
    (entropy.exp() * 1e6).round().max(different / 3.0 * 1e6) / 1e6
}

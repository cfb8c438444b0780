//! Whose time the others are brought to, and how far each source is from it.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use postlude_base::{SourceId, Timestamp};

use super::agreement::{Agreement, agreements};
use super::fit::{Fit, fit};
use super::{Anchor, Course};

/// What the anchors of a source say about its clock.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Estimate {
    pub(super) fit: Fit,
    /// Whether it is one of those whose time the others are brought to.
    pub(super) is_reference: bool,
    /// Sources of the reference that it is tied to, directly or by others.
    pub(super) references: usize,
    /// The first source of its reference: sources of different references cannot be compared.
    pub(super) island: SourceId,
}

/// One source beside another.
struct Pair {
    one: SourceId,
    other: SourceId,
    fit: Fit,
}

type Extents = BTreeMap<SourceId, (Timestamp, Timestamp)>;

/// Estimates for every source that has anchors enough.
pub(super) fn settle(
    anchors: &[Anchor],
    given: &BTreeMap<SourceId, i64>,
    extents: &Extents,
) -> BTreeMap<SourceId, Estimate> {
    let by_source = by_source(anchors, given);
    let pairs = pairs(&by_source);
    let mut estimates = BTreeMap::new();
    for island in islands(&pairs) {
        let reference = reference(&island, given, extents);
        settle_island(&by_source, &island, &reference, &mut estimates);
    }
    estimates
}

/// The anchors of each source to others, all seen from it. What a person said of a source is true.
fn by_source(anchors: &[Anchor], given: &BTreeMap<SourceId, i64>) -> BTreeMap<SourceId, Vec<Anchor>> {
    let said = |source: SourceId| given.get(&source).copied().unwrap_or(0);
    let mut all: BTreeMap<SourceId, Vec<Anchor>> = BTreeMap::new();
    for anchor in anchors.iter().filter(|anchor| anchor.one.source != anchor.other.source) {
        let anchor = anchor.moved(said(anchor.other.source).saturating_sub(said(anchor.one.source)));
        all.entry(anchor.one.source).or_default().push(anchor);
        all.entry(anchor.other.source).or_default().push(anchor.reversed());
    }
    for anchors in all.values_mut() {
        anchors.sort_unstable();
    }
    all
}

fn pairs(by_source: &BTreeMap<SourceId, Vec<Anchor>>) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (&one, anchors) in by_source {
        let mut by_other: BTreeMap<SourceId, Vec<Anchor>> = BTreeMap::new();
        for anchor in anchors.iter().filter(|anchor| anchor.other.source > one) {
            by_other.entry(anchor.other.source).or_default().push(*anchor);
        }
        for (other, anchors) in by_other {
            if let Some(found) = fit(&anchors).filter(Fit::is_clear) {
                // A clock that moves is still a tie, with all the places it has been as its error.
                let (low, high) = found.offset_near(&anchors);
                let error = found.error.saturating_add(high.saturating_sub(low) / 2);
                let course = Course::constant(i64::midpoint(low, high));
                let moves = !found.course.is_steady();
                let agreeing = if moves { 0 } else { found.agreeing };
                pairs.push(Pair { one, other, fit: Fit { error, course, agreeing, ..found } });
            }
        }
    }
    // Steady ones first, then those whose link tells most, then the finest.
    pairs.sort_by(|a, b| {
        let order = |pair: &Pair| (pair.fit.agreeing == 0, std::cmp::Reverse(pair.fit.link), pair.fit.error);
        order(a).cmp(&order(b)).then((a.one, a.other).cmp(&(b.one, b.other)))
    });
    pairs
}

/// Where sources stand that are tied together: what to add to get the time of the first, give or take.
type Island = BTreeMap<SourceId, Place>;

#[derive(Debug, Clone, Copy)]
struct Place {
    offset: i64,
    error: i64,
    /// Whether a clock that moves lies between it and the first.
    moves: bool,
}

/// Joins sources by the best pairs first, so that each is placed by the best ties there are.
fn islands(pairs: &[Pair]) -> Vec<Island> {
    let mut home: BTreeMap<SourceId, SourceId> =
        pairs.iter().flat_map(|pair| [(pair.one, pair.one), (pair.other, pair.other)]).collect();
    let mut ties: BTreeMap<SourceId, Vec<&Pair>> = BTreeMap::new();
    for pair in pairs {
        let (Some(&into), Some(&from)) = (home.get(&pair.one), home.get(&pair.other)) else { continue };
        if into == from {
            continue;
        }
        home.values_mut().filter(|island| **island == from).for_each(|island| *island = into);
        ties.entry(pair.one).or_default().push(pair);
        ties.entry(pair.other).or_default().push(pair);
    }
    let mut placed = BTreeSet::new();
    let mut all = Vec::new();
    // The best pair of an island comes first: from there the ways to the others are the surest.
    for pair in pairs {
        if !placed.contains(&pair.one) {
            let island = island_of(pair.one, &ties);
            placed.extend(island.keys().copied());
            all.push(island);
        }
    }
    all
}

/// Walks along the ties from a source to all that it is tied to.
fn island_of(first: SourceId, ties: &BTreeMap<SourceId, Vec<&Pair>>) -> Island {
    let mut island: Island = BTreeMap::from([(first, Place { offset: 0, error: 0, moves: false })]);
    let mut open = vec![(first, Place { offset: 0, error: 0, moves: false })];
    while let Some((here, place)) = open.pop() {
        for pair in ties.get(&here).into_iter().flatten() {
            // The pair brings `one` to `other`.
            let (next, step) = match pair.one == here {
                true => (pair.other, pair.fit.course.offset().saturating_neg()),
                false => (pair.one, pair.fit.course.offset()),
            };
            let next_place = Place {
                offset: place.offset.saturating_add(step),
                error: place.error.saturating_add(pair.fit.error),
                moves: place.moves || pair.fit.agreeing == 0,
            };
            if let Entry::Vacant(vacant) = island.entry(next) {
                vacant.insert(next_place);
                open.push((next, next_place));
            }
        }
    }
    island
}

/// The sources whose time the others are brought to: those that a person spoke of, else as many as agree.
fn reference(island: &Island, given: &BTreeMap<SourceId, i64>, extents: &Extents) -> BTreeSet<SourceId> {
    let said: BTreeSet<SourceId> =
        island.keys().filter(|source| given.contains_key(source)).copied().collect();
    if !said.is_empty() {
        return said;
    }
    let interval =
        |place: &Place| (place.offset.saturating_sub(place.error), place.offset.saturating_add(place.error));
    let steady = || island.iter().filter(|(_, place)| !place.moves);
    let members = |level: &Agreement| -> BTreeSet<SourceId> {
        let holds = |place: &Place| interval(place).0 <= level.low && level.high <= interval(place).1;
        steady().filter(|(_, place)| holds(place)).map(|(source, _)| *source).collect()
    };
    let levels = agreements(steady().map(|(_, place)| interval(place)));
    let all = levels.iter().map(members);
    // Equally many say two things: those whose times lie beside the times of all other sources are taken.
    let company = |members: &BTreeSet<SourceId>| {
        let beside = |source: &SourceId| {
            let Some((from, to)) = extents.get(source) else { return 0 };
            let others = extents.iter().filter(|(other, _)| !island.contains_key(other));
            others.filter(|(_, (first, last))| first <= to && from <= last).count()
        };
        members.iter().map(beside).sum::<usize>()
    };
    all.max_by_key(|members| (company(members), std::cmp::Reverse(members.first().copied())))
        .unwrap_or_default()
}

/// Places every source of an island by its anchors to those that are placed already, the reference first.
fn settle_island(
    by_source: &BTreeMap<SourceId, Vec<Anchor>>,
    island: &Island,
    reference: &BTreeSet<SourceId>,
    estimates: &mut BTreeMap<SourceId, Estimate>,
) {
    let Some(&first) = reference.first() else { return };
    let mut settled: BTreeMap<SourceId, (Course, i64)> =
        reference.iter().map(|source| (*source, (Course::constant(0), 0))).collect();
    loop {
        let mut round = Vec::new();
        for source in island.keys().filter(|source| !estimates.contains_key(source)) {
            let anchors = anchors_to(by_source, *source, &settled);
            let Some(found) = fit(&anchors) else { continue };
            let others: BTreeSet<SourceId> = anchors.iter().map(|anchor| anchor.other.source).collect();
            let farthest = others.iter().filter_map(|other| Some(settled.get(other)?.1)).max().unwrap_or(0);
            let is_reference = reference.contains(source);
            let (course, error) = match is_reference {
                // Their time is the time; how far they are apart is how sure it is.
                true => {
                    (Course::constant(0), found.error.saturating_add(found.course.offset().saturating_abs()))
                }
                false => (found.course.clone(), found.error.saturating_add(farthest)),
            };
            let references = others.intersection(reference).count();
            let fit = Fit { error, course, ..found };
            round.push((*source, Estimate { fit, is_reference, references, island: first }));
        }
        if round.is_empty() {
            return;
        }
        for (source, estimate) in round {
            settled.insert(source, (estimate.fit.course.clone(), estimate.fit.error));
            estimates.insert(source, estimate);
        }
    }
}

fn anchors_to(
    by_source: &BTreeMap<SourceId, Vec<Anchor>>,
    source: SourceId,
    settled: &BTreeMap<SourceId, (Course, i64)>,
) -> Vec<Anchor> {
    let to_settled = |anchor: &Anchor| {
        let (course, _) = settled.get(&anchor.other.source)?;
        Some(anchor.moved(course.at(anchor.other.time, anchor.other.byte_from)))
    };
    by_source.get(&source).into_iter().flatten().filter_map(to_settled).collect()
}

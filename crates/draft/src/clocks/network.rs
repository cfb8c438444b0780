//! Whose time the others are brought to, and how far each source is from it.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use postlude_base::{SourceId, Timestamp};

use super::agreement::{Agreement, agreements};
use super::fit::{Fit, fit};
use super::{Anchor, Course, SourceFacts};

/// What the anchors of a source say about its clock.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Estimate {
    pub(super) fit: Fit,
    /// Whether it is one of those whose time the others are brought to.
    pub(super) is_reference: bool,
}

/// One source beside another.
struct Pair {
    one: SourceId,
    other: SourceId,
    fit: Fit,
}

type Extents = BTreeMap<SourceId, (Timestamp, Timestamp)>;

/// What is known of some sources: what to add to their times, give or take.
type Settled = BTreeMap<SourceId, (Course, i64)>;

/// Estimates for every source that has anchors enough.
pub(super) fn settle(sources: &[SourceFacts], anchors: &[Anchor]) -> BTreeMap<SourceId, Estimate> {
    let given: BTreeMap<SourceId, i64> =
        sources.iter().filter_map(|facts| Some((facts.source, facts.given?))).collect();
    let extents: Extents = sources.iter().filter_map(|facts| Some((facts.source, facts.extent?))).collect();
    let by_source = by_source(anchors, &given);
    let (sure, weak): (Vec<Pair>, Vec<Pair>) =
        pairs(&by_source).into_iter().partition(|pair| pair.fit.link.is_sure());
    let mut estimates = BTreeMap::new();
    let found = islands(&sure);
    for island in &found {
        settle_island(&by_source, island, reference(island, &given, &extents), &mut estimates);
    }
    // What is only weakly tied is compared with what is surely known: a name may come again, from day to day and from
    // file to file.
    let main =
        found.iter().max_by_key(|island| (island.len(), std::cmp::Reverse(island.keys().next().copied())));
    let known = main.map(|main| known(sources, main, &estimates));
    for island in islands(&weak) {
        let start = match &known {
            Some(known) => known_of(&island, known, &extents),
            None => reference(&island, &given, &extents),
        };
        settle_island(&by_source, &island, start, &mut estimates);
    }
    estimates
}

/// What is surely known of the sources of an island, and of others of the same instances: these may be off by a zone, but
/// hardly most of them.
fn known(sources: &[SourceFacts], main: &Island, estimates: &BTreeMap<SourceId, Estimate>) -> Settled {
    let settled = |source: &SourceId| {
        let fit = &estimates.get(source).filter(|_| main.contains_key(source))?.fit;
        Some((fit.course.clone(), fit.error))
    };
    let peers: BTreeMap<&str, (Course, i64)> = sources
        .iter()
        .filter_map(|facts| Some((facts.instance.as_deref()?, settled(&facts.source)?)))
        .filter(|(_, (course, _))| course.is_steady())
        .collect();
    let of = |facts: &SourceFacts| {
        let peer = || peers.get(facts.instance.as_deref()?).cloned();
        let is_free = !estimates.contains_key(&facts.source) && facts.given.is_none();
        Some((facts.source, settled(&facts.source).or_else(|| if is_free { peer() } else { None })?))
    };
    sources.iter().filter_map(of).collect()
}

/// Those of an island that are known, as far as most of them agree.
fn known_of(island: &Island, known: &Settled, extents: &Extents) -> Settled {
    let interval = |(source, place): (&SourceId, &Place)| {
        let (course, error) = known.get(source)?;
        let level = place.offset.saturating_sub(course.offset());
        let error = place.error.saturating_add(*error);
        Some((*source, (level.saturating_sub(error), level.saturating_add(error))))
    };
    let agreeing = most(&island.iter().filter_map(interval).collect(), island, extents);
    agreeing.into_iter().filter_map(|source| Some((source, known.get(&source)?.clone()))).collect()
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
fn reference(island: &Island, given: &BTreeMap<SourceId, i64>, extents: &Extents) -> Settled {
    let said: BTreeSet<SourceId> =
        island.keys().filter(|source| given.contains_key(source)).copied().collect();
    let interval =
        |place: &Place| (place.offset.saturating_sub(place.error), place.offset.saturating_add(place.error));
    let steady = island.iter().filter(|(_, place)| !place.moves);
    let members = match said.is_empty() {
        true => most(&steady.map(|(source, place)| (*source, interval(place))).collect(), island, extents),
        false => said,
    };
    members.into_iter().map(|source| (source, (Course::constant(0), 0))).collect()
}

/// As many sources of an island as agree. Where equally many say two things, those are taken whose times lie beside the
/// times of sources elsewhere.
fn most(
    intervals: &BTreeMap<SourceId, (i64, i64)>,
    island: &Island,
    extents: &Extents,
) -> BTreeSet<SourceId> {
    let members = |level: &Agreement| -> BTreeSet<SourceId> {
        let holds = |(low, high): &(i64, i64)| *low <= level.low && level.high <= *high;
        intervals.iter().filter(|(_, interval)| holds(interval)).map(|(source, _)| *source).collect()
    };
    let company = |members: &BTreeSet<SourceId>| {
        let beside = |source: &SourceId| {
            let Some((from, to)) = extents.get(source) else { return 0 };
            let others = extents.iter().filter(|(other, _)| !island.contains_key(other));
            others.filter(|(_, (first, last))| first <= to && from <= last).count()
        };
        members.iter().map(beside).sum::<usize>()
    };
    let all = agreements(intervals.values().copied());
    let all = all.iter().map(members);
    all.max_by_key(|members| (company(members), std::cmp::Reverse(members.first().copied())))
        .unwrap_or_default()
}

/// Places every source of an island by its anchors to those that are placed already.
fn settle_island(
    by_source: &BTreeMap<SourceId, Vec<Anchor>>,
    island: &Island,
    start: Settled,
    estimates: &mut BTreeMap<SourceId, Estimate>,
) {
    // Of sources that stand where they are, their distance is how sure that is.
    let is_reference = |source: &SourceId| {
        start.get(source).is_some_and(|(course, error)| *error == 0 && *course == Course::constant(0))
    };
    let mut settled = start.clone();
    loop {
        let mut round = Vec::new();
        for source in island.keys().filter(|source| !estimates.contains_key(source)) {
            let anchors = anchors_to(by_source, *source, &settled);
            let Some(found) = fit(&anchors) else { continue };
            let others: BTreeSet<SourceId> = anchors.iter().map(|anchor| anchor.other.source).collect();
            let farthest = others.iter().filter_map(|other| Some(settled.get(other)?.1)).max().unwrap_or(0);
            let is_reference = is_reference(source);
            let (course, error) = match is_reference {
                true => {
                    (Course::constant(0), found.error.saturating_add(found.course.offset().saturating_abs()))
                }
                false => (found.course.clone(), found.error.saturating_add(farthest)),
            };
            round.push((*source, Estimate { fit: Fit { error, course, ..found }, is_reference }));
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
    settled: &Settled,
) -> Vec<Anchor> {
    let to_settled = |anchor: &Anchor| {
        let (course, _) = settled.get(&anchor.other.source)?;
        Some(anchor.moved(course.at(anchor.other.time, anchor.other.byte_from)))
    };
    by_source.get(&source).into_iter().flatten().filter_map(to_settled).collect()
}

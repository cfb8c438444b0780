//! From estimates to what is done: applied when well supported, else proposed.

use std::collections::BTreeMap;

use postlude_base::{NANOSECONDS_PER_SECOND, SourceId, Timestamp};

use super::network::Estimate;
use super::{Clock, Course, Known, Link, SourceFacts, Verdict, zone};

/// From this share of agreeing anchors on an offset is applied.
const APPLIED: f64 = 0.6;

/// Fewer anchors than this are only proposed.
const LEAST_APPLIED: usize = 5;

/// How near the times of a source must come to both ends of what the others cover, as a part of that.
const NEAR_ENDS: i64 = 20;

/// What is known so far of a source.
struct Finding<'a> {
    facts: &'a SourceFacts,
    estimate: Option<&'a Estimate>,
}

pub(super) fn clocks(sources: &[SourceFacts], estimates: &BTreeMap<SourceId, Estimate>) -> Vec<Clock> {
    let findings: Vec<Finding<'_>> =
        sources.iter().map(|facts| Finding { facts, estimate: estimates.get(&facts.source) }).collect();
    let groups = groups(sources);
    let covered = covered(&findings);
    let judged = findings.iter().zip(&groups).map(|(finding, group)| {
        let peer = best_peer(finding, *group, &findings, &groups);
        let mut clock = match (finding.facts.given, finding.estimate) {
            (Some(offset), _) => given(finding, offset),
            (None, Some(estimate)) => estimated(finding, estimate, peer, covered),
            (None, None) => untied(finding, peer, covered),
        };
        clock.group = *group;
        clock
    });
    judged.collect()
}

/// A number for each clock: sources of one instance share it.
fn groups(sources: &[SourceFacts]) -> Vec<u32> {
    let mut known: BTreeMap<&str, u32> = BTreeMap::new();
    let mut numbers = Vec::with_capacity(sources.len());
    for (own, facts) in (0..).zip(sources) {
        let instance = facts.instance.as_deref();
        numbers.push(instance.map_or(own, |instance| *known.entry(instance).or_insert(own)));
    }
    numbers
}

/// The source of the same instance whose offset is known best, if it is surely known.
fn best_peer<'a>(
    finding: &Finding<'_>,
    group: u32,
    findings: &'a [Finding<'a>],
    groups: &[u32],
) -> Option<&'a Finding<'a>> {
    let peers = findings.iter().zip(groups).filter(|(_, other)| **other == group).map(|(peer, _)| peer);
    let sure = peers.filter(|peer| {
        peer.facts.source != finding.facts.source
            && peer
                .estimate
                .is_some_and(|e| e.fit.link.is_sure() && e.fit.course.is_steady() && is_supported(e))
    });
    sure.min_by_key(|peer| (peer.estimate.map(|estimate| estimate.fit.error), peer.facts.source))
}

/// What most sources cover, from the median beginning to the median end.
fn covered(findings: &[Finding<'_>]) -> Option<(Timestamp, Timestamp)> {
    let is_reference =
        |finding: &&Finding<'_>| finding.estimate.is_some_and(|estimate| estimate.is_reference);
    let extents = |findings: Vec<&Finding<'_>>| -> Vec<(Timestamp, Timestamp)> {
        findings.iter().filter_map(|finding| finding.facts.extent).collect()
    };
    let reference = extents(findings.iter().filter(is_reference).collect());
    let all = if reference.is_empty() { extents(findings.iter().collect()) } else { reference };
    let median = |mut times: Vec<Timestamp>| -> Option<Timestamp> {
        times.sort_unstable();
        times.get(times.len() / 2).copied()
    };
    let first = median(all.iter().map(|extent| extent.0).collect())?;
    let last = median(all.iter().map(|extent| extent.1).collect())?;
    (all.len() >= 2 && first < last).then_some((first, last))
}

fn is_supported(estimate: &Estimate) -> bool {
    estimate.fit.agreeing >= LEAST_APPLIED && estimate.fit.share() >= APPLIED
}

fn given(finding: &Finding<'_>, offset: i64) -> Clock {
    Clock {
        source: finding.facts.source,
        group: 0,
        course: Course::constant(offset),
        error: Some(0),
        anchors: finding.estimate.map_or(0, |estimate| estimate.fit.anchors),
        agreeing: finding.estimate.map_or(0, |estimate| estimate.fit.agreeing),
        known: Some(Known::Person),
        verdict: Verdict::Applied,
        why: "as given with --clock".to_owned(),
    }
}

fn estimated(
    finding: &Finding<'_>,
    estimate: &Estimate,
    peer: Option<&Finding<'_>>,
    covered: Option<(Timestamp, Timestamp)>,
) -> Clock {
    let fit = &estimate.fit;
    let mut clock = Clock {
        source: finding.facts.source,
        group: 0,
        course: fit.course.clone(),
        error: Some(fit.error),
        anchors: fit.anchors,
        agreeing: fit.agreeing,
        known: Some(Known::Anchors(fit.link)),
        verdict: Verdict::Proposed,
        why: agreeing(estimate),
    };
    if !fit.is_clear() {
        clock.verdict = Verdict::Unsteady;
        clock.course = Course::constant(0);
        clock.error = None;
        clock.why.push_str("; too few to say anything");
        return clock;
    }
    if let Some(peer) = peer
        && beside_peer(&mut clock, peer)
    {
        return clock;
    }
    let offset = largest(&fit.course, finding.facts.extent);
    if offset <= fit.error || (fit.course.is_steady() && offset < fit.link.least_repair()) {
        return agreed(clock, offset, fit.link);
    }
    clock.course = clock.course.beyond(fit.error.max(Link::Span.least_repair()));
    let zone = zone::zone_of(fit.course.offset(), fit.error).filter(|_| fit.course.is_steady());
    if let Some(east) = zone {
        clock.course = Course::constant(east.saturating_neg());
        clock.why = format!("{}; it writes the time of {}", clock.why, zone::name(east));
    }
    let fits_better =
        zone.is_some_and(|east| is_brought_in(finding.facts.extent, east.saturating_neg(), covered));
    if is_supported(estimate) && (fit.link.is_sure() || fits_better) {
        clock.verdict = Verdict::Applied;
    } else if is_supported(estimate) {
        clock.why.push_str("; what has a name may come again later by plan, so this is only proposed");
    } else {
        clock.why.push_str("; few or at odds, so this is only proposed");
    }
    clock
}

/// A clock that is right, or so nearly that moving it would claim too much.
fn agreed(clock: Clock, offset: i64, link: Link) -> Clock {
    // Of names and alerts it is only known that they do not contradict.
    let error = clock.error.unwrap_or(0).saturating_add(if link.is_sure() { offset } else { 0 });
    Clock { verdict: Verdict::Agrees, course: Course::constant(0), error: Some(error), ..clock }
}

/// The largest offset over the course of a source.
fn largest(course: &Course, extent: Option<(Timestamp, Timestamp)>) -> i64 {
    let (first, last) = extent.unwrap_or((Timestamp(0), Timestamp(0)));
    let ends = course
        .pieces()
        .map(|piece| piece.byte_from)
        .flat_map(|byte| [course.at(first, byte), course.at(last, byte)]);
    ends.map(i64::saturating_abs).max().unwrap_or(0)
}

/// Whether another source of the same instance settles it: the same offset, or one that is off by a zone.
fn beside_peer(clock: &mut Clock, peer: &Finding<'_>) -> bool {
    let Some(known) = peer.estimate.map(|estimate| &estimate.fit) else { return false };
    let Some(Known::Anchors(link)) = clock.known else { return false };
    if !clock.course.is_steady() || (link.is_sure() && clock.error <= Some(known.error)) {
        return false;
    }
    let apart = clock.course.offset().saturating_sub(known.course.offset());
    let tolerance = clock.error.unwrap_or(0).saturating_add(known.error);
    let path = &peer.facts.path;
    let zone = match apart.saturating_abs() <= tolerance {
        true => 0,
        false => match zone::zone_of(apart, tolerance) {
            Some(east) => east,
            None => return false,
        },
    };
    let offset = known.course.offset().saturating_sub(zone);
    clock.why = match zone {
        0 => format!("same instance as {path}, and {}", clock.why),
        east => {
            format!("same instance as {path}, and {}: it writes the time of {}", clock.why, zone::name(east))
        }
    };
    clock.known = Some(Known::Instance);
    settle_by_peer(clock, offset, known.error);
    true
}

fn settle_by_peer(clock: &mut Clock, offset: i64, error: i64) {
    let moves = offset.saturating_abs() > error && offset.saturating_abs() >= Link::Span.least_repair();
    clock.verdict = if moves { Verdict::Applied } else { Verdict::Agrees };
    clock.course = Course::constant(if moves { offset } else { 0 });
    clock.error = Some(if moves { error } else { error.saturating_add(offset.saturating_abs()) });
}

/// A source without anchors: another one of the same instance speaks for it, or the times it covers.
fn untied(
    finding: &Finding<'_>,
    peer: Option<&Finding<'_>>,
    covered: Option<(Timestamp, Timestamp)>,
) -> Clock {
    let mut clock = Clock {
        source: finding.facts.source,
        group: 0,
        course: Course::constant(0),
        error: None,
        anchors: 0,
        agreeing: 0,
        known: None,
        verdict: Verdict::Unchecked,
        why: "nothing in it is found in another source".to_owned(),
    };
    let peer_fit = peer.and_then(|peer| Some((peer, &peer.estimate?.fit)));
    if let Some((peer, fit)) = peer_fit {
        clock.known = Some(Known::Instance);
        clock.why = format!("same instance as {}", peer.facts.path);
        settle_by_peer(&mut clock, fit.course.offset(), fit.error);
    } else if let Some(east) = zone_by_extent(finding.facts.extent, covered) {
        clock.known = Some(Known::Extent);
        clock.verdict = Verdict::Proposed;
        clock.course = Course::constant(east.saturating_neg());
        // Zones are told apart by quarters of an hour.
        clock.error = Some(450 * NANOSECONDS_PER_SECOND);
        clock.why = format!(
            "it covers other times than the rest, and just the same if they are of {}",
            zone::name(east)
        );
    }
    clock
}

/// Whether a source lies outside what the others cover, and inside after it is moved.
fn is_brought_in(
    extent: Option<(Timestamp, Timestamp)>,
    offset: i64,
    covered: Option<(Timestamp, Timestamp)>,
) -> bool {
    let (Some((first, last)), Some((from, to))) = (extent, covered) else { return false };
    let apart = |by: i64| first.plus(by) > to || last.plus(by) < from;
    apart(0) && !apart(offset)
}

/// The one zone in which a source that lies outside what the others cover would begin and end with them.
fn zone_by_extent(
    extent: Option<(Timestamp, Timestamp)>,
    covered: Option<(Timestamp, Timestamp)>,
) -> Option<i64> {
    let (first, last) = extent?;
    let (from, to) = covered?;
    if first <= to && last >= from {
        return None;
    }
    let near = to.since(from) / NEAR_ENDS;
    let fits = |east: &i64| {
        let moved = |time: Timestamp| time.plus(east.saturating_neg());
        moved(first).since(from).saturating_abs() <= near && moved(last).since(to).saturating_abs() <= near
    };
    let mut found = zone::all().filter(fits);
    found.next().filter(|_| found.next().is_none())
}

fn agreeing(estimate: &Estimate) -> String {
    let fit = &estimate.fit;
    let noun = fit.link.noun();
    let shared = if fit.anchors == 1 { noun.to_owned() } else { format!("{noun}s") };
    let drift = match (fit.course.drift(), fit.course.is_steady()) {
        (_, true) => "",
        (0, false) => ", before and after a jump of its clock",
        _ => ", with a clock that drifts",
    };
    format!("{} of {} shared {shared} agree{drift}", fit.agreeing, fit.anchors)
}

//! What the anchors of one source say about its clock: constant, drifting, or set in between.

use super::agreement::{Agreement, agreements};
use super::{Anchor, Course, Link};

/// Fewer anchors than this on one side of a jump say nothing about it.
const LEAST: usize = 3;

/// Fewer anchors than this say nothing about a drift or a jump.
const LEAST_MOVING: usize = 12;

/// From this share of agreeing anchors on a constant offset explains enough.
const ENOUGH: f64 = 0.85;

/// Anchors looked at for a drift, which takes all pairs of them, and for a jump, which takes all cuts.
const MOST_MOVING: usize = 120;

/// A crystal that drifts more than two thousandths is none.
const MOST_DRIFT: f64 = 2e6;

/// What anchors say.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fit {
    pub(super) link: Link,
    pub(super) course: Course,
    pub(super) error: i64,
    pub(super) anchors: usize,
    pub(super) agreeing: usize,
}

impl Fit {
    /// Whether most anchors agree. Those that do not are then taken for wrong.
    pub(super) fn is_clear(&self) -> bool {
        self.agreeing * 2 > self.anchors
    }

    /// How many of the anchors agree, 0 to 1.
    pub(super) fn share(&self) -> f64 {
        self.agreeing as f64 / self.anchors.max(1) as f64
    }

    /// How far the offset moves between two anchors of a source at most.
    pub(super) fn offset_near(&self, anchors: &[Anchor]) -> (i64, i64) {
        let all = || anchors.iter().map(|anchor| self.course.at(anchor.one.time, anchor.one.byte_from));
        (all().min().unwrap_or(0), all().max().unwrap_or(0))
    }
}

/// Fits anchors that all begin at one source, by the strongest link that has enough of them.
pub(super) fn fit(anchors: &[Anchor]) -> Option<Fit> {
    let mut weaker = None;
    for link in [Link::Span, Link::Request, Link::Alert, Link::Name] {
        let of_link: Vec<Anchor> = anchors.iter().filter(|anchor| anchor.link == link).copied().collect();
        match fit_link(&of_link, link) {
            Some(fit) if fit.is_clear() => return Some(fit),
            Some(fit) => weaker = weaker.or(Some(fit)),
            None => {}
        }
    }
    weaker
}

fn fit_link(anchors: &[Anchor], link: Link) -> Option<Fit> {
    if anchors.len() < link.least() {
        return None;
    }
    let constant = constant(anchors, link);
    let share = constant.as_ref().map_or(0.0, Fit::share);
    if share >= ENOUGH || anchors.len() < LEAST_MOVING || !link.is_sure() {
        return bounded(constant?);
    }
    let few = thinned(anchors);
    let scale = |fit: Fit| Fit {
        anchors: anchors.len(),
        agreeing: (fit.share() * anchors.len() as f64).round() as usize,
        ..fit
    };
    let moving = [drift(&few, link), jump(&few, link)].into_iter().flatten().map(scale);
    let best = moving
        .filter(|fit| fit.error <= link.widest())
        .max_by(|a, b| a.agreeing.cmp(&b.agreeing).then(b.error.cmp(&a.error)));
    match best {
        Some(best) if best.share() >= ENOUGH && best.share() > share + 0.1 => Some(best),
        _ => bounded(constant?),
    }
}

/// Anchors that scatter too much say nothing.
fn bounded(fit: Fit) -> Option<Fit> {
    (fit.error <= fit.link.widest()).then_some(fit)
}

fn constant(anchors: &[Anchor], link: Link) -> Option<Fit> {
    let slack = slack(anchors, link, Anchor::middle)?;
    let found = agreements(anchors.iter().map(|anchor| widened(anchor, slack, 0)));
    // Equally many say one thing as another: the one nearest to no offset is the least to claim.
    let best = found.into_iter().min_by_key(|agreement| agreement.middle().saturating_abs())?;
    let (offset, error) = match link {
        Link::Span => (best.middle(), best.error()),
        // How far two moments of one request are apart is only guessed: where the guesses overlap says less than
        // what is usual.
        _ => (usual(anchors, &best, slack), best.error().max(slack)),
    };
    let course = Course::constant(offset);
    Some(Fit { link, course, error, anchors: anchors.len(), agreeing: best.count })
}

/// The median of the anchors that agree.
fn usual(anchors: &[Anchor], agreement: &Agreement, slack: i64) -> i64 {
    let agrees = |anchor: &&Anchor| {
        let (low, high) = widened(anchor, slack, 0);
        low <= agreement.low && agreement.high <= high
    };
    median(&mut anchors.iter().filter(agrees).map(Anchor::middle).collect::<Vec<_>>())
}

fn widened(anchor: &Anchor, slack: i64, less: i64) -> (i64, i64) {
    (
        anchor.low.saturating_sub(less).saturating_sub(slack),
        anchor.high.saturating_sub(less).saturating_add(slack),
    )
}

/// Bounds of spans are sure; of other links the moments themselves scatter, and how much they show. None where they
/// scatter too much.
fn slack(anchors: &[Anchor], link: Link, middle: impl Fn(&Anchor) -> i64) -> Option<i64> {
    if link == Link::Span {
        return Some(link.slack());
    }
    let mut middles: Vec<i64> = anchors.iter().map(middle).collect();
    let usual = median(&mut middles);
    let mut distances: Vec<i64> =
        middles.iter().map(|middle| middle.saturating_sub(usual).saturating_abs()).collect();
    // Three median distances hold all but a few hundredths of what is scattered as usual.
    let slack = median(&mut distances).saturating_mul(3).max(link.slack());
    (slack <= link.widest()).then_some(slack)
}

fn median(values: &mut [i64]) -> i64 {
    let at = values.len() / 2;
    if values.is_empty() { 0 } else { *values.select_nth_unstable(at).1 }
}

/// A part of the anchors, evenly over the source.
fn thinned(anchors: &[Anchor]) -> Vec<Anchor> {
    let mut sorted = anchors.to_vec();
    sorted.sort_by_key(|anchor| (anchor.one.byte_from, anchor.one.time, anchor.other.source));
    let step = sorted.len().div_ceil(MOST_MOVING).max(1);
    sorted.into_iter().step_by(step).collect()
}

/// The line that the anchors lie along.
fn drift(anchors: &[Anchor], link: Link) -> Option<Fit> {
    let origin = anchors.get(anchors.len() / 2)?.one.time;
    let mut slopes: Vec<f64> = Vec::new();
    for (at, first) in anchors.iter().enumerate() {
        for second in anchors.iter().skip(at + 1) {
            let seconds = second.one.time.since(first.one.time) as f64 / 1e9;
            if seconds != 0.0 {
                slopes.push(second.middle().saturating_sub(first.middle()) as f64 / seconds);
            }
        }
    }
    let slope = postlude_signals::shift::median(slopes.into_iter()).round();
    if slope == 0.0 || slope.abs() > MOST_DRIFT {
        return None;
    }
    let line = Course::drifting(0, slope as i64, origin);
    let less = |anchor: &Anchor| line.at(anchor.one.time, 0);
    let slack = slack(anchors, link, |anchor| anchor.middle().saturating_sub(less(anchor)))?;
    let found = agreements(anchors.iter().map(|anchor| widened(anchor, slack, less(anchor))));
    let best = found.into_iter().next()?;
    let course = Course::drifting(best.middle(), slope as i64, origin);
    Some(Fit { link, course, error: best.error(), anchors: anchors.len(), agreeing: best.count })
}

/// The cut after which both parts agree best among themselves. The parts follow the order in which the source was
/// written.
fn jump(anchors: &[Anchor], link: Link) -> Option<Fit> {
    let mut sorted = anchors.to_vec();
    sorted.sort_by_key(|anchor| (anchor.one.byte_from, anchor.one.time));
    let mut best: Option<(usize, usize, Fit, Fit)> = None;
    for cut in LEAST + 1..sorted.len().saturating_sub(LEAST) {
        let (before, after) = sorted.split_at(cut);
        if before.last().map(|a| a.one.byte_from) == after.first().map(|a| a.one.byte_from) {
            continue;
        }
        let (Some(before), Some(after)) = (constant(before, link), constant(after, link)) else { continue };
        let agreeing = before.agreeing + after.agreeing;
        if best.as_ref().is_none_or(|(most, ..)| agreeing > *most) {
            best = Some((agreeing, cut, before, after));
        }
    }
    let (agreeing, cut, before, after) = best?;
    let step = before.course.offset().saturating_sub(after.course.offset()).saturating_abs();
    if step <= before.error.saturating_add(after.error) {
        return None;
    }
    let byte_from = sorted.get(cut)?.one.byte_from;
    let course = Course::jumping(before.course.offset(), byte_from, after.course.offset());
    let error = before.error.max(after.error);
    Some(Fit { link, course, error, anchors: anchors.len(), agreeing })
}

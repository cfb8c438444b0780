use postlude_base::Timestamp;

use super::{Finding, Scene};
use crate::questions::finding::share;
use crate::questions::scene::{MINUTE, Moment};

/// Shorter gaps are how people write, in nanoseconds.
const LEAST: i64 = 4 * MINUTE;

/// Stretches of the trouble in which people neither write nor do anything that is recorded.
pub(super) fn find<'a>(scene: &Scene<'a>) -> Vec<Finding<'a>> {
    let Some((began, ended)) = scene.impact() else { return Vec::new() };
    // How it came to them is asked of the first words.
    let Some(began) = scene.said_from(began).map(|saying| saying.time) else { return Vec::new() };
    let of_people = |moment: &&Moment<'_>| matches!(moment.kind, "change" | "message" | "");
    let marks: Vec<&Moment<'a>> =
        scene.moments.iter().filter(of_people).filter(|one| one.time <= ended).collect();
    let first = marks.iter().position(|one| one.time >= began).unwrap_or(marks.len());
    let pairs = marks.windows(2).skip(first.max(1) - 1).filter_map(|pair| match pair {
        [before, after] => stretch(scene, before, after.time, began),
        _ => None,
    });
    pairs.collect()
}

/// The stretch from one mark of people to the next; it is the first that gives it its identity, so that it stays the same when more is told.
fn stretch<'a>(
    scene: &Scene<'a>,
    before: &Moment<'a>,
    until: Timestamp,
    began: Timestamp,
) -> Option<Finding<'a>> {
    if before.time < began || until.since(before.time) < LEAST {
        return None;
    }
    let middle = before.time.plus(until.since(before.time) / 2);
    let open = scene.felt().find(|trouble| trouble.holds(middle))?;
    let mut finding = Finding::entry(before).beside(open.lead()).span(before.time, until);
    finding.slots.entry = finding.slots.other.take();
    Some(finding.strength(0.55 + 0.45 * share(scene, until.since(before.time))))
}

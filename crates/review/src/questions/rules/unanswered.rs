use super::{Finding, Scene};
use crate::questions::saying::{Said, Saying};
use crate::questions::scene::MINUTE;

/// An answer comes within this, in nanoseconds.
const ANSWER: i64 = 5 * MINUTE;

/// Something asked, and no words after it for minutes.
pub(super) fn find<'a>(scene: &Scene<'a>) -> Vec<Finding<'a>> {
    let asked = scene.sayings.windows(2).filter_map(|pair| match pair {
        [asked, next] => Some((asked, next)),
        _ => None,
    });
    let waits = |(asked, next): &(&Saying<'_>, &Saying<'_>)| {
        asked.said == Said::Question && next.time.since(asked.time) >= ANSWER && scene.is_troubled(asked.time)
    };
    asked
        .filter(waits)
        .map(|(asked, next)| Finding::saying(asked).beside_saying(next).span(asked.time, next.time))
        .collect()
}

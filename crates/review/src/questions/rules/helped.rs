use super::knowledge::tells;
use super::{Finding, Scene};
use crate::questions::saying::{Said, Saying};
use crate::questions::scene::{MINUTE, Moment};

/// A recovery that comes so soon after an action is beside it, in nanoseconds.
const SOON: i64 = 8 * MINUTE;

/// The last thing that was done before a recovery: what made it possible is worth as much as what went badly.
pub(super) fn find<'a>(scene: &Scene<'a>) -> Vec<Finding<'a>> {
    let mut found: Vec<Finding<'a>> = Vec::new();
    for recovery in scene.of_kind("recovery") {
        let within =
            |time| recovery.time.plus(recovery.error()).since(time) >= 0 && recovery.time.since(time) <= SOON;
        let done = |saying: &&Saying<'_>| {
            saying.is_doing() && saying.is_at_the_time && !tells(saying) && within(saying.time)
        };
        let changed = |moment: &&Moment<'_>| within(moment.time);
        let all: Vec<&Saying<'a>> = scene.sayings.iter().filter(done).collect();
        // What was decided says more than how it was carried out.
        let decided = all.iter().rfind(|saying| saying.said == Said::Decision).or_else(|| all.last());
        let by_word = decided.map(|saying| Finding::saying(saying));
        let last = by_word.or_else(|| scene.of_kind("change").filter(changed).last().map(Finding::entry));
        let Some(finding) = last else { continue };
        if !found.iter().any(|known| known.about == finding.about) {
            found.push(finding.beside(recovery));
        }
    }
    found
}

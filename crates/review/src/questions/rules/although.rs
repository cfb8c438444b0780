use super::{Finding, Scene};
use crate::questions::saying::words;
use crate::questions::scene::{MINUTE, Moment};

/// An alert without an end is taken to be open so long, in nanoseconds.
const OPEN: i64 = 10 * MINUTE;

/// Changes that are made to end trouble belong into trouble.
const MENDING: [&str; 6] = ["rollback", "roll-back", "revert", "restart", "failover", "scale"];

/// A change that began while an alert was open, before there was any trouble that it might be an answer to.
pub(super) fn find<'a>(scene: &Scene<'a>) -> Vec<Finding<'a>> {
    let found = |change: &Moment<'a>| {
        let text = words(change.entry.title());
        let mends = MENDING.iter().any(|word| text.contains(word));
        let is_open = |alert: &&Moment<'_>| {
            let end = alert.end.unwrap_or(alert.time.plus(OPEN));
            alert.time < change.time && change.time <= end
        };
        let troubled = |trouble: &&super::Trouble<'_>| {
            trouble.from < change.time.plus(-MINUTE) && trouble.holds(change.time)
        };
        let open = scene.of_kind("alert").find(is_open)?;
        (!mends && scene.felt().find(troubled).is_none()).then(|| Finding::entry(change).beside(open))
    };
    scene.of_kind("change").filter_map(found).collect()
}

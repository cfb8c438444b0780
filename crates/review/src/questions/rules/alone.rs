use super::{Finding, Scene};
use crate::questions::scene::MINUTE;

/// So long before a recovery something that was done may have brought it about, in nanoseconds.
const BEFORE: i64 = 10 * MINUTE;

/// A recovery before which the evidence shows nothing that was done.
pub(super) fn find<'a>(scene: &Scene<'a>) -> Vec<Finding<'a>> {
    let mut found: Vec<Finding<'a>> = Vec::new();
    let mut last = None;
    for recovery in scene.of_kind("recovery") {
        let near = |time| {
            recovery.time.plus(recovery.error()).since(time) >= 0 && recovery.time.since(time) <= BEFORE
        };
        let done = scene.sayings.iter().any(|saying| saying.is_doing() && near(saying.time));
        let changed = scene
            .moments
            .iter()
            .any(|moment| matches!(moment.kind, "change" | "restart") && near(moment.time));
        // What recovers together is one recovery.
        let is_new = last.is_none_or(|last| recovery.time.since(last) > MINUTE);
        last = Some(recovery.time);
        // What falls silent because something else broke has not recovered.
        let broke = scene.felt().any(|trouble| (0..2 * MINUTE).contains(&recovery.time.since(trouble.from)));
        if !done && !changed && !broke && is_new {
            found.push(Finding::entry(recovery));
        }
    }
    found
}

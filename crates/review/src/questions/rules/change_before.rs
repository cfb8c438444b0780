use super::{Finding, Scene};
use crate::questions::scene::{MINUTE, Moment};

/// A trouble that begins so soon after a change is beside it, in nanoseconds.
const SOON: i64 = 5 * MINUTE;

/// A change, and trouble that begins in the minutes after it, where none was before: what people look at when something goes out.
pub(super) fn find<'a>(scene: &Scene<'a>) -> Vec<Finding<'a>> {
    let found = |change: &Moment<'a>| {
        let after = scene.felt().find(|trouble| {
            let lag = trouble.from.since(change.time);
            lag >= -trouble.lead().error() && lag <= SOON
        })?;
        let before = scene.felt().any(|trouble| trouble.from < after.from && trouble.holds(change.time));
        let same = after.service.is_some() && after.service == change.entry.service();
        // The nearer the two are, the more there was to see at once.
        let near = 1.0 - 0.4 * (after.from.since(change.time).max(0) as f64 / SOON as f64);
        let strength = if same { near } else { 0.8 * near };
        (!before).then(|| {
            Finding::entry(change).beside(after.lead()).strength(strength * change.weight().max(0.8))
        })
    };
    scene.of_kind("change").filter_map(found).collect()
}

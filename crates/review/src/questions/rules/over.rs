use super::{Finding, Scene};
use crate::questions::saying::Said;
use crate::questions::scene::MINUTE;

/// Words of an end come within this of the recovery, in nanoseconds.
const SOON: i64 = 20 * MINUTE;

/// The last word on how things stand after the last recovery: what people took for the end.
pub(super) fn find<'a>(scene: &Scene<'a>) -> Vec<Finding<'a>> {
    let Some(recovery) = scene.of_kind("recovery").last() else { return Vec::new() };
    let after = scene.sayings.iter().filter(|saying| {
        let lag = saying.time.since(recovery.time.plus(-recovery.error()));
        saying.said == Said::StatusUpdate && (0..=SOON).contains(&lag) && saying.is_at_the_time
    });
    after.take(1).map(Finding::saying).collect()
}

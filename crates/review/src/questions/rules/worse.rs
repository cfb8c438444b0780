use super::{Finding, Scene};
use crate::questions::scene::{MINUTE, Moment};
use crate::questions::trouble::Trouble;

/// What begins so soon after an action is beside it, in nanoseconds.
const SOON: i64 = 3 * MINUTE;

/// So much before it at most, where its time is not known better, in nanoseconds.
const NEAR: i64 = MINUTE / 6;

/// An action or change while the trouble is on, and new trouble in the minutes after it.
pub(super) fn find<'a>(scene: &Scene<'a>) -> Vec<Finding<'a>> {
    let Some((began, _)) = scene.impact() else { return Vec::new() };
    let is_action = |moment: &&Moment<'_>| {
        let kind = moment.entry.machine.as_ref().and_then(|machine| machine.message_kind.as_deref());
        moment.time > began.plus(MINUTE) && (moment.kind == "change" || kind == Some("action_taken"))
    };
    let mut found: Vec<Finding<'a>> = Vec::new();
    for action in scene.moments.iter().filter(is_action) {
        let after = |trouble: &&Trouble<'_>| {
            let lag = trouble.from.since(action.time);
            lag >= -trouble.lead().error().min(NEAR) && lag <= SOON && trouble.from > began.plus(MINUTE)
        };
        let new: Vec<&Trouble<'a>> = scene.felt().filter(after).collect();
        let same =
            new.iter().find(|trouble| trouble.service.is_some() && trouble.service == action.entry.service());
        let Some(beside) = same.or_else(|| new.first()) else { continue };
        let finding = Finding::entry(action).beside(beside.lead());
        // An action and the words about it are one.
        if !found.iter().any(|known| known.beside == finding.beside) {
            let strength = if action.kind == "change" { 1.0 } else { 0.85 };
            found.push(finding.strength(strength));
        }
    }
    found
}

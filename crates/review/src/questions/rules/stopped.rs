use super::{Finding, Scene};
use crate::questions::finding::share;
use crate::questions::scene::{MINUTE, Moment};

/// A shorter silence is a hiccup, in nanoseconds.
const LEAST: i64 = 2 * MINUTE;

/// Something that usually goes on and stopped: what that meant outside. The longest of each service.
pub(super) fn find<'a>(scene: &Scene<'a>) -> Vec<Finding<'a>> {
    let mut longest: Vec<&Moment<'a>> = Vec::new();
    let length = |moment: &Moment<'_>| moment.end.map_or(0, |end| end.since(moment.time));
    // That requests take another path inside is nothing that anybody outside sees.
    let is_outside =
        |one: &&Moment<'_>| one.entry.service().is_some() && !one.entry.title().contains("of its traces");
    for silence in scene.of_kind("silence").filter(|one| length(one) >= LEAST).filter(is_outside) {
        match longest.iter_mut().find(|known| known.entry.service() == silence.entry.service()) {
            Some(known) if length(known) >= length(silence) => {}
            Some(known) => *known = silence,
            None => longest.push(silence),
        }
    }
    let finding = |one: &&Moment<'a>| {
        let until = one.end.unwrap_or(one.time);
        Finding::entry(one).until(until).strength(0.6 + 0.4 * share(scene, length(one)))
    };
    longest.iter().map(finding).collect()
}

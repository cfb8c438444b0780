use super::{Finding, Scene};
use crate::questions::finding::share;
use crate::questions::scene::MINUTE;
use crate::questions::trouble::Trouble;

/// Less than this is how long alerts and people take, in nanoseconds.
const LONG: i64 = 2 * MINUTE;

/// Known within this is early, in nanoseconds.
const EARLY: i64 = 90 * SECOND;

/// A second in nanoseconds.
const SECOND: i64 = MINUTE / 60;

/// A trouble that was true long before the evidence shows that anybody knew.
pub(super) fn late<'a>(scene: &Scene<'a>) -> Vec<Finding<'a>> {
    let known = scene.felt().filter_map(|trouble| {
        let knew = trouble.knew(false)?;
        let lag = knew.since(trouble.from);
        let finding = Finding::trouble(trouble).span(trouble.from, knew);
        (lag >= LONG.max(trouble.lead().error())).then(|| finding.strength(0.5 + 0.5 * share(scene, lag)))
    });
    known.collect()
}

/// A trouble of which no entry shows that anybody knew; the longer it held, the more there was to see.
pub(super) fn not_at_all<'a>(scene: &Scene<'a>) -> Vec<Finding<'a>> {
    let unknown = scene.felt().filter(|trouble| trouble.knew(false).is_none() && trouble.length() >= LONG);
    let strength = |trouble: &Trouble<'_>| {
        // Where people talk, they may have known although no words show it.
        let talked = scene.sayings.iter().any(|saying| trouble.holds(saying.time));
        (0.4 + 0.6 * share(scene, trouble.length())) * if talked { 0.75 } else { 1.0 }
    };
    unknown.map(|trouble| Finding::trouble(trouble).strength(strength(trouble))).collect()
}

/// A trouble that was known at once: what works is worth knowing.
pub(super) fn fast<'a>(scene: &Scene<'a>) -> Vec<Finding<'a>> {
    let known = scene.felt().filter_map(|trouble| {
        let knew = trouble.knew(true)?;
        let lag = knew.since(trouble.from);
        (trouble.length() >= LONG && (SECOND..=EARLY).contains(&lag))
            .then(|| Finding::trouble(trouble).span(trouble.from, knew))
    });
    known.collect()
}

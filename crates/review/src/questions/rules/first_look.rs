use super::{Finding, Scene};
use crate::questions::finding::share;
use crate::questions::saying::{Said, Saying};
use crate::questions::trouble::Trouble;

/// The first words of anybody in the trouble: how it came to them.
pub(super) fn find<'a>(scene: &Scene<'a>) -> Vec<Finding<'a>> {
    let Some((began, ended)) = scene.impact() else { return Vec::new() };
    let during = |saying: &&Saying<'_>| saying.time >= began && saying.time <= ended && saying.is_at_the_time;
    let all: Vec<&Saying<'a>> = scene.sayings.iter().filter(during).collect();
    // Whoever does something at that moment may not know of the trouble yet.
    let looks = all.iter().copied().find(|saying| saying.said != Said::ActionTaken);
    let first = looks.or_else(|| all.first().copied());
    let finding = |saying| Finding::saying(saying).span(began, saying.time);
    first
        .map(|saying| finding(saying).strength(0.85 + 0.15 * share(scene, saying.time.since(began))))
        .into_iter()
        .collect()
}

/// Troubles in which nobody says a word: the one of which most is told.
pub(super) fn without_words<'a>(scene: &Scene<'a>) -> Vec<Finding<'a>> {
    let Some((began, ended)) = scene.impact() else { return Vec::new() };
    if scene.sayings.iter().any(|saying| saying.time >= began && saying.time <= ended) {
        return Vec::new();
    }
    let weight = |trouble: &Trouble<'_>| trouble.lead().weight();
    let most = scene.felt().max_by(|a, b| weight(a).total_cmp(&weight(b)));
    most.map(Finding::trouble).into_iter().collect()
}

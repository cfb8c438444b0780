use super::{Finding, Scene};
use crate::questions::saying::{Said, Saying, says};

/// Words of a way of working that was there before.
const USUAL: [&str; 10] = [
    "standard procedure",
    "as usual",
    "as always",
    "we always",
    "we usually",
    "we normally",
    "by the book",
    "runbook",
    "playbook",
    "policy",
];

/// Decisions: what else could be done then is rarely written down.
pub(super) fn find<'a>(scene: &Scene<'a>) -> Vec<Finding<'a>> {
    let decisions = scene.sayings.iter().filter(|saying| saying.said == Said::Decision);
    let strength = |time| if scene.is_troubled(time) { 1.0 } else { 0.75 };
    decisions.map(|saying| Finding::saying(saying).strength(strength(saying.time))).collect()
}

/// What is said to be the usual way.
pub(super) fn by_practice<'a>(scene: &Scene<'a>) -> Vec<Finding<'a>> {
    let usual = scene.sayings.iter().filter(|saying| saying.said != Said::Question && saying.says(&USUAL));
    let finding = |saying: &Saying<'a>| {
        // The sentence that speaks of it, where there are several.
        let sentence = saying.text.split(". ").find(|text| says(text, &USUAL));
        Finding::saying(&Saying { text: sentence.unwrap_or(saying.text), ..*saying })
    };
    usual.map(finding).collect()
}

use super::{Finding, Scene};
use crate::questions::saying::{Said, Saying, words};

/// Words of something narrowed down or told apart.
const NARROWS: [&str; 16] = [
    "only",
    "it says",
    "refuses",
    "says that",
    "all of its",
    "all but",
    "not even",
    "none of",
    "in the same",
    "the same",
    "but not",
    "nothing but",
    "itself",
    "exactly",
    "nur",
    "ausgerechnet",
];

/// What people saw in the middle of the trouble: the path to it is what others can learn from.
pub(super) fn find<'a>(scene: &Scene<'a>) -> Vec<Finding<'a>> {
    let services = scene.services();
    let seen = |saying: &&Saying<'_>| {
        matches!(saying.said, Said::Observation) && saying.is_at_the_time && scene.is_troubled(saying.time)
    };
    let first = scene.sayings.iter().position(|saying| scene.is_troubled(saying.time));
    let later =
        scene.sayings.iter().enumerate().filter(|(at, _)| Some(*at) != first).map(|(_, saying)| saying);
    later.filter(seen).map(|saying| Finding::saying(saying).strength(strength(saying, &services))).collect()
}

/// What is narrowed down and what names a service tells more of a path.
fn strength(saying: &Saying<'_>, services: &[&str]) -> f64 {
    let text = words(saying.text);
    let names = services.iter().any(|name| text.contains(&name.to_lowercase()));
    let narrows = saying.says(&NARROWS);
    0.6 + if names { 0.15 } else { 0.0 } + if narrows { 0.25 } else { 0.0 }
}

use super::{Finding, Scene};
use crate::questions::saying::{Said, Saying};

/// Words by which a question proposes something to do.
const PROPOSES: [&str; 11] = [
    "roll back",
    "rolling back",
    "rollback",
    "revert",
    "restart",
    "failover",
    "fail over",
    "should we",
    "shall we",
    "what if",
    "could it",
];

/// Guesses, and questions that propose: how they held up tells how people read the situation. An early one tells more.
pub(super) fn find<'a>(scene: &Scene<'a>) -> Vec<Finding<'a>> {
    let is_idea = |saying: &&Saying<'_>| {
        saying.said == Said::Hypothesis || saying.said == Said::Question && saying.says(&PROPOSES)
    };
    let ideas: Vec<&Saying<'a>> = scene.sayings.iter().filter(is_idea).collect();
    let strength = |at: usize| 1.0 - 0.1 * (at.min(5) as f64);
    ideas.iter().enumerate().map(|(at, saying)| Finding::saying(saying).strength(strength(at))).collect()
}

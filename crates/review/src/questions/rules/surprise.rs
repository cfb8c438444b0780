use super::knowledge::tells;
use super::{Finding, Scene};
use crate::questions::saying::{Said, Saying};

/// Words by which people show that something is not as they expected.
const UNEXPECTED: [&str; 24] = [
    "hm",
    "hmm",
    "oh",
    "huh",
    "odd",
    "oddly",
    "strange",
    "strangely",
    "weird",
    "weirdly",
    "unexpected",
    "unexpectedly",
    "surprised",
    "surprising",
    "surprisingly",
    "wait what",
    "wtf",
    "longer than",
    "komisch",
    "seltsam",
    "merkwürdig",
    "not what i",
    "no idea why",
    "makes no sense",
];

/// Notes that say so.
pub(super) fn in_notes<'a>(scene: &Scene<'a>) -> Vec<Finding<'a>> {
    let surprised = scene.sayings.iter().filter(|saying| saying.said == Said::Surprise);
    surprised.map(Finding::saying).collect()
}

/// What was written with wonder at that moment.
pub(super) fn in_words<'a>(scene: &Scene<'a>) -> Vec<Finding<'a>> {
    let wonders = |saying: &&Saying<'_>| {
        let marked = saying.text.contains("!?") || saying.text.contains("??");
        // A call such as "by an hour!" at the end of something seen.
        let called = saying.said == Said::Observation && saying.text.trim_end().ends_with('!');
        saying.said != Said::Surprise && !tells(saying) && (saying.says(&UNEXPECTED) || marked || called)
    };
    scene.sayings.iter().filter(wonders).map(Finding::saying).collect()
}

use super::{Finding, Scene};
use crate::questions::saying::{Said, Saying};

/// Words of a way to keep going while the trouble lasts.
const AROUND: [&str; 18] = [
    "workaround",
    "work around",
    "work-around",
    "for now",
    "for the moment",
    "meanwhile",
    "in the meantime",
    "until they",
    "until it",
    "until we",
    "instead of",
    "by hand",
    "manually",
    "by mail",
    "turning away",
    "turn away",
    "vorerst",
    "solange",
];

/// Ways around: how people keep things going is knowledge that is seldom written down.
pub(super) fn find<'a>(scene: &Scene<'a>) -> Vec<Finding<'a>> {
    let around = |saying: &&Saying<'_>| {
        let does = saying.is_doing() || matches!(saying.said, Said::Account | Said::StatusUpdate);
        let refused = saying.says(&["do not", "don't", "nobody"]);
        does && !refused && saying.says(&AROUND) && scene.is_troubled(saying.time)
    };
    scene.sayings.iter().filter(around).map(Finding::saying).collect()
}

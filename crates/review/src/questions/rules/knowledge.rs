use super::{Finding, Scene};
use crate::questions::saying::{Said, Saying, words};

/// Words of somebody who tells what they or their team know already.
const TELLS: [&str; 20] = [
    "that was me",
    "that was us",
    "mine",
    "that is ours",
    "that is mine",
    "i dropped",
    "i changed",
    "i removed",
    "i deleted",
    "i started",
    "we changed",
    "we moved",
    "we switched",
    "i knew",
    "we knew",
    "known issue",
    "since the",
    "we rotated",
    "has the old",
    "das war ich",
];

/// During or shortly after the trouble somebody brings in what they knew: that it was in the house, and how it came to the table.
pub(super) fn find<'a>(scene: &Scene<'a>) -> Vec<Finding<'a>> {
    let Some((began, _)) = scene.impact() else { return Vec::new() };
    let later =
        scene.sayings.iter().filter(|saying| saying.time > began && saying.said != Said::StatusUpdate);
    later.filter(|saying| tells(saying)).map(Finding::saying).collect()
}

/// Whether somebody tells what they knew before; who takes a page only says who looks after it.
pub(super) fn tells(saying: &Saying<'_>) -> bool {
    let takes = saying.says(&["page", "is mine"]);
    !takes && (saying.says(&TELLS) || looks_back(saying))
}

/// Whether it names a time of day before its own: "since 01:05", "at 14:20".
fn looks_back(saying: &Saying<'_>) -> bool {
    let text = words(&saying.text.replace(':', "."));
    let mut parts = text.split_whitespace();
    let mut before = "";
    parts.any(|part| {
        let is_time = part.len() == 5
            && part.split_once('.').is_some_and(|(hour, minute)| {
                [hour, minute]
                    .iter()
                    .all(|number| number.len() == 2 && number.bytes().all(|byte| byte.is_ascii_digit()))
            });
        let looks = is_time && matches!(before, "since" | "at" | "seit" | "um");
        before = part;
        looks && saying.said != Said::Question
    })
}

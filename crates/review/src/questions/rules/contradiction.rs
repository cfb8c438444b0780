use super::{Finding, Scene};
use crate::questions::saying::{Said, Saying, words};
use crate::questions::scene::MINUTE;
use crate::questions::trouble::Trouble;

/// Words that say that something is well.
const WELL: [&str; 22] = [
    "green",
    "fine",
    "healthy",
    "all good",
    "looks good",
    "works for me",
    "it works",
    "works here",
    "is ok",
    "is okay",
    "looks ok",
    "as usual",
    "looks normal",
    "is normal",
    "zero errors",
    "no errors",
    "nothing wrong",
    "nothing is broken",
    "läuft",
    "alles gut",
    "no problem here",
    "cannot reproduce",
];

/// Words that turn "well" round, or speak of what will be.
const NOT_WELL: [&str; 8] = ["not", "isn't", "no longer", "until", "again", "if", "when", "is back"];

/// So much of a trouble must still be to come: a word shortly before the end is how ends are told.
const STILL: i64 = MINUTE;

/// Somebody says that it is well, while the evidence shows trouble of the same service, or of any where none is named.
pub(super) fn find<'a>(scene: &Scene<'a>) -> Vec<Finding<'a>> {
    let well = |saying: &&Saying<'_>| {
        let sees =
            matches!(saying.said, Said::Observation | Said::StatusUpdate | Said::Hypothesis | Said::Other);
        sees && saying.is_at_the_time
            && saying.says(&WELL)
            && (saying.says(&["not as"]) || !saying.says(&NOT_WELL))
    };
    let views = scene.sayings.iter().filter(well);
    views.filter_map(|saying| Some(Finding::saying(saying).beside(against(scene, saying)?.lead()))).collect()
}

/// The trouble that holds while it is said: the one of the service that is named, else the one that says most.
fn against<'s, 'a>(scene: &'s Scene<'a>, saying: &Saying<'a>) -> Option<&'s Trouble<'a>> {
    let text = words(saying.text);
    let named =
        scene.services().into_iter().find(|name| text.contains(&format!(" {} ", name.to_lowercase())));
    let holds =
        |trouble: &&Trouble<'_>| trouble.holds(saying.time) && trouble.last().since(saying.time) >= STILL;
    let fits = |trouble: &&Trouble<'_>| named.is_none() || trouble.service == named;
    let weight = |trouble: &Trouble<'_>| trouble.lead().weight();
    scene.troubles.iter().filter(holds).filter(fits).max_by(|a, b| weight(a).total_cmp(&weight(b)))
}

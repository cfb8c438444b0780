//! What a timeline is worth asking about: few open questions, each raised by entries, ranked by what an answer would teach.
//!
//! Reading order: `scene` (the timeline as the rules see it; `saying`, `trouble`), `finding` (what a rule found), `rules/` (one finder in one
//! file, its sentences as TOML beside it), `quote` and `wording` (from a finding to a sentence), `choose` (few, and of many kinds),
//! [`question`](Question) and `asked` (what becomes of one), `themes` (a meeting's agenda).
//!
//! Invariants: a question names the entry or note that raised it; its identity follows from the rule and that entry, so that what was dismissed
//! stays dismissed when the machine drafts again; it quotes, and never says in its own words who did what. The same review gives the same questions.

mod asked;
mod choose;
mod finding;
mod question;
mod quote;
mod rules;
mod saying;
mod scene;
#[cfg(test)]
mod tests;
mod themes;
mod trouble;
mod wording;

use std::collections::BTreeSet;

use jiff::tz::TimeZone;

pub use asked::{Answer, Asked, AskedOf, Refusal, State, asked};
pub use question::{Question, Reference};
pub use themes::{Theme, themes};

use crate::timeline::Review;

/// Most questions that are proposed at once.
pub const MOST: usize = 20;

/// The questions that a review is worth, the one that would teach most first. `decided` are ids of questions that were kept, dismissed,
/// assigned or answered: they are not proposed again. Times are told in `zone`.
pub fn propose(review: &Review, decided: &BTreeSet<&str>, zone: &TimeZone, most: usize) -> Vec<Question> {
    let scene = scene::Scene::of(review);
    let clock = wording::Clock::of(zone, scene.moments.iter().map(|moment| moment.time));
    let mut found = Vec::new();
    for rule in rules::all() {
        let sentences = wording::Sentences::read(rule.name, rule.sentences);
        for finding in (rule.find)(&scene) {
            found.extend(question::of(rule.name, &sentences, &finding, &clock));
        }
    }
    choose::few(found, decided, most.min(MOST))
}

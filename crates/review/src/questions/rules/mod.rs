//! The rules, one finder in one file with its sentences beside it. The order is that of the story: how it began, how it came to be known,
//! what people made of it, what they did, how it ended.

mod alerts;
mod alone;
mod although;
mod change_before;
mod contradiction;
mod decision;
mod first_look;
mod found;
mod gap;
mod hand_over;
mod helped;
mod idea;
mod knowledge;
mod known;
mod order;
mod over;
mod stopped;
mod surprise;
mod times_differ;
mod unanswered;
mod workaround;
mod worse;

use super::finding::Finding;
use super::scene::{Moment, Scene};
use super::trouble::Trouble;

/// A rule: what it looks for, and the sentences it asks with.
pub(super) struct Rule {
    /// Part of the identity of its questions: never changed.
    pub(super) name: &'static str,
    pub(super) find: for<'a> fn(&Scene<'a>) -> Vec<Finding<'a>>,
    /// TOML, see [`super::wording`].
    pub(super) sentences: &'static str,
}

macro_rules! rules {
    ($($name:literal => $find:path),* $(,)?) => {
        &[$(Rule { name: $name, find: $find, sentences: include_str!(concat!($name, ".toml")) }),*]
    };
}

/// All of them.
pub(super) fn all() -> &'static [Rule] {
    rules![
        "change_before" => change_before::find,
        "although" => although::find,
        "order" => order::find,
        "first_look" => first_look::find,
        "no_words" => first_look::without_words,
        "late_known" => known::late,
        "unseen" => known::not_at_all,
        "fast" => known::fast,
        "alert_late" => alerts::late,
        "no_alert" => alerts::none,
        "alert_alone" => alerts::alone,
        "page_silence" => alerts::without_words,
        "stopped" => stopped::find,
        "surprised_note" => surprise::in_notes,
        "surprise" => surprise::in_words,
        "contradiction" => contradiction::find,
        "times_differ" => times_differ::find,
        "found" => found::find,
        "idea" => idea::find,
        "knowledge" => knowledge::find,
        "unanswered" => unanswered::find,
        "gap" => gap::find,
        "hand_over" => hand_over::find,
        "decision" => decision::find,
        "practice" => decision::by_practice,
        "worse" => worse::find,
        "workaround" => workaround::find,
        "helped" => helped::find,
        "alone" => alone::find,
        "over" => over::find,
    ]
}

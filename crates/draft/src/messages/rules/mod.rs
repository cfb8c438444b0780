//! The phrases by which each kind of message is known, with their weights: 10 is a hint, 20 is enough, 30 outweighs
//! most others, a negative weight takes back. Weights of one kind add up.

mod action_taken;
mod decision;
mod hand_over;
mod hypothesis;
mod observation;
mod question;
mod status_update;

use std::sync::LazyLock;

use super::MessageKind;
use super::phrase::Phrase;
use super::sentence::Sentence;
use super::symptoms::{self, Symptom};

/// A weight and a phrase.
type Rule = (i32, &'static str);

/// Words of small talk.
const TALK: &[&str] = &[
    "thanks", "thank", "sorry", "brb", "lol", "haha", "welcome", "congrats", "lunch", "coffee", "beer",
    "weekend", "birthday", "cheers", "kudos", "danke", "nice", "fun", "joke", "meeting", "stand-up",
    "standup", "train", "bus", "zoom",
];

/// What is done in free time is neither decided nor asked here.
const LEISURE: &[&str] = &["lunch", "coffee", "beer", "drink", "birthday", "dinner", "breakfast", "pizza"];

/// The tables, read once.
struct Rules {
    hypothesis: Vec<(i32, Phrase)>,
    decision: Vec<(i32, Phrase)>,
    action_taken: Vec<(i32, Phrase)>,
    hand_over: Vec<(i32, Phrase)>,
    question: Vec<(i32, Phrase)>,
    status_update: Vec<(i32, Phrase)>,
    observation: Vec<(i32, Phrase)>,
}

static RULES: LazyLock<Rules> = LazyLock::new(|| {
    let read = |table: &[Rule]| table.iter().map(|(weight, text)| (*weight, Phrase::new(text))).collect();
    Rules {
        hypothesis: read(hypothesis::RULES),
        decision: read(decision::RULES),
        action_taken: read(action_taken::RULES),
        hand_over: read(hand_over::RULES),
        question: read(question::RULES),
        status_update: read(status_update::RULES),
        observation: read(observation::RULES),
    }
});

/// An observation is what remains when nothing stronger is said: its hints may not outweigh a clear phrase.
const MOST_OF_AN_OBSERVATION: i32 = 20;

/// The weight of each kind, in the order that decides between equals.
pub(super) fn weights(sentence: &Sentence) -> [(MessageKind, i32); 7] {
    let sum = |rules: &[(i32, Phrase)]| -> i32 {
        rules.iter().filter(|(_, phrase)| phrase.occurs(sentence)).map(|(weight, _)| weight).sum()
    };
    let rules = &*RULES;
    // Who thanks or jokes says nothing of the system in that sentence.
    let is_talk = sentence.words.iter().any(|word| TALK.contains(&word.as_str()));
    let trouble = symptoms::of_sentence(sentence);
    // Trouble that no single word tells of, as in "does not answer".
    let in_a_phrase = !trouble.is_empty() && sentence.symptoms.iter().all(Option::is_none);
    let told = sum(&rules.observation) + if in_a_phrase { 15 } else { 0 };
    let seen = if is_talk { 0 } else { told };
    let is_leisure = sentence.words.iter().any(|word| LEISURE.contains(&word.as_str()));
    let at_work = |weight: i32| if is_leisure { 0 } else { weight };
    // What is back to usual is told so that others know.
    let is_back = trouble.contains(&Symptom::Recovery);
    let status = sum(&rules.status_update) + if is_back { 25 } else { 0 };
    let asks = sentence.asks && sentence.words.len() > 1;
    // What is asked is neither done nor settled nor seen.
    let said = |weight: i32| if asks { weight / 2 } else { weight };
    let mark = if asks { 30 } else { 0 };
    let hypothesis = sum(&rules.hypothesis);
    [
        (MessageKind::HandOver, sum(&rules.hand_over)),
        (MessageKind::StatusUpdate, said(status)),
        (MessageKind::Decision, said(at_work(sum(&rules.decision)))),
        (MessageKind::ActionTaken, said(sum(&rules.action_taken))),
        // A guess with a question mark is a guess.
        (MessageKind::Hypothesis, if hypothesis > 0 { hypothesis + mark } else { 0 }),
        (MessageKind::Question, at_work(sum(&rules.question) + mark)),
        (MessageKind::Observation, said(seen.min(MOST_OF_AN_OBSERVATION))),
    ]
}

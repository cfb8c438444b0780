//! The labelled messages of `corpus/messages`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::{MessageKind, kind_of_message};

const KINDS: [(&str, Option<MessageKind>); 8] = [
    ("observation", Some(MessageKind::Observation)),
    ("hypothesis", Some(MessageKind::Hypothesis)),
    ("decision", Some(MessageKind::Decision)),
    ("action", Some(MessageKind::ActionTaken)),
    ("handover", Some(MessageKind::HandOver)),
    ("question", Some(MessageKind::Question)),
    ("status", Some(MessageKind::StatusUpdate)),
    ("none", None),
];

#[derive(serde::Deserialize)]
struct Labelled {
    text: String,
    kind: String,
}

/// Told and right, told, and labelled, of one kind.
#[derive(Debug, Default, Clone, Copy)]
struct Counts {
    right: u32,
    told: u32,
    labelled: u32,
}

impl Counts {
    fn precision(self) -> f64 {
        f64::from(self.right) / f64::from(self.told.max(1))
    }

    fn recall(self) -> f64 {
        f64::from(self.right) / f64::from(self.labelled.max(1))
    }
}

/// What was counted, and each message that was taken for another kind.
#[derive(Default)]
struct Outcome {
    counts: BTreeMap<&'static str, Counts>,
    wrong: Vec<String>,
}

impl Outcome {
    fn of(file: &str) -> Self {
        let mut outcome = Self::default();
        for line in file.lines().filter(|line| !line.trim().is_empty()) {
            let row: Labelled = serde_json::from_str(line).expect(line);
            let told = kind_of_message(&row.text);
            let name = KINDS.iter().find(|(_, kind)| *kind == told).expect("a listed kind").0;
            let label = KINDS.iter().find(|(name, _)| *name == row.kind).expect("a known kind").0;
            outcome.counts.entry(label).or_default().labelled += 1;
            outcome.counts.entry(name).or_default().told += 1;
            match name == label {
                true => outcome.counts.entry(name).or_default().right += 1,
                false => outcome.wrong.push(format!("{label} told {name}: {}", row.text)),
            }
        }
        outcome
    }

    /// All kinds that say something, as one.
    fn overall(&self) -> Counts {
        let said = self.counts.iter().filter(|(name, _)| **name != "none").map(|(_, counts)| counts);
        said.fold(Counts::default(), |all, one| Counts {
            right: all.right + one.right,
            told: all.told + one.told,
            labelled: all.labelled + one.labelled,
        })
    }

    fn table(&self) -> String {
        let line = |(name, c): (&str, Counts)| {
            format!("{name}: precision {:.3}, recall {:.3} of {}\n", c.precision(), c.recall(), c.labelled)
        };
        let kinds = self.counts.iter().map(|(name, counts)| line((name, *counts)));
        kinds.chain([line(("all", self.overall()))]).collect()
    }
}

fn corpus(name: &str) -> Option<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus/messages");
    fs::read_to_string(folder.join(name)).ok()
}

/// The set that the rules were written with. A rule that helps one kind must not cost another.
#[test]
fn the_labelled_messages() {
    let outcome = Outcome::of(&corpus("labelled.jsonl").expect("the labelled set"));
    let (all, wrong) = (outcome.overall(), outcome.wrong.join("\n"));
    assert!(all.precision() >= 0.98 && all.recall() >= 0.97, "{}{wrong}", outcome.table());
}

/// A set that somebody else wrote and that no rule was made for: what fails is told in numbers only.
#[test]
fn the_messages_written_apart() {
    let Some(file) = corpus("apart.jsonl") else { return };
    let outcome = Outcome::of(&file);
    let all = outcome.overall();
    assert!(all.precision() >= 0.89 && all.recall() >= 0.87, "{}", outcome.table());
}

/// Words that a rule is for, in sentences that it is not for.
#[test]
fn words_in_another_sense() {
    use MessageKind::{ActionTaken, Decision, HandOver, Hypothesis, Observation, Question, StatusUpdate};
    let check = |text: &str, kind: MessageKind| assert_eq!(kind_of_message(text), Some(kind), "{text}");
    check("the bastion is not reachable from here", Observation);
    check("can you take it from here?", HandOver);
    check("I need to run the migration again, it failed halfway", Observation);
    check("I need to run", HandOver);
    check("when we restart the pod it works for ten minutes", Observation);
    check("we restart the pod now", Decision);
    check("we do not see errors on our side", Observation);
    check("pods restarted twice in the last hour", Observation);
    check("I restarted the pods", ActionTaken);
    check("is the failover done?", Question);
    check("failover done", ActionTaken);
    check("maybe 200 errors a minute", Observation);
    check("maybe the failover was too early", Hypothesis);
    check("we wait until the queue is empty", Decision);
    check("the queue is empty again", StatusUpdate);
    check("no errors since 14:20", StatusUpdate);
    check("errors on orders since 14:20", Observation);
}

#[test]
fn odd_texts_say_nothing() {
    let long = "a ".repeat(1 << 20);
    for text in
        ["", " ", "`", "```", "``` ```", "\u{0}", "🔥🔥", "\u{202e}gnol", "'", "@", ":", "...", "’s", &long]
    {
        assert_eq!(kind_of_message(text), None, "{:?}", text.chars().take(20).collect::<String>());
    }
}

//! Changes, alerts and messages enter the timeline as they are; only repetitions are folded.

use crate::alerts::{self, Alert};
use crate::candidates::{About, Candidate};
use crate::input::{ChangeFact, Input, MessageFact};
use crate::messages::{MessageKind, kind_of_message};
use crate::timeline::Kind;
use crate::words::one_line;
use postlude_signals::RecordTable;

/// Longest title of a fact, in characters.
const LONGEST: usize = 140;

pub(crate) fn candidates(input: &Input) -> Vec<Candidate> {
    let mut all: Vec<Candidate> = steps_together(&input.changes).iter().map(|steps| change(steps)).collect();
    all.extend(alerts::together(&input.alerts).iter().map(alert));
    all.extend(messages(&input.messages));
    all
}

/// How much a change belongs on the timeline: what reaches production above what is only written.
fn weight(fact: &ChangeFact) -> f64 {
    match fact.kind.as_str() {
        _ if is_command(fact) => 0.48,
        "deploy" | "rollback" | "schema" | "config" | "scale" | "release" | "restart" => 0.9,
        "merge" => 0.6,
        "commit" => 0.45,
        _ => 0.7,
    }
}

/// Steps of one change (started, migrating, instance updated, finished) are one entry when they follow each other
/// within this many nanoseconds.
const STEP: i64 = 30 * 60 * 1_000_000_000;

/// Commands to one service are one entry when they follow each other within this many nanoseconds: somebody is at work.
const AT_WORK: i64 = 5 * 60 * 1_000_000_000;

/// Whether a change is told by a line of a log, and not by who keeps account of changes.
fn is_command(fact: &ChangeFact) -> bool {
    fact.record.table == RecordTable::Log
}

/// Changes in order of their first step; the steps of one are of one service and bring one version.
fn steps_together(facts: &[ChangeFact]) -> Vec<Vec<&ChangeFact>> {
    let mut together: Vec<Vec<&ChangeFact>> = Vec::new();
    for fact in facts {
        let continues = |steps: &&mut Vec<&ChangeFact>| {
            let (first, last) = (steps[0], steps[steps.len() - 1]);
            let is_step = fact.service.is_some() && weight(fact) > 0.6 && weight(first) > 0.6;
            // Without a version, only a source that tells beginnings tells which steps belong together.
            if is_command(first) || is_command(fact) {
                return is_command(first)
                    && is_command(fact)
                    && first.service == fact.service
                    && fact.time.since(last.time) <= AT_WORK;
            }
            let same = if fact.version.is_some() { true } else { is_beginning(first) && !is_beginning(fact) };
            is_step
                && same
                && first.service == fact.service
                && first.version == fact.version
                && fact.time.since(last.end.unwrap_or(last.time)) <= STEP
                && !is_over(last)
        };
        match together.iter_mut().rev().find(continues) {
            Some(steps) => steps.push(fact),
            None => together.push(vec![fact]),
        }
    }
    together
}

/// Whether a step says that it was the last one.
fn is_over(step: &ChangeFact) -> bool {
    step.outcome
        .as_deref()
        .is_some_and(|outcome| matches!(outcome, "success" | "failure" | "succeeded" | "failed"))
}

/// Whether a step says that it is the first one.
fn is_beginning(step: &ChangeFact) -> bool {
    let title = step.title.to_lowercase();
    ["start", "begin", "began", "created", "triggered", "scheduled"].iter().any(|word| title.contains(word))
}

fn change(steps: &[&ChangeFact]) -> Candidate {
    let fact = steps[0];
    let last = steps[steps.len() - 1];
    let service = fact.service.as_deref().map(|service| format!("{service}: ")).unwrap_or_default();
    let names = |text: &Option<String>| {
        text.as_ref().filter(|t| !fact.title.contains(t.as_str())).map(|t| format!(" ({t})"))
    };
    let version = names(&fact.version).unwrap_or_default();
    let outcome = names(&last.outcome).unwrap_or_default();
    let prefix = if fact.title.starts_with(service.trim_end_matches(": ")) { "" } else { &service };
    Candidate {
        time: fact.time,
        end: last.end.or_else(|| (last.time > fact.time).then_some(last.time)),
        time_error: 1_000_000_000,
        kind: Kind::Change,
        service: fact.service.clone(),
        title: one_line(&format!("{prefix}{}{version}{outcome}", fact.title), LONGEST),
        score: weight(fact),
        records: steps.iter().map(|step| step.record).take(4).collect(),
        reason: match steps.len() {
            1 if is_command(fact) => format!("a change of kind {}, as its log tells", fact.kind),
            n if is_command(fact) => {
                format!("a change of kind {}, the first of {n} that its log tells", fact.kind)
            }
            1 => format!("a change of kind {}, as recorded", fact.kind),
            n => format!("a change of kind {}, as recorded in {n} steps", fact.kind),
        },
        plot: None,
        about: About { versions: versions(fact), ..About::default() },
    }
}

/// What it brings, also where only its title says so: `orders 1.8.0: a channel for each order`.
fn versions(fact: &ChangeFact) -> Vec<String> {
    let words = fact.title.split(|c: char| c.is_whitespace() || matches!(c, ',' | ':' | '(' | ')'));
    let is_version = |word: &&str| {
        let number = word.strip_prefix('v').unwrap_or(word);
        number.contains('.') && number.starts_with(|c: char| c.is_ascii_digit()) && !number.ends_with('.')
    };
    let mut all: Vec<String> = fact.version.iter().cloned().collect();
    all.extend(words.filter(is_version).map(str::to_owned));
    all.sort_unstable();
    all.dedup();
    all
}

fn alert(alert: &Alert<'_>) -> Candidate {
    let (name, summary) = (alert.name, alert.summary);
    let summary = if summary.is_empty() { name } else { summary };
    let title = if summary.contains(name) { summary.to_owned() } else { format!("{name}: {summary}") };
    Candidate {
        time: alert.start,
        end: alert.end,
        time_error: 1_000_000_000,
        kind: Kind::Alert,
        service: alert.service.map(str::to_owned),
        title: one_line(&title, LONGEST),
        score: 0.9,
        records: alert.records.clone(),
        reason: match (alert.fired, alert.notifications) {
            (false, _) => {
                "the monitoring said that it was over; when it began is not in the evidence".to_owned()
            }
            (true, 1) => "the monitoring fired".to_owned(),
            (true, n) => format!("the monitoring fired; {n} notifications"),
        },
        plot: None,
        about: About { alert: Some(name.to_owned()), ..About::default() },
    }
}

/// A chat of so many messages of which none can be told is in a language that is not known.
const CHAT: usize = 10;

/// Messages that say something of the incident; all of them when the language is not known.
fn messages(facts: &[MessageFact]) -> Vec<Candidate> {
    let kinds: Vec<Option<MessageKind>> = facts.iter().map(|fact| kind_of_message(&fact.text)).collect();
    let is_foreign = facts.len() >= CHAT && kinds.iter().all(Option::is_none);
    let told = facts.iter().zip(kinds).filter(|(_, kind)| kind.is_some() || is_foreign);
    told.map(|(fact, kind)| message(fact, kind)).collect()
}

fn message(fact: &MessageFact, kind: Option<MessageKind>) -> Candidate {
    let place = fact.channel.as_deref().map(|c| format!(" in {c}")).unwrap_or_default();
    Candidate {
        time: fact.time,
        end: None,
        time_error: 1_000_000_000,
        kind: Kind::Message,
        service: None,
        title: one_line(&fact.text, LONGEST),
        score: worth(kind),
        records: vec![fact.record],
        reason: format!("written{place}"),
        plot: None,
        about: About { message: kind, ..About::default() },
    }
}

/// How much a message belongs on the timeline: what changed the course of the incident before what was said about it, and
/// none before clear signs of the machines.
fn worth(kind: Option<MessageKind>) -> f64 {
    match kind {
        Some(MessageKind::Decision) => 0.56,
        Some(MessageKind::ActionTaken | MessageKind::HandOver) => 0.54,
        Some(MessageKind::Observation) => 0.52,
        Some(MessageKind::StatusUpdate) => 0.45,
        Some(MessageKind::Hypothesis) => 0.4,
        Some(MessageKind::Question) => 0.35,
        None => 0.3,
    }
}

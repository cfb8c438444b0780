//! Changes, alerts and messages enter the timeline as they are; only repetitions are folded.

use std::collections::BTreeMap;

use crate::candidates::Candidate;
use crate::input::{AlertFact, ChangeFact, Input, MessageFact};
use crate::timeline::Kind;
use crate::words::one_line;

/// Longest title of a fact, in characters.
const LONGEST: usize = 140;

pub(crate) fn candidates(input: &Input) -> Vec<Candidate> {
    let mut all: Vec<Candidate> = steps_together(&input.changes).iter().map(|steps| change(steps)).collect();
    all.extend(alerts(&input.alerts));
    all.extend(input.messages.iter().map(message));
    all
}

/// How much a change of a kind belongs on the timeline: what reaches production above what is only written.
fn weight(kind: &str) -> f64 {
    match kind {
        "deploy" | "rollback" | "schema" | "config" | "scale" | "release" | "restart" => 0.9,
        "merge" => 0.6,
        "commit" => 0.45,
        _ => 0.7,
    }
}

/// Steps of one change (started, migrating, instance updated, finished) are one entry when they follow each other
/// within this many nanoseconds.
const STEP: i64 = 30 * 60 * 1_000_000_000;

/// Changes in order of their first step; the steps of one are of one service and bring one version.
fn steps_together(facts: &[ChangeFact]) -> Vec<Vec<&ChangeFact>> {
    let mut together: Vec<Vec<&ChangeFact>> = Vec::new();
    for fact in facts {
        let continues = |steps: &&mut Vec<&ChangeFact>| {
            let (first, last) = (steps[0], steps[steps.len() - 1]);
            let is_step = fact.service.is_some() && weight(&fact.kind) > 0.6 && weight(&first.kind) > 0.6;
            // Without a version, only a source that tells beginnings tells which steps belong together.
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
        score: weight(&fact.kind),
        records: steps.iter().map(|step| step.record).take(4).collect(),
        reason: match steps.len() {
            1 => format!("a change of kind {}, as recorded", fact.kind),
            n => format!("a change of kind {}, as recorded in {n} steps", fact.kind),
        },
        plot: None,
    }
}

/// One candidate per alert, however often it was notified.
fn alerts(facts: &[AlertFact]) -> Vec<Candidate> {
    let mut by_alert: BTreeMap<(String, i64), (&AlertFact, usize)> = BTreeMap::new();
    for fact in facts {
        let identity =
            fact.fingerprint.clone().unwrap_or_else(|| format!("{}|{:?}", fact.name, fact.service));
        let known = by_alert.entry((identity, fact.time.0)).or_insert((fact, 0));
        known.1 += 1;
        if known.0.end.is_none() && fact.end.is_some() {
            known.0 = fact;
        }
    }
    by_alert.into_values().map(|(fact, times)| alert(fact, times)).collect()
}

fn alert(fact: &AlertFact, times: usize) -> Candidate {
    let summary = if fact.summary.is_empty() { &fact.name } else { &fact.summary };
    let title =
        if summary.contains(&fact.name) { summary.clone() } else { format!("{}: {summary}", fact.name) };
    Candidate {
        time: fact.time,
        end: fact.end,
        time_error: 1_000_000_000,
        kind: Kind::Alert,
        service: fact.service.clone(),
        title: one_line(&title, LONGEST),
        score: 0.9,
        records: vec![fact.record],
        reason: match times {
            1 => "the monitoring fired".to_owned(),
            n => format!("the monitoring fired; {n} notifications"),
        },
        plot: None,
    }
}

fn message(fact: &MessageFact) -> Candidate {
    let place = fact.channel.as_deref().map(|c| format!(" in {c}")).unwrap_or_default();
    Candidate {
        time: fact.time,
        end: None,
        time_error: 1_000_000_000,
        kind: Kind::Message,
        service: None,
        title: one_line(&fact.text, LONGEST),
        score: 0.3 + 0.3 * decisiveness(&fact.text),
        records: vec![fact.record],
        reason: format!("written{place}"),
        plot: None,
    }
}

/// How much a message speaks of the incident's course, 0 to 1: words of action, finding and decision.
fn decisiveness(text: &str) -> f64 {
    const WORDS: [&str; 28] = [
        "rolling back",
        "rolled back",
        "rollback",
        "revert",
        "deploy",
        "restart",
        "scal",
        "fix",
        "kill",
        "cancel",
        "terminate",
        "failover",
        "escalat",
        "page",
        "alert",
        "error",
        "down",
        "slow",
        "timeout",
        "5xx",
        "500",
        "lock",
        "recover",
        "back to normal",
        "resolved",
        "mitigat",
        "incident",
        "customers",
    ];
    let text = text.to_lowercase();
    let hits = WORDS.iter().filter(|word| text.contains(*word)).count();
    (hits as f64 / 3.0).min(1.0)
}

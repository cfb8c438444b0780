//! Changes, alerts and messages enter the timeline as they are; only repetitions are folded.

use std::collections::BTreeMap;

use crate::candidates::Candidate;
use crate::input::{AlertFact, ChangeFact, Input, MessageFact};
use crate::timeline::Kind;
use crate::words::one_line;

/// Longest title of a fact, in characters.
const LONGEST: usize = 140;

pub(crate) fn candidates(input: &Input) -> Vec<Candidate> {
    let mut all: Vec<Candidate> = input.changes.iter().map(change).collect();
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

fn change(fact: &ChangeFact) -> Candidate {
    let service = fact.service.as_deref().map(|service| format!("{service}: ")).unwrap_or_default();
    let names = |text: &Option<String>| {
        text.as_ref().filter(|t| !fact.title.contains(t.as_str())).map(|t| format!(" ({t})"))
    };
    let version = names(&fact.version).unwrap_or_default();
    let outcome = names(&fact.outcome).unwrap_or_default();
    let prefix = if fact.title.starts_with(service.trim_end_matches(": ")) { "" } else { &service };
    Candidate {
        time: fact.time,
        end: fact.end,
        time_error: 1_000_000_000,
        kind: Kind::Change,
        service: fact.service.clone(),
        title: one_line(&format!("{prefix}{}{version}{outcome}", fact.title), LONGEST),
        score: weight(&fact.kind),
        records: vec![fact.record],
        reason: format!("a change of kind {}, as recorded", fact.kind),
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

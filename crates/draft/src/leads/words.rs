//! What is said of a lead: what supports it, what speaks against it, what is missing.

use postlude_signals::{Measure, Observations};

use super::explain::Explained;
use super::sign::Sign;
use super::strength::Strength;
use crate::candidates::Candidate;
use crate::timeline::Argument;

/// An argument worth less is not said.
const LEAST: f64 = 0.5;

/// Arguments in the one sentence of the reason.
const IN_SHORT: usize = 2;

/// What supports a lead, the strongest first.
pub(super) fn supports(strength: &Strength<'_>, change: Option<(&Candidate, f64)>) -> Vec<Argument> {
    let signs = strength.strongest().into_iter().map(|(worth, sign, signal)| Argument {
        sign: sign.name(),
        text: match &signal.subject.service {
            Some(caller) if sign == Sign::Attributed => format!("{caller} fails on it: {}", signal.reason),
            _ => signal.reason.clone(),
        },
        weight: worth,
    });
    let change = change.map(|(change, worth)| Argument {
        sign: "change",
        text: format!("a change shortly before: {}", change.title),
        weight: worth,
    });
    let mut all: Vec<Argument> = signs.chain(change).filter(|argument| argument.weight >= LEAST).collect();
    all.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    all
}

/// What speaks against it.
pub(super) fn against(explained: Explained<'_>) -> Vec<Argument> {
    let text = |callee: &str| match explained.is_said {
        true => format!("it fails on {callee}, by its own errors and calls"),
        false => format!("{callee}, which it calls, shows trouble of its own that may explain this"),
    };
    let callee = explained.callee.filter(|_| explained.worth >= LEAST);
    let argument = |callee| Argument { sign: "explained", text: text(callee), weight: -explained.worth };
    callee.map(argument).into_iter().collect()
}

/// What is not known of the service and could tell more.
pub(super) fn missing(service: &str, observations: &Observations) -> Vec<String> {
    let has = |measures: &[Measure]| {
        observations.series.iter().any(|series| {
            series.subject.service.as_deref() == Some(service) && measures.contains(&series.measure)
        })
    };
    let kinds: [(&[Measure], &str); 4] = [
        (&[Measure::Template], "no log of it"),
        (&[Measure::OwnTime, Measure::Share], "no traces through it"),
        (
            &[Measure::Cpu, Measure::Memory, Measure::Saturation],
            "nothing about its processor, memory or pools",
        ),
        (
            &[Measure::Calls, Measure::Failures, Measure::Success, Measure::Latency],
            "nothing about its calls, failures or latency",
        ),
    ];
    kinds.iter().filter(|(measures, _)| !has(measures)).map(|(_, words)| (*words).to_owned()).collect()
}

/// The lead in one sentence.
pub(super) fn reason(supports: &[Argument], against: &[Argument]) -> String {
    let mut parts: Vec<String> =
        supports.iter().take(IN_SHORT).map(|argument| argument.text.clone()).collect();
    if let Some(change) = supports.iter().skip(IN_SHORT).find(|argument| argument.sign == "change") {
        parts.push(change.text.clone());
    }
    parts.extend(against.first().map(|argument| format!("against it: {}", argument.text)));
    parts.join("; ")
}

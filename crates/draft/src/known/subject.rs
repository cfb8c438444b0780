//! An entry as the subject of what is said: when a word may be about it, and which words are.

use postlude_base::Timestamp;

use super::said::plain;
use crate::candidates::Candidate;
use crate::messages::symptoms::{self, Symptom};
use crate::timeline::Kind;

const MINUTE: i64 = 60 * 1_000_000_000;

/// What is said so long after the beginning, or the end, of something is no longer news of it.
const AFTER_BEGINNING: i64 = 60 * MINUTE;
const AFTER_END: i64 = 15 * MINUTE;

/// A change may be announced so long before.
const ANNOUNCED: i64 = 30 * MINUTE;

/// A person may see trouble before the machine can tell its onset.
const BEFORE_ONSET: i64 = MINUTE;

/// An entry, with what may be said of it and when.
#[derive(Debug)]
pub(super) struct Subject<'a> {
    pub(super) entry: &'a Candidate,
    /// What is said earlier is about something else.
    pub(super) from: Timestamp,
    /// What is said later is no longer news.
    pub(super) until: Timestamp,
    /// The kinds of trouble that it is.
    pub(super) symptoms: Vec<Symptom>,
    /// Runs of words that quote its log lines.
    pub(super) runs: Vec<String>,
}

impl<'a> Subject<'a> {
    pub(super) fn of(chosen: &'a [Candidate], at: usize) -> Self {
        let entry = &chosen[at];
        let end = entry.end.unwrap_or(entry.time);
        let until = entry.time.plus(AFTER_BEGINNING).max(end.plus(AFTER_END));
        Self {
            entry,
            from: from(chosen, entry),
            until,
            symptoms: symptoms_of(chosen, entry),
            runs: if entry.kind == Kind::Recovery { Vec::new() } else { runs(&entry.about.templates) },
        }
    }

    pub(super) fn service(&self) -> Option<&str> {
        self.entry.service.as_deref()
    }

    /// A resource counts only together with what it is short of.
    pub(super) fn shows(&self, seen: &[Symptom]) -> bool {
        self.symptoms.iter().any(|symptom| seen.contains(symptom))
    }
}

/// What is said before an entry begins may be about it only if nothing of the same service and kind, to which it would
/// belong, has begun before.
fn from(chosen: &[Candidate], entry: &Candidate) -> Timestamp {
    let slack = match entry.kind {
        Kind::Change => ANNOUNCED,
        Kind::Alert => entry.time_error,
        _ => entry.time_error.max(BEFORE_ONSET),
    };
    let earliest = entry.time.plus(-slack);
    let same = |other: &&Candidate| {
        other.kind == entry.kind && other.service == entry.service && other.time < entry.time
    };
    let busy = |other: &Candidate| match entry.kind {
        Kind::Change => other.time,
        _ => other.end.unwrap_or(entry.time).min(entry.time),
    };
    chosen.iter().filter(same).map(busy).max().map_or(earliest, |busy| busy.max(earliest))
}

fn symptoms_of(chosen: &[Candidate], entry: &Candidate) -> Vec<Symptom> {
    let only_logged = entry.about.metrics.is_empty() && !entry.about.templates.is_empty();
    match entry.kind {
        Kind::Recovery => vec![Symptom::Recovery],
        Kind::Errors | Kind::NewLog if only_logged => logged(chosen, entry),
        _ if only_logged => Vec::new(),
        Kind::Errors => vec![Symptom::Errors],
        Kind::Latency => vec![Symptom::Latency],
        Kind::Traffic => vec![Symptom::Traffic],
        Kind::Restart => vec![Symptom::Restart],
        // Of a service that is silent people speak, of one kind of call that stopped they do not.
        Kind::Silence if entry.about.operations.is_empty() => vec![Symptom::Silence],
        Kind::Saturation | Kind::Metric => resources(&entry.about.metrics),
        // A hole in the monitoring shows nothing that could be seen elsewhere.
        Kind::Silence | Kind::Gap | Kind::Change | Kind::Alert | Kind::Message | Kind::NewLog => Vec::new(),
    }
}

/// Who speaks of failures of a service knows of the lines that tell of them, unless it failed before: what is new about
/// the lines is what they say, not that there are failures.
fn logged(chosen: &[Candidate], entry: &Candidate) -> Vec<Symptom> {
    let fails = |template: &String| symptoms::of_name(template).contains(&Symptom::Errors);
    let failed_before = chosen.iter().any(|other| {
        matches!(other.kind, Kind::Errors | Kind::NewLog)
            && other.service == entry.service
            && other.time < entry.time
            && entry.time.since(other.time) < AFTER_BEGINNING
    });
    if entry.about.templates.iter().any(fails) && !failed_before { vec![Symptom::Errors] } else { Vec::new() }
}

fn resources(metrics: &[String]) -> Vec<Symptom> {
    let names = metrics.iter().map(|name| name.split('{').next().unwrap_or(name));
    let mut all: Vec<Symptom> =
        names.flat_map(symptoms::of_name).filter(|symptom| symptom.is_resource()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Words that follow each other so many times are a quotation.
const RUN: usize = 4;

/// A quotation has at least so many letters.
const LETTERS: usize = 14;

/// Runs of words in the fixed parts of templates, as `plain` writes them.
fn runs(templates: &[String]) -> Vec<String> {
    let mut runs = Vec::new();
    for part in templates.iter().flat_map(|template| template.split("<*>")) {
        let plain = plain(part);
        let words: Vec<&str> = plain.split_whitespace().collect();
        for run in words.windows(RUN) {
            if run.iter().map(|word| word.len()).sum::<usize>() >= LETTERS {
                runs.push(format!(" {} ", run.join(" ")));
            }
        }
    }
    runs.sort_unstable();
    runs.dedup();
    runs
}

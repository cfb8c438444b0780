//! Known by the team's own monitoring: an alert fires, is delivered, is acknowledged.

use std::collections::BTreeSet;

use postlude_base::Timestamp;

use super::KnownDraft;
use super::role::{OF_MONITORING, OF_PAGES};
use super::said::Said;
use super::services::Services;
use super::subject::Subject;
use crate::alerts::Alert;
use crate::messages::sentence::sentences;
use crate::messages::symptoms::{self, Symptom};
use crate::words::duration;

const MINUTE: i64 = 60 * 1_000_000_000;

/// An alert that fires so long after the beginning, or the end, of trouble is about something else.
const AFTER_BEGINNING: i64 = 30 * MINUTE;
const AFTER_END: i64 = 5 * MINUTE;

/// A page arrives within this time.
const DELIVERY: i64 = 10 * MINUTE;

/// Clocks of a chat and of the monitoring differ by less.
const CLOCKS: i64 = 5 * 1_000_000_000;

/// An alert, with what it speaks of and where it was delivered.
#[derive(Debug)]
pub(super) struct Told<'a> {
    alert: &'a Alert<'a>,
    symptoms: Vec<Symptom>,
    services: BTreeSet<&'a str>,
    delivered: Option<&'a Said<'a>>,
}

impl<'a> Told<'a> {
    pub(super) fn of(alert: &'a Alert<'a>, messages: &'a [Said<'a>], services: &'a Services) -> Self {
        let mut symptoms = symptoms::of_name(alert.name);
        let mut named = BTreeSet::new();
        for sentence in sentences(alert.summary) {
            symptoms.extend(symptoms::of_sentence(&sentence));
            named.extend(services.named(&sentence.words));
        }
        if let Some(service) = alert.service {
            named = BTreeSet::from([service]);
        }
        let delivers = |said: &&Said<'_>| {
            let by_program = said.is_notice || said.fact.by_program;
            by_program && said.has(alert.name) && !tells_an_end(said)
        };
        Self { alert, symptoms, services: named, delivered: soon_after(alert, messages).find(delivers) }
    }

    /// When it reached somebody, as far as that is recorded, else when it fired.
    fn time(&self) -> Timestamp {
        self.delivered.map_or(self.alert.start, Said::time)
    }

    fn known(&self) -> KnownDraft {
        let delivered = self.delivered.filter(|said| said.time() > self.alert.start);
        let delivery = self.delivered.map(|said| said.fact.record);
        let after = delivered.map(|said| duration(said.time().since(self.alert.start)));
        let after = after.map(|after| format!(", delivered after {after}")).unwrap_or_default();
        KnownDraft {
            time: self.time(),
            by: OF_MONITORING,
            how: format!("alert {} fired{after}", self.alert.name),
            records: self.alert.records.first().copied().into_iter().chain(delivery).collect(),
        }
    }
}

/// The messages, which are in order of time, among which the page and the answers to it are.
fn soon_after<'a>(alert: &Alert<'_>, messages: &'a [Said<'a>]) -> impl Iterator<Item = &'a Said<'a>> {
    let first = messages.partition_point(|said| said.time() < alert.start.plus(-CLOCKS));
    let last = alert.start.plus(DELIVERY);
    messages[first..].iter().take_while(move |said| said.time() <= last)
}

fn tells_an_end(said: &Said<'_>) -> bool {
    ["resolved", "recovered", "ok", "closed"].iter().any(|word| said.has(word))
}

/// Trouble that an alert is about: the same kind, of the same service or of one that calls it, fired since it began.
pub(super) fn trouble(
    subject: &Subject<'_>,
    told: &[Told<'_>],
    dependencies: &[(String, String)],
) -> Option<KnownDraft> {
    let service = subject.service()?;
    let entry = subject.entry;
    let began = entry.time.plus(-entry.time_error);
    // Callers fail and wait with a service; they do not stop or run full with it.
    let passed_on = |told: &Told<'_>| {
        let callers = dependencies.iter().filter(|(_, callee)| callee == service);
        let alerted = callers.into_iter().any(|(caller, _)| told.services.contains(caller.as_str()));
        alerted && [Symptom::Errors, Symptom::Latency].iter().any(|kind| subject.symptoms.contains(kind))
    };
    let last = entry.end.map_or(Timestamp(i64::MAX), |end| end.plus(AFTER_END));
    let last = last.min(entry.time.plus(AFTER_BEGINNING));
    told.iter()
        .filter(|told| told.alert.fired && subject.shows(&told.symptoms))
        .filter(|told| told.services.contains(service) || passed_on(told))
        .filter(|told| told.alert.start >= began && told.alert.start <= last)
        .min_by_key(|told| told.time())
        .map(Told::known)
}

/// A recovery is told by the end of an alert of the service that fired before.
pub(super) fn recovery(subject: &Subject<'_>, told: &[Told<'_>]) -> Option<KnownDraft> {
    let service = subject.service()?;
    let entry = subject.entry;
    let own = told.iter().filter(|told| told.services.contains(service) && told.alert.start <= entry.time);
    let ends = own.filter_map(|told| Some((told.alert.end?, told.alert)));
    let soon = ends.filter(|(end, _)| (-entry.time_error..=AFTER_BEGINNING).contains(&end.since(entry.time)));
    let (time, alert) = soon.min_by_key(|(end, _)| *end)?;
    let how = format!("alert {} ended", alert.name);
    Some(KnownDraft {
        time,
        by: OF_MONITORING,
        how,
        records: alert.records.last().copied().into_iter().collect(),
    })
}

/// An alert is known to the monitoring by itself; for it the question is when it reached somebody.
pub(super) fn alert(subject: &Subject<'_>, told: &[Told<'_>], messages: &[Said<'_>]) -> Option<KnownDraft> {
    let own = told.iter().find(|told| subject.entry.records == told.alert.records)?;
    let acknowledged = own.alert.acknowledged.map(|time| KnownDraft {
        time,
        by: OF_PAGES,
        how: format!("alert {} was acknowledged", own.alert.name),
        records: own.alert.records.clone(),
    });
    let delivered = own.delivered.map(|_| own.known());
    let answered = || answered(own, told, messages);
    delivered.into_iter().chain(acknowledged).min_by_key(|known| known.time).or_else(answered)
}

/// Words that say "I have seen the page", alone or in front of more.
const ACKNOWLEDGEMENTS: &[&str] = &[
    "ack",
    "acked",
    "acknowledged",
    "on it",
    "looking",
    "checking",
    "i am on it",
    "taking a look",
    "having a look",
];

/// Words for what the monitoring sends.
const PAGES: &[&str] = &["page", "paged", "pager", "alert", "alerts", "alerted"];

/// A person who answers a page answers the only alert that fired just before; one who speaks of a page for a service
/// speaks of the alert of that service.
fn answered(own: &Told<'_>, told: &[Told<'_>], messages: &[Said<'_>]) -> Option<KnownDraft> {
    let answers = |said: &&Said<'_>| {
        let first = said.sentences.first().map(|said| said.sentence.words.join(" ")).unwrap_or_default();
        let starts = |words: &&&str| {
            first.strip_prefix(**words).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        };
        ACKNOWLEDGEMENTS.iter().any(|words| starts(&words))
    };
    let speaks = |said: &Said<'_>| {
        said.sentences.iter().any(|one| {
            let of_a_page = one.sentence.words.iter().any(|word| PAGES.contains(&word.as_str()));
            of_a_page && one.services.iter().any(|service| own.services.contains(service))
        })
    };
    let by_people = || soon_after(own.alert, messages).filter(|said| !said.fact.by_program);
    if let Some(said) = by_people().find(|said| speaks(said)) {
        let how = "a message speaks of the page".to_owned();
        return Some(KnownDraft { time: said.time(), by: said.role(), how, records: vec![said.fact.record] });
    }
    let said = by_people().find(answers)?;
    let fresh = |other: &&Told<'_>| (-CLOCKS..=DELIVERY).contains(&said.time().since(other.alert.start));
    let fired = told.iter().filter(fresh).count();
    (fired == 1).then(|| KnownDraft {
        time: said.time(),
        by: said.role(),
        how: "a message answers the page".to_owned(),
        records: vec![said.fact.record],
    })
}

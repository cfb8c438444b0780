//! What was true and what was known: for each entry the moment from which the evidence shows that somebody, or the
//! team's own monitoring, knew of it.
//!
//! The earliest of: an alert about the same kind of trouble of the same service or of one that calls it (`alerted`); an
//! acknowledgement (`alerted`); a message that speaks of it (`spoken`): quotes its line, names its metric, its version,
//! its alert, its service together with the kind of trouble, the time it began, or links to a dashboard of it.
//!
//! Rather none than a wrong one: a bare "ok" mentions nothing, a guess or a question is no knowledge, a word that means
//! a service only sometimes means none. A reaction to a message carries no time in what chats export, so it says nothing
//! that the message does not.

mod alerted;
mod role;
mod said;
mod services;
mod spoken;
mod subject;
#[cfg(test)]
mod tests;

use postlude_base::Timestamp;
use postlude_signals::RecordKey;

use crate::alerts;
use crate::candidates::Candidate;
use crate::input::Input;
use crate::timeline::Kind;
use alerted::Told;
use said::Said;
use services::Services;
use subject::Subject;

/// When something became known, the records not yet cited.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct KnownDraft {
    pub(crate) time: Timestamp,
    pub(crate) by: &'static str,
    pub(crate) how: String,
    pub(crate) records: Vec<RecordKey>,
}

impl KnownDraft {
    /// Nanoseconds from the beginning of the entry; an earlier moment within its error is no earlier moment.
    pub(crate) fn lag_behind(&self, began: Timestamp, error: i64) -> i64 {
        match self.time.since(began) {
            lag if lag < 0 && lag >= -error => 0,
            lag => lag,
        }
    }
}

/// For each chosen candidate, when it became known. Messages are not asked: what somebody writes is known to them.
pub(crate) fn of(input: &Input, chosen: &[Candidate]) -> Vec<Option<KnownDraft>> {
    let services = Services::of(input, chosen);
    let messages: Vec<Said<'_>> = input.messages.iter().map(|fact| Said::of(fact, &services)).collect();
    let alerts = alerts::together(&input.alerts);
    let told: Vec<Told<'_>> = alerts.iter().map(|alert| Told::of(alert, &messages, &services)).collect();
    let known = |at: usize| {
        let subject = Subject::of(chosen, at);
        let by_alert = match subject.entry.kind {
            Kind::Message => return None,
            Kind::Change => None,
            Kind::Alert => alerted::alert(&subject, &told, &messages),
            Kind::Recovery => alerted::recovery(&subject, &told),
            _ => alerted::trouble(&subject, &told, &input.observations.dependencies),
        };
        let by_message = spoken::first(&subject, &messages);
        // The monitoring comes first where both came at once.
        by_alert.into_iter().chain(by_message).min_by_key(|known| known.time)
    };
    (0..chosen.len()).map(known).collect()
}

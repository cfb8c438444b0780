//! All notifications about one alert are one alert: it fires, is repeated, is seen by somebody, ends.

use std::collections::BTreeMap;

use postlude_base::Timestamp;
use postlude_signals::RecordKey;

use crate::input::AlertFact;

/// One alert, from its first notification to its end.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Alert<'a> {
    pub(crate) name: &'a str,
    pub(crate) summary: &'a str,
    pub(crate) service: Option<&'a str>,
    pub(crate) start: Timestamp,
    pub(crate) end: Option<Timestamp>,
    /// When somebody said that it was seen.
    pub(crate) acknowledged: Option<Timestamp>,
    /// Whether it is known to have fired; else only its end is.
    pub(crate) fired: bool,
    pub(crate) notifications: usize,
    /// The notification that it fired, then that it ended, as far as there are two.
    pub(crate) records: Vec<RecordKey>,
}

/// The alerts that the notifications are about, in order of their beginning.
///
/// Some systems name the beginning in every notification, others say when each thing happened: a notice of an end or of
/// an acknowledgement then belongs to the latest of the same alert that has none. An alert that fires anew is another.
pub(crate) fn together(facts: &[AlertFact]) -> Vec<Alert<'_>> {
    let mut all: Vec<Alert<'_>> = Vec::new();
    let mut latest: BTreeMap<Identity<'_>, Vec<usize>> = BTreeMap::new();
    let mut in_order: Vec<&AlertFact> = facts.iter().collect();
    in_order.sort_by_key(|fact| (fact.time, fact.record));
    for fact in in_order {
        let same = latest.entry(identity(fact)).or_default();
        let alert = Alert::of(fact);
        match same.iter().rev().find(|at| all.get(**at).is_some_and(|known| known.goes_on(fact))) {
            Some(at) => all[*at].add(&alert, fact),
            None => {
                same.push(all.len());
                all.push(alert);
            }
        }
    }
    all
}

/// What tells alerts apart: the fingerprint, else name and service.
type Identity<'a> = (Option<&'a str>, &'a str, Option<&'a str>);

fn identity(fact: &AlertFact) -> Identity<'_> {
    match &fact.fingerprint {
        Some(fingerprint) => (Some(fingerprint), "", None),
        None => (None, &fact.name, fact.service.as_deref()),
    }
}

fn is(fact: &AlertFact, state: &str) -> bool {
    fact.state.as_deref() == Some(state)
}

impl<'a> Alert<'a> {
    fn of(fact: &'a AlertFact) -> Self {
        Self {
            name: &fact.name,
            summary: &fact.summary,
            service: fact.service.as_deref(),
            start: fact.time,
            end: fact.end,
            acknowledged: fact.acknowledged,
            fired: !(is(fact, "resolved") && fact.end.is_none_or(|end| end <= fact.time)),
            notifications: 1,
            records: vec![fact.record],
        }
    }

    /// Whether a later notification of the same alert is about this one.
    fn goes_on(&self, fact: &AlertFact) -> bool {
        let says_more = is(fact, "resolved") || is(fact, "acknowledged");
        self.start == fact.time || (says_more && self.end.is_none())
    }

    fn add(&mut self, other: &Self, fact: &'a AlertFact) {
        self.notifications += 1;
        let earliest = |a: Option<Timestamp>, b: Option<Timestamp>| a.into_iter().chain(b).min();
        // Whoever was told the beginning again was told when it was seen, not that it was seen then.
        let seen_then = is(fact, "acknowledged") && fact.time > self.start;
        let seen = fact.acknowledged.or(seen_then.then_some(fact.time));
        self.acknowledged = earliest(self.acknowledged, seen);
        if self.end.is_none() && other.end.is_some() {
            self.end = other.end;
            self.records.truncate(1);
            self.records.push(fact.record);
        }
    }
}

#[cfg(test)]
mod tests {
    use postlude_base::SourceId;
    use postlude_signals::RecordTable;

    use super::*;

    fn fact(time: i64, state: &str, end: Option<i64>) -> AlertFact {
        AlertFact {
            time: Timestamp(time),
            end: end.map(Timestamp),
            service: Some("cart".to_owned()),
            name: "CartSlow".to_owned(),
            summary: String::new(),
            severity: None,
            fingerprint: None,
            state: Some(state.to_owned()),
            acknowledged: None,
            record: RecordKey {
                table: RecordTable::Alert,
                source: SourceId(0),
                byte_from: time.unsigned_abs(),
            },
        }
    }

    #[test]
    fn notifications_of_one_alert_are_one_alert() {
        let check = |facts: &[AlertFact], expected: &[&str]| {
            let told: Vec<String> = together(facts)
                .iter()
                .map(|alert| {
                    let or_none =
                        |time: Option<Timestamp>| time.map_or("-".to_owned(), |time| time.0.to_string());
                    let (end, seen) = (or_none(alert.end), or_none(alert.acknowledged));
                    let fired = if alert.fired { "fired" } else { "over" };
                    format!("{fired} {} to {end} seen {seen} told {}", alert.start.0, alert.notifications)
                })
                .collect();
            assert_eq!(told, expected, "{facts:?}");
        };
        let (firing, resolved, seen) = ("firing", "resolved", "acknowledged");
        // The beginning in every notification.
        check(&[fact(10, firing, None), fact(10, resolved, Some(40))], &["fired 10 to 40 seen - told 2"]);
        // The moment of each notification.
        check(
            &[fact(10, firing, None), fact(20, seen, None), fact(40, resolved, Some(40))],
            &["fired 10 to 40 seen 20 told 3"],
        );
        check(
            &[fact(10, firing, None), fact(20, resolved, Some(20)), fact(30, firing, None)],
            &["fired 10 to 20 seen - told 2", "fired 30 to - seen - told 1"],
        );
        check(
            &[fact(10, firing, None), fact(20, firing, None)],
            &["fired 10 to - seen - told 1", "fired 20 to - seen - told 1"],
        );
        check(&[fact(40, resolved, Some(40))], &["over 40 to 40 seen - told 1"]);
        let told_when = AlertFact { acknowledged: Some(Timestamp(15)), ..fact(10, seen, None) };
        check(&[fact(10, firing, None), told_when], &["fired 10 to - seen 15 told 2"]);
    }
}

//! Who reports to whom: power over those who were there, or their power over the person.

use postlude_directory::Person;

use super::listed;
use crate::facilitator::facts::Facts;
use crate::facilitator::ledger::{Class, Reason, Source};

/// How many steps up somebody still has power over what one says in a meeting.
const UP: usize = 2;

/// Names of those who were involved and report to the person, over however many steps.
pub(in crate::facilitator) fn below(facts: &Facts<'_>, person: &Person, involved: &[&Person]) -> Vec<String> {
    let reports = |other: &&&Person| {
        other.id != person.id
            && facts.directory.managers(&other.id).iter().any(|manager| manager.id == person.id)
    };
    involved.iter().filter(reports).map(|other| other.name.clone()).collect()
}

pub(super) fn reasons(facts: &Facts<'_>, person: &Person, involved: &[&Person]) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let lines = |people: &[&Person]| {
        people
            .iter()
            .filter_map(|person| person.places.first().cloned())
            .take(3)
            .map(Source::Line)
            .collect::<Vec<_>>()
    };
    let names = below(facts, person, involved);
    if !names.is_empty() {
        let people: Vec<&Person> =
            involved.iter().copied().filter(|other| names.contains(&other.name)).collect();
        reasons.push(Reason {
            key: "authority".to_owned(),
            class: Class::Periphery,
            text: format!("has authority over {}", listed(&names)),
            sources: lines(&people),
        });
    }
    let above: Vec<&Person> = facts
        .directory
        .managers(&person.id)
        .into_iter()
        .take(UP)
        .filter(|manager| involved.iter().any(|other| other.id == manager.id))
        .collect();
    if !above.is_empty() {
        let names: Vec<String> = above.iter().map(|manager| manager.name.clone()).collect();
        let place = person.places.first().cloned().map(Source::Line);
        reasons.push(Reason {
            key: "reports".to_owned(),
            class: Class::Periphery,
            text: format!("reports to {}, who was involved", listed(&names)),
            sources: place.into_iter().collect(),
        });
    }
    reasons
}

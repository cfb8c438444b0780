//! Who was on call.

use std::collections::BTreeSet;

use postlude_directory::{Duty, Person, folded};

use super::is_of;
use crate::facilitator::facts::Facts;
use crate::facilitator::ledger::{Class, Reason, Source};

/// On call for what was in trouble: involved, paged or not.
pub(super) fn reasons(facts: &Facts<'_>, person: &Person) -> Vec<Reason> {
    let mine = person.duties.iter().filter(|(duty, _)| overlaps(facts, duty) && concerns(facts, duty));
    mine.take(1)
        .map(|(duty, place)| Reason {
            key: "on call".to_owned(),
            class: Class::Involved,
            text: format!("was on call for {} at the time", duty.schedule),
            sources: vec![Source::Line(place.clone())],
        })
        .collect()
}

/// On call for something else: worth knowing, no reason.
pub(super) fn elsewhere(facts: &Facts<'_>, person: &Person) -> Option<String> {
    let (duty, _) = person.duties.iter().find(|(duty, _)| overlaps(facts, duty) && !concerns(facts, duty))?;
    Some(format!(
        "Was on call for {} at the time; nothing here says that it had to do with this.",
        duty.schedule
    ))
}

fn overlaps(facts: &Facts<'_>, duty: &Duty) -> bool {
    facts.window.is_some_and(|(start, end)| duty.from <= end && duty.to > start)
}

/// A schedule concerns the trouble if it is the only one, or is called after a service in trouble or a team that owns one.
fn concerns(facts: &Facts<'_>, duty: &Duty) -> bool {
    let schedules: BTreeSet<&str> = facts
        .directory
        .people
        .iter()
        .flat_map(|person| &person.duties)
        .map(|(duty, _)| duty.schedule.as_str())
        .collect();
    let name = folded(&duty.schedule);
    let words: Vec<&str> = name.split(' ').collect();
    let is_named = |other: &str| {
        let other = folded(other);
        !other.is_empty() && other.split(' ').all(|word| words.contains(&word))
    };
    let owners = facts.directory.teams.iter().filter(|team| {
        team.owns
            .iter()
            .any(|(owned, _)| facts.affected.iter().any(|affected| is_of(owned, &affected.service)))
    });
    schedules.len() == 1
        || facts.affected.iter().any(|affected| is_named(&affected.service))
        || owners.into_iter().any(|team| is_named(&team.name))
}

//! Whose team was there.

use postlude_directory::Person;

use super::listed;
use crate::facilitator::facts::Facts;
use crate::facilitator::ledger::{Class, Reason, Source};

/// From so many people on, a group that holds more than half of them is no team.
const COMPANY: usize = 8;
/// Names told of one team.
const NAMED: usize = 3;

pub(super) fn reasons(facts: &Facts<'_>, person: &Person, involved: &[&Person]) -> Vec<Reason> {
    let mut reasons = Vec::new();
    for team in person.teams.iter().filter(|team| is_team(facts, team)) {
        let mates = involved.iter().filter(|other| other.id != person.id && is_in(other, team));
        let mut names: Vec<String> = mates.clone().map(|other| other.name.clone()).collect();
        if names.is_empty() {
            continue;
        }
        if names.len() > NAMED {
            names.truncate(NAMED - 1);
            names.push("others".to_owned());
        }
        let was = if names.len() == 1 { "was" } else { "were" };
        reasons.push(Reason {
            key: format!("team {team}"),
            class: Class::Periphery,
            text: format!("is in the team {team} with {}, who {was} involved", listed(&names)),
            sources: person.places.first().cloned().map(Source::Line).into_iter().collect(),
        });
    }
    reasons
}

fn is_in(person: &Person, team: &str) -> bool {
    person.teams.iter().any(|name| name.eq_ignore_ascii_case(team))
}

/// A list of everybody is no team.
fn is_team(facts: &Facts<'_>, team: &str) -> bool {
    let people = facts.directory.people.iter().filter(|person| !person.is_bot);
    let (members, all) =
        people.fold((0, 0), |(members, all), person| (members + usize::from(is_in(person, team)), all + 1));
    all < COMPANY || members * 2 <= all
}

//! Who owns what was in trouble. One's own service is one's own trouble, awake or not; a team's service leaves its people with what is decided.

use postlude_directory::{Person, Place};

use super::is_of;
use crate::facilitator::facts::{Affected, Facts};
use crate::facilitator::ledger::{Class, Reason, Source};

/// Services of the person.
pub(super) fn reasons(facts: &Facts<'_>, person: &Person) -> Vec<Reason> {
    affected(facts, &person.owns)
        .map(|(affected, place)| Reason {
            key: format!("owns {}", affected.service),
            class: Class::Involved,
            text: format!("owns {}, which was in trouble", affected.service),
            sources: sources(affected, place),
        })
        .collect()
}

/// Services of the teams that the person is in.
pub(super) fn by_team(facts: &Facts<'_>, person: &Person) -> Vec<Reason> {
    let teams = facts
        .directory
        .teams
        .iter()
        .filter(|team| person.teams.iter().any(|name| name.eq_ignore_ascii_case(&team.name)));
    teams
        .flat_map(|team| affected(facts, &team.owns).map(move |found| (team, found)))
        .map(|(team, (affected, place))| Reason {
            key: format!("team {} owns {}", team.name, affected.service),
            class: Class::Periphery,
            text: format!(
                "is in the team {}, which owns {}: what is decided will probably be for them to do",
                team.name, affected.service
            ),
            sources: sources(affected, place),
        })
        .collect()
}

fn affected<'a>(
    facts: &'a Facts<'_>,
    owns: &'a [(String, Place)],
) -> impl Iterator<Item = (&'a Affected, &'a Place)> {
    facts.affected.iter().filter_map(|affected| {
        owns.iter().find(|(owned, _)| is_of(owned, &affected.service)).map(|(_, place)| (affected, place))
    })
}

fn sources(affected: &Affected, place: &Place) -> Vec<Source> {
    let mut sources = vec![Source::Line(place.clone())];
    sources.extend(affected.evidence.map(Source::Evidence));
    sources
}

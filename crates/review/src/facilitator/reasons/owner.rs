//! Who owns what was in trouble. One's own service is one's own trouble, awake or not; a team's service leaves its people with what is decided.

use postlude_directory::{Person, Place};

use super::is_of;
use crate::facilitator::facts::{Affected, Facts};
use crate::facilitator::ledger::{Class, Reason, Source};

/// Services of the person.
pub(super) fn reasons(facts: &Facts<'_>, person: &Person) -> Vec<Reason> {
    let in_trouble = among(&facts.affected, &person.owns).map(|(affected, owned, place)| Reason {
        key: format!("owns {}", affected.service),
        class: Class::Involved,
        text: format!("owns {}, which was in trouble", told(affected, owned)),
        sources: sources(affected, place),
    });
    let spoken_of = among(&facts.spoken_of, &person.owns).map(|(affected, owned, place)| Reason {
        key: format!("owns {}", affected.service),
        class: Class::Periphery,
        text: format!("owns {}, which was spoken of", told(affected, owned)),
        sources: sources(affected, place),
    });
    in_trouble.chain(spoken_of).collect()
}

/// Services of the teams that the person is in.
pub(super) fn by_team(facts: &Facts<'_>, person: &Person) -> Vec<Reason> {
    let is_in = |name: &str| person.teams.iter().any(|team| team.eq_ignore_ascii_case(name));
    let mut reasons = Vec::new();
    for team in facts.directory.teams.iter().filter(|team| is_in(&team.name)) {
        for (affected, owned, place) in
            among(&facts.affected, &team.owns).chain(among(&facts.spoken_of, &team.owns))
        {
            reasons.push(Reason {
                key: format!("team {} owns {}", team.name, affected.service),
                class: Class::Periphery,
                text: format!(
                    "is in the team {}, which owns {}: what is decided will probably be for them to do",
                    team.name,
                    told(affected, owned)
                ),
                sources: sources(affected, place),
            });
        }
    }
    reasons
}

/// Those of the services that somebody owns.
fn among<'a>(
    services: &'a [Affected],
    owns: &'a [(String, Place)],
) -> impl Iterator<Item = (&'a Affected, &'a str, &'a Place)> {
    services.iter().filter_map(|affected| {
        owns.iter()
            .find(|(owned, _)| is_of(owned, &affected.service))
            .map(|(owned, place)| (affected, owned.as_str(), place))
    })
}

/// `orders`, or `orders/migrations, a part of orders`.
fn told(affected: &Affected, owned: &str) -> String {
    let last = owned.rsplit('/').next().unwrap_or(owned);
    if is_of(last, &affected.service) {
        affected.service.clone()
    } else {
        format!("{owned}, a part of {}", affected.service)
    }
}

fn sources(affected: &Affected, place: &Place) -> Vec<Source> {
    let mut sources = vec![Source::Line(place.clone())];
    sources.extend(affected.evidence.map(Source::Evidence));
    sources
}

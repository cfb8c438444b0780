//! Why somebody would understand what is spoken of: a facilitator needs the basics, not the details.

use postlude_directory::Person;

use super::is_of;
use crate::facilitator::facts::{Did, Facts};
use crate::facilitator::ledger::{Class, Reason, Source, Told};

pub(in crate::facilitator) fn knowledge(facts: &Facts<'_>, told: &Told<'_>, person: &Person) -> Vec<Reason> {
    let mut knows = Vec::new();
    let near = |service: &str| facts.neighbours.iter().any(|neighbour| is_of(service, neighbour));
    let in_trouble = |service: &str| facts.affected.iter().any(|affected| is_of(service, &affected.service));
    let owned = person.owns.iter().find(|(owned, _)| near(owned));
    knows.extend(
        owned.map(|(owned, place)| known(format!("owns {owned}, a neighbour"), Source::Line(place.clone()))),
    );
    let deeds = told.sure.get(person.id.as_str()).map_or(&[][..], Vec::as_slice);
    let changed = deeds.iter().find(|deed| {
        let about = deed.service.as_deref().unwrap_or_default();
        matches!(deed.did, Did::Changed | Did::Reviewed) && (in_trouble(about) || near(about))
    });
    knows.extend(changed.and_then(|deed| {
        let service = deed.service.as_deref()?;
        Some(known(format!("has worked on {service}"), Source::Evidence(deed.evidence)))
    }));
    let teams = facts
        .directory
        .teams
        .iter()
        .filter(|team| person.teams.iter().any(|name| name.eq_ignore_ascii_case(&team.name)));
    let by_team = teams
        .flat_map(|team| team.owns.iter().map(move |owned| (team, owned)))
        .find(|(_, (owned, _))| near(owned));
    knows.extend(by_team.map(|(team, (owned, place))| {
        known(
            format!("is in the team {}, which owns {owned}, a neighbour", team.name),
            Source::Line(place.clone()),
        )
    }));
    knows
}

fn known(text: String, source: Source) -> Reason {
    Reason { key: text.clone(), class: Class::Neutral, text, sources: vec![source] }
}

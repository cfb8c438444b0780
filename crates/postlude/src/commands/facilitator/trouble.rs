//! What was in trouble and when, and what people spoke of, from the drafted timeline.

use std::collections::{BTreeMap, BTreeSet};

use postlude_base::{EvidenceRef, Timestamp};
use postlude_directory::Directory;
use postlude_draft::{Draft, Kind};
use postlude_review::facilitator::{Affected, Deed, Did};

/// From this score on a lead says what was in trouble.
const WORTH_LOOKING: f64 = 0.5;

/// Whether an entry is a sign of trouble.
fn is_trouble(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Alert | Kind::Errors | Kind::Latency | Kind::Saturation | Kind::Silence | Kind::Restart
    )
}

/// Services that alerts or entries of trouble name, and those that leads point to.
pub(super) fn affected(draft: &Draft) -> Vec<Affected> {
    let mut affected: BTreeMap<&str, Option<EvidenceRef>> = BTreeMap::new();
    for entry in draft.entries.iter().filter(|entry| is_trouble(entry.kind)) {
        if let Some(service) = &entry.service {
            affected.entry(service).or_insert_with(|| entry.evidence.first().copied());
        }
    }
    for service in draft
        .leads
        .iter()
        .filter(|lead| lead.score >= WORTH_LOOKING)
        .filter_map(|lead| lead.service.as_deref())
    {
        affected.entry(service).or_insert(None);
    }
    affected
        .into_iter()
        .map(|(service, evidence)| Affected { service: service.to_owned(), evidence })
        .collect()
}

/// From the beginning of what is to be explained to the last sign of it.
pub(super) fn window(draft: &Draft) -> Option<(Timestamp, Timestamp)> {
    let signs =
        || draft.entries.iter().filter(|entry| is_trouble(entry.kind) || entry.kind == Kind::Recovery);
    let lead = draft.leads.iter().filter(|lead| lead.score >= WORTH_LOOKING).map(|lead| lead.since).min();
    let start =
        lead.or_else(|| signs().map(|entry| entry.time).min()).or(draft.window.map(|(start, _)| start))?;
    let end =
        signs().map(|entry| entry.end.unwrap_or(entry.time)).max().or(draft.window.map(|(_, end)| end))?;
    Some((start, end.max(start)))
}

pub(super) fn neighbours(affected: &[Affected], topology: &postlude_signals::Topology) -> Vec<String> {
    let is_affected = |name: &str| affected.iter().any(|affected| affected.service == name);
    let mut near = BTreeSet::new();
    for call in topology.calls() {
        let (caller, callee) = (&*call.caller, &*call.callee);
        for (one, other) in [(caller, callee), (callee, caller)] {
            if is_affected(one) && !is_affected(other) {
                near.insert(other.to_owned());
            }
        }
    }
    near.into_iter().collect()
}

/// Services with owners that people named meanwhile: in code quotes, or by a name that is no word of everyday talk.
pub(super) fn spoken_of(
    directory: &Directory,
    affected: &[Affected],
    deeds: &[Deed],
    window: Option<(Timestamp, Timestamp)>,
) -> Vec<Affected> {
    let by_person = directory.people.iter().flat_map(|person| &person.owns);
    let owned =
        by_person.chain(directory.teams.iter().flat_map(|team| &team.owns)).map(|(owned, _)| owned.as_str());
    let names: BTreeSet<&str> = owned.map(|owned| owned.rsplit('/').next().unwrap_or(owned)).collect();
    let is_meanwhile = |deed: &&Deed| match (window, deed.time) {
        (Some((start, end)), Some(time)) => time >= start && time <= end,
        _ => true,
    };
    let said = || deeds.iter().filter(|deed| is_message(deed.did) && !deed.by_program).filter(is_meanwhile);
    let unknown = names.into_iter().filter(|name| !affected.iter().any(|affected| affected.service == *name));
    unknown
        .filter_map(|name| {
            let deed = said().find(|deed| names_service(&deed.words, name))?;
            Some(Affected { service: name.to_owned(), evidence: Some(deed.evidence) })
        })
        .collect()
}

fn is_message(did: Did) -> bool {
    !matches!(
        did,
        Did::Paged | Did::Acknowledged | Did::Changed | Did::Reviewed | Did::OwnsAction | Did::Mentioned
    )
}

/// Whether a text names a service as a whole word; a name without a sign in it only in code quotes.
fn names_service(text: &str, name: &str) -> bool {
    let is_plain = !name.contains(['-', '_']);
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    text.match_indices(name).any(|(at, _)| {
        let before = text.get(..at).and_then(|text| text.chars().next_back());
        let after = text.get(at + name.len()..).and_then(|text| text.chars().next());
        let quoted = before == Some('`') && after == Some('`');
        quoted || (!is_plain && !before.is_some_and(is_word) && !after.is_some_and(is_word))
    })
}

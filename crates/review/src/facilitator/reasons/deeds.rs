//! What people did, as the evidence tells it.

use postlude_base::{NANOSECONDS_PER_SECOND, Timestamp};
use postlude_directory::Person;

use super::is_of;
use crate::facilitator::facts::{Deed, Did, Facts};
use crate::facilitator::ledger::{Class, Reason, Source, Told};

const HOUR: i64 = 3_600 * NANOSECONDS_PER_SECOND;
const DAY: i64 = 24 * HOUR;
/// What was changed so long before the trouble may have brought it about.
const CHANGED_BEFORE: i64 = DAY;
/// Longer ago, a change of the service still leaves a stake in it.
const STAKE: i64 = 14 * DAY;
/// People write of a trouble before the first signal of it, and go on when it is over.
const TALK_BEFORE: i64 = HOUR;
const TALK_AFTER: i64 = 6 * HOUR;
/// Citations of one reason; more of the same would say nothing more, and would be a count.
const CITED: usize = 3;
/// Characters of the words that are quoted.
const QUOTED: usize = 90;

/// One reason for each kind of deed, by its first.
pub(super) fn reasons(facts: &Facts<'_>, told: &Told<'_>, person: &Person) -> Vec<Reason> {
    let deeds = told.sure.get(person.id.as_str()).map_or(&[][..], Vec::as_slice);
    let mut all: Vec<(Did, Reason)> = Vec::new();
    for deed in in_order(deeds) {
        let Some(class) = class(facts, deed) else { continue };
        let key = format!("{:?}", deed.did).to_lowercase();
        match all.iter_mut().find(|(did, _)| *did == deed.did) {
            Some((_, reason)) => {
                if class > reason.class {
                    (reason.class, reason.text) = (class, text(deed, class));
                    reason.sources.insert(0, Source::Evidence(deed.evidence));
                } else {
                    reason.sources.push(Source::Evidence(deed.evidence));
                }
                reason.sources.truncate(CITED);
            }
            None => {
                let sources = vec![Source::Evidence(deed.evidence)];
                all.push((deed.did, Reason { key, class, text: text(deed, class), sources }));
            }
        }
    }
    all.sort_by_key(|(did, _)| *did);
    all.into_iter().map(|(_, reason)| reason).collect()
}

/// Deeds of somebody of the same name: enough not to be neutral until it is clear.
pub(super) fn perhaps(facts: &Facts<'_>, told: &Told<'_>, person: &Person) -> Vec<Reason> {
    let deeds = told.perhaps.get(person.id.as_str()).map_or(&[][..], Vec::as_slice);
    let deeds = in_order(deeds);
    let Some(deed) = deeds.iter().find(|deed| class(facts, deed).is_some()) else { return Vec::new() };
    let name = deed.who.last().map_or("somebody", String::as_str);
    vec![Reason {
        key: "perhaps".to_owned(),
        class: Class::Periphery,
        text: format!("may be the {name} who {}: nothing tells for sure", what(deed)),
        sources: vec![Source::Evidence(deed.evidence)],
    }]
}

fn in_order<'a>(deeds: &[&'a Deed]) -> Vec<&'a Deed> {
    let mut deeds = deeds.to_vec();
    deeds.sort_by_key(|deed| (deed.time, deed.evidence));
    deeds
}

/// How near a deed brings somebody; none if it is too long ago.
fn class(facts: &Facts<'_>, deed: &Deed) -> Option<Class> {
    let is_affected = deed
        .service
        .as_deref()
        .is_some_and(|service| facts.affected.iter().any(|affected| is_of(service, &affected.service)));
    let within = |before: i64, after: i64| match (facts.window, deed.time) {
        (Some((start, end)), Some(time)) => time >= start.plus(-before) && time <= end.plus(after),
        // Without times nothing says that it was at another time.
        _ => true,
    };
    match deed.did {
        Did::Changed if within(CHANGED_BEFORE, 0) => Some(Class::Involved),
        Did::Changed | Did::Reviewed if is_affected && within(STAKE, DAY) => Some(Class::Periphery),
        Did::Reviewed if within(CHANGED_BEFORE, 0) => Some(Class::Periphery),
        Did::Changed | Did::Reviewed => None,
        Did::Paged | Did::Acknowledged if within(TALK_BEFORE, TALK_AFTER) => Some(Class::Involved),
        Did::OwnsAction => Some(Class::Periphery),
        Did::Mentioned | Did::Wrote if within(TALK_BEFORE, TALK_AFTER) => Some(Class::Periphery),
        Did::Mentioned | Did::Wrote | Did::Paged | Did::Acknowledged => None,
        _ if within(TALK_BEFORE, TALK_AFTER) => Some(Class::Involved),
        _ => None,
    }
}

fn text(deed: &Deed, class: Class) -> String {
    let when = deed.time.map(at).unwrap_or_default();
    let earlier =
        if class == Class::Periphery && deed.did == Did::Changed { ", some days before" } else { "" };
    format!("{}{earlier}{when}", what(deed))
}

fn at(time: Timestamp) -> String {
    let text = time.to_string();
    // To the second: a reason is found again by its evidence.
    format!(" ({} UTC)", text.get(..19).unwrap_or(&text).replace('T', " "))
}

fn what(deed: &Deed) -> String {
    let words = quoted(&deed.words);
    let of = deed.service.as_ref().map(|service| format!(" of {service}")).unwrap_or_default();
    match deed.did {
        Did::Acted => format!("acted: {words}"),
        Did::Decided => format!("decided: {words}"),
        Did::Saw => format!("saw and told: {words}"),
        Did::Supposed => format!("looked for an explanation: {words}"),
        Did::HandedOver => format!("took or passed responsibility: {words}"),
        Did::Informed => format!("told others how it stood: {words}"),
        Did::Asked => format!("asked: {words}"),
        Did::Paged => format!("was paged{of}: {words}"),
        Did::Acknowledged => format!("took the alert{of}: {words}"),
        Did::Changed => format!("made a change{of}: {words}"),
        Did::Reviewed => format!("reviewed a change{of}: {words}"),
        Did::OwnsAction => format!("will probably have to do it: {words}"),
        Did::Mentioned => format!("was spoken of: {words}"),
        Did::Wrote => format!("wrote in the channel: {words}"),
    }
}

/// The first line, cut where it gets long.
fn quoted(words: &str) -> String {
    let line = words.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    match line.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("“{}…”", line.get(..end).unwrap_or(line).trim_end()),
        None => format!("“{line}”"),
    }
}

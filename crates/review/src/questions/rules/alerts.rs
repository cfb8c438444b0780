use super::{Finding, Scene};
use crate::questions::finding::share;
use crate::questions::scene::{MINUTE, Moment};
use crate::questions::trouble::Trouble;

/// Less than this is how long monitoring takes, in nanoseconds.
const LONG: i64 = 2 * MINUTE;

/// A trouble that held so long could have been told by an alert, in nanoseconds.
const WORTH_TELLING: i64 = 5 * MINUTE;

/// Who was paged writes within this, in nanoseconds.
const ANSWER: i64 = 5 * MINUTE;

/// The first alert of a trouble that fires long after it began: of the same service, or the first of all.
pub(super) fn late<'a>(scene: &Scene<'a>) -> Vec<Finding<'a>> {
    let mut found = Vec::new();
    for (at, alert) in scene.of_kind("alert").enumerate() {
        let of_it =
            |trouble: &&Trouble<'_>| trouble.service == alert.entry.service() && trouble.holds(alert.time);
        let any = |trouble: &&Trouble<'_>| at == 0 && trouble.holds(alert.time);
        let Some(trouble) = scene.felt().find(of_it).or_else(|| scene.felt().find(any)) else { continue };
        let lag = alert.time.since(trouble.from);
        let is_first = !scene.of_kind("alert").any(|other| {
            other.time >= trouble.from
                && other.time < alert.time
                && other.entry.service() == alert.entry.service()
        });
        if lag >= LONG && is_first {
            let finding = Finding::entry(alert).beside(trouble.lead()).span(trouble.from, alert.time);
            found.push(finding.strength(0.6 + 0.4 * share(scene, lag)));
        }
    }
    found
}

/// Troubles in which no alert fires at all, the longest of each service.
pub(super) fn none<'a>(scene: &Scene<'a>) -> Vec<Finding<'a>> {
    let silent = scene.felt().filter(|trouble| {
        let during = |alert: &&Moment<'_>| {
            alert.time <= trouble.last() && alert.end.unwrap_or(alert.time) >= trouble.from
        };
        trouble.length() >= WORTH_TELLING && scene.of_kind("alert").find(during).is_none()
    });
    silent
        .map(|trouble| Finding::trouble(trouble).strength(0.55 + 0.45 * share(scene, trouble.length())))
        .collect()
}

/// Alerts that fire while nothing is felt: people learn how much to trust them. One for each name.
pub(super) fn alone<'a>(scene: &Scene<'a>) -> Vec<Finding<'a>> {
    let mut found: Vec<(&str, Finding<'a>)> = Vec::new();
    for alert in scene.of_kind("alert") {
        let near =
            |trouble: &&Trouble<'_>| trouble.from.plus(-MINUTE) <= alert.time && alert.time <= trouble.last();
        let title = alert.entry.title();
        let name = title.split_once(':').map_or(title, |(name, _)| name);
        if scene.felt().find(near).is_none() && !found.iter().any(|(known, _)| *known == name) {
            found.push((name, Finding::entry(alert)));
        }
    }
    found.into_iter().map(|(_, finding)| finding).collect()
}

/// A page after which nobody writes, nobody acknowledges and nothing is changed for minutes, while other words are there.
pub(super) fn without_words<'a>(scene: &Scene<'a>) -> Vec<Finding<'a>> {
    let found = |alert: &Moment<'a>| {
        let next = scene.said_from(alert.time)?;
        let lag = next.time.since(alert.time);
        let known = alert.entry.known().is_some_and(|known| known.by.as_deref() != Some("monitoring"));
        let heard =
            scene.of_kind("change").any(|change| change.time >= alert.time && change.time < next.time);
        let quiet = lag >= ANSWER && !known && !heard && scene.is_troubled(alert.time);
        let finding = Finding::entry(alert).beside_saying(next).span(alert.time, next.time);
        quiet.then(|| finding.strength(0.5 + 0.5 * share(scene, lag)))
    };
    scene.of_kind("alert").filter_map(found).collect()
}

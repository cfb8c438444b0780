//! Requests told twice: by the proxy that passed them on, and by a span of the service that answered.
//!
//! A proxy often knows its upstream by address only. When the requests that it passed to an address are found again as
//! spans of one service, path by path and second by second, the address is that service's. That the same path is asked for in the
//! same second by chance is measured, not guessed: by how often it happens when the clocks are set apart.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use postlude_signals::Topology;

use super::endpoint::Endpoint;

/// Fewer common requests say nothing.
const LEAST: u64 = 8;

/// Common requests must be so many times as many as with the clocks set apart, and as with any other service that is not
/// called by the first: what it passes on under the same path is told by both.
const CLEAR: u64 = 4;

/// How far the clocks are set apart to see what chance does; seconds.
const APART: [i64; 4] = [-61, -37, 37, 61];

/// The seconds in which each path was asked for.
pub(super) type Requests = BTreeMap<String, BTreeSet<i64>>;

/// For each upstream that is only known by address, the service that answered.
pub(super) fn answered<'a>(
    passed: impl Iterator<Item = (&'a Endpoint, &'a Requests)>,
    served: &BTreeMap<String, Requests>,
    topology: &Topology,
) -> Vec<(Endpoint, String)> {
    let found = passed.filter_map(|(upstream, requests)| {
        Some((upstream.clone(), clear_winner(requests, served, topology)?))
    });
    found.collect()
}

/// The path of a target or of a whole URL, without the query.
pub(super) fn path_of(target: &str) -> &str {
    let path = match target.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/", |at| &rest[at..]),
        None => target,
    };
    path.split(['?', '#']).next().unwrap_or(path)
}

/// The service whose spans tell of the same requests, if chance and the others are far behind.
fn clear_winner(
    passed: &Requests,
    served: &BTreeMap<String, Requests>,
    topology: &Topology,
) -> Option<String> {
    let mut counts: Vec<(u64, u64, &String)> = served
        .iter()
        .map(|(service, spans)| {
            let (together, by_chance) = common(passed, spans);
            (together, by_chance, service)
        })
        .collect();
    // Of two that tell of the same, the one that calls the other stands before it.
    counts.sort_by_cached_key(|(count, _, service)| {
        (Reverse(*count), Reverse(topology.reach(service).len()), *service)
    });
    let (most, by_chance, service) = *counts.first()?;
    let behind = topology.reach(service);
    let mut others = counts.iter().skip(1).filter(|(.., other)| !behind.contains(other.as_str()));
    let next = others.next().map_or(0, |(count, ..)| *count);
    (most >= LEAST && most >= CLEAR * by_chance && most >= CLEAR * next).then(|| service.clone())
}

/// How many spans have a line of the same path with the clocks as they are and with no others, and at most with any one
/// setting apart and no others. What is asked for all the time has lines with every setting, and counts for none.
fn common(passed: &Requests, spans: &Requests) -> (u64, u64) {
    let mut alone = [0_u64; 1 + APART.len()];
    for (path, seconds) in spans {
        let Some(lines) = passed.get(path) else { continue };
        for second in seconds {
            let told = [0].into_iter().chain(APART).map(|apart| is_told(lines, second.saturating_add(apart)));
            let mut told = told.enumerate().filter(|(_, told)| *told).map(|(at, _)| at);
            if let (Some(at), None) = (told.next(), told.next()) {
                alone[at] += 1;
            }
        }
    }
    let [together, apart @ ..] = alone;
    (together, apart.into_iter().max().unwrap_or(0))
}

/// Whether a line was written in the second in which a span begins, or in the next: a proxy writes when the answer is
/// through.
fn is_told(lines: &BTreeSet<i64>, second: i64) -> bool {
    lines.contains(&second) || lines.contains(&second.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use postlude_signals::{KnownFrom, Sighting};

    use super::*;

    /// A request every so many seconds, whose path depends on the second.
    fn requests(paths: i64, every: usize) -> Requests {
        let mut requests = Requests::new();
        for second in (0..400).step_by(every) {
            requests.entry(format!("/{}", second * 7919 % 1009 % paths)).or_default().insert(second);
        }
        requests
    }

    #[test]
    fn an_address_is_the_service_that_tells_of_the_same_requests() {
        let mut topology = Topology::default();
        topology.add_call("web", "catalogue", KnownFrom::Spans, Sighting::default());
        let check = |name: &str, passed: Requests, others: &[(&str, Requests)], expected: Option<&str>| {
            let served =
                others.iter().map(|(service, spans)| ((*service).to_owned(), spans.clone())).collect();
            assert_eq!(clear_winner(&passed, &served, &topology).as_deref(), expected, "{name}");
        };
        let passed = || requests(200, 1);
        let web = || ("web", requests(200, 8));
        let inner = || ("orders", requests(200, 80));
        check("a part of the requests as spans", passed(), &[web(), inner()], Some("web"));
        check("too few", passed(), &[inner()], None);
        check("two services alike", passed(), &[web(), ("other", web().1)], None);
        check("two services, one behind the other", passed(), &[web(), ("catalogue", web().1)], Some("web"));
        check("a path that is always asked for", requests(1, 1), &[("web", requests(1, 1))], None);
        let late = |seconds: BTreeSet<i64>| seconds.into_iter().map(|second| second + 37).collect();
        let later = passed().into_iter().map(|(path, seconds)| (path, late(seconds))).collect();
        check("the same requests at another time", later, &[web()], None);
        check("no spans", passed(), &[], None);
    }

    #[test]
    fn takes_the_path_of_a_target() {
        let check = |target: &str, expected: &str| assert_eq!(path_of(target), expected, "{target}");
        check("/a/b?c=1", "/a/b");
        check("http://shop.example/a?b", "/a");
        check("http://shop.example", "/");
    }
}

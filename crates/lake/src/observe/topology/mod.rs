//! What calls what, what runs where, and what is shared, from everything that tells of it.
//!
//! First it is learned who is meant by a name or an address ([`directory`]), then each kind of evidence adds the calls that
//! it tells of. Whoever cannot be told for sure is left out: a wrong call misleads more than a missing one.
//!
//! Counting goes over all records; what needs attributes looks at a bounded part of them ([`sample`]).

mod databases;
mod directory;
mod endpoint;
mod fields;
mod hosts;
mod lines;
mod maps;
mod metrics;
mod proxies;
mod sample;
mod spans;
mod twice;

use std::collections::{BTreeMap, BTreeSet};

use postlude_base::{Purpose, software_called};
use postlude_signals::{Series, Topology};

use super::mentions::Mention;
use super::names::Names;
use super::whose::Whose;
use crate::{Failure, Session, Source};
use directory::Directory;
use endpoint::Endpoint;
use lines::Lines;

/// The topology of the evidence. `series` are those of metrics, before anything was renamed.
pub(super) fn of(
    session: &Session,
    sources: &[&Source],
    whose: &Whose,
    mentions: &[Mention],
    names: &Names,
    series: &[Series],
) -> Result<Topology, Failure> {
    let mut topology = Topology::default();
    let (lines, spans) = (sample::condition(sources, "log"), sample::condition(sources, "span"));
    let mut directory = Directory::new(names);
    metrics::learn(series, &mut directory);
    learn(mentions, &mut directory);

    maps::calls(session, names, &mut topology)?;
    metrics::calls(series, &directory, &mut topology);
    let mut served = BTreeMap::new();
    if has(sources, "span") {
        spans::parents(session, &directory, &mut topology)?;
        served = spans::peers(session, &spans, &mut directory, &mut topology)?;
    }
    if has(sources, "log") {
        let Lines { passed, connected, requests } = lines::read(session, sources, &whose.sql(), &lines)?;
        let open = proxies::calls(passed, &directory, &mut topology);
        let unknown: BTreeSet<&Endpoint> =
            open.iter().filter_map(|(line, _)| line.upstream.as_ref()).collect();
        let unknown = requests.iter().filter(|(upstream, _)| unknown.contains(upstream));
        for (endpoint, service) in twice::answered(unknown, &served, &topology) {
            directory.learn(&endpoint, &service);
        }
        proxies::calls(open, &directory, &mut topology);
        databases::calls(&connected, &directory, &mut topology);
        hosts::scheduled(session, names, &mut topology)?;
    }
    hosts::named(mentions, names, &mut topology);
    hosts::scraped(series, names, &mut topology);
    purposes(names, &mut topology);
    Ok(topology)
}

fn has(sources: &[&Source], table: &str) -> bool {
    sources.iter().any(|source| source.tally.records.contains_key(table))
}

/// Where records say that they were written.
fn learn(mentions: &[Mention], directory: &mut Directory<'_>) {
    for mention in mentions {
        let Some(service) = mention.named_service() else { continue };
        if let Some(host) = &mention.host {
            directory.learn_host(host, service);
        }
        for place in [&mention.instance, &mention.host].into_iter().flatten() {
            let endpoint = Endpoint::read(place);
            if let Some(endpoint) = endpoint.filter(|found| found.is_address() || found.port.is_some()) {
                directory.learn(&endpoint, service);
            }
        }
    }
}

/// What services are for, as far as their names tell: `redis`, `carts-db`, `session-cache`.
fn purposes(names: &Names, topology: &mut Topology) {
    let called: Vec<String> = topology.services().into_iter().map(str::to_owned).collect();
    for service in called.iter().map(String::as_str).chain(names.services()) {
        if topology.purpose(service).is_none()
            && let Some(purpose) = purpose_of(service, names.software_of(service))
        {
            topology.set_purpose(service, purpose);
        }
    }
}

fn purpose_of(service: &str, software: Option<&str>) -> Option<Purpose> {
    let of_software = |name: &str| software_called(name).map(|software| software.purpose);
    of_software(service).or_else(|| of_software(software?)).or_else(|| {
        match service.rsplit_once(['-', '_'])?.1 {
            "db" | "database" => Some(Purpose::Database),
            "cache" => Some(Purpose::Cache),
            last => of_software(last).filter(|purpose| purpose.is_shared()),
        }
    })
}

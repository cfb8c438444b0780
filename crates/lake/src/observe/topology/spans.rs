//! Calls that spans tell of: the callee's own span below the caller's, or what the caller's span says of its peer.
//!
//! Names of attributes: OpenTelemetry's semantic conventions, old and new, and what Jaeger and Zipkin clients write.

use std::collections::BTreeMap;

use postlude_base::{Purpose, software_called};
use postlude_signals::{KnownFrom, RecordTable, Sighting, Topology};

use super::super::{key, key_sql, rows};
use super::attribute::first;
use super::directory::Directory;
use super::endpoint::Endpoint;
use crate::{Failure, Session};

/// Most different peers that are looked at.
const MOST_PEERS: usize = 2_000;

/// Calls of an outer service before it is one; a caller that is told what to fetch calls anything once.
const LEAST_OUTER: i64 = 3;

/// Share of the spans below calls of an address that must be of one service.
const SURE: f64 = 0.9;

const ADDRESS: &[&str] = &[
    "server.address",
    "net.peer.name",
    "peer.hostname",
    "peer.address",
    "network.peer.address",
    "net.sock.peer.addr",
    "net.peer.ip",
    "peer.ipv4",
    "http.host",
    "url.full",
    "http.url",
];
const PORT: &[&str] = &["server.port", "net.peer.port", "peer.port", "network.peer.port"];
const PEER: &[&str] = &["peer.service", "peer.service.name"];
const SYSTEM: &[&str] = &["db.system.name", "db.system", "messaging.system", "db.type"];
const PART: &[&str] = &[
    "db.namespace",
    "db.name",
    "db.instance",
    "messaging.destination.name",
    "messaging.destination",
    "message_bus.destination",
];

/// What the caller's span says of whom it calls.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Peer {
    caller: String,
    service: Option<String>,
    endpoint: Option<Endpoint>,
    system: Option<String>,
    part: Option<String>,
    seen: Sighting,
}

/// Spans of one service below those of another.
pub(super) fn parents(
    session: &Session,
    directory: &Directory<'_>,
    topology: &mut Topology,
) -> Result<(), Failure> {
    let k = key_sql().replace("source_id", "c.source_id").replace("byte_from", "c.byte_from");
    let query = format!(
        "select p.service_name caller, c.service_name callee, count(*) n, min({k}) k \
         from span c join span p on c.trace_id = p.trace_id and c.parent_span_id = p.span_id \
         where c.service_name <> p.service_name group by 1, 2 order by 1, 2"
    );
    let names = directory.names();
    for row in rows::of(&session.sql(&query)?)? {
        if let (Some(caller), Some(callee)) = (row.text("caller"), row.text("callee")) {
            topology.add_call(names.used(caller), names.used(callee), KnownFrom::Spans, seen(&row));
        }
    }
    Ok(())
}

fn seen(row: &rows::Row) -> Sighting {
    Sighting {
        times: row.integer("n").unwrap_or(0).unsigned_abs(),
        record: row.integer("k").map(|k| key(RecordTable::Span, k)),
    }
}

/// Peers that the caller's spans name; `condition` says which spans are looked at.
pub(super) fn peers(
    session: &Session,
    condition: &str,
    directory: &mut Directory<'_>,
    topology: &mut Topology,
) -> Result<(), Failure> {
    let peers = told(session, condition)?;
    let is_open = |peer: &&Peer| peer.service.is_none() && peer.system.is_none() && peer.endpoint.is_some();
    let unknown =
        |peer: &&Peer| peer.endpoint.as_ref().is_some_and(|endpoint| directory.at(endpoint).is_none());
    if peers.iter().filter(is_open).any(|peer| unknown(&peer)) {
        for (endpoint, service) in behind(session, condition)? {
            directory.learn(&endpoint, &service);
        }
    }
    for peer in &peers {
        let Some((callee, purpose)) = callee(peer, directory) else { continue };
        topology.add_call(directory.names().used(&peer.caller), &callee, KnownFrom::PeerOfSpans, peer.seen);
        if let Some(purpose) = purpose {
            topology.set_purpose(&callee, purpose);
        }
    }
    Ok(())
}

fn told(session: &Session, condition: &str) -> Result<Vec<Peer>, Failure> {
    let query = format!(
        "select service_name caller, {} peer, {} address, {} port, {} system, {} part, count(*) n, min({}) k \
         from span where {condition} and service_name is not null and {} \
         group by 1, 2, 3, 4, 5, 6 order by n desc, 1, 2, 3, 4, 5, 6 limit {MOST_PEERS}",
        first(PEER),
        address_sql(),
        first(PORT),
        first(SYSTEM),
        first(PART),
        key_sql(),
        calls_somebody(),
    );
    let peer = |row: rows::Row| {
        let port = row.text("port").and_then(|port| port.parse().ok());
        Some(Peer {
            caller: row.owned("caller")?,
            service: row.owned("peer").filter(|name| !name.is_empty()),
            endpoint: row.text("address").and_then(Endpoint::read).map(|found| found.with_port(port)),
            system: row.owned("system").filter(|name| !name.is_empty()),
            part: row.owned("part").filter(|name| !name.is_empty()),
            seen: seen(&row),
        })
    };
    Ok(rows::of(&session.sql(&query)?)?.filter_map(peer).collect())
}

/// What a span of a server says of an address is its own, or its caller's.
fn calls_somebody() -> String {
    format!(
        "(kind in ('client', 'producer', 'consumer') or (kind is null or kind = 'internal') and ({} is not null or {} is not null))",
        first(PEER),
        first(SYSTEM)
    )
}

/// The address without what a URL says of the request: there would be a group for each.
fn address_sql() -> String {
    format!("regexp_replace({}, '^([a-z+]+://[^/?]*).*$', '\\1')", first(ADDRESS))
}

/// Which services have spans below calls of an address: what a balancer's address means.
fn behind(session: &Session, condition: &str) -> Result<Vec<(Endpoint, String)>, Failure> {
    let query = format!(
        "with caller as (select trace_id, span_id, {} address, {} port from span where {condition} and kind in ('client', 'producer')) \
         select address, port, c.service_name service, count(*) n from caller p join span c \
         on c.trace_id = p.trace_id and c.parent_span_id = p.span_id where address is not null and c.service_name is not null \
         group by 1, 2, 3 order by 1, 2, 3 limit {MOST_PEERS}",
        address_sql(),
        first(PORT)
    );
    let mut found: BTreeMap<Endpoint, BTreeMap<String, i64>> = BTreeMap::new();
    for row in rows::of(&session.sql(&query)?)? {
        let port = row.text("port").and_then(|port| port.parse().ok());
        let (Some(endpoint), Some(service)) =
            (row.text("address").and_then(Endpoint::read), row.owned("service"))
        else {
            continue;
        };
        let counts = found.entry(endpoint.with_port(port)).or_default();
        *counts.entry(service).or_default() += row.integer("n").unwrap_or(0);
    }
    let most = |(endpoint, counts): (Endpoint, BTreeMap<String, i64>)| {
        let all: i64 = counts.values().sum();
        let (service, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
        (count as f64 >= SURE * all as f64).then_some((endpoint, service))
    };
    Ok(found.into_iter().filter_map(most).collect())
}

/// The service that a peer is, and what it is for.
fn callee(peer: &Peer, directory: &Directory<'_>) -> Option<(String, Option<Purpose>)> {
    let software = peer.system.as_deref().and_then(software_called);
    let purpose = software.map(|software| software.purpose);
    let by_peer = || directory.meant(peer.service.as_deref()?);
    let by_endpoint = || directory.at(peer.endpoint.as_ref()?);
    if let Some(known) = by_peer().or_else(by_endpoint) {
        return Some((known, purpose));
    }
    let own_name =
        peer.service.as_deref().filter(|name| Endpoint::read(name).is_none_or(|found| !found.is_address()));
    let own_host =
        peer.endpoint.as_ref().filter(|endpoint| !endpoint.is_address()).map(|found| found.host.as_str());
    match (own_name.or(own_host), &peer.system) {
        (Some(name), Some(_)) => Some((name.to_owned(), purpose)),
        (Some(name), None) if peer.service.is_some() || peer.seen.times.cast_signed() >= LEAST_OUTER => {
            Some((name.to_owned(), None))
        }
        (None, Some(system)) => {
            let known = software.and_then(|software| directory.names().service_of_software(software.name));
            let known = known.filter(|_| peer.endpoint.is_none()).map(str::to_owned);
            let of_its_own =
                || peer.part.as_ref().map_or_else(|| system.clone(), |part| format!("{system}/{part}"));
            Some((known.unwrap_or_else(of_its_own), purpose))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::mentions::{Mention, Rank};
    use super::super::super::names::Names;
    use super::*;

    #[test]
    fn a_peer_is_whom_it_names_best() {
        let mentions: Vec<Mention> = ["orders", "postgres", "cart"]
            .map(|service| Mention {
                rank: Rank::Metric,
                service: Some(service.to_owned()),
                instance: None,
                host: None,
            })
            .to_vec();
        let names = Names::of(&mentions, &[]);
        let directory = Directory::new(&names);
        let check = |service: &str, address: &str, system: &str, part: &str, expected: Option<&str>| {
            let told = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            let peer = Peer {
                caller: "web".to_owned(),
                service: told(service),
                endpoint: Endpoint::read(address),
                system: told(system),
                part: told(part),
                seen: Sighting { times: 5, record: None },
            };
            let found = callee(&peer, &directory).map(|(callee, _)| callee);
            assert_eq!(found.as_deref(), expected, "{service} {address} {system} {part}");
        };
        check("", "orders:8080", "", "", Some("orders"));
        check("cart", "192.0.2.7:80", "", "", Some("cart"));
        check("mail", "", "", "", Some("mail"));
        check("", "pay.provider.example", "", "", Some("pay.provider.example"));
        check("", "192.0.2.7:80", "", "", None);
        check("", "", "postgresql", "shop", Some("postgres"));
        check("", "reports-db:5432", "postgresql", "shop", Some("reports-db"));
        check("", "192.0.2.7:5432", "postgresql", "shop", Some("postgresql/shop"));
        check("", "", "kafka", "placed", Some("kafka/placed"));
    }
}

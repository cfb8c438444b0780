//! Calls that spans tell of: the callee's own span below the caller's, or what the caller's span says of its peer.
//!
//! Names of attributes: OpenTelemetry's semantic conventions, old and new, and what Jaeger and Zipkin clients write.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use postlude_base::{Purpose, software_called};
use postlude_signals::{KnownFrom, RecordTable, Sighting, Topology};

use super::super::{key, key_sql, rows};
use super::directory::Directory;
use super::endpoint::Endpoint;
use super::fields::{self, Fields, Keys};
use super::twice::{Requests, path_of};
use crate::{Failure, Session};

/// Most different peers that are looked at.
const MOST_PEERS: usize = 2_000;

/// Calls of an outer service before it is one; a caller that is told what to fetch calls anything once.
const LEAST_OUTER: u64 = 3;

/// Share of the spans below calls of an address that must be of one service.
const SURE: f64 = 0.9;

// Places in the list below.
const PEER: usize = 0;
const ADDRESS: usize = 1;
const PORT: usize = 2;
const SYSTEM: usize = 3;
const PART: usize = 4;
const PATH: usize = 5;
const URL: usize = 6;

/// The attributes that are read, each under all its names.
const WANTED: [Keys; 7] = [
    &["peer.service", "peer.service.name"],
    &[
        "server.address",
        "net.peer.name",
        "peer.hostname",
        "peer.address",
        "network.peer.address",
        "net.sock.peer.addr",
        "net.peer.ip",
        "peer.ipv4",
        "http.host",
    ],
    &["server.port", "net.peer.port", "peer.port", "network.peer.port"],
    &["db.system.name", "db.system", "messaging.system", "db.type"],
    &[
        "db.namespace",
        "db.name",
        "db.instance",
        "messaging.destination.name",
        "messaging.destination",
        "message_bus.destination",
    ],
    &["url.path", "http.target"],
    &["url.full", "http.url"],
];

/// What the caller's span says of whom it calls.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Peer {
    caller: String,
    service: Option<String>,
    endpoint: Option<Endpoint>,
    system: Option<String>,
    part: Option<String>,
}

/// What attributes of spans say.
#[derive(Default)]
struct Told {
    peers: BTreeMap<Peer, Sighting>,
    /// What servers answered, by service.
    served: BTreeMap<String, Requests>,
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

/// Calls of peers that the caller's spans name; `condition` says which spans are looked at. Gives what servers answered,
/// by service.
pub(super) fn peers(
    session: &Session,
    condition: &str,
    directory: &mut Directory<'_>,
    topology: &mut Topology,
) -> Result<BTreeMap<String, Requests>, Failure> {
    let Told { peers, served } = told(session, condition)?;
    let is_open = |peer: &&Peer| peer.service.is_none() && peer.system.is_none();
    let unknown = |endpoint: &Endpoint| directory.at(endpoint).is_none();
    if peers.keys().filter(is_open).filter_map(|peer| peer.endpoint.as_ref()).any(unknown) {
        for (endpoint, service) in behind(session, condition)? {
            directory.learn(&endpoint, &service);
        }
    }
    let mut peers: Vec<(Peer, Sighting)> = peers.into_iter().collect();
    peers.sort_by_key(|(_, seen)| Reverse(seen.times));
    for (peer, seen) in peers.iter().take(MOST_PEERS) {
        let Some((callee, purpose)) = callee(peer, seen.times, directory) else { continue };
        topology.add_call(directory.names().used(&peer.caller), &callee, KnownFrom::PeerOfSpans, *seen);
        if let Some(purpose) = purpose {
            topology.set_purpose(&callee, purpose);
        }
    }
    Ok(served)
}

/// What spans of callers say of their peers, and what spans of servers answered.
fn told(session: &Session, condition: &str) -> Result<Told, Failure> {
    let query = format!(
        "select service_name service, kind, cast(time as bigint) / 1000000000 s, {} k, attributes from span \
         where {condition} and service_name is not null",
        key_sql()
    );
    let mut found = Told::default();
    fields::each(session, &query, &WANTED, &mut |row, fields| {
        let (Some(service), Some(k)) = (row.text("service"), row.integer("k")) else { return };
        let kind = row.text("kind");
        if let (Some("server"), Some(path), Some(second)) =
            (kind, fields.first(PATH).or(fields.first(URL)), row.integer("s"))
        {
            let paths = found.served.entry(service.to_owned()).or_default();
            paths.entry(path_of(path).to_owned()).or_default().insert(second);
        }
        if let Some(peer) = peer(service, kind, fields) {
            let known = found.peers.entry(peer).or_default();
            known.times += 1;
            known.record = [known.record, Some(key(RecordTable::Span, k))].into_iter().flatten().min();
        }
    })?;
    Ok(found)
}

/// What a span of a server says of an address is its own, or its caller's: only those count that call somebody.
fn peer(service: &str, kind: Option<&str>, fields: &Fields<'_>) -> Option<Peer> {
    let [named, address, port, system, part] = [PEER, ADDRESS, PORT, SYSTEM, PART].map(|at| fields.first(at));
    let calls = match kind {
        Some("client" | "producer" | "consumer") => true,
        None | Some("internal") => named.is_some() || system.is_some(),
        Some(_) => false,
    };
    let port = port.and_then(|port| port.parse().ok());
    let endpoint = address.or(fields.first(URL)).and_then(Endpoint::read).map(|found| found.with_port(port));
    (calls && (named.is_some() || system.is_some() || endpoint.is_some())).then(|| Peer {
        caller: service.to_owned(),
        service: named.map(str::to_owned),
        endpoint,
        system: system.map(str::to_owned),
        part: part.filter(|_| system.is_some()).map(str::to_owned),
    })
}

/// Which services have spans below calls of an address: what a balancer's address means.
fn behind(session: &Session, condition: &str) -> Result<Vec<(Endpoint, String)>, Failure> {
    let query = format!(
        "with caller as (select trace_id, span_id, attributes from span where {condition} and kind in ('client', 'producer')) \
         select c.service_name service, p.attributes attributes from caller p join span c \
         on c.trace_id = p.trace_id and c.parent_span_id = p.span_id where c.service_name is not null"
    );
    let mut found: BTreeMap<Endpoint, BTreeMap<String, i64>> = BTreeMap::new();
    fields::each(session, &query, &WANTED, &mut |row, fields| {
        let port = fields.first(PORT).and_then(|port| port.parse().ok());
        if let (Some(endpoint), Some(service)) =
            (fields.first(ADDRESS).or(fields.first(URL)).and_then(Endpoint::read), row.owned("service"))
        {
            *found.entry(endpoint.with_port(port)).or_default().entry(service).or_default() += 1;
        }
    })?;
    let most = |(endpoint, counts): (Endpoint, BTreeMap<String, i64>)| {
        let all: i64 = counts.values().sum();
        let (service, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
        (count as f64 >= SURE * all as f64).then_some((endpoint, service))
    };
    Ok(found.into_iter().filter_map(most).collect())
}

/// The service that a peer is, and what it is for.
fn callee(peer: &Peer, times: u64, directory: &Directory<'_>) -> Option<(String, Option<Purpose>)> {
    let software = peer.system.as_deref().and_then(software_called);
    let purpose = software.map(|software| software.purpose);
    let by_peer = || directory.meant(peer.service.as_deref()?);
    let by_endpoint = || directory.at(peer.endpoint.as_ref()?);
    if let Some(known) = by_peer().or_else(by_endpoint) {
        return Some((known, purpose));
    }
    let own_name =
        peer.service.as_deref().filter(|name| Endpoint::read(name).is_none_or(|found| !found.is_address()));
    let named_host = peer.endpoint.as_ref().filter(|endpoint| !endpoint.is_address());
    let own_host = named_host.map(|found| found.inner_name().unwrap_or(&found.host));
    match (own_name.or(own_host), &peer.system) {
        (Some(name), Some(_)) => Some((name.to_owned(), purpose)),
        (Some(name), None) if peer.service.is_some() || times >= LEAST_OUTER => Some((name.to_owned(), None)),
        (None, Some(system)) => {
            let known = software.and_then(|software| directory.names().service_of_software(software.name));
            let known = known.filter(|_| peer.endpoint.is_none()).map(str::to_owned);
            // A number tells nothing apart: every cache has its database 0.
            let part = peer.part.as_ref().filter(|part| part.contains(char::is_alphabetic));
            let of_its_own = || Some(format!("{system}/{}", part?));
            Some((known.or_else(of_its_own)?, purpose))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::mentions::{Mention, Rank};
    use super::super::super::names::Names;
    use super::super::super::whose::Whose;
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
        let names = Names::of(&mentions, &[], &Whose::default());
        let directory = Directory::new(&names);
        let check = |service: &str, address: &str, system: &str, part: &str, expected: Option<&str>| {
            let told = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            let peer = Peer {
                caller: "web".to_owned(),
                service: told(service),
                endpoint: Endpoint::read(address),
                system: told(system),
                part: told(part),
            };
            let found = callee(&peer, 5, &directory).map(|(callee, _)| callee);
            assert_eq!(found.as_deref(), expected, "{service} {address} {system} {part}");
        };
        check("", "orders:8080", "", "", Some("orders"));
        check("cart", "192.0.2.7:80", "", "", Some("cart"));
        check("mail", "", "", "", Some("mail"));
        check("", "pay.provider.example", "", "", Some("pay.provider.example"));
        check("", "192.0.2.7:80", "", "", None);
        check("", "", "postgresql", "shop", Some("postgres"));
        check("", "reports-db:5432", "postgresql", "shop", Some("reports-db"));
        check("", "carts-db.shop.svc.cluster.local", "postgresql", "", Some("carts-db"));
        check("", "192.0.2.7:5432", "postgresql", "shop", Some("postgresql/shop"));
        check("", "", "kafka", "placed", Some("kafka/placed"));
        check("", "", "redis", "0", None);
        check("", "", "redis", "", None);
    }
}

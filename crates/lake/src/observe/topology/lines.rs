//! What lines of logs say of calls: to whom a proxy passed a request, who was connected to a database.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;

use postlude_signals::{RecordTable, Sighting};

use super::super::{key, key_sql};
use super::databases::Connected;
use super::endpoint::Endpoint;
use super::fields::{self, Fields, Keys};
use super::proxies::Passed;
use super::twice::{Requests, path_of};
use crate::{Failure, Session, Source};

/// Most different groups of lines that are looked at.
const MOST: usize = 5_000;

/// Beginnings of the names of formats that databases and their pools write.
const DATABASES: [&str; 5] = ["postgresql", "pgbouncer", "mysql", "mongodb", "redis"];

// Places in the list below.
const UPSTREAM: usize = 0;
const GROUP: usize = 1;
const UPSTREAM_PORT: usize = 2;
const EXTRA: usize = 3;
const ASKED: usize = 4;
const PATH: usize = 5;
const SERVER: usize = 6;
const SERVER_PORT: usize = 7;
const APPLICATION: usize = 8;
const USER: usize = 9;
const CLIENT: usize = 10;
const PREFIX: usize = 11;

/// The attributes that are read, each under all its names.
const WANTED: [Keys; 12] = [
    &["upstream.address", "upstream_addr", "upstream_host", "upstream.host", "haproxy.server"],
    &["upstream.cluster", "upstream_cluster", "haproxy.backend", "aws.target_group", "router", "backend"],
    &["upstream.port"],
    &["extra"],
    &["http.request.header.host"],
    &["url.path"],
    &["server.address"],
    &["server.port"],
    &["application", "application_name", "attr.appName", "attr.doc.application.name"],
    &["user.name", "user_name"],
    &["client.name", "client.address", "connection_from"],
    &["prefix"],
];

/// All that was said, the most frequent first.
#[derive(Default)]
pub(super) struct Lines {
    pub(super) passed: Vec<(Passed, Sighting)>,
    pub(super) connected: Vec<(Connected, Sighting)>,
    /// What was passed to whom, and when.
    pub(super) requests: BTreeMap<Endpoint, Requests>,
}

/// Reads the lines that `condition` chooses.
pub(super) fn read(
    session: &Session,
    sources: &[&Source],
    whose: &str,
    condition: &str,
) -> Result<Lines, Failure> {
    let is_database = |source: &&&Source| DATABASES.iter().any(|format| source.format.contains(format));
    let databases: BTreeSet<i64> =
        sources.iter().filter(is_database).map(|source| i64::from(source.id.0)).collect();
    let query = format!(
        "select {whose} service, service_instance_id instance, \
         source_id source, cast(time as bigint) / 1000000000 s, status_code status, {} k, attributes from log where {condition}",
        key_sql()
    );
    let mut passed: BTreeMap<Passed, Sighting> = BTreeMap::new();
    let mut connected: BTreeMap<Connected, Sighting> = BTreeMap::new();
    let mut requests: BTreeMap<Endpoint, Requests> = BTreeMap::new();
    fields::each(session, &query, &WANTED, &mut |row, fields| {
        let (Some(service), Some(k)) = (row.text("service"), row.integer("k")) else { return };
        let seen = Sighting { times: 1, record: Some(key(RecordTable::Log, k)) };
        if row.integer("source").is_some_and(|source| databases.contains(&source)) {
            let [application, user, client, prefix] =
                [APPLICATION, USER, CLIENT, PREFIX].map(|at| fields.owned(at));
            let database = service.to_owned();
            add(&mut connected, Connected { database, application, user, client, prefix }, seen);
            return;
        }
        let (upstream, group) = (upstream(fields, row.integer("status").is_some()), fields.owned(GROUP));
        if upstream.is_none() && group.is_none() {
            return;
        }
        let port = fields.first(UPSTREAM_PORT).and_then(|port| port.parse().ok());
        let endpoint = upstream.and_then(Endpoint::read).map(|found| found.with_port(port));
        if let (Some(endpoint), Some(path), Some(second)) = (&endpoint, fields.first(PATH), row.integer("s"))
            && endpoint.is_address()
        {
            let paths = requests.entry(endpoint.clone()).or_default();
            paths.entry(path_of(path).to_owned()).or_default().insert(second);
        }
        let line = Passed {
            proxy: service.to_owned(),
            instance: row.owned("instance"),
            server: upstream.map(server).filter(|_| endpoint.as_ref().is_none_or(|e| !e.is_address())),
            upstream: endpoint,
            group,
            asked: fields.owned(ASKED),
        };
        add(&mut passed, line, seen);
    })?;
    Ok(Lines { passed: most(passed), connected: most(connected), requests })
}

fn add<K: Ord>(groups: &mut BTreeMap<K, Sighting>, group: K, seen: Sighting) {
    let known = groups.entry(group).or_default();
    known.times += seen.times;
    known.record = [known.record, seen.record].into_iter().flatten().min();
}

fn most<K>(groups: BTreeMap<K, Sighting>) -> Vec<(K, Sighting)> {
    let mut groups: Vec<(K, Sighting)> = groups.into_iter().collect();
    groups.sort_by_key(|(_, seen)| std::cmp::Reverse(seen.times));
    groups.truncate(MOST);
    groups
}

/// To whom a line says that a request was passed.
fn upstream<'a>(fields: &Fields<'a>, is_request: bool) -> Option<&'a str> {
    let in_extra = || {
        let words = fields.first(EXTRA)?.split([' ', '"', '=', ',', ';']);
        words.filter(|word| word.contains(':')).find(|word| word.parse::<SocketAddr>().is_ok())
    };
    // What the server's address means depends on the format: with a port it may be the upstream. If it is the proxy's own
    // address it is nobody else's.
    let server = || fields.first(SERVER).filter(|_| is_request && fields.first(SERVER_PORT).is_some());
    fields.first(UPSTREAM).or_else(in_extra).or_else(server)
}

/// `storefront` of `http://storefront/`.
fn server(upstream: &str) -> String {
    let rest = upstream.split_once("://").map_or(upstream, |(_, rest)| rest);
    rest.split(['/', '?', ',']).next().unwrap_or(rest).to_owned()
}

//! What calls what, in the forms that people and programs read.

mod dot;
mod rows;
mod terminal;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use postlude_base::{ByteSpan, Purpose};
use postlude_signals::{Call, KnownFrom, RecordKey, Topology};

pub(crate) use dot::dot;
pub(crate) use rows::{csv, json};
pub(crate) use terminal::terminal;

use super::words::counted;

/// Where a record stands.
#[derive(Debug, Clone)]
pub(crate) struct Cited {
    /// Path of the source; a member of an archive behind a `!`.
    pub(crate) path: String,
    pub(crate) span: ByteSpan,
}

/// A topology with what is to be shown of it.
pub(crate) struct Shown<'a> {
    pub(crate) topology: &'a Topology,
    /// Only calls of this service.
    pub(crate) service: Option<&'a str>,
    /// The places of first records.
    pub(crate) cited: &'a BTreeMap<RecordKey, Cited>,
}

impl<'a> Shown<'a> {
    fn calls(&self) -> impl Iterator<Item = &'a Call> {
        let service = self.service;
        let is_shown = move |call: &&Call| {
            service.is_none_or(|service| call.caller == service || call.callee == service)
        };
        self.topology.calls().iter().filter(is_shown)
    }

    /// Whether anything about this service is to be shown.
    fn is_about(&self, service: &str) -> bool {
        self.service.is_none_or(|wanted| {
            let calls = |from: &str, to: &str| self.topology.callees(from).any(|callee| callee == to);
            wanted == service || calls(wanted, service) || calls(service, wanted)
        })
    }
}

/// `12 spans`, `1 series`.
fn seen(known_from: KnownFrom, times: u64) -> String {
    let (one, many) = match known_from {
        KnownFrom::Spans => ("span", "spans"),
        KnownFrom::PeerOfSpans => ("peer of a span", "peers of spans"),
        KnownFrom::Metrics => ("series", "series"),
        KnownFrom::ServiceMap => ("row of a service map", "rows of a service map"),
        KnownFrom::ProxyLog => ("line of a proxy", "lines of a proxy"),
        KnownFrom::DatabaseLog => ("line of a database", "lines of a database"),
    };
    counted(times, one).replace(&format!("{one}s"), many)
}

/// What tells of a call, for people: a span of the caller says nothing new where the callee's stands below it.
fn all_seen(call: &Call) -> String {
    let known_better =
        |from: KnownFrom| from == KnownFrom::PeerOfSpans && call.known_from.contains_key(&KnownFrom::Spans);
    let told = call.known_from.iter().filter(|(from, _)| !known_better(**from));
    told.map(|(from, sighting)| seen(*from, sighting.times)).collect::<Vec<_>>().join(", ")
}

fn word(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Database => "database",
        Purpose::Cache => "cache",
        Purpose::Queue => "queue",
        Purpose::Proxy => "proxy",
        Purpose::Monitoring => "monitoring",
    }
}

fn code(known_from: KnownFrom) -> &'static str {
    match known_from {
        KnownFrom::Spans => "spans",
        KnownFrom::PeerOfSpans => "peer_of_spans",
        KnownFrom::Metrics => "metrics",
        KnownFrom::ServiceMap => "service_map",
        KnownFrom::ProxyLog => "proxy_log",
        KnownFrom::DatabaseLog => "database_log",
    }
}

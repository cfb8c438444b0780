//! Each form over one topology written for it: a shop behind a proxy, calls that go round, and names that try to break out.

use std::collections::BTreeMap;

use postlude_base::{ByteSpan, Purpose, SourceId};
use postlude_signals::{KnownFrom, RecordKey, RecordTable, Sighting, Topology};

use super::{Cited, Shown};
use crate::show::words::width;

const KEY: RecordKey = RecordKey { table: RecordTable::Log, source: SourceId(3), byte_from: 120 };

fn topology() -> Topology {
    let mut topology = Topology::default();
    let mut call = |caller: &str, callee: &str, from: KnownFrom, times: u64, record: Option<RecordKey>| {
        topology.add_call(caller, callee, from, Sighting { times, record });
    };
    call("nginx", "web", KnownFrom::ProxyLog, 17_265, Some(KEY));
    call("web", "orders", KnownFrom::Spans, 812, None);
    call("web", "orders", KnownFrom::Metrics, 1, None);
    call("web", "cart", KnownFrom::Spans, 40, None);
    call("orders", "cart", KnownFrom::ServiceMap, 1, None);
    call("orders", "orders-db", KnownFrom::DatabaseLog, 91, None);
    call("cart", "orders-db", KnownFrom::PeerOfSpans, 3, None);
    call("cart", "redis", KnownFrom::PeerOfSpans, 1, None);
    call("ring-a", "ring-b", KnownFrom::Spans, 2, None);
    call("ring-b", "ring-a", KnownFrom::Spans, 2, None);
    call("ring-b", "=evil \"\\\u{1b}[31m", KnownFrom::Spans, 2, None);
    call("ring-b", &"long".repeat(30), KnownFrom::Spans, 2, None);
    topology.set_purpose("nginx", Purpose::Proxy);
    topology.set_purpose("orders-db", Purpose::Database);
    topology.set_purpose("redis", Purpose::Cache);
    for (service, host) in [("orders", "one"), ("cart", "one"), ("web", "two")] {
        topology.add_host(service, host);
    }
    (1..=11).for_each(|number| topology.add_instance("web", &format!("web-{number}")));
    topology
}

fn show(service: Option<&str>, form: fn(&Shown<'_>) -> String) -> String {
    let place = Cited { path: "logs/access.log".to_owned(), span: ByteSpan::new(120, 310) };
    let cited = BTreeMap::from([(KEY, place)]);
    form(&Shown { topology: &topology(), service, cited: &cited })
}

fn terminal(service: Option<&str>, form: fn(&Shown<'_>) -> String) -> String {
    anstream::adapter::strip_str(&show(service, form)).to_string()
}

#[test]
fn text() {
    insta::assert_snapshot!(terminal(None, |shown| super::terminal(shown, 100)));
    insta::assert_snapshot!(terminal(Some("cart"), |shown| super::terminal(shown, 100)));
    for line in terminal(None, |shown| super::terminal(shown, 60)).lines() {
        assert!(width(line) <= 60, "{line}");
    }
}

#[test]
fn json() {
    insta::assert_snapshot!(show(Some("orders"), super::json));
}

#[test]
fn csv() {
    insta::assert_snapshot!(show(None, super::csv).replace("\r\n", "\n"));
}

#[test]
fn dot() {
    insta::assert_snapshot!(show(None, super::dot));
}

#[test]
fn no_calls() {
    let nothing = Shown { topology: &Topology::default(), service: None, cited: &BTreeMap::new() };
    assert!(super::terminal(&nothing, 80).contains("tells of no calls"));
}

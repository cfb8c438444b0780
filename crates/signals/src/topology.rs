//! What calls what, what runs where, and what is shared: the ways on which trouble spreads.
//!
//! Every call says where it is known from. A call that is not there was not seen; one that is there was: what only may be
//! does not get in.

use std::collections::{BTreeMap, BTreeSet};

use postlude_base::Purpose;
use serde::{Deserialize, Serialize};

use crate::RecordKey;

/// What tells of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KnownFrom {
    /// A span of the callee below a span of the caller.
    Spans,
    /// A span of the caller that names whom it calls.
    PeerOfSpans,
    /// Values about the calls between the two.
    Metrics,
    /// A table that says so, without a time.
    ServiceMap,
    /// A proxy that writes to whom it passed a request.
    ProxyLog,
    /// A database that writes who asked.
    DatabaseLog,
}

/// How often something was seen, and where first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sighting {
    /// Spans, lines, rows or series; of a large source only a part is looked at, so at least so many.
    pub times: u64,
    /// The first record, where one can be cited.
    pub record: Option<RecordKey>,
}

/// One service calls another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// Who calls.
    pub caller: String,
    /// Who is called.
    pub callee: String,
    /// What tells so.
    pub known_from: BTreeMap<KnownFrom, Sighting>,
}

/// Who calls whom, and where everybody runs.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Topology {
    /// Sorted by caller, then callee; nobody calls itself.
    calls: Vec<Call>,
    /// The hosts of a service.
    runs_on: BTreeMap<String, BTreeSet<String>>,
    /// The instances of a service.
    instances: BTreeMap<String, BTreeSet<String>>,
    /// What services are for.
    purposes: BTreeMap<String, Purpose>,
}

impl Topology {
    /// Takes a call into account. A call of a service to itself is none.
    pub fn add_call(&mut self, caller: &str, callee: &str, known_from: KnownFrom, seen: Sighting) {
        if caller == callee || caller.is_empty() || callee.is_empty() {
            return;
        }
        let at = match self.place(caller, callee) {
            Ok(at) => at,
            Err(at) => {
                let known_from = BTreeMap::new();
                let call = Call { caller: caller.to_owned(), callee: callee.to_owned(), known_from };
                self.calls.insert(at, call);
                at
            }
        };
        if let Some(call) = self.calls.get_mut(at) {
            let known = call.known_from.entry(known_from).or_default();
            known.times = known.times.saturating_add(seen.times);
            known.record = [known.record, seen.record].into_iter().flatten().min();
        }
    }

    /// Notes that a service runs on a host.
    pub fn add_host(&mut self, service: &str, host: &str) {
        self.runs_on.entry(service.to_owned()).or_default().insert(host.to_owned());
    }

    /// Notes a running copy of a service.
    pub fn add_instance(&mut self, service: &str, instance: &str) {
        self.instances.entry(service.to_owned()).or_default().insert(instance.to_owned());
    }

    /// Notes what a service is for.
    pub fn set_purpose(&mut self, service: &str, purpose: Purpose) {
        self.purposes.insert(service.to_owned(), purpose);
    }

    fn place(&self, caller: &str, callee: &str) -> Result<usize, usize> {
        self.calls
            .binary_search_by(|call| (call.caller.as_str(), call.callee.as_str()).cmp(&(caller, callee)))
    }

    /// All calls, sorted by caller, then callee.
    pub fn calls(&self) -> &[Call] {
        &self.calls
    }

    /// The hosts of each service.
    pub fn runs_on(&self) -> &BTreeMap<String, BTreeSet<String>> {
        &self.runs_on
    }

    /// The instances of each service.
    pub fn instances(&self) -> &BTreeMap<String, BTreeSet<String>> {
        &self.instances
    }

    /// What a service is for.
    pub fn purpose(&self, service: &str) -> Option<Purpose> {
        self.purposes.get(service).copied()
    }

    /// Everybody who calls or is called.
    pub fn services(&self) -> BTreeSet<&str> {
        self.calls.iter().flat_map(|call| [call.caller.as_str(), call.callee.as_str()]).collect()
    }

    /// Whom a service calls, sorted.
    pub fn callees<'a>(&'a self, service: &'a str) -> impl Iterator<Item = &'a str> {
        let from = self.calls.partition_point(|call| call.caller.as_str() < service);
        let own = self.calls.iter().skip(from).take_while(move |call| call.caller == service);
        own.map(|call| call.callee.as_str())
    }

    /// Who calls a service, sorted.
    pub fn callers<'a>(&'a self, service: &'a str) -> impl Iterator<Item = &'a str> {
        self.calls.iter().filter(move |call| call.callee == service).map(|call| call.caller.as_str())
    }

    /// Whom a service needs, directly or through others; not itself, also where calls go round.
    pub fn reach<'a>(&'a self, service: &'a str) -> BTreeSet<&'a str> {
        let (mut reached, mut open) = (BTreeSet::new(), vec![service]);
        while let Some(next) = open.pop() {
            open.extend(self.callees(next).filter(|callee| *callee != service && reached.insert(*callee)));
        }
        reached
    }

    /// Who else runs on a host of this service.
    pub fn shares_host_with(&self, service: &str) -> BTreeSet<&str> {
        let Some(own) = self.runs_on.get(service) else { return BTreeSet::new() };
        let others =
            self.runs_on.iter().filter(|(other, hosts)| *other != service && !hosts.is_disjoint(own));
        others.map(|(other, _)| other.as_str()).collect()
    }

    /// Who else calls a database, cache or queue that this service calls.
    pub fn shares_database_with<'a>(&'a self, service: &'a str) -> BTreeSet<&'a str> {
        let shared = self.callees(service).filter(|callee| self.is_shared(callee));
        shared.flat_map(|callee| self.callers(callee)).filter(|other| *other != service).collect()
    }

    /// Databases, caches and queues that two services or more call, with their callers.
    pub fn shared_databases(&self) -> BTreeMap<&str, BTreeSet<&str>> {
        let mut callers: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for call in self.calls.iter().filter(|call| self.is_shared(&call.callee)) {
            callers.entry(&call.callee).or_default().insert(&call.caller);
        }
        callers.retain(|_, callers| callers.len() > 1);
        callers
    }

    /// Hosts that two services or more run on, with these services.
    pub fn shared_hosts(&self) -> BTreeMap<&str, BTreeSet<&str>> {
        let mut services: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (service, hosts) in &self.runs_on {
            for host in hosts {
                services.entry(host).or_default().insert(service);
            }
        }
        services.retain(|_, services| services.len() > 1);
        services
    }

    fn is_shared(&self, service: &str) -> bool {
        self.purpose(service).is_some_and(Purpose::is_shared)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topology(calls: &[(&str, &str)]) -> Topology {
        let mut topology = Topology::default();
        for (caller, callee) in calls {
            topology.add_call(caller, callee, KnownFrom::Spans, Sighting { times: 1, record: None });
        }
        topology
    }

    fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
        names.into_iter().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn finds_callees_callers_and_what_is_reached() {
        let shop = topology(&[
            ("web", "orders"),
            ("orders", "db"),
            ("orders", "cart"),
            ("cart", "db"),
            ("web", "web"),
        ]);
        let check = |service: &str, callees: &str, callers: &str, reach: &str| {
            assert_eq!(list(shop.callees(service)), callees, "callees of {service}");
            assert_eq!(list(shop.callers(service)), callers, "callers of {service}");
            assert_eq!(list(shop.reach(service)), reach, "reach of {service}");
        };
        check("web", "orders", "", "cart db orders");
        check("orders", "cart db", "web", "cart db");
        check("db", "", "cart orders", "");
        check("order", "", "", "");
    }

    #[test]
    fn reach_ends_where_calls_go_round() {
        let round = topology(&[("a", "b"), ("b", "c"), ("c", "a"), ("c", "d")]);
        assert_eq!(list(round.reach("a")), "b c d");
        assert_eq!(list(round.reach("d")), "");
    }

    #[test]
    fn adds_up_what_is_known_in_any_order() {
        let key = |byte_from| RecordKey {
            table: crate::RecordTable::Span,
            source: postlude_base::SourceId(1),
            byte_from,
        };
        let seen = [(3, None), (2, Some(key(90))), (4, Some(key(7)))];
        let sum = |order: [usize; 3]| {
            let mut topology = Topology::default();
            for at in order {
                let (times, record) = seen[at];
                topology.add_call("a", "b", KnownFrom::Metrics, Sighting { times, record });
            }
            topology
        };
        let expected = Sighting { times: 9, record: Some(key(7)) };
        assert_eq!(sum([0, 1, 2]).calls()[0].known_from[&KnownFrom::Metrics], expected);
        assert_eq!(sum([0, 1, 2]), sum([2, 1, 0]));
    }

    #[test]
    fn knows_who_shares_a_host_or_a_database() {
        let mut shop = topology(&[
            ("orders", "db"),
            ("stock", "db"),
            ("stock", "mail"),
            ("web", "mail"),
            ("web", "orders"),
        ]);
        shop.set_purpose("db", Purpose::Database);
        shop.set_purpose("mail", Purpose::Proxy);
        for (service, host) in [("orders", "one"), ("stock", "two"), ("web", "one"), ("web", "three")] {
            shop.add_host(service, host);
        }
        assert_eq!(list(shop.shares_database_with("orders")), "stock");
        assert_eq!(list(shop.shares_database_with("web")), "");
        assert_eq!(list(shop.shares_host_with("orders")), "web");
        assert_eq!(list(shop.shares_host_with("stock")), "");
        assert_eq!(shop.shared_databases().keys().copied().collect::<Vec<_>>(), ["db"]);
        assert_eq!(shop.shared_hosts().keys().copied().collect::<Vec<_>>(), ["one"]);
    }
}

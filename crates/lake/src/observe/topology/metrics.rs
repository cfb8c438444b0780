//! Calls that metrics tell of: values about calls between two, and labels that name a peer.

use postlude_base::{Purpose, software_called};
use postlude_formats::decode::labels;
use postlude_signals::{KnownFrom, RecordTable, Series, Sighting, Topology};

use super::directory::Directory;
use super::endpoint::Endpoint;

/// Labels under which a client names whom it calls.
const PEER: [&str; 14] = [
    "peer",
    "peer_service",
    "remote_service",
    "target_service",
    "callee",
    "upstream",
    "upstream_service",
    "upstream_cluster",
    "envoy_cluster_name",
    "backend",
    "server_address",
    "net_peer_name",
    "destination",
    "proxy",
];

/// Learns where instances are scraped.
pub(super) fn learn(all: &[Series], directory: &mut Directory<'_>) {
    for series in all.iter().filter(|series| is_metric(series)) {
        let subject = &series.subject;
        let endpoint =
            subject.instance.as_deref().and_then(Endpoint::read).filter(|found| found.port.is_some());
        if let (Some(endpoint), Some(service)) = (endpoint, &subject.service) {
            directory.learn(&endpoint, service);
        }
    }
}

pub(super) fn calls(all: &[Series], directory: &Directory<'_>, topology: &mut Topology) {
    let names = directory.names();
    for series in all.iter().filter(|series| is_metric(series)) {
        let Some(service) = series.subject.service.as_deref().map(|service| names.used(service)) else {
            continue;
        };
        let record = series.points.iter().find_map(|point| point.record);
        let seen = Sighting { times: 1, record };
        if let Some(caller) = &series.subject.caller {
            topology.add_call(names.used(caller), service, KnownFrom::Metrics, seen);
        } else if let Some(callee) = peer(&series.name, directory).filter(|_| !watches(service)) {
            topology.add_call(service, &callee, KnownFrom::Metrics, seen);
        }
    }
}

/// The known service that a label names as the peer.
fn peer(name: &str, directory: &Directory<'_>) -> Option<String> {
    if !name.contains('{') {
        return None;
    }
    let (_, labels) = labels::parse(name);
    let named = PEER.iter().find_map(|peer| labels.iter().find(|(label, _)| label == peer))?;
    // An envoy's cluster: `outbound|80||cart.shop.svc.cluster.local`.
    directory.meant(named.1.rsplit('|').next()?)
}

/// Who watches does not depend on what it watches.
fn watches(service: &str) -> bool {
    software_called(service).is_some_and(|software| software.purpose == Purpose::Monitoring)
}

fn is_metric(series: &Series) -> bool {
    let record = series.points.iter().find_map(|point| point.record);
    record.is_some_and(|record| record.table == RecordTable::Metric)
}

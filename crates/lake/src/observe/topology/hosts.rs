//! What runs where: instances of services, and the hosts they share.

use std::collections::{BTreeMap, BTreeSet};

use postlude_base::{Purpose, software_called};
use postlude_signals::{Series, Topology};

use super::super::mentions::{Mention, Rank};
use super::super::names::Names;
use super::super::rows;
use super::endpoint::Endpoint;
use crate::{Failure, Session};

/// Most instances of a service that are told.
const MOST: usize = 1_000;

/// Instances and hosts that records name as theirs. What an alert or a change names is what it is about, which may be a
/// host as well.
pub(super) fn named(mentions: &[Mention], names: &Names, topology: &mut Topology) {
    for mention in mentions.iter().filter(|mention| !matches!(mention.rank, Rank::Alert | Rank::Change)) {
        let Some(service) = mention.service.as_deref().map(|service| names.used(service)) else { continue };
        if service.starts_with("source ") {
            continue;
        }
        if let Some(instance) = mention.instance.as_deref().map(without_port).filter(|name| *name != service)
            && topology.instances().get(service).is_none_or(|known| known.len() < MOST)
        {
            topology.add_instance(service, instance);
        }
        // With a port it is a server that was spoken to.
        if let Some(host) = mention.host.as_deref().filter(|host| without_port(host) == *host) {
            topology.add_host(service, host);
        }
    }
}

/// `cart-1` of `cart-1:8080`; an address needs its port to be somebody.
fn without_port(instance: &str) -> &str {
    match (Endpoint::read(instance), instance.split_once(':')) {
        (Some(endpoint), Some((name, _))) if endpoint.port.is_some() && !endpoint.is_address() => name,
        _ => instance,
    }
}

/// Hosts in front of the ports that metrics are fetched from. Such a name is a host's when more than one service listens
/// there, or what watches a machine does; else it is but the name of one instance.
pub(super) fn scraped(all: &[Series], names: &Names, topology: &mut Topology) {
    let mut services: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for series in all {
        let endpoint = series.subject.instance.as_deref().and_then(Endpoint::read);
        if let (Some(Endpoint { host, port: Some(_) }), Some(service)) = (endpoint, &series.subject.service) {
            services.entry(host).or_default().insert(names.used(service));
        }
    }
    for (host, services) in services {
        let watched = services.iter().any(|service| {
            software_called(service).is_some_and(|software| software.purpose == Purpose::Monitoring)
        });
        if services.len() > 1 || watched {
            services.iter().for_each(|service| topology.add_host(service, &host));
        }
    }
}

/// Pods that the scheduler put on a node: `Successfully assigned shop/cart-64469b5b48-25zj6 to node-3`.
pub(super) fn scheduled(session: &Session, names: &Names, topology: &mut Topology) -> Result<(), Failure> {
    let patterns = "select pattern from template where template like 'Scheduled: Successfully assigned%'";
    let any = rows::of(&session.sql(&format!("{patterns} limit 1"))?)?.next().is_some();
    if !any {
        return Ok(());
    }
    let query = format!(
        "select distinct service_name service, body from log where pattern in ({patterns}) and service_name is not null \
         order by 1, 2 limit 20000"
    );
    for row in rows::of(&session.sql(&query)?)? {
        if let (Some(service), Some(node)) = (row.text("service"), row.text("body").and_then(node_of)) {
            topology.add_host(names.used(service), node);
        }
    }
    Ok(())
}

fn node_of(body: &str) -> Option<&str> {
    let (_, node) = body.trim().rsplit_once(" to ")?;
    (!node.is_empty() && !node.contains(' ')).then_some(node)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scheduler_names_the_node_last() {
        let check = |body: &str, expected: Option<&str>| assert_eq!(node_of(body), expected, "{body}");
        check("Scheduled: Successfully assigned shop/cart-0 to node-3", Some("node-3"));
        check("Scheduled: Successfully assigned shop/cart-0 to", None);
    }
}

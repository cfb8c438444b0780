//! Who is meant by a name or an address.

use std::collections::{BTreeMap, BTreeSet};

use postlude_base::{Purpose, service_of_instance, software_called, without_ordinal};

use super::super::names::Names;
use super::endpoint::Endpoint;

/// What is known of names, instances and addresses. A text that could mean two services means none.
pub(super) struct Directory<'a> {
    names: &'a Names,
    /// Who listens at `host:port`.
    endpoints: BTreeMap<(String, u16), BTreeSet<String>>,
    /// Who was seen on a host or address.
    hosts: BTreeMap<String, BTreeSet<String>>,
    /// Who says that it runs on a host. It may call from there; who listens there is not said.
    runs_on: BTreeMap<String, BTreeSet<String>>,
}

impl<'a> Directory<'a> {
    pub(super) fn new(names: &'a Names) -> Self {
        Self { names, endpoints: BTreeMap::new(), hosts: BTreeMap::new(), runs_on: BTreeMap::new() }
    }

    /// The names of services.
    pub(super) fn names(&self) -> &'a Names {
        self.names
    }

    /// Notes where a service was seen.
    pub(super) fn learn(&mut self, endpoint: &Endpoint, service: &str) {
        let service = self.names.used(service).to_owned();
        self.hosts.entry(endpoint.host.clone()).or_default().insert(service.clone());
        if let Some(port) = endpoint.port {
            self.endpoints.entry((endpoint.host.clone(), port)).or_default().insert(service);
        }
    }

    /// Notes on which host a service says that it runs.
    pub(super) fn learn_host(&mut self, host: &str, service: &str) {
        let service = self.names.used(service).to_owned();
        self.runs_on.entry(host.to_ascii_lowercase()).or_default().insert(service);
    }

    /// The service that a word names.
    pub(super) fn named(&self, word: &str) -> Option<String> {
        let exact = |word: &str| self.names.service(word).map(str::to_owned);
        let word = word.trim();
        exact(word)
            .or_else(|| exact(&word.to_ascii_lowercase()))
            .or_else(|| exact(service_of_instance(word)))
            .or_else(|| exact(without_ordinal(word)?))
    }

    /// The service behind an endpoint.
    pub(super) fn at(&self, endpoint: &Endpoint) -> Option<String> {
        let name = || self.named(endpoint.inner_name().unwrap_or(&endpoint.host));
        self.listening(endpoint).or_else(name).or_else(|| self.alone_on_host(endpoint))
    }

    /// The service that a text means: a name, or an endpoint.
    pub(super) fn meant(&self, text: &str) -> Option<String> {
        self.named(text).or_else(|| self.at(&Endpoint::read(text)?))
    }

    fn listening(&self, endpoint: &Endpoint) -> Option<String> {
        only(self.endpoints.get(&(endpoint.host.clone(), endpoint.port?))?.iter())
    }

    /// The one service seen on a host. Where the port says more than the host, it must be a port on which that software
    /// usually serves: beside the exporter that was seen there may be anything.
    fn alone_on_host(&self, endpoint: &Endpoint) -> Option<String> {
        let serves = |service: &&String| {
            software_called(service).is_none_or(|software| software.purpose != Purpose::Monitoring)
        };
        let service = only(self.hosts.get(&endpoint.host)?.iter().filter(serves))?;
        match endpoint.port {
            None => Some(service),
            Some(port) => software_called(&service)?.ports.contains(&port).then_some(service),
        }
    }

    /// The one service on the host from which somebody calls: the port of a caller says nothing.
    pub(super) fn calling_from(&self, text: &str) -> Option<String> {
        let endpoint = Endpoint { port: None, ..Endpoint::read(text)? };
        self.at(&endpoint).or_else(|| only(self.runs_on.get(&endpoint.host)?.iter()))
    }
}

fn only<'s>(mut services: impl Iterator<Item = &'s String>) -> Option<String> {
    services.next().filter(|_| services.next().is_none()).cloned()
}

#[cfg(test)]
mod tests {
    use super::super::super::mentions::{Mention, Rank};
    use super::super::super::whose::Whose;
    use super::*;

    fn mention(service: &str, instance: Option<&str>) -> Mention {
        let instance = instance.map(str::to_owned);
        Mention { rank: Rank::Metric, service: Some(service.to_owned()), instance, host: None }
    }

    #[test]
    fn a_text_means_one_service_or_none() {
        let mentions = ["orders", "cart", "postgres", "node", "pay"].map(|service| mention(service, None));
        let names =
            Names::of(&[&mentions[..], &[mention("cart", Some("blue"))]].concat(), &[], &Whose::default());
        let mut directory = Directory::new(&names);
        for (endpoint, service) in [
            ("192.0.2.7:8080", "orders"),
            ("192.0.2.9:8080", "orders"),
            ("192.0.2.9:8081", "cart"),
            ("db-1:9187", "postgres"),
            ("one:9100", "node"),
            ("two:80", "pay"),
            ("two:80", "cart"),
        ] {
            directory.learn(&Endpoint::read(endpoint).unwrap(), service);
        }
        directory.learn_host("App-1", "orders");
        assert_eq!(directory.calling_from("app-1").as_deref(), Some("orders"));
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(directory.meant(text).as_deref(), expected, "{text}");
        };
        check("app-1", None);
        check("orders", Some("orders"));
        check("Orders-2", Some("orders"));
        check("blue", Some("cart"));
        check("http://cart.shop.svc.cluster.local:80/x", Some("cart"));
        check("cart.provider.example", None);
        check("192.0.2.7:8080", Some("orders"));
        check("192.0.2.7", Some("orders"));
        check("192.0.2.7:9999", None);
        check("192.0.2.9:8081", Some("cart"));
        check("192.0.2.9", None);
        check("db-1:5432", Some("postgres"));
        check("db-1:8080", None);
        check("one", None);
        check("two:80", None);
        check("carts", None);
    }
}

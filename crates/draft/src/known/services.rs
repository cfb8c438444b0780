//! Which services a sentence names.

use std::collections::{BTreeMap, BTreeSet};

use postlude_base::service_of_instance;

use crate::candidates::Candidate;
use crate::input::Input;

/// Names that are words of everyday talk: they mean a service only where it is said that they do.
const EVERYDAY: &[&str] = &[
    "admin",
    "api",
    "app",
    "application",
    "backend",
    "check",
    "client",
    "cluster",
    "config",
    "customer",
    "customers",
    "data",
    "default",
    "email",
    "frontend",
    "home",
    "host",
    "image",
    "images",
    "job",
    "jobs",
    "login",
    "mail",
    "main",
    "master",
    "message",
    "messages",
    "monitoring",
    "node",
    "order",
    "page",
    "pages",
    "prod",
    "product",
    "products",
    "production",
    "report",
    "reports",
    "review",
    "reviews",
    "search",
    "server",
    "service",
    "shop",
    "site",
    "staging",
    "status",
    "system",
    "test",
    "user",
    "users",
    "web",
    "website",
    "worker",
    "workers",
];

/// Words beside a name that say that a service is meant.
const MARKS: &[&str] = &[
    "service",
    "svc",
    "pod",
    "pods",
    "container",
    "containers",
    "deployment",
    "instance",
    "instances",
    "microservice",
];

/// Endings that people leave out.
const ENDINGS: [&str; 6] = ["-service", "-svc", "-server", "-app", "_service", "service"];

/// The names of all services and of what runs for them.
#[derive(Debug, Default)]
pub(super) struct Services {
    /// Lower case name to service; none where two services go by it.
    names: BTreeMap<String, Option<String>>,
}

impl Services {
    pub(super) fn of(input: &Input, chosen: &[Candidate]) -> Self {
        let mut services = Self::default();
        for series in &input.observations.series {
            if let Some(service) = &series.subject.service {
                services.add(service, service);
                if let Some(instance) = &series.subject.instance {
                    services.add(instance, service);
                }
            }
        }
        for (service, instances) in input.observations.topology.instances() {
            services.add(service, service);
            for instance in instances {
                services.add(instance, service);
            }
        }
        let dependencies =
            input.observations.dependencies.iter().flat_map(|(caller, callee)| [caller, callee]);
        let alerted = input.alerts.iter().filter_map(|alert| alert.service.as_ref());
        let changed = input.changes.iter().filter_map(|change| change.service.as_ref());
        let entered = chosen.iter().filter_map(|candidate| candidate.service.as_ref());
        for service in dependencies.chain(alerted).chain(changed).chain(entered) {
            services.add(service, service);
        }
        let whole: Vec<String> = services.names.keys().cloned().collect();
        for name in whole {
            let short = ENDINGS.iter().find_map(|end| name.strip_suffix(end)).filter(|short| short.len() > 3);
            let service = services.names.get(&name).cloned().flatten();
            if let (Some(short), Some(service)) = (short, service) {
                services.add(short, &service);
            }
        }
        services
    }

    fn add(&mut self, name: &str, service: &str) {
        let name = name.to_lowercase();
        if name.len() < 2 || !name.chars().any(char::is_alphabetic) {
            return;
        }
        match self.names.get_mut(&name) {
            // A service keeps its own name, whatever else goes by it.
            Some(_) if name == service.to_lowercase() => {
                self.names.insert(name, Some(service.to_owned()));
            }
            Some(known) if known.as_deref().is_some_and(|known| known.to_lowercase() == name) => {}
            Some(known) if known.as_deref() != Some(service) => *known = None,
            Some(_) => {}
            None => {
                self.names.insert(name, Some(service.to_owned()));
            }
        }
    }

    /// The services that lower case words name.
    pub(super) fn named(&self, words: &[String]) -> BTreeSet<&str> {
        let mut named = BTreeSet::new();
        for (at, word) in words.iter().enumerate() {
            let next = words.get(at + 1).map_or("", String::as_str);
            let before = at.checked_sub(1).and_then(|at| words.get(at)).map_or("", String::as_str);
            let marked = MARKS.contains(&next) || MARKS.contains(&before);
            named.extend(self.by_word(word).filter(|_| marked || !EVERYDAY.contains(&word.as_str())));
            if !next.is_empty() {
                named.extend(self.names.get(&format!("{word}-{next}")).and_then(Option::as_deref));
            }
        }
        named
    }

    /// `orders`, `orders-1`, `orders:8080`, `orders-64469b5b48-25zj6`.
    fn by_word(&self, word: &str) -> Option<&str> {
        let find = |name: &str| self.names.get(name).and_then(Option::as_deref);
        let without_port = word.split(':').next().unwrap_or(word);
        let without_number = without_port.trim_end_matches(|c: char| c.is_ascii_digit());
        let without_number = without_number.strip_suffix('-').unwrap_or(without_port);
        find(word)
            .or_else(|| find(without_port))
            .or_else(|| find(service_of_instance(without_port)))
            .or_else(|| find(without_number))
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::messages::sentence::sentences;
    use super::Services;

    #[test]
    fn services_are_named_in_many_ways() {
        let mut services = Services::default();
        for name in ["orders", "orders-db", "ts-travel-service", "user", "cart"] {
            services.add(name, name);
        }
        services.add("10.0.0.7:8080", "cart");
        services.add("travel", "ts-travel-service");
        let check = |text: &str, expected: &[&str]| {
            let words = &sentences(text)[0].words;
            assert_eq!(services.named(words).into_iter().collect::<Vec<_>>(), expected, "{text}");
        };
        check("orders is slow", &["orders"]);
        check("orders-2 and cart's pods", &["cart", "orders"]);
        check("orders-db is full", &["orders-db"]);
        check("the orders db is full", &["orders", "orders-db"]);
        check("a user reports", &[]);
        check("the user service fails", &["user"]);
        check("cart-64469b5b48-25zj6 restarts", &["cart"]);
        check("nothing here", &[]);
    }
}

//! Which names mean the same service.
//!
//! 1. A pod, a numbered copy, and what is known as an instance of one service only mean that service.
//! 2. Names that differ in case, or in the sign between words, are one.
//! 3. Names of the same well-known software are one: its exporter says `postgres`, its log `postgresql`.
//!
//! Of names that are one, the one that the team's own telemetry gives is used; else the one in small letters.

use std::collections::{BTreeMap, BTreeSet};

use postlude_base::{service_of_instance, software_called, without_ordinal};

use super::mentions::Rank;

/// From every name that is not used to the one that is.
pub(super) fn unify(
    ranks: &BTreeMap<String, Rank>,
    instances: &BTreeMap<String, BTreeSet<String>>,
) -> BTreeMap<String, String> {
    let owned: BTreeMap<&str, &str> =
        ranks.iter().map(|(name, rank)| (name.as_str(), owner(name, *rank, ranks, instances))).collect();
    let mut owners: BTreeMap<&str, Rank> = BTreeMap::new();
    for (name, owner) in &owned {
        // A pod's name may be all that tells of its service.
        let rank = ranks.get(*owner).or_else(|| ranks.get(*name)).copied().unwrap_or(Rank::Path);
        let known = owners.entry(owner).or_insert(rank);
        *known = rank.min(*known);
    }
    let spelled = best_of_alike(&owners, &|name| Some(spelling(name)));
    let kept: BTreeMap<&str, Rank> =
        owners.iter().filter(|(name, _)| !spelled.contains_key(*name)).map(|(n, r)| (*n, *r)).collect();
    let as_software = best_of_alike(&kept, &|name| software_called(name).map(|found| found.name.to_owned()));
    let used = |name: &str| -> String {
        let owner = owned.get(name).copied().unwrap_or(name);
        let spelled = spelled.get(owner).copied().unwrap_or(owner);
        as_software.get(spelled).copied().unwrap_or(spelled).to_owned()
    };
    let names = ranks.keys().map(|name| (name.clone(), used(name)));
    let of_instances = instances.iter().filter_map(|(instance, services)| {
        let service = services.first().filter(|_| services.len() == 1 && !ranks.contains_key(instance))?;
        Some((instance.clone(), used(service)))
    });
    names.chain(of_instances).filter(|(name, used)| name != used).collect()
}

/// The service whose pod, copy or instance a name is, or the name itself.
fn owner<'a>(
    name: &'a str,
    rank: Rank,
    ranks: &'a BTreeMap<String, Rank>,
    instances: &'a BTreeMap<String, BTreeSet<String>>,
) -> &'a str {
    let deployment = service_of_instance(name);
    if deployment != name {
        return deployment;
    }
    // What spans and metrics call a service is one, whatever it looks like.
    if rank.is_telemetry() {
        return name;
    }
    if let Some(services) = instances.get(name)
        && let Some(only) = services.first().filter(|only| services.len() == 1 && *only != name)
    {
        return only;
    }
    without_ordinal(name).filter(|stem| ranks.contains_key(*stem)).unwrap_or(name)
}

/// For names that are alike, the best of them; the best is left out.
fn best_of_alike<'a>(
    names: &BTreeMap<&'a str, Rank>,
    key: &dyn Fn(&str) -> Option<String>,
) -> BTreeMap<&'a str, &'a str> {
    let mut groups: BTreeMap<String, Vec<(Rank, &'a str)>> = BTreeMap::new();
    for (name, rank) in names {
        if let Some(key) = key(name) {
            groups.entry(key).or_default().push((*rank, name));
        }
    }
    let mut best = BTreeMap::new();
    for group in groups.values() {
        let plainest = |(rank, name): &&(Rank, &'a str)| (*rank, name.contains(char::is_uppercase), *name);
        let Some((_, first)) = group.iter().min_by_key(plainest) else { continue };
        best.extend(group.iter().filter(|(_, name)| name != first).map(|(_, name)| (*name, *first)));
    }
    best
}

/// The name without what people spell differently.
fn spelling(name: &str) -> String {
    name.to_lowercase().replace(['_', ' '], "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_service_has_one_name() {
        let check = |names: &[(&str, Rank)], instances: &[(&str, &str)], expected: &str| {
            let ranks = names.iter().map(|(name, rank)| ((*name).to_owned(), *rank)).collect();
            let mut of: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
            for (instance, service) in instances {
                of.entry((*instance).to_owned()).or_default().insert((*service).to_owned());
            }
            let found: Vec<String> =
                unify(&ranks, &of).iter().map(|(name, used)| format!("{name}={used}")).collect();
            assert_eq!(found.join(" "), expected, "{names:?}");
        };
        check(&[("carts", Rank::Metric), ("carts-db", Rank::Metric)], &[], "");
        check(&[("postgres", Rank::Metric), ("postgresql", Rank::Log)], &[], "postgresql=postgres");
        check(&[("orders", Rank::Span), ("orders-1", Rank::Path)], &[], "orders-1=orders");
        check(&[("orders", Rank::Span), ("orders-1", Rank::Span)], &[], "");
        check(&[("zone-1", Rank::Log)], &[], "");
        check(&[("Orders", Rank::Log), ("orders", Rank::Metric)], &[], "Orders=orders");
        check(&[("Orders", Rank::Metric), ("orders", Rank::Metric)], &[], "Orders=orders");
        check(&[("cart_service", Rank::Span), ("cart-service", Rank::Log)], &[], "cart-service=cart_service");
        check(&[("prod/cart-64469b5b48-25zj6", Rank::Log)], &[], "prod/cart-64469b5b48-25zj6=cart");
        check(&[("web", Rank::Span), ("blue", Rank::Log)], &[("blue", "web")], "blue=web");
        check(&[("web", Rank::Span), ("till", Rank::Span)], &[("one", "web"), ("one", "till")], "");
        check(&[("db-1", Rank::Alert), ("db", Rank::Metric)], &[], "db-1=db");
    }
}

//! Whose log lines are that only their format names: an nginx writes for the service that it stands before, and a database is one
//! of several, so a path that says whose they are goes before the name of the software ([`super::place`]).

use std::collections::{BTreeMap, BTreeSet};

use postlude_base::{SourceId, software_called};
use postlude_formats::decode::lines::usual_service;

use super::mentions::Rank;
use super::path_name::known_alike;
use super::place::{Folders, KERNEL, copies_differ, place};
use crate::Source;

/// The sources whose lines go by their place instead of by their software.
#[derive(Debug, Default)]
pub(super) struct Whose {
    placed: BTreeMap<SourceId, Placed>,
}

/// Where lines of a piece of software were found.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Placed {
    /// The name that the format gives.
    software: &'static str,
    /// The part of the path, as it stands.
    part: String,
    /// The name that it gives.
    name: String,
}

impl Whose {
    pub(super) fn of(sources: &[&Source]) -> Self {
        let all: Vec<(SourceId, &str, Option<&'static str>)> = sources
            .iter()
            .filter_map(|source| {
                Some((source.id, source.paths.first()?.as_str(), usual_service(&source.format)))
            })
            .collect();
        let folders = Folders::of(all.iter().map(|(_, path, software)| (*path, *software)));
        let placed = all.iter().filter_map(|&(id, path, software)| {
            let software = software?;
            let (part, name) = place(path, software, &folders)?;
            Some((id, Placed { software, part: part.to_owned(), name }))
        });
        Self { placed: placed.collect() }
    }

    /// The service whose lines a source holds, and the software that wrote them; none where the path does not say. A name that
    /// the team gave the software, or the place, in other evidence goes first.
    pub(super) fn service(
        &self,
        source: SourceId,
        known: &BTreeMap<String, Rank>,
        unified: &BTreeMap<String, String>,
    ) -> Option<(String, &'static str)> {
        let Placed { software, part, name } = self.placed.get(&source)?;
        if known.contains_key(part) || unified.contains_key(part) {
            return Some((unified.get(part).unwrap_or(part).clone(), software));
        }
        let is_its_name = |(called, rank): &(&String, &Rank)| {
            let found = software_called(called).map_or(called.as_str(), |found| found.name);
            rank.is_telemetry() && found == *software
        };
        let alike = if copies_differ(software) { None } else { known_alike(name, known) };
        let called = || known.iter().find(is_its_name).map(|(called, _)| called.clone());
        Some((alike.or_else(called).unwrap_or_else(|| name.clone()), software))
    }

    /// SQL for whose a log line is: the service that it names, or `source 7`; for the kernels of these machines the machine.
    pub(super) fn with_machines(&self, machines: &BTreeSet<String>) -> String {
        if machines.is_empty() {
            return self.sql();
        }
        let quoted: Vec<String> =
            machines.iter().map(|machine| format!("'{}'", machine.replace('\'', "''"))).collect();
        let of_kernel = format!("service_name = '{KERNEL}' and host_name in ({})", quoted.join(", "));
        format!("case when {of_kernel} then host_name else {} end", self.sql())
    }

    /// SQL for whose a log line is: the service that it names, or `source 7`.
    pub(super) fn sql(&self) -> String {
        let by_source = "'source ' || cast(source_id as varchar)";
        let mut of_software: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (source, placed) in &self.placed {
            of_software.entry(placed.software).or_default().push(source.0.to_string());
        }
        let named: Vec<String> = of_software
            .iter()
            .map(|(software, sources)| {
                format!("service_name = '{software}' and source_id in ({})", sources.join(", "))
            })
            .collect();
        let otherwise = format!("coalesce(service_name, {by_source})");
        if named.is_empty() {
            return otherwise;
        }
        format!("case when {} then {by_source} else {otherwise} end", named.join(" or "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whose(placed: &[(u32, &'static str, &str)]) -> Whose {
        let placed = placed.iter().map(|(source, software, name)| {
            let part = (*name).to_owned();
            (SourceId(*source), Placed { software, name: part.clone(), part })
        });
        Whose { placed: placed.collect() }
    }

    #[test]
    fn only_lines_named_by_their_software_change_hands() {
        let check = |placed: &[(u32, &'static str, &str)], expected: &str| {
            assert_eq!(whose(placed).sql(), expected);
        };
        check(&[], "coalesce(service_name, 'source ' || cast(source_id as varchar))");
        check(
            &[(3, "nginx", "a"), (5, "nginx", "b"), (4, "redis", "c")],
            "case when service_name = 'nginx' and source_id in (3, 5) or service_name = 'redis' and source_id in (4) \
             then 'source ' || cast(source_id as varchar) else coalesce(service_name, 'source ' || cast(source_id as varchar)) end",
        );
    }

    #[test]
    fn what_the_team_calls_it_goes_first() {
        let check = |software: &'static str, name: &str, known: &[(&str, Rank)], expected: &str| {
            let known = known.iter().map(|(name, rank)| ((*name).to_owned(), *rank)).collect();
            let found = whose(&[(1, software, name)]).service(SourceId(1), &known, &BTreeMap::new());
            assert_eq!(found.map(|(name, _)| name).as_deref(), Some(expected));
        };
        check("nginx", "uploads", &[], "uploads");
        check("nginx", "uploads", &[("uploads-service", Rank::Span)], "uploads-service");
        check("postgresql", "bookings-db", &[("postgres", Rank::Metric)], "postgres");
        check("postgresql", "bookings-db", &[("postgres", Rank::Log)], "bookings-db");
        check(
            "postgresql",
            "bookings-db",
            &[("postgres", Rank::Metric), ("bookings-db", Rank::Metric)],
            "bookings-db",
        );
        check("postgresql", "ledger-db-2", &[("ledger-db-1", Rank::Change)], "ledger-db-2");
    }
}

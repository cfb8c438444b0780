//! One service, one name: which names of the evidence mean the same service.
//!
//! A service is called by its spans, by the job that scrapes it, by the file its log lies in, by the pod it runs in, and by
//! the software it is. What the kernel says is about the machine, and goes to the service that the machine is called after. Names become one only by rules that hold anywhere (see [`unify`]); what merely looks alike
//! (`carts`, `carts-db`) stays apart.

use std::collections::{BTreeMap, BTreeSet};

use postlude_base::{software_watched, without_ordinal};
use postlude_draft::Input;
use postlude_signals::{Part, RecordTable, Series};

use super::mentions::{Mention, Rank};
use super::path_name::of_path;
use super::place::KERNEL;
use super::unify::unify;
use super::whose::Whose;
use crate::Source;

/// The services of the evidence, each by one name.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// From every other name (`source 7`, `orders-1`, `postgresql`) to the one that is used.
    by_name: BTreeMap<String, String>,
    /// The names that are used.
    services: BTreeSet<String>,
    /// By which software services are run whose name does not say it.
    software: BTreeMap<String, &'static str>,
    /// Machines called after a service.
    machines: BTreeSet<String>,
}

impl Names {
    pub(super) fn of(mentions: &[Mention], sources: &[&Source], whose: &Whose) -> Self {
        let mut ranks: BTreeMap<String, Rank> = BTreeMap::new();
        let mut instances: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for mention in mentions {
            let Some(service) = mention.named_service() else { continue };
            let rank = ranks.entry(service.to_owned()).or_insert(mention.rank);
            *rank = mention.rank.min(*rank);
            if let Some(instance) = &mention.instance {
                instances.entry(instance.clone()).or_default().insert(service.to_owned());
            }
        }
        // Sources whose records name no service have that of their path; they may agree with what is known already.
        let nameless: BTreeSet<&str> = mentions
            .iter()
            .filter(|mention| mention.named_service().is_none())
            .filter_map(|mention| mention.service.as_deref())
            .collect();
        let known = unify(&ranks, &instances);
        let mut by_path: BTreeMap<String, String> = BTreeMap::new();
        let mut run_by: BTreeMap<String, &'static str> = BTreeMap::new();
        for source in sources {
            let (name, path) = (format!("source {}", source.id.0), source.paths.first());
            let Some(path) = path.filter(|_| nameless.contains(name.as_str())) else { continue };
            if let Some((place, software)) = whose.service(source.id, &ranks, &known) {
                run_by.insert(place.clone(), software);
                by_path.insert(name, place);
            } else {
                by_path.insert(name, of_path(path, &ranks, &known));
            }
        }
        for name in by_path.values() {
            ranks.entry(name.clone()).or_insert(Rank::Path);
        }
        let mut by_name = unify(&ranks, &instances);
        let services =
            ranks.keys().map(|name| by_name.get(name).unwrap_or(name).clone()).collect::<BTreeSet<_>>();
        let of_sources = by_path.into_iter().map(|(source, name)| {
            let name = by_name.get(&name).cloned().unwrap_or(name);
            (source, name)
        });
        let of_sources: Vec<_> = of_sources.collect();
        by_name.extend(of_sources);
        let software = run_by.into_iter().map(|(name, software)| {
            let name = by_name.get(&name).cloned().unwrap_or(name);
            (name, software)
        });
        let software = software.collect();
        let mut names = Self { by_name, services, software, machines: BTreeSet::new() };
        for (machine, service) in names.machines_of(mentions) {
            if machine != service {
                names.by_name.entry(machine.clone()).or_insert(service);
            }
            names.machines.insert(machine);
        }
        names
    }

    /// The machines of whose kernels there are lines, with the service that each is called after.
    fn machines_of(&self, mentions: &[Mention]) -> Vec<(String, String)> {
        let of_kernels = mentions.iter().filter(|mention| mention.service.as_deref() == Some(KERNEL));
        let hosts: BTreeSet<&String> = of_kernels.filter_map(|mention| mention.host.as_ref()).collect();
        let called_after = |host: &String| {
            let label = host.split('.').next().unwrap_or(host);
            let service = self.service(host).or_else(|| self.service(label));
            service.or_else(|| self.service(without_ordinal(label)?)).map(str::to_owned)
        };
        hosts.into_iter().filter_map(|host| Some((host.clone(), called_after(host)?))).collect()
    }

    /// Machines whose kernels write for the service that they are called after.
    pub(super) fn machines(&self) -> &BTreeSet<String> {
        &self.machines
    }

    /// The software that a service runs, where its name does not say it.
    pub(super) fn software_of(&self, service: &str) -> Option<&'static str> {
        self.software.get(service).copied()
    }

    /// From other names to the one that is used.
    pub(super) fn by_name(&self) -> &BTreeMap<String, String> {
        &self.by_name
    }

    /// The name used for a service that goes by this one.
    pub(super) fn used<'a>(&'a self, name: &'a str) -> &'a str {
        self.by_name.get(name).map_or(name, String::as_str)
    }

    /// The service that goes by this name; none when the evidence knows no such service.
    pub(super) fn service(&self, name: &str) -> Option<&str> {
        self.services.get(self.used(name)).map(String::as_str)
    }

    /// Every service.
    pub(super) fn services(&self) -> impl Iterator<Item = &str> {
        self.services.iter().map(String::as_str)
    }

    /// The only service that is called after this software.
    pub(super) fn service_of_software(&self, software: &str) -> Option<&str> {
        let is_it = |name: &&str| {
            let found = postlude_base::software_called(self.software_of(name).unwrap_or(name));
            found.is_some_and(|found| found.name == software)
        };
        let mut found = self.services().filter(is_it);
        found.next().filter(|_| found.next().is_none())
    }

    /// Gives everything observed the names that are used.
    pub(super) fn apply(&self, input: &mut Input) {
        for series in &mut input.observations.series {
            self.rename(series);
        }
        let changes = input.changes.iter_mut().map(|change| &mut change.service);
        for service in changes.chain(input.alerts.iter_mut().map(|alert| &mut alert.service)).flatten() {
            self.rename_text(service);
        }
    }

    fn rename(&self, series: &mut Series) {
        if let Some(Part::Call { service, .. }) = &mut series.part {
            self.rename_text(service);
        }
        let subject = &mut series.subject;
        if let Some(caller) = &mut subject.caller {
            self.rename_text(caller);
        }
        let Some(service) = &mut subject.service else { return };
        let before = service.clone();
        self.rename_text(service);
        let is_metric = series
            .points
            .iter()
            .find_map(|point| point.record)
            .is_some_and(|record| record.table == RecordTable::Metric);
        // What an exporter tells is about what it watches; its own log is about itself.
        if let Some(watched) = software_watched(service).filter(|_| is_metric)
            && let Some(known) = self.service_of_software(watched.name)
        {
            known.clone_into(service);
        }
        if *service != before && subject.instance.is_none() {
            subject.instance = Some(before);
        }
    }

    fn rename_text(&self, name: &mut String) {
        if let Some(used) = self.by_name.get(name) {
            used.clone_into(name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::mentions::Rank;
    use super::*;

    #[test]
    fn a_kernel_writes_for_the_service_that_its_machine_is_called_after() {
        let check = |host: &str, services: &[&str], expected: &[&str]| {
            let mention = |service: &str, host: Option<&str>| Mention {
                rank: Rank::Log,
                service: Some(service.to_owned()),
                instance: None,
                host: host.map(str::to_owned),
            };
            let mut mentions: Vec<Mention> = services.iter().map(|service| mention(service, None)).collect();
            mentions.push(mention(KERNEL, Some(host)));
            let names = Names::of(&mentions, &[], &Whose::default());
            let found: Vec<&str> = names.machines().iter().map(|machine| names.used(machine)).collect();
            assert_eq!(found, expected, "{host}");
        };
        check("orders-1", &["orders"], &["orders"]);
        check("orders-1.shop.example", &["orders"], &["orders"]);
        check("ledger-db-1", &["ledger-db-1", "ledger-db"], &["ledger-db"]);
        check("node-7", &["orders"], &[]);
    }
}

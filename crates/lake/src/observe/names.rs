//! One service, one name: which names of the evidence mean the same service.
//!
//! A service is called by its spans, by the job that scrapes it, by the file its log lies in, by the pod it runs in, and by
//! the software it is. Names become one only by rules that hold anywhere (see [`unify`]); what merely looks alike
//! (`carts`, `carts-db`) stays apart.

use std::collections::{BTreeMap, BTreeSet};

use postlude_base::software_watched;
use postlude_draft::Input;
use postlude_signals::{Part, RecordTable, Series};

use super::mentions::{Mention, Rank};
use super::path_name::of_path;
use super::unify::unify;
use crate::Source;

/// The services of the evidence, each by one name.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// From every other name (`source 7`, `orders-1`, `postgresql`) to the one that is used.
    by_name: BTreeMap<String, String>,
    /// The names that are used.
    services: BTreeSet<String>,
}

impl Names {
    pub(super) fn of(mentions: &[Mention], sources: &[&Source]) -> Self {
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
        for source in sources {
            let (name, path) = (format!("source {}", source.id.0), source.paths.first());
            if let Some(path) = path.filter(|_| nameless.contains(name.as_str())) {
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
        Self { by_name, services }
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
        let is_it =
            |name: &&str| postlude_base::software_called(name).is_some_and(|found| found.name == software);
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

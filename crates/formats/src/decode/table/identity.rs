use std::borrow::Cow;

use postlude_base::service_of_instance;
use postlude_evidence::{Origin, Text};

use super::file_name::{FileName, is_instance};
use super::{Table, edges};
use crate::frame::csv::Row;

/// Which columns say whose a row is.
#[derive(Debug, Clone, Default)]
pub struct Identity {
    service: Option<usize>,
    instance: Option<usize>,
    host: Option<usize>,
    /// Whether the instances are pods by the name of their column.
    pods: bool,
    /// Caller and callee, in a table about calls.
    pair: Option<(usize, usize)>,
    file: Option<FileName>,
}

const SERVICE: &[&str] = &[
    "servicename",
    "service",
    "svc",
    "microservice",
    "resourceservicename",
    "application",
    "applicationname",
    "app",
    "appname",
    "workload",
    "deployment",
    "deploymentname",
    "serviceid",
    "localservice",
    "localendpointservicename",
    "component",
    "system",
    "program",
    "job",
];
const INSTANCE: &[&str] = &[
    "podname",
    "pod",
    "k8spodname",
    "kubernetespodname",
    "instance",
    "instanceid",
    "instancename",
    "cmdbid",
    "task",
    "taskid",
    "containername",
    "container",
];
const HOST: &[&str] =
    &["host", "hostname", "node", "nodename", "server", "machine", "computer", "nodeip", "hostip", "hostid"];

impl Identity {
    /// The columns that name service, instance and host. Columns of numbers name nobody.
    pub fn of(table: &Table) -> Self {
        let find = |keys| {
            table.find(keys).filter(|&i| !table.columns[i].is_numeric() && !table.columns[i].is_empty())
        };
        let file = (table.file.service.is_some()).then(|| table.file.clone());
        let pair = edges::pair(table);
        let instance = find(INSTANCE);
        let pods = instance.is_some_and(|i| table.columns[i].words.iter().any(|word| word == "pod"));
        let service = find(SERVICE).or(pair.map(|(_, callee)| callee));
        Self { service, instance, host: find(HOST), pods, pair, file }
    }

    /// Whether a column takes part.
    pub fn uses(&self, column: usize) -> bool {
        [self.service, self.instance, self.host].contains(&Some(column))
            || self.pair.is_some_and(|(caller, callee)| [caller, callee].contains(&column))
    }

    /// Whether the rows themselves name a service or an instance.
    pub fn in_rows(&self) -> bool {
        self.service.is_some() || self.instance.is_some()
    }

    /// The service that the file is about, as far as its name tells.
    pub fn file(&self) -> Option<&FileName> {
        self.file.as_ref()
    }

    /// The same without the file's name.
    pub fn without_file(self) -> Self {
        Self { file: None, ..self }
    }

    /// The service whose calls a row is about.
    pub fn caller<'r>(&self, row: &Row<'r, '_>) -> Option<Text<'r>> {
        self.pair.and_then(|(caller, _)| row.filled(caller)).map(service_of)
    }

    /// Names whose a row is.
    pub fn fill<'r>(&'r self, row: &Row<'r, '_>, origin: &mut Origin<'r>) {
        let cell = |column: Option<usize>| column.and_then(|column| row.filled(column));
        origin.host = cell(self.host);
        origin.instance = cell(self.instance);
        origin.service = cell(self.service);
        if let Some(service) = &origin.service
            && is_instance(service)
        {
            origin.instance = origin.instance.take().or_else(|| Some(service.clone()));
            origin.service = origin.service.take().map(service_of);
        }
        if origin.service.is_none() {
            let of = if self.pods { service_of_pod } else { service_of };
            origin.service = origin.instance.clone().map(of);
        }
        if let Some(file) = &self.file {
            let own = |name: &'r Option<String>| name.as_deref().map(Cow::Borrowed);
            origin.instance = origin.instance.take().or_else(|| own(&file.instance));
            origin.service = origin.service.take().or_else(|| own(&file.service));
        }
    }
}

/// The service of an instance's name.
pub fn service_of(name: Text<'_>) -> Text<'_> {
    match name {
        Cow::Borrowed(name) => Cow::Borrowed(service_of_instance(name)),
        Cow::Owned(name) => Cow::Owned(service_of_instance(&name).to_owned()),
    }
}

/// The service of what is known to be a pod: the ordinal of a StatefulSet (`ledger-db-0`) is no part of it.
fn service_of_pod(name: Text<'_>) -> Text<'_> {
    match name {
        Cow::Borrowed(name) => Cow::Borrowed(without_ordinal(service_of_instance(name))),
        Cow::Owned(name) => Cow::Owned(without_ordinal(service_of_instance(&name)).to_owned()),
    }
}

fn without_ordinal(name: &str) -> &str {
    match name.rsplit_once('-') {
        Some((set, ordinal)) if ordinal.len() <= 3 && ordinal.bytes().all(|b| b.is_ascii_digit()) => set,
        _ => name,
    }
}

//! Whether a path says whose log it holds, where the records say only by which software they were written.
//!
//! Precise rather than complete. A name counts when it is left after general words, dates, numbers and software; a folder only
//! when all below it is of one software and of no other name, because else it holds a collection: all that was exported, or
//! all of a machine.

use std::collections::{BTreeMap, BTreeSet};

use postlude_base::{Purpose, software_called};
use postlude_formats::decode::lines::usual_service;

use super::path_name::{is_general, telling};

/// The name under which the kernel writes: it writes of the machine, whatever runs there.
pub(super) const KERNEL: &str = "kernel";

/// What software is for: `database.log` says no more than that it is PostgreSQL's, `db-2` says which one.
const PURPOSES: [&str; 12] = [
    "db",
    "database",
    "sql",
    "cache",
    "queue",
    "broker",
    "proxy",
    "lb",
    "balancer",
    "loadbalancer",
    "ingress",
    "mesh",
];

/// What lies below a folder: enough to tell a service's folder from a collection.
#[derive(Debug, Default)]
struct Below<'a> {
    software: BTreeSet<&'a str>,
    names: BTreeSet<String>,
}

/// What lies below each folder.
#[derive(Debug, Default)]
pub(super) struct Folders<'a>(BTreeMap<&'a str, Below<'a>>);

impl<'a> Folders<'a> {
    /// From all paths, each with the software that wrote it, where its format says so.
    pub(super) fn of(sources: impl Iterator<Item = (&'a str, Option<&'a str>)>) -> Self {
        let mut folders: BTreeMap<&str, Below<'_>> = BTreeMap::new();
        for (path, software) in sources {
            let mut names: Vec<String> = Vec::new();
            for (stem, folder) in parts(path) {
                names.extend(name_of(stem, false).filter(|name| !is_software(name)));
                let Some(folder) = folder else { continue };
                let below = folders.entry(folder).or_default();
                below.software.extend(software.filter(|software| *software != KERNEL));
                below.names.extend(names.iter().cloned());
            }
        }
        Self(folders)
    }

    /// Whether all below a folder may be one service's.
    fn is_of_one(&self, folder: &str, name: &str) -> bool {
        self.0.get(folder).is_none_or(|below| {
            below.software.len() <= 1 && below.names.iter().all(|other| other.eq_ignore_ascii_case(name))
        })
    }
}

/// The last telling part of the path, as it stands and as a name. A folder called after software ends the search: what stands
/// above it is where the software was installed, or who exported it.
pub(super) fn place<'a>(path: &'a str, software: &str, folders: &Folders<'_>) -> Option<(&'a str, String)> {
    let mut folder = None;
    for (at, (stem, within)) in parts(path).enumerate() {
        let Some(name) = name_of(stem, at > 0 && copies_differ(software)) else {
            folder = within;
            continue;
        };
        if is_software(&name) {
            if at > 0 {
                return None;
            }
            folder = within;
            continue;
        }
        let is_whose =
            folder.is_none_or(|own| folders.is_of_one(own, &name_of(stem, false).unwrap_or_default()));
        return is_whose.then_some((stem, name));
    }
    None
}

/// The parts of a path from its end, without what follows a dot, each with the folder that holds it. What an archive is called
/// says who packed it.
fn parts(path: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    let mut rest = Some(path);
    std::iter::from_fn(move || {
        let path = rest?;
        let at = path.rfind(['/', '!']);
        let (folder, part) = at.map_or((None, path), |at| (path.get(..at), path.get(at + 1..).unwrap_or("")));
        rest = folder.filter(|folder| !path[folder.len()..].starts_with('!'));
        Some((part.split('.').next().unwrap_or(part), rest))
    })
}

/// Copies of a database, or machines, have different parts to play; copies of a proxy have not.
pub(super) fn copies_differ(software: &str) -> bool {
    software == KERNEL || software_called(software).is_some_and(|found| found.purpose != Purpose::Proxy)
}

/// The words of a part of a path that say whose it is, with the number behind them if asked for.
fn name_of(stem: &str, with_number: bool) -> Option<String> {
    let name = telling(stem)?;
    let words: Vec<&str> = name.split('-').filter(|word| is_name(word)).collect();
    let last = words.last()?;
    let name = words.join("-");
    let bare = stem.trim_end_matches(|c: char| c.is_ascii_digit());
    let number = &stem[bare.len()..];
    let is_numbered =
        with_number && (1..=3).contains(&number.len()) && bare.trim_end_matches(['-', '_']).ends_with(last);
    let sign = if bare.ends_with(['-', '_']) { "-" } else { "" };
    match is_numbered {
        true => Some(format!("{name}{sign}{number}")),
        false => words.iter().any(|word| !PURPOSES.contains(&word.to_lowercase().as_str())).then_some(name),
    }
}

/// Whether a word may be a name: no letter alone, no part of a date or an address, no part of a hash, no `host3`.
fn is_name(word: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    let is_hash = digits > 0 && word.len() >= 6 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
    let bare = word.trim_end_matches(|c: char| c.is_ascii_digit());
    word.len() > 1 && digits * 2 <= word.len() && !is_hash && !is_general(bare)
}

/// Whether all the words of a name are names of software.
fn is_software(name: &str) -> bool {
    let is_one = |name: &str| software_called(name).is_some() || usual_service(name).is_some();
    is_one(name) || name.split(['-', '_']).all(is_one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_specific_name_wins_over_the_software() {
        let check = |paths: &[(&'static str, Option<&'static str>)], expected: Option<&str>| {
            let folders = Folders::of(paths.iter().copied());
            let (path, software) = paths[0];
            let found = place(path, software.unwrap_or_default(), &folders).map(|(_, name)| name);
            assert_eq!(found.as_deref(), expected, "{paths:?}");
        };
        let nginx = |path: &'static str| (path, Some("nginx"));
        let postgres = |path: &'static str| (path, Some("postgresql"));
        let other = |path: &'static str| (path, None);
        check(&[nginx("logs/uploads/error.log"), other("logs/uploads/access.log")], Some("uploads"));
        check(&[nginx("logs/uploads.error.log")], Some("uploads"));
        check(&[nginx("uploads/nginx-error.log.1")], Some("uploads"));
        check(&[nginx("uploads-7d4b9c6f58-x2x9k.log")], Some("uploads"));
        check(&[nginx("logs.zip!uploads/error.log")], Some("uploads"));
        check(&[nginx("web-01/error.log")], Some("web"));
        check(&[nginx("web01/error.log")], Some("web"));
        check(&[postgres("ledger-db-1/postgresql.log"), other("ledger-db-1/kern.log")], Some("ledger-db-1"));
        check(&[postgres("db2/postgresql.log")], Some("db2"));
        check(&[postgres("logs/bookings-db/postgresql-2026-01-19.log")], Some("bookings-db"));
        check(&[postgres("ledger-postgres/error.log")], Some("ledger-postgres"));
        check(&[postgres("db-1/postgresql.log")], Some("db-1"));
        // A general path says nothing.
        check(&[postgres("logs/database.log")], None);
        check(&[nginx("logs/load-balancer/error.log")], Some("load-balancer"));
        check(&[nginx("logs/balancer/error.log")], None);
        check(&[nginx("error.log")], None);
        check(&[nginx("logs/nginx/error.log")], None);
        check(&[nginx("checkout/var/log/nginx/error.log")], None);
        check(&[postgres("var/log/postgresql/postgresql-15-main.log")], None);
        check(&[postgres("2026-01-19/postgresql.log")], None);
        check(&[postgres("2026-Jan-19T1405/postgresql.log")], None);
        check(&[nginx("192.0.2.17/error.log")], None);
        check(&[nginx("ip-10-0-3-17/error.log")], None);
        check(&[nginx("prod-eu-1/host3/error.log")], None);
        check(&[nginx("incident-2217/error.log")], None);
        check(&[nginx("exports/kibana/error.log")], None);
        check(&[nginx("orders-export.zip!error.log")], None);
        check(&[nginx("c0ffee12ab34/error.log")], None);
        // A folder that holds others' lines as well holds a collection.
        check(&[nginx("acme/nginx-error.log"), postgres("acme/postgresql.log")], None);
        check(&[nginx("acme/error.log"), other("acme/worker.log")], None);
        check(&[nginx("acme/error.log"), other("acme/logs/worker/out.log")], None);
        check(&[nginx("acme/error.log"), other("acme/chat/general.json")], None);
    }
}

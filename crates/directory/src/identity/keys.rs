//! What rows have in common: addresses and handles.

use std::collections::{BTreeMap, BTreeSet};

use postlude_base::Problem;

use super::clusters::Clusters;
use super::{Joining, Sureness};
use crate::find::agree;
use crate::row::{Row, Told};

/// Joins rows that share an address, or a handle of one system.
pub(super) fn sure(rows: &[Row], clusters: &mut Clusters, join: &mut Joining<'_>, problems: &mut Vec<Told>) {
    let mut keys: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        for email in &row.emails {
            keys.entry(format!("the address {email}")).or_default().push(at);
        }
        for handle in row.handles.iter().filter(|handle| !handle.system.is_empty()) {
            let name = handle.name.to_lowercase();
            keys.entry(format!("the handle {}:{name}", handle.system)).or_default().push(at);
        }
    }
    for (key, at) in keys {
        if let Some((one, other)) = shared(rows, &at) {
            let message = format!("{key} stands at {} and at {} ({})", one.told(), other.told(), one.place);
            let problem = Problem::new("shared-address", message)
                .hint("a mailbox of several people joins nobody; if it is one person, decide `join`");
            problems.push(Told::new(other.place.clone(), problem));
            continue;
        }
        for pair in at.windows(2) {
            if let [one, other] = pair {
                join(clusters, *one, *other, &key, Sureness::Sure);
            }
        }
    }
}

/// Two rows of one file that tell people of different names: what they share is no one's own.
fn shared<'a>(rows: &'a [Row], at: &[usize]) -> Option<(&'a Row, &'a Row)> {
    let rows: Vec<&Row> = at.iter().filter_map(|at| rows.get(*at)).collect();
    let mut named: BTreeMap<&str, Vec<&Row>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.name.is_some()) {
        named.entry(&row.place.file).or_default().push(row);
    }
    named.values().find_map(|rows| {
        let first = rows.first()?;
        // Who writes code under several spellings is told by the address: only lists of people say that these are several.
        let other = rows.iter().find(|row| !same_name(first, row) && is_listed(row) && is_listed(first))?;
        Some((*first, *other))
    })
}

/// Whether a row says more of a person than a name and an address, as authors of commits do.
fn is_listed(row: &Row) -> bool {
    row.role.is_some()
        || row.zone.is_some()
        || row.manager.is_some()
        || !row.teams.is_empty()
        || !row.handles.is_empty()
}

fn same_name(one: &Row, other: &Row) -> bool {
    match (&one.name, &other.name) {
        (Some(one), Some(other)) => agree(one, other),
        _ => true,
    }
}

/// Joins people who go by one handle in several systems, or whose handle is the first part of the address, where their names agree.
pub(super) fn likely(
    rows: &[Row],
    clusters: &mut Clusters,
    join: &mut Joining<'_>,
    problems: &mut Vec<Told>,
) {
    let mut keys: BTreeMap<String, BTreeSet<(usize, bool)>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        for handle in &row.handles {
            keys.entry(handle.name.to_lowercase()).or_default().insert((at, true));
        }
        for local in row.emails.iter().filter_map(|email| email.split_once('@')).map(|(local, _)| local) {
            keys.entry(local.to_owned()).or_default().insert((at, false));
        }
    }
    for (key, at) in keys.into_iter().filter(|(key, _)| key.chars().count() >= 2) {
        alike(rows, &key, &at, clusters, join, problems);
    }
}

fn alike(
    rows: &[Row],
    key: &str,
    at: &BTreeSet<(usize, bool)>,
    clusters: &mut Clusters,
    join: &mut Joining<'_>,
    problems: &mut Vec<Told>,
) {
    // Most keys mean one person, and are settled.
    if at.iter().map(|(row, _)| clusters.first(*row)).collect::<BTreeSet<_>>().len() < 2 {
        return;
    }
    let names = Names::of(rows, clusters);
    let named: Vec<(usize, bool)> =
        at.iter().copied().filter(|(row, _)| names.of_row(clusters, *row).is_some()).collect();
    let by = format!("the handle {key}");
    let mut is_one = true;
    for (number, (one, _)) in named.iter().enumerate() {
        for (other, _) in named.iter().skip(number + 1) {
            if clusters.first(*one) == clusters.first(*other) {
                continue;
            }
            let agreed = match (names.of_row(clusters, *one), names.of_row(clusters, *other)) {
                (Some(one), Some(other)) => agree(one, other),
                _ => false,
            };
            if agreed && !are_two_of_one_list(rows, clusters, *one, *other) {
                join(clusters, *one, *other, &format!("{by} and the name"), Sureness::Likely);
            } else {
                is_one = false;
            }
        }
    }
    // A row without a name follows a handle only where it means one person.
    let unnamed: Vec<usize> = at
        .iter()
        .filter(|(row, by_handle)| *by_handle && names.of_row(clusters, *row).is_none())
        .map(|(row, _)| *row)
        .collect();
    let by_handle: Vec<usize> =
        named.iter().filter(|(_, by_handle)| *by_handle).map(|(row, _)| *row).collect();
    let Some(first) = by_handle.first().or_else(|| unnamed.first()).copied() else { return };
    let lone = unnamed
        .iter()
        .filter(|row| clusters.first(**row) != clusters.first(first))
        .copied()
        .collect::<Vec<_>>();
    let several = by_handle.iter().map(|row| clusters.first(*row)).collect::<BTreeSet<_>>().len() > 1;
    for row in lone {
        if several || !is_one && by_handle.len() > 1 {
            ambiguous(rows, key, row, &by_handle, problems);
        } else {
            join(clusters, first, row, &by, Sureness::Likely);
        }
    }
}

fn ambiguous(rows: &[Row], key: &str, row: usize, others: &[usize], problems: &mut Vec<Told>) {
    let Some(row) = rows.get(row) else { return };
    let others: Vec<String> = others
        .iter()
        .filter_map(|at| rows.get(*at))
        .map(|row| format!("{} ({})", row.told(), row.place))
        .collect();
    let message = format!("{key} may be {}", others.join(" or "));
    let problem = Problem::new("ambiguous-handle", message).hint("decide `join` with the one who is meant");
    problems.push(Told::new(row.place.clone(), problem));
}

/// Two accounts of one list with addresses of their own are two people, however alike they are called.
fn are_two_of_one_list(rows: &[Row], clusters: &Clusters, one: usize, other: usize) -> bool {
    let of = |at: usize| {
        let first = clusters.first(at);
        rows.iter().enumerate().filter(move |(row, _)| clusters.first(*row) == first).map(|(_, row)| row)
    };
    of(one).any(|one| {
        of(other).any(|other| {
            let listed = is_listed(one) && is_listed(other) && one.place.file == other.place.file;
            listed && !one.emails.is_empty() && !other.emails.is_empty()
        })
    })
}

/// The first name that each person has so far.
struct Names<'a>(BTreeMap<usize, &'a str>);

impl<'a> Names<'a> {
    fn of(rows: &'a [Row], clusters: &Clusters) -> Self {
        let mut names = BTreeMap::new();
        for (at, row) in rows.iter().enumerate() {
            if let Some(name) = &row.name {
                names.entry(clusters.first(at)).or_insert(name.as_str());
            }
        }
        Self(names)
    }

    fn of_row(&self, clusters: &Clusters, row: usize) -> Option<&'a str> {
        self.0.get(&clusters.first(row)).copied()
    }
}

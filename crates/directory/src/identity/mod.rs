//! Which rows are one person. Corrections come first and win; then addresses and handles of one system, which are sure; then the same handle in
//! two systems, which is likely where names do not speak against it. A shared name alone never joins: it is told, and left to people.
//!
//! Reading order: `clusters` (sets that may not touch), `keys` (what rows have in common), `decided` (corrections).

mod clusters;
mod decided;
mod keys;
mod same_name;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::read::Reading;
use crate::row::{Place, Row, Told};
use clusters::Clusters;

/// How sure it is that two rows are one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sureness {
    /// A person decided it.
    Decided,
    /// They share what only one person has.
    Sure,
    /// They share what usually one person has, and nothing speaks against it.
    Likely,
}

/// Why two rows are one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Join {
    /// One row.
    pub one: Place,
    /// The other.
    pub other: Place,
    /// What they have in common, in words.
    pub by: String,
    /// How sure it is.
    pub sureness: Sureness,
}

/// Rows that are one person, in order, and why.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Identity {
    pub(crate) rows: Vec<usize>,
    pub(crate) joins: Vec<Join>,
}

/// All people, in the order of their first rows.
pub(crate) fn identities(reading: &Reading, problems: &mut Vec<Told>) -> Vec<Identity> {
    let rows = &reading.rows;
    let mut clusters = Clusters::of(rows.len());
    let mut joins: Vec<(usize, Join)> = Vec::new();
    let mut join = |clusters: &mut Clusters, one: usize, other: usize, by: &str, sureness: Sureness| {
        let joined = clusters.join(one, other);
        if joined == clusters::Joined::New {
            let place = |at: usize| rows.get(at).map(|row: &Row| row.place.clone()).unwrap_or_default();
            joins.push((one, Join { one: place(one), other: place(other), by: by.to_owned(), sureness }));
        }
        joined
    };
    decided::apply(reading, &mut clusters, &mut join, problems);
    keys::sure(rows, &mut clusters, &mut join, problems);
    keys::likely(rows, &mut clusters, &mut join, problems);
    same_name::tell(rows, &mut clusters, problems);

    let mut identities: BTreeMap<usize, Identity> = BTreeMap::new();
    for at in 0..rows.len() {
        let first = clusters.first(at);
        identities
            .entry(first)
            .or_insert_with(|| Identity { rows: Vec::new(), joins: Vec::new() })
            .rows
            .push(at);
    }
    for (at, join) in joins {
        if let Some(identity) = identities.get_mut(&clusters.first(at)) {
            identity.joins.push(join);
        }
    }
    identities.into_values().collect()
}

/// Joins two rows, and notes why.
type Joining<'a> = dyn FnMut(&mut Clusters, usize, usize, &str, Sureness) -> clusters::Joined + 'a;

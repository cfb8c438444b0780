//! Whose clock a source is written by: one instance, or one host.

use std::collections::{BTreeMap, BTreeSet};

use crate::observe::rows;
use crate::{Failure, Session, Source};

/// The instance or host of each source, where most of its records name the same.
pub(super) fn of(session: &Session, sources: &[&Source]) -> Result<Vec<Option<String>>, Failure> {
    let of_table = |table: &str| {
        format!(
            "select source_id s, count(*) n, min(host_name) host, max(host_name) other_host, count(host_name) hosts, \
             min(service_instance_id) instance, max(service_instance_id) other_instance, \
             count(service_instance_id) instances from {table} group by 1"
        )
    };
    let query = format!("{} union all {} order by s", of_table("log"), of_table("span"));
    let mut named: BTreeMap<i64, String> = BTreeMap::new();
    for row in rows::of(&session.sql(&query)?)? {
        let half = row.integer("n").unwrap_or(0) / 2;
        let only = |name: &str, other: &str, count: &str| {
            let is_one = row.text(name) == row.text(other) && row.integer(count) > Some(half);
            is_one.then(|| row.owned(name)).flatten()
        };
        let found =
            only("host", "other_host", "hosts").or_else(|| only("instance", "other_instance", "instances"));
        if let Some((source, found)) = row.integer("s").zip(found) {
            named.insert(source, found);
        }
    }
    let known: BTreeSet<String> = named.values().cloned().collect();
    let instance = |source: &&Source| {
        let named = named.get(&i64::from(source.id.0)).cloned();
        // A file that is called like an instance which another source names is that instance's.
        named.or_else(|| {
            source
                .paths
                .first()
                .map(|path| stem(path))
                .filter(|stem| known.contains(*stem))
                .map(str::to_owned)
        })
    };
    Ok(sources.iter().map(instance).collect())
}

/// `payment-1` of `logs.zip!payment/payment-1.log`.
fn stem(path: &str) -> &str {
    let name = path.rsplit(['/', '!']).next().unwrap_or(path);
    name.split('.').next().unwrap_or(name)
}

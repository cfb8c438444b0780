//! Who is mentioned: every service, instance and host that records name as theirs.

use super::{rows, whose::Whose};
use crate::{Failure, Session};

/// Most mentions that are looked at; the most frequent ones.
const MOST: usize = 20_000;

/// Which evidence gives a name: the earlier, the more it is the team's own name for the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    Span,
    Metric,
    ServiceMap,
    Change,
    Alert,
    Log,
    Path,
}

impl Rank {
    /// Whether whoever set up the measuring of the service gave it this name.
    pub(super) fn is_telemetry(self) -> bool {
        self <= Self::ServiceMap
    }
}

/// A combination of names that records carry.
#[derive(Debug, Clone)]
pub(super) struct Mention {
    pub(super) rank: Rank,
    /// The service; `source 7` where the records of that source name none.
    pub(super) service: Option<String>,
    pub(super) instance: Option<String>,
    pub(super) host: Option<String>,
}

impl Mention {
    /// The service, where the records themselves name it.
    pub(super) fn named_service(&self) -> Option<&str> {
        self.service.as_deref().filter(|name| !name.starts_with("source "))
    }
}

/// All mentions, in a fixed order.
pub(super) fn all(session: &Session, whose_lines: &Whose) -> Result<Vec<Mention>, Failure> {
    let mut mentions = Vec::new();
    let whose = "service_instance_id instance, host_name host";
    let none = "cast(null as varchar) instance, cast(null as varchar) host";
    let of_log = format!("{} service, {whose}", whose_lines.sql());
    let own = format!("service_name service, {whose}");
    for (rank, table, columns) in [
        (Rank::Span, "span", own.clone()),
        (Rank::Metric, "metric", own.clone()),
        (Rank::Metric, "metric", format!("caller_name service, {none}")),
        (Rank::ServiceMap, "dependency", format!("caller service, {none}")),
        (Rank::ServiceMap, "dependency", format!("callee service, {none}")),
        (Rank::Change, "change", own.clone()),
        (Rank::Alert, "alert", own),
        (Rank::Log, "log", of_log),
    ] {
        let query = format!(
            "select {columns}, count(*) n from {table} group by 1, 2, 3 order by n desc, 1, 2, 3 limit {MOST}"
        );
        for row in rows::of(&session.sql(&query)?)? {
            mentions.push(Mention {
                rank,
                service: row.owned("service"),
                instance: row.owned("instance"),
                host: row.owned("host"),
            });
        }
    }
    Ok(mentions)
}

//! Calls that the logs of proxies tell of: to whom a request was passed on.

use postlude_signals::{KnownFrom, RecordTable, Sighting, Topology};

use super::super::{key, key_sql, rows};
use super::attribute::first;
use super::directory::Directory;
use super::endpoint::Endpoint;
use crate::{Failure, Session};

/// Most groups of lines that are looked at.
const MOST: usize = 5_000;

const UPSTREAM: &[&str] =
    &["upstream.address", "upstream_addr", "upstream_host", "upstream.host", "haproxy.server"];
const GROUP: &[&str] =
    &["upstream.cluster", "upstream_cluster", "haproxy.backend", "aws.target_group", "router", "backend"];

/// Where access logs of one's own layout put the upstream: an address with a port among what stands behind the agent.
const IN_EXTRA: &str = r#"(?:^|[ "=])((?:[0-9]{1,3}[.]){3}[0-9]{1,3}:[0-9]{2,5})(?:$|[ ",;])"#;

/// Lines of one proxy that were passed on in the same way.
pub(super) struct Passed {
    /// The proxy.
    pub(super) proxy: String,
    /// To whom, as the line says.
    pub(super) upstream: Option<Endpoint>,
    upstream_text: Option<String>,
    group: Option<String>,
    /// The host that the client asked for.
    asked: Option<String>,
    pub(super) seen: Sighting,
}

/// SQL for the upstream of a line, without what belongs to the request.
pub(super) fn upstream_sql() -> String {
    format!(
        "regexp_replace(coalesce({}, regexp_match(attributes['extra'], '{IN_EXTRA}')[1], {}), '^([a-z]+://)?([^/?,]*).*$', '\\2')",
        first(UPSTREAM),
        // What the server's address means depends on the format; a bare number with a port is somebody's, if only one's own.
        "case when status_code is not null and attributes['server.port'] is not null \
         then attributes['server.address'] || ':' || attributes['server.port'] end"
    )
}

pub(super) fn passed(
    session: &Session,
    condition: &str,
    directory: &Directory<'_>,
) -> Result<Vec<Passed>, Failure> {
    let query = format!(
        "with line as (select coalesce(service_name, 'source ' || cast(source_id as varchar)) service, service_instance_id instance, \
         {} upstream, {} listed, attributes['upstream.port'] port, attributes['http.request.header.host'] asked, {} k from log where {condition}) \
         select service, instance, upstream, listed, port, asked, count(*) n, min(k) k from line \
         where upstream is not null or listed is not null group by 1, 2, 3, 4, 5, 6 order by n desc, 1, 2, 3, 4, 5, 6 limit {MOST}",
        upstream_sql(),
        first(GROUP),
        key_sql(),
    );
    let line = |row: rows::Row| {
        let service = row.text("service")?;
        // The side-car of a pod passes on for the pod.
        let of_pod = row.text("instance").and_then(|instance| directory.named(instance));
        let port = row.text("port").and_then(|port| port.parse().ok());
        Some(Passed {
            proxy: of_pod.unwrap_or_else(|| directory.names().used(service).to_owned()),
            upstream: row.text("upstream").and_then(Endpoint::read).map(|found| found.with_port(port)),
            upstream_text: row.owned("upstream"),
            group: row.owned("listed"),
            asked: row.owned("asked"),
            seen: Sighting {
                times: row.integer("n").unwrap_or(0).unsigned_abs(),
                record: row.integer("k").map(|k| key(RecordTable::Log, k)),
            },
        })
    };
    Ok(rows::of(&session.sql(&query)?)?.filter_map(line).collect())
}

/// Notes the calls whose callee is known; gives the others back.
pub(super) fn calls(passed: Vec<Passed>, directory: &Directory<'_>, topology: &mut Topology) -> Vec<Passed> {
    let mut open = Vec::new();
    for line in passed {
        match callee(&line, directory) {
            Some(callee) => topology.add_call(&line.proxy, &callee, KnownFrom::ProxyLog, line.seen),
            None => open.push(line),
        }
    }
    open
}

/// The address says most; then the server or group by its name; then the name that was asked for, if it is a service's.
fn callee(line: &Passed, directory: &Directory<'_>) -> Option<String> {
    let group = line.group.as_deref();
    if group.is_some_and(|group| group.starts_with("inbound|")) {
        return None;
    }
    let by_address = || directory.at(line.upstream.as_ref()?);
    let by_server = || directory.named(line.upstream_text.as_deref()?);
    let by_group = || directory.meant(group_name(group?));
    let by_asked = || directory.meant(line.asked.as_deref()?);
    by_address().or_else(by_server).or_else(by_group).or_else(by_asked)
}

/// `orders` of `arn:aws:...:targetgroup/orders/73e2d6bc24d8a067`, `outbound|80||orders.shop.svc.cluster.local` and
/// `orders@docker`.
fn group_name(group: &str) -> &str {
    if let Some((_, rest)) = group.split_once(":targetgroup/") {
        return rest.split('/').next().unwrap_or(rest);
    }
    if let Some((_, host)) = group.rsplit_once('|') {
        return host;
    }
    group.split('@').next().unwrap_or(group)
}

#[cfg(test)]
mod tests {
    use super::super::super::mentions::{Mention, Rank};
    use super::super::super::names::Names;
    use super::*;

    #[test]
    fn a_request_was_passed_to_whom_the_line_names_best() {
        let named = |service: &str| Mention {
            rank: Rank::Metric,
            service: Some(service.to_owned()),
            instance: None,
            host: None,
        };
        let names = Names::of(&["orders", "cart"].map(named), &[]);
        let mut directory = Directory::new(&names);
        directory.learn(&Endpoint::read("192.0.2.7:8080").unwrap(), "cart");
        let check = |upstream: &str, group: &str, asked: &str, expected: Option<&str>| {
            let told = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            let line = Passed {
                proxy: "nginx".to_owned(),
                upstream: Endpoint::read(upstream),
                upstream_text: told(upstream),
                group: told(group),
                asked: told(asked),
                seen: Sighting::default(),
            };
            assert_eq!(callee(&line, &directory).as_deref(), expected, "{upstream} {group} {asked}");
        };
        check("192.0.2.7:8080", "", "orders", Some("cart"));
        check("192.0.2.8:8080", "outbound|80||orders.shop.svc.cluster.local", "", Some("orders"));
        check("127.0.0.1:8080", "inbound|8080||", "orders", None);
        check("orders-2", "shop", "", Some("orders"));
        check("web-2", "orders", "", Some("orders"));
        check("192.0.2.8:80", "arn:aws:elb:eu:1:targetgroup/orders/73e2d6bc24d8a067", "", Some("orders"));
        check("", "cart@docker", "", Some("cart"));
        check("192.0.2.8:8080", "", "orders:8080", Some("orders"));
        check("192.0.2.8:8080", "", "shop.example", None);
        check("storefront", "", "", None);
    }
}

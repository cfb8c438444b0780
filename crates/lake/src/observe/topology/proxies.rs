//! Calls that the logs of proxies tell of: to whom a request was passed on.

use postlude_signals::{KnownFrom, Sighting, Topology};

use super::directory::Directory;
use super::endpoint::Endpoint;

/// Lines of one proxy that were passed on in the same way.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Passed {
    /// The service that wrote the line.
    pub(super) proxy: String,
    /// Its instance.
    pub(super) instance: Option<String>,
    /// To where, as the line says.
    pub(super) upstream: Option<Endpoint>,
    /// To whom, where the line gives a name.
    pub(super) server: Option<String>,
    /// The group of servers, by its name.
    pub(super) group: Option<String>,
    /// The host that the client asked for.
    pub(super) asked: Option<String>,
}

/// Notes the calls whose callee is known; gives the others back.
pub(super) fn calls(
    passed: Vec<(Passed, Sighting)>,
    directory: &Directory<'_>,
    topology: &mut Topology,
) -> Vec<(Passed, Sighting)> {
    let mut open = Vec::new();
    for (line, seen) in passed {
        let Some(callee) = callee(&line, directory) else {
            open.push((line, seen));
            continue;
        };
        // The side-car of a pod passes on for the pod.
        let of_pod = line.instance.as_deref().and_then(|instance| directory.named(instance));
        let proxy = of_pod.unwrap_or_else(|| directory.names().used(&line.proxy).to_owned());
        topology.add_call(&proxy, &callee, KnownFrom::ProxyLog, seen);
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
    let by_server = || directory.named(line.server.as_deref()?);
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
    use super::super::super::whose::Whose;
    use super::*;

    #[test]
    fn a_request_was_passed_to_whom_the_line_names_best() {
        let named = |service: &str| Mention {
            rank: Rank::Metric,
            service: Some(service.to_owned()),
            instance: None,
            host: None,
        };
        let names = Names::of(&["orders", "cart"].map(named), &[], &Whose::default());
        let mut directory = Directory::new(&names);
        directory.learn(&Endpoint::read("192.0.2.7:8080").unwrap(), "cart");
        let check = |upstream: &str, group: &str, asked: &str, expected: Option<&str>| {
            let told = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            let line = Passed {
                proxy: "nginx".to_owned(),
                instance: None,
                upstream: Endpoint::read(upstream),
                server: told(upstream),
                group: told(group),
                asked: told(asked),
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

//! Labels of metrics, as Prometheus and its relatives write them: `name{key="value",...}`.
//!
//! Which label names the service, the instance, the host and the caller is decided here for all formats of
//! metrics.

use postlude_base::service_of_instance;

use super::table::{Series, is_instance};

/// The name in front of the braces and the labels within, in order. Braces that do not close are read as far
/// as they go.
pub fn parse(text: &str) -> (&str, Vec<(String, String)>) {
    let Some((name, mut rest)) = text.split_once('{') else { return (text.trim(), Vec::new()) };
    let mut labels = Vec::new();
    while let Some((key, after)) = rest.split_once('=') {
        let key = key.trim_matches(|c: char| c == ',' || c.is_whitespace());
        let (value, left) = match after.trim_start_matches('~').trim_start().strip_prefix('"') {
            Some(quoted) => quoted_value(quoted),
            None => {
                let end = after.find([',', '}']).unwrap_or(after.len());
                (after[..end].trim().to_owned(), &after[end..])
            }
        };
        labels.push((key.trim_matches('"').to_owned(), value));
        rest = left;
        if rest.trim_start().starts_with('}') {
            break;
        }
    }
    (name.trim(), labels)
}

/// A value behind its opening quote, escapes undone, and what follows its closing quote.
fn quoted_value(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return (value, &text[at + 1..]),
            '\\' => match chars.next() {
                Some((_, 'n')) => value.push('\n'),
                Some((_, other)) => value.push(other),
                None => {}
            },
            _ => value.push(c),
        }
    }
    (value, "")
}

/// Labels that name the service, best first. What a mesh calls the destination is the service that is called.
const SERVICE: &[&str] = &[
    "service_name",
    "service.name",
    "service",
    "app",
    "app_kubernetes_io_name",
    "destination_workload",
    "destination_service_name",
    "destination_service",
    "application",
];
/// Labels that name what scrapes or runs the service as often as the service itself: a pod's name says more.
const GROUP: &[&str] = &["deployment", "job", "container"];
const CALLER: &[&str] = &[
    "source_workload",
    "source_app",
    "source_service",
    "client_service",
    "caller",
    "source_canonical_service",
];
const INSTANCE: &[&str] = &[
    "pod",
    "pod_name",
    "k8s.pod.name",
    "kubernetes_pod_name",
    "service.instance.id",
    "instance",
    "container_name",
];
const HOST: &[&str] =
    &["node", "host.name", "host", "hostname", "nodename", "k8s.node.name", "kubernetes_node"];

/// Whose a value with these labels is: service, instance, host, caller.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Whose<'a> {
    /// The service.
    pub service: Option<&'a str>,
    /// The instance.
    pub instance: Option<&'a str>,
    /// The host.
    pub host: Option<&'a str>,
    /// The service whose calls are measured.
    pub caller: Option<&'a str>,
}

/// Whose a value is, by `get`, which gives the value of a label.
pub fn whose<'a>(get: impl Fn(&str) -> Option<&'a str>) -> Whose<'a> {
    let first = |keys: &[&str]| keys.iter().find_map(|key| get(key).filter(|value| !value.is_empty()));
    let known = |value: &&str| *value != "unknown";
    let instance = first(INSTANCE);
    let called =
        first(&["destination_workload", "destination_service_name", "destination_service"]).filter(known);
    let caller = first(CALLER).filter(known);
    let service = match called.filter(|_| caller.is_some()) {
        Some(called) => Some(called),
        None => first(SERVICE).filter(known),
    };
    let service = service
        .or_else(|| instance.filter(|name| is_instance(name)))
        .or_else(|| first(GROUP).filter(known))
        .or_else(|| instance.filter(|name| !is_address(name)));
    Whose {
        service: service.map(|name| short_host(service_of_instance(name))),
        instance,
        host: first(HOST),
        caller: caller.filter(|_| called.is_some() || service.is_some()).map(service_of_instance),
    }
}

/// `cart` of `cart.shop.svc.cluster.local`.
fn short_host(name: &str) -> &str {
    match name.split_once('.') {
        Some((short, rest)) if rest.contains(".svc") || rest.ends_with("svc") => short,
        _ => name,
    }
}

fn is_address(name: &str) -> bool {
    name.rsplit_once(':').is_some_and(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()))
        || name.bytes().all(|b| b.is_ascii_digit() || b == b'.')
}

/// The series that a written series name means; without a name of its own it has that of the file.
pub fn series(text: &str, file: &str) -> Series {
    let (name, labels) = parse(text);
    let named = labels.iter().find(|(key, _)| key == "__name__").map(|(_, value)| value.as_str());
    let mut series = Series::plain(match name {
        "" => named.unwrap_or(file),
        name => name,
    });
    let whose = whose(|key| labels.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str()));
    series.service = whose.service.map(str::to_owned);
    series.instance = whose.instance.map(str::to_owned);
    series.caller = whose.caller.map(str::to_owned);
    series.labels = labels;
    series
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_read() {
        let (name, labels) = parse(r#"up{job="a\"b", x="c,d=}", n=1}"#);
        assert_eq!(name, "up");
        let labels: Vec<_> = labels.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        assert_eq!(labels, [("job", "a\"b"), ("x", "c,d=}"), ("n", "1")]);
        assert_eq!(parse("up"), ("up", Vec::new()));
        assert_eq!(parse("up{a=\"b").1, [("a".to_owned(), "b".to_owned())]);
    }

    #[test]
    fn services_of_labels() {
        let check = |text: &str, service: Option<&str>, caller: Option<&str>| {
            let found = series(text, "file");
            assert_eq!((found.service.as_deref(), found.caller.as_deref()), (service, caller), "{text}");
        };
        check(r#"m{service="till",job="node"}"#, Some("till"), None);
        check(r#"m{pod="till-7c9d6b5f48-x2k9q"}"#, Some("till"), None);
        check(r#"m{destination_workload="till",source_workload="front"}"#, Some("till"), Some("front"));
        check(r#"m{pod="till-7c9d6b5f48-x2k9q",job="kubelet"}"#, Some("till"), None);
        check(r#"m{instance="192.0.2.1:9100"}"#, None, None);
    }
}

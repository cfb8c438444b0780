//! Whose a record is: service, instance and host from labels and tags, under the names that monitoring
//! systems give them.

use std::borrow::Cow;

use postlude_base::service_of_instance;
use postlude_evidence::{Origin, Text};
use serde_json::Value;

use super::object::text_of;

/// Labels that name the service, best first.
const SERVICE: [&str; 26] = [
    "service",
    "service_name",
    "service.name",
    "serviceName",
    "app",
    "application",
    "app_name",
    "app_kubernetes_io_name",
    "app.kubernetes.io/name",
    "app.kubernetes.io/instance",
    "k8s-app",
    "destination_workload",
    "destination_service_name",
    "deployment",
    "deployment_name",
    "statefulset",
    "daemonset",
    "workload",
    "component",
    "ServiceName",
    "FunctionName",
    "function_name",
    "kube_service",
    "kube_deployment",
    "module_id",
    "microservice",
];
/// Labels that name a pod, container or process.
const INSTANCE: [&str; 8] =
    ["pod", "pod_name", "kubernetes_pod_name", "PodName", "instance_name", "task_id", "container_id", "unit"];
/// Labels that name a machine.
const HOST: [&str; 9] = [
    "host",
    "hostname",
    "host.name",
    "node",
    "nodename",
    "node_name",
    "kubernetes_node",
    "InstanceId",
    "host_name",
];
/// Labels that name a service when nothing better does.
const LAST: [&str; 7] =
    ["container", "container_name", "job", "job_name", "cluster_service", "release", "project"];
/// Programs that measure others: an alert that carries their name is not about them.
const EXPORTERS: [&str; 12] = [
    "kube-state-metrics",
    "node-exporter",
    "node_exporter",
    "blackbox",
    "blackbox-exporter",
    "cadvisor",
    "kubelet",
    "kubernetes-pods",
    "kubernetes-nodes",
    "kubernetes-service-endpoints",
    "prometheus-pushgateway",
    "POD",
];

/// Fills service, instance and host of an origin from the labels of an object, as far as they are not known.
pub(crate) fn from_labels<'r>(labels: &'r Value, origin: &mut Origin<'r>) {
    from_lookup(&|name| labels.get(name).and_then(text_of), origin);
}

/// The same from tags: `["service:cart", "env:prod"]`, or objects of a key and a value.
pub(crate) fn from_tags<'r>(tags: &'r Value, origin: &mut Origin<'r>) {
    let pairs = pairs_of(tags);
    from_lookup(
        &|name| {
            pairs
                .iter()
                .find(|(key, _)| key.eq_ignore_ascii_case(name))
                .map(|(_, value)| Cow::Borrowed(*value))
        },
        origin,
    );
}

/// The pairs of a list of tags; tags without a value are left out.
pub(crate) fn pairs_of(tags: &Value) -> Vec<(&str, &str)> {
    const KEYS: [&str; 6] = ["key", "Key", "tag", "name", "Name", "label"];
    fn pair(tag: &Value) -> Option<(&str, &str)> {
        if let Some(text) = tag.as_str() {
            return text.split_once([':', '=']);
        }
        let key = KEYS.iter().find_map(|key| tag.get(key)?.as_str())?;
        let value = tag.get("value").or_else(|| tag.get("Value"))?;
        // OpenTelemetry writes the type of a value around it.
        Some((key, value.as_str().or_else(|| value.get("stringValue")?.as_str())?))
    }
    match tags {
        Value::Array(tags) => tags.iter().filter_map(pair).collect(),
        Value::String(tags) => tags.split(',').filter_map(|tag| tag.trim().split_once([':', '='])).collect(),
        _ => Vec::new(),
    }
}

fn from_lookup<'r>(lookup: &dyn Fn(&str) -> Option<Text<'r>>, origin: &mut Origin<'r>) {
    let first = |names: &[&str]| names.iter().find_map(|name| lookup(name));
    let named = |names: &[&str]| {
        names.iter().filter_map(|name| lookup(name)).find(|value| !EXPORTERS.contains(&value.as_ref()))
    };
    if origin.instance.is_none() {
        origin.instance = first(&INSTANCE).or_else(|| lookup("instance"));
    }
    if origin.host.is_none() {
        origin.host = first(&HOST);
    }
    if origin.service.is_none() {
        let of_pod = || first(&INSTANCE[..4]).map(service_of);
        origin.service = named(&SERVICE).or_else(of_pod).or_else(|| named(&LAST)).map(service_of);
    }
}

/// The service of the name of a service or of an instance of it.
pub(crate) fn service_of(name: Text<'_>) -> Text<'_> {
    match name {
        Cow::Borrowed(name) => Cow::Borrowed(service_of_instance(name)),
        Cow::Owned(name) => Cow::Owned(service_of_instance(&name).to_owned()),
    }
}

//! Who calls whom, as documents: Jaeger's and Zipkin's dependencies, lists of edges, Kiali's graph.
//! Source: Jaeger and Zipkin query APIs (`/dependencies`), Kiali graph (Cytoscape elements).

use std::borrow::Cow;

use postlude_base::service_of_instance;
use postlude_evidence::{Dependency, Record, Sink, Text};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::decode::metrics::value_of;
use crate::frame::json::{Element, Elements, JsonReader, Outline, Scalar};
use crate::sniff::Detection;

/// Is it a service map?
pub fn sniff(outline: &Outline) -> Option<Detection> {
    let edges = |at: &str| {
        let has = |key: &str| outline.has(&format!("{at}{key}"));
        (has("parent") && has("child") && (has("callCount") || outline.paths().count() <= 8))
            || (has("caller") && has("callee"))
            || (has("source") && has("target") && outline.paths().count() <= 8)
    };
    let (elements, decode, at): (_, fn(&Element<'_>, &mut dyn Sink), _) = if edges("data[].") {
        (Elements::at(&["data"]), edge, "data[]")
    } else if edges("edges[].") {
        (Elements::at(&["edges"]), edge, "edges[]")
    } else if edges("links[].") {
        (Elements::at(&["links"]), edge, "links[]")
    } else if edges("[].") || (edges("") && outline.several) {
        (Elements::items(), edge, "each element")
    } else if outline.has_all(&["elements.nodes[].data.id", "elements.edges[].data.source"]) {
        (Elements::at(&["elements"]), graph, "elements")
    } else {
        return None;
    };
    Some(Detection {
        format: "service map".to_owned(),
        confidence: 90,
        reasons: vec![format!("{at} holds who calls whom")],
        problems: Vec::new(),
        reader: JsonReader::boxed(elements, decode),
    })
}

#[derive(Deserialize)]
struct Edge<'a> {
    #[serde(borrow, default, alias = "parent", alias = "source")]
    caller: Scalar<'a>,
    #[serde(borrow, default, alias = "child", alias = "target")]
    callee: Scalar<'a>,
    #[serde(borrow, default, alias = "callCount", alias = "count", alias = "value")]
    weight: Scalar<'a>,
}

fn edge(element: &Element<'_>, sink: &mut dyn Sink) {
    let Some(edge) = element.parse::<Edge<'_>>(sink) else { return };
    record(element, element.text(), &edge.caller, &edge.callee, value_of(&edge.weight), sink);
}

fn record(
    element: &Element<'_>,
    part: &str,
    caller: &str,
    callee: &str,
    weight: Option<f64>,
    sink: &mut dyn Sink,
) {
    if caller.is_empty() || callee.is_empty() {
        return;
    }
    let service = |name: &str| -> Text<'_> { Cow::Owned(service_of_instance(name).to_owned()) };
    let origin = element.origin_of(part);
    sink.record(&Record::Dependency(Dependency {
        origin,
        caller: service(caller),
        callee: service(callee),
        weight,
    }));
}

#[derive(Deserialize)]
struct Graph<'a> {
    #[serde(borrow, default)]
    nodes: Vec<Data<Node<'a>>>,
    #[serde(borrow, default)]
    edges: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Data<T> {
    data: T,
}

#[derive(Deserialize)]
struct Node<'a> {
    #[serde(borrow)]
    id: Scalar<'a>,
    #[serde(borrow, default)]
    app: Scalar<'a>,
    #[serde(borrow, default)]
    workload: Scalar<'a>,
    #[serde(borrow, default)]
    service: Scalar<'a>,
}

fn graph(element: &Element<'_>, sink: &mut dyn Sink) {
    let Some(graph) = element.parse::<Graph<'_>>(sink) else { return };
    let named = |id: &Scalar<'_>| {
        let node = graph.nodes.iter().find(|node| node.data.id == *id)?;
        let names = [&node.data.app, &node.data.workload, &node.data.service];
        names.into_iter().find(|name| !name.is_empty()).map(|name| name.to_string())
    };
    for part in &graph.edges {
        let Some(edge) = element.parse_part::<Data<Edge<'_>>>(part.get(), sink) else { continue };
        let (Some(caller), Some(callee)) = (named(&edge.data.caller), named(&edge.data.callee)) else {
            continue;
        };
        record(element, part.get(), &caller, &callee, None, sink);
    }
}

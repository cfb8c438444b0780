//! Jaeger: traces as its user interface and its query API give them, each with its processes. Times are
//! microseconds. Source: Jaeger, `model/json` of the query service.

use std::borrow::Cow;

use postlude_evidence::{Attributes, Record, Sink, Span};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{failed, kind, length, moment};
use crate::frame::json::{Element, Elements, JsonReader, Members, Outline, Scalar};
use crate::sniff::Detection;

/// Is it from Jaeger?
pub fn sniff(outline: &Outline) -> Option<Detection> {
    let traces = |at: &str| {
        outline.has(&format!("{at}spans[].operationName")) && outline.has(&format!("{at}spans[].spanID"))
    };
    let elements = if traces("data[].") {
        Elements::at(&["data"])
    } else if traces("") || traces("[].") || outline.has_all(&["operationName", "spanID", "traceID"]) {
        Elements::items()
    } else {
        return None;
    };
    Some(Detection {
        format: "jaeger traces".to_owned(),
        confidence: 96,
        reasons: vec!["spans have operationName, spanID and a process".to_owned()],
        problems: Vec::new(),
        reader: JsonReader::boxed(elements, decode),
    })
}

#[derive(Deserialize)]
struct Trace<'a> {
    #[serde(borrow, default)]
    spans: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    processes: Option<Members<'a>>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
struct Process<'a> {
    #[serde(borrow, default)]
    service_name: Scalar<'a>,
    #[serde(borrow, default)]
    tags: Vec<Tag<'a>>,
}

#[derive(Deserialize)]
struct Tag<'a> {
    #[serde(borrow, default)]
    key: Scalar<'a>,
    #[serde(borrow, default)]
    value: Scalar<'a>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Written<'a> {
    #[serde(borrow, default, rename = "traceID")]
    trace_id: Scalar<'a>,
    #[serde(borrow, default, rename = "spanID")]
    span_id: Scalar<'a>,
    #[serde(borrow, default, rename = "parentSpanID")]
    parent_span_id: Scalar<'a>,
    #[serde(borrow, default)]
    operation_name: Scalar<'a>,
    #[serde(borrow, default)]
    references: Vec<Reference<'a>>,
    #[serde(borrow, default)]
    start_time: Scalar<'a>,
    #[serde(borrow, default)]
    duration: Scalar<'a>,
    #[serde(borrow, default)]
    tags: Vec<Tag<'a>>,
    #[serde(borrow, default, rename = "processID")]
    process_id: Scalar<'a>,
    #[serde(borrow, default)]
    process: Option<Process<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reference<'a> {
    #[serde(borrow, default)]
    ref_type: Scalar<'a>,
    #[serde(borrow, default, rename = "spanID")]
    span_id: Scalar<'a>,
}

fn decode(element: &Element<'_>, sink: &mut dyn Sink) {
    let Some(trace) = element.parse::<Trace<'_>>(sink) else { return };
    let processes: Vec<(Scalar<'_>, Process<'_>)> = trace
        .processes
        .map(|members| members.0)
        .unwrap_or_default()
        .into_iter()
        .filter_map(|(id, process)| Some((id, element.parse_part(process.get(), sink)?)))
        .collect();
    if trace.spans.is_empty() {
        span(element, element.text(), &processes, sink);
    }
    for part in trace.spans {
        span(element, part.get(), &processes, sink);
    }
}

fn span<'e>(
    element: &'e Element<'_>,
    part: &'e str,
    processes: &[(Scalar<'e>, Process<'e>)],
    sink: &mut dyn Sink,
) {
    let Some(written) = element.parse_part::<Written<'_>>(part, sink) else { return };
    if written.span_id.is_empty() {
        return;
    }
    let shared = processes.iter().find(|(id, _)| *id == written.process_id).map(|(_, process)| process);
    let mut origin = element.origin_of(part);
    origin.time = moment(&written.start_time);
    let mut attributes: Attributes<'_> =
        written.tags.into_iter().map(|tag| (tag.key.0, tag.value.0)).collect();
    if let Some(process) = written.process.as_ref().or(shared) {
        origin.service = process.service_name.clone().filled();
        attributes.extend(process.tags.iter().map(|tag| (tag.key.0.clone(), tag.value.0.clone())));
    }
    origin.attributes = attributes;
    let own = |key: &str| origin.attribute(key).map(|value| Cow::Owned(value.to_owned()));
    let instance = own("k8s.pod.name").or_else(|| own("service.instance.id"));
    let host = own("hostname").or_else(|| own("host.name"));
    let status_message = own("otel.status_description").or_else(|| own("error.message"));
    let failed = failed(|key| origin.attribute(key));
    let kind = origin.attribute("span.kind").and_then(kind);
    (origin.instance, origin.host) = (instance, host);
    let parent = written.references.into_iter().find(|reference| &*reference.ref_type == "CHILD_OF");
    let parent = parent.map_or(written.parent_span_id, |reference| reference.span_id);
    sink.record(&Record::Span(Span {
        trace_id: written.trace_id.0,
        span_id: written.span_id.0,
        parent_span_id: parent.filled().filter(|id| !id.bytes().all(|b| b == b'0')),
        name: written.operation_name.0,
        kind,
        duration: length(&written.duration),
        failed,
        status_message,
        origin,
    }));
}

//! Zipkin: lists of spans, or lists of traces that are lists of spans; version 2 and what is common of
//! version 1. Times are microseconds. Source: Zipkin API v2 (OpenAPI), Zipkin v1 model.

use std::borrow::Cow;

use postlude_evidence::{Attributes, Record, Sink, Span};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{failed, kind, length, moment};
use crate::frame::json::{Element, Elements, JsonReader, Members, Outline, Scalar};
use crate::sniff::Detection;

/// Is it from Zipkin?
pub fn sniff(outline: &Outline) -> Option<Detection> {
    let spans = |at: &str| {
        let has = |key: &str| outline.has(&format!("{at}{key}"));
        has("traceId")
            && has("id")
            && (has("localEndpoint")
                || has("annotations[].endpoint")
                || (has("timestamp") && has("duration")))
    };
    if !["[].", "[][].", ""].iter().any(|at| spans(at)) {
        return None;
    }
    Some(Detection {
        format: "zipkin spans".to_owned(),
        confidence: 95,
        reasons: vec!["spans have traceId, id and an endpoint".to_owned()],
        problems: Vec::new(),
        reader: JsonReader::boxed(Elements::items(), decode),
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Written<'a> {
    #[serde(borrow, default)]
    trace_id: Scalar<'a>,
    #[serde(borrow, default)]
    id: Scalar<'a>,
    #[serde(borrow, default)]
    parent_id: Scalar<'a>,
    #[serde(borrow, default)]
    name: Scalar<'a>,
    #[serde(borrow, default)]
    kind: Scalar<'a>,
    #[serde(borrow, default)]
    timestamp: Scalar<'a>,
    #[serde(borrow, default)]
    duration: Scalar<'a>,
    #[serde(borrow, default)]
    local_endpoint: Option<Endpoint<'a>>,
    #[serde(borrow, default)]
    remote_endpoint: Option<Endpoint<'a>>,
    #[serde(borrow, default)]
    tags: Option<Members<'a>>,
    #[serde(borrow, default)]
    annotations: Vec<Annotation<'a>>,
    #[serde(borrow, default)]
    binary_annotations: Vec<Annotation<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Endpoint<'a> {
    #[serde(borrow, default)]
    service_name: Scalar<'a>,
    #[serde(borrow, default)]
    ipv4: Scalar<'a>,
}

/// An event of version 2 (`value`), or a marked moment or tag of version 1.
#[derive(Deserialize)]
struct Annotation<'a> {
    #[serde(borrow, default)]
    timestamp: Scalar<'a>,
    #[serde(borrow, default)]
    key: Scalar<'a>,
    #[serde(borrow, default)]
    value: Scalar<'a>,
    #[serde(borrow, default)]
    endpoint: Option<Endpoint<'a>>,
}

fn decode(element: &Element<'_>, sink: &mut dyn Sink) {
    if !element.text().starts_with('[') {
        span(element, element.text(), sink);
        return;
    }
    for part in element.parse::<Vec<&RawValue>>(sink).unwrap_or_default() {
        span(element, part.get(), sink);
    }
}

fn span(element: &Element<'_>, part: &str, sink: &mut dyn Sink) {
    let Some(written) = element.parse_part::<Written<'_>>(part, sink) else { return };
    let mut origin = element.origin_of(part);
    let marks = &written.annotations;
    origin.time =
        moment(&written.timestamp).or_else(|| marks.iter().filter_map(|mark| moment(&mark.timestamp)).min());
    let endpoint =
        written.local_endpoint.as_ref().or_else(|| marks.iter().find_map(|mark| mark.endpoint.as_ref()));
    origin.service = endpoint.and_then(|endpoint| endpoint.service_name.clone().filled());
    origin.host = endpoint.and_then(|endpoint| endpoint.ipv4.clone().filled());
    let mut attributes: Attributes<'_> = written
        .tags
        .map(|tags| tags.0.into_iter().map(|(key, value)| (key.0, Scalar::of(value).0)).collect())
        .unwrap_or_default();
    attributes.extend(written.binary_annotations.into_iter().map(|tag| (tag.key.0, tag.value.0)));
    let remote = written.remote_endpoint.and_then(|remote| remote.service_name.filled());
    attributes.extend(remote.map(|remote| (Cow::Borrowed("peer.service"), remote)));
    origin.attributes = attributes;
    let marked = |value: &str| marks.iter().any(|mark| &*mark.value == value);
    let of_marks = if marked("sr") || marked("ss") {
        Some("server")
    } else {
        (marked("cs") || marked("cr")).then_some("client")
    };
    let kind = kind(&written.kind).or(of_marks.map(Cow::Borrowed));
    let failed = failed(|key| origin.attribute(key));
    let status_message = origin.attribute("error").filter(|text| !matches!(*text, "" | "true" | "false"));
    let status_message = status_message.map(|text| Cow::Owned(text.to_owned()));
    sink.record(&Record::Span(Span {
        trace_id: written.trace_id.0,
        span_id: written.id.0,
        parent_span_id: written.parent_id.filled(),
        name: written.name.0,
        kind,
        duration: length(&written.duration),
        failed,
        status_message,
        origin,
    }));
}

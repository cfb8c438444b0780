use std::borrow::Cow;

use postlude_evidence::{Record, Sink, Span, Text};
use serde::Deserialize;

use super::values::{KeyValue, add, id, moment};
use super::{Whose, each_record};
use crate::frame::json::{Element, Scalar};

/// All spans of a resource.
pub fn decode(element: &Element<'_>, sink: &mut dyn Sink) {
    each_record(element, sink, span);
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Written<'a> {
    #[serde(borrow, default)]
    trace_id: Scalar<'a>,
    #[serde(borrow, default)]
    span_id: Scalar<'a>,
    #[serde(borrow, default)]
    parent_span_id: Scalar<'a>,
    #[serde(borrow, default)]
    name: Scalar<'a>,
    #[serde(borrow, default)]
    kind: Scalar<'a>,
    #[serde(borrow, default)]
    start_time_unix_nano: Scalar<'a>,
    #[serde(borrow, default)]
    end_time_unix_nano: Scalar<'a>,
    #[serde(borrow, default)]
    attributes: Vec<KeyValue<'a>>,
    #[serde(borrow, default)]
    status: Status<'a>,
    #[serde(borrow, default)]
    events: Vec<Event<'a>>,
}

#[derive(Deserialize, Default)]
struct Status<'a> {
    #[serde(borrow, default)]
    code: Scalar<'a>,
    #[serde(borrow, default)]
    message: Scalar<'a>,
}

#[derive(Deserialize)]
struct Event<'a> {
    #[serde(borrow, default)]
    name: Scalar<'a>,
    #[serde(borrow, default)]
    attributes: Vec<KeyValue<'a>>,
}

fn span<'e>(element: &'e Element<'e>, text: &'e str, whose: &Whose<'e>, sink: &mut dyn Sink) {
    let Some(written) = element.parse_part::<Written<'e>>(text, sink) else { return };
    let mut origin = whose.origin(element, text);
    origin.time = moment(&written.start_time_unix_nano);
    add(&mut origin.attributes, written.attributes);
    let exception = written.events.into_iter().find(|event| &*event.name == "exception");
    if let Some(exception) = exception {
        add(&mut origin.attributes, exception.attributes);
    }
    let end = moment(&written.end_time_unix_nano);
    let duration = end.zip(origin.time).map(|(end, start)| end.since(start).max(0));
    let status_message = written
        .status
        .message
        .filled()
        .or_else(|| origin.attribute("exception.message").map(|m| Cow::Owned(m.to_owned())));
    sink.record(&Record::Span(Span {
        trace_id: id(written.trace_id).unwrap_or_default(),
        span_id: id(written.span_id).unwrap_or_default(),
        parent_span_id: id(written.parent_span_id),
        name: written.name.0,
        kind: kind(&written.kind),
        duration,
        failed: failed(&written.status.code),
        status_message,
        origin,
    }));
}

fn kind(written: &str) -> Option<Text<'static>> {
    Some(Cow::Borrowed(match written {
        "1" | "SPAN_KIND_INTERNAL" => "internal",
        "2" | "SPAN_KIND_SERVER" => "server",
        "3" | "SPAN_KIND_CLIENT" => "client",
        "4" | "SPAN_KIND_PRODUCER" => "producer",
        "5" | "SPAN_KIND_CONSUMER" => "consumer",
        _ => return None,
    }))
}

fn failed(code: &str) -> Option<bool> {
    match code {
        "2" | "STATUS_CODE_ERROR" => Some(true),
        "1" | "STATUS_CODE_OK" => Some(false),
        _ => None,
    }
}

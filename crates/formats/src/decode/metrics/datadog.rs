//! Datadog's answer to a query of timeseries: `series[]` with `pointlist`. Source: Datadog API v1, "Query timeseries points".

use std::borrow::Cow;

use postlude_evidence::{Attributes, Record, Sink, Text};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{labelled, moment_of, value_of};
use crate::frame::json::{Element, Elements, JsonReader, Outline, Scalar};
use crate::sniff::Detection;

/// Is it an answer of Datadog?
pub fn sniff(outline: &Outline) -> Option<Detection> {
    if !outline.has("series[].pointlist") {
        return None;
    }
    Some(Detection {
        format: "datadog timeseries".to_owned(),
        confidence: 95,
        reasons: vec!["key series[].pointlist holds times and values".to_owned()],
        problems: Vec::new(),
        reader: JsonReader::boxed(Elements::at(&["series"]), decode),
    })
}

#[derive(Deserialize)]
struct Series<'a> {
    #[serde(borrow, default)]
    metric: Scalar<'a>,
    #[serde(borrow, default)]
    scope: Scalar<'a>,
    #[serde(borrow, default)]
    pointlist: Vec<&'a RawValue>,
}

fn decode(element: &Element<'_>, sink: &mut dyn Sink) {
    let Some(series) = element.parse::<Series<'_>>(sink) else { return };
    let scope: &str = &series.scope;
    let tags: Attributes<'_> = scope
        .split(',')
        .filter_map(|tag| tag.trim().split_once(':'))
        .map(|(key, value)| (Text::Borrowed(key), Cow::Borrowed(value)))
        .collect();
    let mut record = Record::Metric(labelled(element.origin(), series.metric.0, tags, 0.0));
    for point in series.pointlist {
        let pair = point.get().trim_matches(|c: char| matches!(c, '[' | ']') || c.is_ascii_whitespace());
        let Some((time, value)) = pair.split_once(',') else { continue };
        let (Some(value), Record::Metric(metric)) = (value_of(value.trim()), &mut record) else { continue };
        (metric.origin.span, metric.origin.line) = element.place(point.get());
        metric.origin.time = moment_of(time.trim());
        metric.value = value;
        sink.record(&record);
    }
}

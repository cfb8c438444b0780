//! Amazon CloudWatch: the answers of `get-metric-data` and `get-metric-statistics`. Source: CloudWatch API Reference.

use std::borrow::Cow;

use postlude_evidence::{Metric, Record, Sink};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::value_of;
use crate::decode::moment_text;
use crate::frame::json::{Element, Elements, JsonReader, Outline, Scalar};
use crate::sniff::Detection;

/// Is it an answer of CloudWatch?
pub fn sniff(outline: &Outline) -> Option<Detection> {
    let (elements, key) =
        if outline.has_all(&["MetricDataResults[].Timestamps", "MetricDataResults[].Values"]) {
            (Elements::at(&["MetricDataResults"]), "MetricDataResults")
        } else if outline.has_all(&["Label", "Datapoints[].Timestamp"]) {
            (Elements::documents(), "Datapoints")
        } else {
            return None;
        };
    Some(Detection {
        format: "cloudwatch metrics".to_owned(),
        confidence: 95,
        reasons: vec![format!("key {key} holds values with their times")],
        problems: Vec::new(),
        reader: JsonReader::boxed(elements, decode),
    })
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Results<'a> {
    #[serde(borrow, default)]
    label: Scalar<'a>,
    #[serde(borrow, default)]
    id: Scalar<'a>,
    #[serde(borrow, default)]
    timestamps: Vec<Scalar<'a>>,
    #[serde(borrow, default)]
    values: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    datapoints: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Datapoint<'a> {
    #[serde(borrow)]
    timestamp: Scalar<'a>,
    #[serde(borrow, default)]
    unit: Scalar<'a>,
    #[serde(borrow, default)]
    average: Scalar<'a>,
    #[serde(borrow, default)]
    sum: Scalar<'a>,
    #[serde(borrow, default)]
    minimum: Scalar<'a>,
    #[serde(borrow, default)]
    maximum: Scalar<'a>,
    #[serde(borrow, default)]
    sample_count: Scalar<'a>,
}

fn decode(element: &Element<'_>, sink: &mut dyn Sink) {
    let Some(results) = element.parse::<Results<'_>>(sink) else { return };
    // A label is free text; `service metric` is what the console makes of one metric of several services.
    let name = results.label.clone().filled().or(results.id.filled()).unwrap_or(Cow::Borrowed("value"));
    for (time, value) in results.timestamps.iter().zip(&results.values) {
        let mut origin = element.origin_of(value.get());
        origin.time = moment_text(time);
        let Some(value) = value_of(value.get()) else { continue };
        sink.record(&Record::Metric(Metric { origin, name: name.clone(), unit: None, value, caller: None }));
    }
    for part in results.datapoints {
        let Some(point) = element.parse_part::<Datapoint<'_>>(part.get(), sink) else { continue };
        let statistics = [
            ("average", &point.average),
            ("sum", &point.sum),
            ("minimum", &point.minimum),
            ("maximum", &point.maximum),
            ("count", &point.sample_count),
        ];
        for (statistic, written) in statistics {
            let Some(value) = value_of(written) else { continue };
            let mut origin = element.origin_of(part.get());
            origin.time = moment_text(&point.timestamp);
            let name = Cow::Owned(format!("{name}_{statistic}"));
            let unit = point.unit.clone().filled().filter(|unit| unit != "None");
            sink.record(&Record::Metric(Metric { origin, name, unit, value, caller: None }));
        }
    }
}

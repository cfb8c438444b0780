//! Grafana's data frames, as its query API and "inspect, data, JSON" give them: `results.REF.frames[]` or
//! `frames[]`, each with a schema of fields and a list of values for each. Source: Grafana, "Data frames".

use std::borrow::Cow;

use postlude_evidence::{Attributes, Record, Sink};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{labelled, moment_of, value_of};
use crate::frame::json::{Element, Elements, JsonReader, Members, Outline, Scalar};
use crate::sniff::Detection;

/// Are they data frames?
pub fn sniff(outline: &Outline) -> Option<Detection> {
    let frames = |path: &str| path.ends_with("schema.fields[].type");
    let values = |path: &str| path.contains("data.values");
    if !outline.paths().any(frames) || !outline.paths().any(values) {
        return None;
    }
    Some(Detection {
        format: "grafana data frames".to_owned(),
        confidence: 95,
        reasons: vec!["frames hold schema.fields and data.values".to_owned()],
        problems: Vec::new(),
        reader: JsonReader::boxed(Elements::documents(), decode),
    })
}

#[derive(Deserialize)]
struct Document<'a> {
    #[serde(borrow, default)]
    results: Option<Members<'a>>,
    #[serde(borrow, default)]
    frames: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Answer<'a> {
    #[serde(borrow, default)]
    frames: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct Frame<'a> {
    #[serde(borrow)]
    schema: Schema<'a>,
    #[serde(borrow)]
    data: Data<'a>,
}

#[derive(Deserialize)]
struct Schema<'a> {
    #[serde(borrow, default)]
    name: Scalar<'a>,
    #[serde(borrow, default)]
    fields: Vec<Field<'a>>,
}

#[derive(Deserialize)]
struct Field<'a> {
    #[serde(borrow, default)]
    name: Scalar<'a>,
    #[serde(borrow, default, rename = "type")]
    kind: Scalar<'a>,
    #[serde(borrow, default)]
    labels: Option<Members<'a>>,
}

#[derive(Deserialize)]
struct Data<'a> {
    #[serde(borrow, default)]
    values: Vec<Vec<&'a RawValue>>,
}

fn decode(element: &Element<'_>, sink: &mut dyn Sink) {
    if element.text().starts_with('[') {
        for part in element.parse::<Vec<&RawValue>>(sink).unwrap_or_default() {
            frame(element, part, sink);
        }
        return;
    }
    let Some(document) = element.parse::<Document<'_>>(sink) else { return };
    if document.results.is_none() && document.frames.is_empty() {
        if let Ok(alone) = serde_json::from_str::<&RawValue>(element.text()) {
            frame(element, alone, sink);
        }
        return;
    }
    let mut frames = document.frames;
    for (_, answer) in document.results.map(|results| results.0).unwrap_or_default() {
        frames.extend(
            element.parse_part::<Answer<'_>>(answer.get(), sink).map(|a| a.frames).unwrap_or_default(),
        );
    }
    for part in frames {
        frame(element, part, sink);
    }
}

fn frame(element: &Element<'_>, part: &RawValue, sink: &mut dyn Sink) {
    let Some(Frame { schema, data }) = element.parse_part::<Frame<'_>>(part.get(), sink) else { return };
    let Some(time) = schema.fields.iter().position(|field| &*field.kind == "time") else { return };
    let Some(times) = data.values.get(time) else { return };
    for (field, values) in schema.fields.into_iter().zip(&data.values) {
        if &*field.kind != "number" {
            continue;
        }
        let labels: Attributes<'_> = field
            .labels
            .map(|labels| labels.0.into_iter().map(|(key, value)| (key.0, Scalar::of(value).0)).collect())
            .unwrap_or_default();
        let plain = matches!(&*field.name, "Value" | "value" | "");
        let named = labels.iter().find(|(key, _)| key == "__name__").map(|(_, name)| name.clone());
        let name = match (plain, named) {
            (false, _) => field.name.0,
            (true, Some(name)) => name,
            (true, None) => schema.name.clone().filled().unwrap_or(Cow::Borrowed("value")),
        };
        let mut record = Record::Metric(labelled(element.origin(), name, labels, 0.0));
        for (time, value) in times.iter().zip(values) {
            let (Some(number), Record::Metric(metric)) = (value_of(value.get()), &mut record) else {
                continue;
            };
            (metric.origin.span, metric.origin.line) = element.place(value.get());
            metric.origin.time = moment_of(time.get());
            metric.value = number;
            sink.record(&record);
        }
    }
}

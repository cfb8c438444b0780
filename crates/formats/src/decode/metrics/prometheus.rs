//! Answers of Prometheus and its relatives (Thanos, Mimir, VictoriaMetrics): `query_range`, `query`, and
//! VictoriaMetrics' export, which is one series a line. Source: Prometheus HTTP API, "Expression query result formats".

use std::borrow::Cow;

use postlude_evidence::{Attributes, Record, Sink};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{labelled, moment_of, value_of};
use crate::frame::json::{Element, Elements, JsonReader, Members, Outline, Scalar};
use crate::sniff::Detection;

/// Is it an answer of Prometheus?
pub fn sniff(outline: &Outline) -> Option<Detection> {
    let series = |at: &str| {
        let has = |key: &str| outline.has(&format!("{at}{key}"));
        has("metric") && (has("values[]") || has("value[]") || has("values[][]") || has("values"))
    };
    let (path, at): (&[&str], _) = if series("data.result[].") {
        (&["data", "result"], "data.result[]")
    } else if series("result[].") {
        (&["result"], "result[]")
    } else if series("[].") || (series("") && outline.has("timestamps[]")) {
        (&[], "each series")
    } else if outline.value("data.resultType").is_some_and(|kind| matches!(kind, "matrix" | "vector")) {
        (&["data", "result"], "data.result[]")
    } else {
        return None;
    };
    let kind = outline.value("data.resultType").unwrap_or("series").to_owned();
    let elements = if path.is_empty() { Elements::items() } else { Elements::at(path) };
    Some(Detection {
        format: "prometheus query".to_owned(),
        confidence: 95,
        reasons: vec![format!("{at} holds labels and values ({kind})")],
        problems: Vec::new(),
        reader: JsonReader::boxed(elements, decode),
    })
}

#[derive(Deserialize)]
struct Series<'a> {
    #[serde(borrow)]
    metric: Members<'a>,
    #[serde(borrow, default)]
    values: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    value: Option<&'a RawValue>,
    #[serde(borrow, default)]
    timestamps: Vec<Scalar<'a>>,
}

fn decode(element: &Element<'_>, sink: &mut dyn Sink) {
    let Some(series) = element.parse::<Series<'_>>(sink) else { return };
    let mut name = Cow::Borrowed("value");
    let mut labels = Attributes::new();
    for (key, value) in series.metric.0 {
        let value = Scalar::of(value).0;
        match &*key {
            "__name__" => name = value,
            _ => labels.push((key.0, value)),
        }
    }
    // One record is made and changed for each sample: labels are not copied.
    let mut record = Record::Metric(labelled(element.origin(), name, labels, 0.0));
    let samples = series.values.iter().copied().chain(series.value).enumerate();
    for (i, sample) in samples {
        let text = sample.get();
        let (time, value) = match series.timestamps.get(i) {
            Some(time) => (&**time, text),
            None => {
                let pair = text.trim_matches(|c: char| matches!(c, '[' | ']') || c.is_ascii_whitespace());
                match pair.split_once(',') {
                    Some((time, value)) => (time.trim(), value.trim().trim_matches('"')),
                    None => continue,
                }
            }
        };
        let (Some(value), Record::Metric(metric)) = (value_of(value), &mut record) else { continue };
        (metric.origin.span, metric.origin.line) = element.place(text);
        metric.origin.time = moment_of(time);
        metric.value = value;
        sink.record(&record);
    }
}

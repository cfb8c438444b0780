use std::borrow::Cow;

use postlude_evidence::{Metric, Origin, Record, Sink};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::values::{KeyValue, add, moment};
use super::{Whose, each_record};
use crate::frame::json::{Element, Scalar};

/// All data points of a resource.
///
/// A histogram or summary becomes what Prometheus makes of it: `NAME_count`, `NAME_sum`, `NAME_bucket` with
/// an attribute `le` and cumulative counts, or `NAME` with an attribute `quantile`.
pub fn decode(element: &Element<'_>, sink: &mut dyn Sink) {
    each_record(element, sink, metric);
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Written<'a> {
    #[serde(borrow, default)]
    name: Scalar<'a>,
    #[serde(borrow, default)]
    unit: Scalar<'a>,
    #[serde(
        borrow,
        default,
        alias = "sum",
        alias = "histogram",
        alias = "exponentialHistogram",
        alias = "summary"
    )]
    gauge: Option<Points<'a>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Points<'a> {
    #[serde(borrow, default)]
    data_points: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    aggregation_temporality: Scalar<'a>,
    #[serde(default)]
    is_monotonic: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Point<'a> {
    #[serde(borrow, default)]
    time_unix_nano: Scalar<'a>,
    #[serde(borrow, default)]
    attributes: Vec<KeyValue<'a>>,
    #[serde(borrow, default, alias = "asInt", alias = "value")]
    as_double: Scalar<'a>,
    #[serde(borrow, default)]
    count: Scalar<'a>,
    #[serde(borrow, default)]
    sum: Scalar<'a>,
    #[serde(borrow, default)]
    bucket_counts: Vec<Scalar<'a>>,
    #[serde(borrow, default)]
    explicit_bounds: Vec<Scalar<'a>>,
    #[serde(borrow, default)]
    quantile_values: Vec<Quantile<'a>>,
}

#[derive(Deserialize)]
struct Quantile<'a> {
    #[serde(borrow, default)]
    quantile: Scalar<'a>,
    #[serde(borrow, default)]
    value: Scalar<'a>,
}

fn metric<'e>(element: &'e Element<'e>, text: &'e str, whose: &Whose<'e>, sink: &mut dyn Sink) {
    let Some(written) = element.parse_part::<Written<'e>>(text, sink) else { return };
    let Some(points) = written.gauge else { return };
    let counter = points.is_monotonic;
    let delta = matches!(&*points.aggregation_temporality, "1" | "AGGREGATION_TEMPORALITY_DELTA");
    for part in points.data_points {
        let Some(point) = element.parse_part::<Point<'e>>(part.get(), sink) else { continue };
        let mut origin = whose.origin(element, part.get());
        origin.time = moment(&point.time_unix_nano);
        if counter {
            let temporality = if delta { "delta" } else { "cumulative" };
            origin.attributes.push((Cow::Borrowed("aggregation.temporality"), Cow::Borrowed(temporality)));
        }
        let series = Series { name: &written.name, unit: &written.unit };
        series.point(point, origin, sink);
    }
}

struct Series<'s> {
    name: &'s str,
    unit: &'s str,
}

impl Series<'_> {
    fn point<'e>(&self, mut point: Point<'e>, mut origin: Origin<'e>, sink: &mut dyn Sink) {
        add(&mut origin.attributes, std::mem::take(&mut point.attributes));
        if let Some(value) = value(&point.as_double) {
            self.record(&origin, "", value, None, sink);
        }
        let parts = [("_count", &point.count), ("_sum", &point.sum)];
        for (suffix, number) in parts {
            if let Some(value) = value(number) {
                self.record(&origin, suffix, value, None, sink);
            }
        }
        let mut below = 0.0;
        for (i, count) in point.bucket_counts.iter().enumerate() {
            below += value(count).unwrap_or(0.0);
            let bound = point.explicit_bounds.get(i).map_or("+Inf", |bound| &**bound);
            self.record(&origin, "_bucket", below, Some(("le", bound)), sink);
        }
        for quantile in &point.quantile_values {
            if let Some(value) = value(&quantile.value) {
                self.record(&origin, "", value, Some(("quantile", &quantile.quantile)), sink);
            }
        }
    }

    fn record(
        &self,
        origin: &Origin<'_>,
        suffix: &str,
        value: f64,
        label: Option<(&str, &str)>,
        sink: &mut dyn Sink,
    ) {
        let mut origin = origin.clone();
        origin
            .attributes
            .extend(label.map(|(key, value)| (Cow::Owned(key.to_owned()), Cow::Owned(value.to_owned()))));
        let name = match suffix {
            "" => Cow::Borrowed(self.name),
            suffix => Cow::Owned(format!("{}{suffix}", self.name)),
        };
        let unit = (!self.unit.is_empty() && suffix != "_count" && suffix != "_bucket")
            .then_some(Cow::Borrowed(self.unit));
        sink.record(&Record::Metric(Metric { origin, name, unit, value, caller: None }));
    }
}

fn value(written: &str) -> Option<f64> {
    written.parse().ok().filter(|value: &f64| value.is_finite())
}

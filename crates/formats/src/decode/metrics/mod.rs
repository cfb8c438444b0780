//! Metrics that are not tables: answers of monitoring systems, and their line protocols.
//!
//! One file for each format. JSON answers are framed series by series, so that each sample has its own place;
//! line protocols share [`lines`].

pub mod cloudwatch;
pub mod datadog;
pub mod exposition;
pub mod grafana;
pub mod graphite;
pub mod influx;
mod lines;
pub mod prometheus;
pub mod statsd;

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use postlude_base::Timestamp;
use postlude_evidence::{Attributes, Metric, Origin, Text};

use super::labels;
use crate::decode::table::epoch;

/// A metric with these labels at a place; the labels say whose it is and stay as attributes.
fn labelled<'a>(origin: Origin<'a>, name: Text<'a>, labels: Attributes<'a>, value: f64) -> Metric<'a> {
    let mut origin = origin;
    let own = |text: Option<&str>| text.map(|text| Cow::Owned(text.to_owned()));
    let whose =
        labels::whose(|key| labels.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_ref()));
    origin.service = own(whose.service);
    origin.instance = own(whose.instance);
    origin.host = own(whose.host);
    let caller = own(whose.caller);
    let unit = super::table::unit_of(&name).1.map(|unit| Cow::Owned(unit.to_owned()));
    origin.attributes = labels;
    Metric { origin, name, unit, value, caller }
}

/// A finite number as metrics write it.
pub(crate) fn value_of(text: &str) -> Option<f64> {
    text.parse().ok().filter(|value: &f64| value.is_finite())
}

/// The moment of a number of seconds, milliseconds, microseconds or nanoseconds since 1970, by its size.
fn moment_of(text: &str) -> Option<Timestamp> {
    let size: f64 = text.parse().ok()?;
    let unit = match size.abs() {
        s if s < 1e11 => 1_000_000_000,
        s if s < 1e14 => 1_000_000,
        s if s < 1e17 => 1_000,
        _ => 1,
    };
    epoch(text.as_bytes(), unit)
}

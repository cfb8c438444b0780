//! Graphite's plaintext protocol: `shop.till.latency_ms 12.5 1700000000`, with tags `name;key=value`. Source:
//! Graphite, "Feeding in your data".

use std::borrow::Cow;

use postlude_evidence::{Attributes, Origin, Record, Sink};

use super::lines::{LineReader, detection};
use super::{labelled, moment_of, value_of};
use crate::sniff::{Detection, Head};

/// Is it plaintext of Graphite?
pub fn sniff(head: &Head<'_>) -> Option<Detection> {
    detection(
        head,
        "graphite plaintext",
        88,
        |line| parse(line).is_some(),
        || Box::new(LineReader::new(decode)),
    )
}

/// Name with tags, value, time.
fn parse(line: &str) -> Option<(&str, f64, &str)> {
    let mut parts = line.split_ascii_whitespace();
    let (name, value, time) = (parts.next()?, parts.next()?, parts.next()?);
    let named =
        name.contains(['.', ';']) && name.bytes().any(|b| b.is_ascii_alphabetic()) && !name.contains(':');
    let timed = matches!(time.len(), 10 | 13) && time.bytes().all(|b| b.is_ascii_digit());
    (named && timed && parts.next().is_none()).then_some((name, value_of(value)?, time))
}

fn decode(line: &str, mut origin: Origin<'_>, sink: &mut dyn Sink) -> bool {
    let Some((written, value, time)) = parse(line) else { return false };
    let mut parts = written.split(';');
    let name = parts.next().unwrap_or(written);
    let tags: Attributes<'_> = parts
        .filter_map(|tag| tag.split_once('='))
        .map(|(key, value)| (Cow::Borrowed(key), Cow::Borrowed(value)))
        .collect();
    origin.time = moment_of(time);
    sink.record(&Record::Metric(labelled(origin, Cow::Borrowed(name), tags, value)));
    true
}

//! InfluxDB's line protocol: `measurement,tag=value field=1,other=2i 1700000000000000000`. Source: InfluxDB, "Line protocol".

use std::borrow::Cow;

use postlude_base::Timestamp;
use postlude_evidence::{Attributes, Origin, Record, Sink};

use super::lines::{LineReader, detection};
use super::{labelled, moment_of, value_of};
use crate::sniff::{Detection, Head};

/// Is it line protocol?
pub fn sniff(head: &Head<'_>) -> Option<Detection> {
    let modified = head.hints.modified;
    let is_one = |line: &str| parse(line).is_some_and(|point| !point.fields.is_empty());
    detection(head, "influx line protocol", 88, is_one, move || {
        Box::new(LineReader::new(move |line: &str, origin, sink: &mut dyn Sink| {
            decode(line, &origin, modified, sink)
        }))
    })
}

struct Point<'a> {
    measurement: String,
    tags: Vec<(String, String)>,
    fields: Vec<(String, &'a str)>,
    time: Option<&'a str>,
}

/// Cuts at a separator that no backslash and no quotes protect.
fn cut(text: &str, separator: u8) -> Option<(&str, &str)> {
    let (mut escaped, mut quoted) = (false, false);
    for (at, b) in text.bytes().enumerate() {
        match b {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => quoted = !quoted,
            _ if b == separator && !quoted => return Some((&text[..at], &text[at + 1..])),
            _ => {}
        }
    }
    None
}

fn plain(text: &str) -> String {
    text.replace("\\ ", " ").replace("\\,", ",").replace("\\=", "=")
}

fn pairs(text: &str) -> Option<Vec<(String, &str)>> {
    let mut found = Vec::new();
    let mut rest = Some(text);
    while let Some(text) = rest {
        let (pair, next) = cut(text, b',').map_or((text, None), |(pair, next)| (pair, Some(next)));
        let (key, value) = cut(pair, b'=')?;
        if key.is_empty() || value.is_empty() {
            return None;
        }
        found.push((plain(key), value));
        rest = next;
    }
    Some(found)
}

fn parse(line: &str) -> Option<Point<'_>> {
    let (series, rest) = cut(line.trim(), b' ')?;
    let (fields, time) = cut(rest, b' ').map_or((rest, None), |(fields, time)| (fields, Some(time.trim())));
    if time.is_some_and(|time| time.parse::<i64>().is_err()) {
        return None;
    }
    let (measurement, tags) = cut(series, b',').map_or((series, None), |(name, tags)| (name, Some(tags)));
    let known = |value: &str| number(value).is_some() || value.starts_with('"') || is_truth(value);
    let fields = pairs(fields).filter(|fields| fields.iter().all(|(_, value)| known(value)))?;
    let tags = tags.map_or(Some(Vec::new()), pairs)?;
    let tags = tags.into_iter().map(|(key, value)| (key, plain(value))).collect();
    Some(Point { measurement: plain(measurement), tags, fields, time })
}

fn is_truth(value: &str) -> bool {
    matches!(value, "t" | "T" | "true" | "True" | "TRUE" | "f" | "F" | "false" | "False" | "FALSE")
}

fn number(value: &str) -> Option<f64> {
    value_of(value.strip_suffix(['i', 'u']).unwrap_or(value))
}

fn decode(line: &str, origin: &Origin<'_>, modified: Option<Timestamp>, sink: &mut dyn Sink) -> bool {
    if line.starts_with('#') {
        return true;
    }
    let Some(point) = parse(line) else { return false };
    let tags: Attributes<'_> = point
        .tags
        .iter()
        .map(|(key, value)| (Cow::Borrowed(key.as_str()), Cow::Borrowed(value.as_str())))
        .collect();
    for (field, value) in &point.fields {
        let Some(value) = number(value) else { continue };
        let mut origin = Origin::at(origin.span, origin.line);
        origin.time = point.time.map_or(modified, moment_of);
        let name = match field.as_str() {
            "value" | "gauge" | "counter" => point.measurement.clone(),
            field => format!("{}.{field}", point.measurement),
        };
        sink.record(&Record::Metric(labelled(origin, Cow::Owned(name), tags.clone(), value)));
    }
    true
}

//! StatsD datagrams dumped to a file: `till.latency:12.5|ms|@0.1|#env:prod,service:till`, perhaps behind a
//! time. Source: StatsD metric types; DogStatsD for tags.

use std::borrow::Cow;

use postlude_base::Timestamp;
use postlude_evidence::{Attributes, Origin, Record, Sink};

use super::lines::{LineReader, detection};
use super::{labelled, moment_of, value_of};
use crate::decode::moment_text;
use crate::sniff::{Detection, Head};

/// Is it a dump of StatsD?
pub fn sniff(head: &Head<'_>) -> Option<Detection> {
    let modified = head.hints.modified;
    detection(
        head,
        "statsd",
        88,
        |line| parse(line).is_some(),
        move || {
            Box::new(LineReader::new(move |line: &str, origin, sink: &mut dyn Sink| {
                decode(line, origin, modified, sink)
            }))
        },
    )
}

struct Datagram<'a> {
    time: Option<Timestamp>,
    name: &'a str,
    value: f64,
    unit: Option<&'static str>,
    tags: &'a str,
}

fn parse(line: &str) -> Option<Datagram<'_>> {
    let (time, datagram) = match line.rsplit_once(char::is_whitespace) {
        Some((before, datagram)) if datagram.contains('|') => {
            let before = before.trim();
            (Some(moment_of(before).or_else(|| moment_text(before))?), datagram)
        }
        Some(_) => return None,
        None => (None, line),
    };
    let mut parts = datagram.split('|');
    let (name, value) = parts.next()?.rsplit_once(':')?;
    let unit = match parts.next()? {
        "ms" => Some("ms"),
        "c" | "g" | "h" | "d" | "s" | "m" => None,
        _ => return None,
    };
    let tags = parts.find_map(|part| part.strip_prefix('#')).unwrap_or_default();
    Some(Datagram { time, name, value: value_of(value)?, unit, tags })
}

fn decode(line: &str, mut origin: Origin<'_>, modified: Option<Timestamp>, sink: &mut dyn Sink) -> bool {
    let Some(found) = parse(line) else { return false };
    origin.time = found.time.or(modified);
    let tags: Attributes<'_> = found
        .tags
        .split(',')
        .filter_map(|tag| tag.split_once(':'))
        .map(|(key, value)| (Cow::Borrowed(key), Cow::Borrowed(value)))
        .collect();
    let mut metric = labelled(origin, Cow::Borrowed(found.name), tags, found.value);
    metric.unit = found.unit.map(Cow::Borrowed).or(metric.unit);
    sink.record(&Record::Metric(metric));
    true
}

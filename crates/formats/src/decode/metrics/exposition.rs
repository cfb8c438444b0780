//! The text that Prometheus scrapes, and OpenMetrics: `name{label="value"} number [time]`. Without times the
//! time of the file is taken. Source: Prometheus exposition formats 0.0.4, OpenMetrics 1.0.

use std::borrow::Cow;

use postlude_base::{Problem, Timestamp};
use postlude_evidence::{Origin, Record, Sink};

use super::lines::{LineReader, head_lines};
use super::{labelled, moment_of, value_of};
use crate::decode::labels;
use crate::sniff::{Detection, Head};

/// Is it a scrape?
pub fn sniff(head: &Head<'_>) -> Option<Detection> {
    let (mut comments, mut braces, mut samples, mut odd, mut timed) = (0u32, 0u32, 0u32, 0u32, 0u32);
    for line in head_lines(head) {
        if ["# TYPE ", "# HELP ", "# UNIT ", "# EOF"].iter().any(|start| line.starts_with(start)) {
            comments += 1;
        } else if let Some(sample) = parse(line) {
            samples += 1;
            braces += u32::from(line.contains('{'));
            timed += u32::from(sample.time.is_some());
        } else if !line.starts_with('#') {
            odd += 1;
        }
    }
    if samples == 0 || odd * 5 > samples || (comments == 0 && braces * 2 < samples) {
        return None;
    }
    let modified = head.hints.modified;
    let mut problems = Vec::new();
    let mut reasons = vec![format!("{samples} samples and {comments} comments of the exposition format")];
    if timed == 0 {
        reasons.push("no times: that of the file is taken".to_owned());
        if modified.is_none() {
            problems.push(Problem::new("no-time", "the samples have no times and the file has none either"));
        }
    }
    Some(Detection {
        format: "prometheus text".to_owned(),
        confidence: if comments > 0 { 94 } else { 86 },
        reasons,
        problems,
        reader: Box::new(LineReader::new(move |line: &str, origin, sink: &mut dyn Sink| {
            decode(line, origin, modified, sink)
        })),
    })
}

struct Sample<'a> {
    series: &'a str,
    value: &'a str,
    time: Option<&'a str>,
}

/// The parts of a sample; none if the line is not one.
fn parse(line: &str) -> Option<Sample<'_>> {
    let line = line.split(" # {").next().unwrap_or(line).trim();
    let first = line.bytes().next()?;
    if !(first.is_ascii_alphabetic() || matches!(first, b'_' | b':' | b'{')) {
        return None;
    }
    let (series, rest) = match line.find('{') {
        Some(_) => line.split_at(line.rfind('}')? + 1),
        None => line.split_at(line.find(char::is_whitespace)?),
    };
    let mut parts = rest.split_whitespace();
    let value = parts.next()?;
    let time = parts.next();
    let number = |text: &str| text.parse::<f64>().is_ok();
    let name = series.split('{').next().unwrap_or_default();
    let fits = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b':'))
        && number(value)
        && time.is_none_or(number)
        && parts.next().is_none();
    fits.then_some(Sample { series, value, time })
}

fn decode(line: &str, mut origin: Origin<'_>, modified: Option<Timestamp>, sink: &mut dyn Sink) -> bool {
    if line.starts_with('#') {
        return true;
    }
    let Some(sample) = parse(line) else { return false };
    let Some(value) = value_of(sample.value) else { return true };
    origin.time = sample.time.map_or(modified, moment_of);
    let (name, labels) = labels::parse(sample.series);
    let labels = labels.into_iter().map(|(key, value)| (Cow::Owned(key), Cow::Owned(value))).collect();
    sink.record(&Record::Metric(labelled(origin, Cow::Borrowed(name), labels, value)));
    true
}

//! Samples of the corpus and the records that must come out, one line of JSON each; and what must hold
//! of any bytes.

use std::fmt::Write as _;
use std::path::Path;

use postlude_base::{Problem, Timestamp};
use postlude_evidence::{Record, Sink};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{Block, Carry, Head, Hints, detect};

/// When the samples were written: 2024-03-05T15:00:00Z.
const MODIFIED: Timestamp = Timestamp(1_709_650_800_000_000_000);

/// Reads a sample as if it were in an evidence folder and compares what comes out with the snapshot beside it.
pub fn check(path: &str) {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus");
    let bytes = std::fs::read(corpus.join(path)).expect(path);
    let (folder, name) = path.rsplit_once('/').expect("a sample is in a folder");
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(corpus.join(folder));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, shown(name, &bytes)));
}

/// Format, reasons and records of a source.
pub fn shown(name: &str, bytes: &[u8]) -> String {
    let hints = Hints { path: name, modified: Some(MODIFIED), ..Hints::default() };
    let Some(found) = detect(&Head { bytes, complete: true, hints: &hints }) else {
        return "unknown".to_owned();
    };
    let mut lines = Lines { bytes, text: format!("{}: {}\n", found.format, found.reasons.join("; ")) };
    found.problems.into_iter().for_each(|problem| lines.problem(problem));
    found.reader.read(&Block::whole(bytes), &mut Carry::default(), &mut lines);
    lines.text
}

/// Records of a source that is read in blocks of about so many bytes, without problems, which are told by block.
fn in_blocks(name: &str, bytes: &[u8], size: usize) -> Option<String> {
    let hints = Hints { path: name, modified: Some(MODIFIED), ..Hints::default() };
    let found = detect(&Head { bytes, complete: true, hints: &hints })?;
    let mut lines = Lines { bytes, text: String::new() };
    let (mut from, mut line, mut carry) = (0, 1, Carry::default());
    while from < bytes.len() {
        let mut wanted = size;
        let block = loop {
            let to = (from + wanted).min(bytes.len());
            let last = to == bytes.len();
            let block = Block { bytes: &bytes[from..to], offset: from as u64, line, first: from == 0, last };
            match found.reader.cut(&block) {
                0 => wanted += size,
                cut => break Block { bytes: &block.bytes[..cut], last: from + cut == bytes.len(), ..block },
            }
        };
        found.reader.read(&block, &mut carry, &mut lines);
        line += found.reader.lines(block.bytes);
        from += block.bytes.len();
    }
    Some(lines.text)
}

fn records_of(text: &str) -> Vec<&str> {
    text.lines().filter(|line| line.contains('{') && !line.starts_with("problem ")).collect()
}

const SAMPLES: &[&str] = &[
    "otlp/traces.jsonl",
    "otlp/metrics.json",
    "otlp/logs.jsonl",
    "traces/jaeger.json",
    "traces/zipkin-v2.json",
    "traces/zipkin-traces.json",
    "traces/kiali.json",
    "metrics/prometheus-matrix.json",
    "metrics/victoriametrics.jsonl",
    "metrics/cloudwatch-data.json",
    "metrics/grafana-frames.json",
    "metrics/scrape.prom",
    "metrics/influx.txt",
    "metrics/statsd.txt",
    "tables/spans.csv",
    "tables/logs.csv",
    "tables/layers.csv",
    "tables/services.csv",
    "tables/changes.csv",
    "tables/matrix.csv",
    "tables/grafana.csv",
    "tables/ragged.csv",
];

fn sample(path: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus").join(path)).expect(path)
}

#[test]
fn blocks_give_the_same_records() {
    for path in SAMPLES {
        let bytes = sample(path);
        let whole = shown(path, &bytes);
        let whole = whole.split_once('\n').map_or("", |(_, records)| records);
        for size in [1, 40, 150, 1000] {
            let cut = in_blocks(path, &bytes, size).expect(path);
            assert_eq!(records_of(&cut), records_of(whole), "{path} in blocks of {size}");
        }
    }
}

proptest! {
    // Each case asks every format: a few are enough for each run.
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// A sample that is cut off, with some bytes changed, gives records inside the source and no panic.
    #[test]
    fn damaged_samples_are_read(
        which in 0..SAMPLES.len(),
        keep in 0.0..1.0f64,
        changes in prop::collection::vec((0.0..1.0f64, any::<u8>()), 0..6),
    ) {
        let mut bytes = sample(SAMPLES[which]);
        bytes.truncate((bytes.len() as f64 * keep) as usize);
        for (at, byte) in changes {
            let at = (bytes.len() as f64 * at) as usize;
            if let Some(changed) = bytes.get_mut(at) {
                *changed = byte;
            }
        }
        shown(SAMPLES[which], &bytes);
        in_blocks(SAMPLES[which], &bytes, 100);
    }
}

struct Lines<'a> {
    bytes: &'a [u8],
    text: String,
}

impl Sink for Lines<'_> {
    fn record(&mut self, record: &Record<'_>) {
        let (kind, mut shown) = match record {
            Record::Log(r) => (
                "log",
                json!({"level": r.severity.map(postlude_evidence::Severity::name), "body": r.body, "trace": r.trace_id, "span": r.span_id,
                       "status": r.status_code}),
            ),
            Record::Metric(r) => {
                ("metric", json!({"name": r.name, "unit": r.unit, "value": r.value, "caller": r.caller}))
            }
            Record::Span(r) => (
                "span",
                json!({"trace": r.trace_id, "span": r.span_id, "parent": r.parent_span_id, "name": r.name, "kind": r.kind,
                       "ns": r.duration, "failed": r.failed, "message": r.status_message}),
            ),
            Record::Alert(r) => (
                "alert",
                json!({"name": r.name, "summary": r.summary, "level": r.severity.map(postlude_evidence::Severity::name), "state": r.state,
                       "end": r.end.map(|end| end.to_string()), "fingerprint": r.fingerprint}),
            ),
            Record::Change(r) => (
                "change",
                json!({"kind": r.kind, "title": r.title, "end": r.end.map(|end| end.to_string()), "actor": r.actor,
                       "version": r.version, "outcome": r.outcome}),
            ),
            Record::Message(r) => (
                "message",
                json!({"author": r.author, "channel": r.channel, "text": r.text, "thread": r.thread}),
            ),
            Record::Dependency(r) => {
                ("dependency", json!({"caller": r.caller, "callee": r.callee, "weight": r.weight}))
            }
            Record::Attachment(r) => ("attachment", json!({"title": r.title})),
        };
        let origin = record.origin();
        let (from, to) = (origin.span.from as usize, origin.span.to as usize);
        let cited = String::from_utf8_lossy(&self.bytes[from..to]);
        let cited: String = cited.chars().take(20).collect();
        shown["at"] = json!(format!("{}:{from}-{to} {cited}", origin.line));
        shown["time"] = json!(origin.time.map(|time| time.to_string()));
        shown["service"] = json!(origin.service);
        shown["instance"] = json!(origin.instance);
        shown["host"] = json!(origin.host);
        for (key, value) in &origin.attributes {
            shown[format!("+{key}")] = json!(value);
        }
        if let Value::Object(fields) = &mut shown {
            fields.retain(|_, value| !value.is_null());
        }
        writeln!(self.text, "{kind} {shown}").expect("a string takes everything");
    }

    fn problem(&mut self, problem: Problem) {
        writeln!(self.text, "problem {}: {}", problem.code, problem.message)
            .expect("a string takes everything");
    }
}

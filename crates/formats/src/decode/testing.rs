//! Samples of the corpus and the records that must come out, one line of JSON each.

use std::fmt::Write as _;
use std::path::Path;

use postlude_base::{Problem, Timestamp};
use postlude_evidence::{Record, Sink};
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

//! A timeline for programs. The shape is `postlude-timeline/1`; fields may be added, never taken away.

use postlude_base::{EvidenceRef, NANOSECONDS_PER_SECOND};
use postlude_draft::{Argument, Entry, Lead};
use serde_json::{Value, json};

use super::{SourceLine, Timeline};
use crate::clocks::{known, seconds};

impl Timeline {
    /// One object with everything.
    pub fn json(&self) -> Value {
        let window = self.draft.window;
        json!({
            "format": "postlude-timeline/1",
            "window": {"start": window.map(|w| w.0.to_string()), "end": window.map(|w| w.1.to_string())},
            "stats": {
                "bytes": self.bytes,
                "records": self.records,
                "sources": self.sources.len(),
                "undated": self.undated,
                "seconds": self.seconds,
            },
            "sources": self.sources.iter().map(|line| json!({
                "id": self.source_id(line.source),
                "path": line.path,
                "member": line.member,
                "format": line.format,
                "records": line.records,
                "offset_s": applied_s(line),
                "offset_error_s": line.clock.as_ref().map_or(0.0, |clock| seconds(clock.shown_error())),
                "offset_known": line.clock.as_ref().and_then(known),
                "problems": line.problems,
            })).collect::<Vec<_>>(),
            "entries": self.draft.entries.iter().map(|e| self.json_of(e)).collect::<Vec<_>>(),
            "leads": self.draft.leads.iter().map(lead).collect::<Vec<_>>(),
        })
    }

    /// One entry.
    pub fn json_of(&self, entry: &Entry) -> Value {
        json!({
            "id": entry.id,
            "time": entry.time.to_string(),
            "end": entry.end.map(|end| end.to_string()),
            "time_error_s": entry.time_error as f64 / NANOSECONDS_PER_SECOND as f64,
            "order_undecided_with": entry.order_undecided_with,
            "kind": entry.kind,
            "service": entry.service,
            "title": entry.title,
            "score": rounded(entry.score),
            "evidence": entry.evidence.iter().map(|e| evidence(self, e)).collect::<Vec<_>>(),
            "reason": entry.reason,
            "plot": entry.plot.as_ref().map(|plot| json!({
                "label": plot.label,
                "start": plot.start.to_string(),
                "step_s": plot.step as f64 / NANOSECONDS_PER_SECOND as f64,
                "values": plot.values,
            })),
            "message_kind": entry.message_kind,
            "known": entry.known.as_ref().map(|known| json!({
                "time": known.time.to_string(),
                "lag_s": known.lag as f64 / NANOSECONDS_PER_SECOND as f64,
                "by": known.by,
                "how": known.how,
                "evidence": known.evidence.iter().map(|e| evidence(self, e)).collect::<Vec<_>>(),
            })),
        })
    }
}

/// What was added to the times of a source.
fn applied_s(line: &SourceLine) -> f64 {
    line.clock.as_ref().and_then(|clock| clock.applied()).map_or(0.0, |course| seconds(course.offset()))
}

fn evidence(timeline: &Timeline, evidence: &EvidenceRef) -> Value {
    json!({"source": timeline.source_id(evidence.source), "bytes": [evidence.span.from, evidence.span.to]})
}

fn lead(lead: &Lead) -> Value {
    json!({
        "service": lead.service,
        "change": lead.change,
        "since": lead.since.to_string(),
        "score": rounded(lead.score),
        "entries": lead.entries,
        "reason": lead.reason,
        "supports": lead.supports.iter().map(argument).collect::<Vec<_>>(),
        "against": lead.against.iter().map(argument).collect::<Vec<_>>(),
        "missing": lead.missing,
    })
}

fn argument(argument: &Argument) -> Value {
    json!({"sign": argument.sign, "text": argument.text, "log_odds": rounded(argument.weight)})
}

/// Four digits are more than the score knows.
fn rounded(score: f64) -> f64 {
    (score * 1e4).round() / 1e4
}

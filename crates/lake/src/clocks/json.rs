//! Clocks for programs. The shape is `postlude-clocks/1`; fields may be added, never taken away.

use postlude_draft::clocks::Verdict;
use serde_json::{Value, json};

use super::words::{drift, known, seconds, verdict};
use super::{Clock, Named};

/// One object with a clock for each source.
pub fn object(clocks: &[Named<'_>]) -> Value {
    let reference: Vec<&str> = clocks
        .iter()
        .filter(|named| named.clock.verdict == Verdict::Agrees && named.clock.shown_error() > 0)
        .map(|named| named.path)
        .collect();
    let clocks: Vec<Value> = clocks.iter().map(|named| row(named.path, named.clock)).collect();
    json!({"format": "postlude-clocks/1", "reference": reference, "clocks": clocks})
}

/// One clock.
pub fn row(path: &str, clock: &Clock) -> Value {
    let jumps: Vec<Value> = clock
        .course
        .pieces()
        .skip(1)
        .map(|piece| json!({"byte": piece.byte_from, "offset_s": seconds(piece.offset)}))
        .collect();
    json!({
        "path": path,
        "clock": clock.group,
        "offset_s": seconds(clock.course.offset()),
        "error_s": clock.error.map(seconds),
        "drift_ppm": drift(&clock.course),
        "jumps": jumps,
        "anchors": clock.anchors,
        "agreeing": clock.agreeing,
        "known": known(clock),
        "verdict": verdict(clock),
        "why": clock.why,
    })
}

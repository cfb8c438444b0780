//! `--format timesketch`: JSON lines with the three fields that Timesketch asks for (`message`, `datetime`,
//! `timestamp_desc`), see its documentation "Create timeline from JSON/JSONL/CSV file".

use serde_json::json;

use super::Timeline;

/// One line per entry.
pub(crate) fn timesketch(timeline: &Timeline) -> String {
    let line = |entry: &postlude_draft::Entry| {
        let cited: Vec<String> = entry
            .evidence
            .iter()
            .map(|e| format!("{} bytes {}-{}", timeline.source_name(e), e.span.from, e.span.to))
            .collect();
        let object = json!({
            "message": entry.title,
            "datetime": entry.time.to_string().replace('Z', "+00:00"),
            "timestamp_desc": entry.kind,
            "service": entry.service,
            "reason": entry.reason,
            "score": entry.score,
            "evidence": cited,
            "message_kind": entry.message_kind,
            "known": entry.known.as_ref().map(|known| known.time.to_string()),
            "known_by": entry.known.as_ref().map(|known| known.by),
            "tag": ["postlude"],
        });
        format!("{object}\n")
    };
    timeline.draft.entries.iter().map(line).collect()
}

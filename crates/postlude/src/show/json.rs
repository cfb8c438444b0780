//! `--format json` and `jsonl`: for programs.

use super::Timeline;

/// One object with everything.
pub(crate) fn json(timeline: &Timeline) -> String {
    format!("{:#}\n", timeline.json())
}

/// One entry a line.
pub(crate) fn jsonl(timeline: &Timeline) -> String {
    timeline.draft.entries.iter().map(|entry| format!("{}\n", timeline.json_of(entry))).collect()
}

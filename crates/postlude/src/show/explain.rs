//! `--explain e7`: one entry with its reason and the very lines it was read from.

use std::fmt::Write as _;

use owo_colors::OwoColorize as _;
use postlude_base::EvidenceRef;
use postlude_draft::Entry;

use super::terminal::{clock, day};
use super::{Look, Timeline};

/// Bytes of a citation that are shown.
const SHOWN: usize = 2000;

/// The entry, its reason, and each citation; `original` gives the bytes back.
pub(crate) fn explain(
    timeline: &Timeline,
    entry: &Entry,
    look: &Look,
    original: &mut dyn FnMut(&EvidenceRef) -> anyhow::Result<Vec<u8>>,
) -> anyhow::Result<String> {
    let mut text = format!("{}  {}\n", entry.id.bold(), entry.title);
    let error = entry.time_error as f64 / 1e9;
    let _ = writeln!(text, "{} {}, give or take {error} s", day(entry.time, look), clock(entry.time, look));
    if let Some(end) = entry.end {
        let _ = writeln!(text, "until {} {}", day(end, look), clock(end, look));
    }
    let _ = writeln!(text, "why: {}", entry.reason);
    for evidence in &entry.evidence {
        let place =
            format!("{} bytes {}–{}", timeline.source_name(evidence), evidence.span.from, evidence.span.to);
        let _ = writeln!(text, "\n{}", place.dimmed());
        let bytes = original(evidence)?;
        let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(SHOWN)]);
        for line in shown.lines() {
            let _ = writeln!(text, "  {}", line.replace(|c: char| c.is_control() && c != '\t', "·"));
        }
        if bytes.len() > SHOWN {
            let _ = writeln!(text, "  … {} more bytes", bytes.len() - SHOWN);
        }
    }
    Ok(text)
}

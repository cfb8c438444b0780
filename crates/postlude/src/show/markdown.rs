//! `--format markdown`: to paste into a document or a ticket.

use std::fmt::Write as _;

use super::{Look, Timeline};
use crate::show::terminal::{clock, day};

/// A list of leads and a table of entries per day.
pub(crate) fn markdown(timeline: &Timeline, look: &Look) -> String {
    let mut text = String::from("# Incident timeline\n\n");
    if !timeline.draft.leads.is_empty() {
        text.push_str("## Look at first\n\n");
    }
    for lead in timeline.draft.leads.iter().filter(|lead| lead.score >= 0.5) {
        let service = lead.service.as_deref().unwrap_or("(no service)");
        let since = clock(lead.since, look);
        let _ = writeln!(
            text,
            "1. **{}** since {since}: {} ({})",
            escaped(service),
            escaped(&lead.reason),
            lead.entries.join(", ")
        );
    }
    let mut today = String::new();
    for entry in &timeline.draft.entries {
        let date = day(entry.time, look);
        if date != today {
            let _ = write!(text, "\n## {date}\n\n| time | | what | evidence |\n| --- | --- | --- | --- |\n");
            today = date;
        }
        let cited = entry
            .evidence
            .first()
            .map(|e| format!("`{}` {}–{}", timeline.source_name(e), e.span.from, e.span.to));
        let kind = serde_json::to_value(entry.kind).ok();
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} |",
            clock(entry.time, look),
            kind.as_ref().and_then(|kind| kind.as_str()).unwrap_or_default(),
            escaped(&entry.title),
            cited.unwrap_or_default()
        );
    }
    text
}

/// A text that Markdown leaves as it is.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '|' | '*' | '_' | '`' | '<' | '>' | '[' | ']' | '\\' | '#') {
            out.push('\\');
        }
        out.push(if c == '\n' { ' ' } else { c });
    }
    out
}

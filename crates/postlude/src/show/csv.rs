//! `--format csv`: one row per entry, for spreadsheets.

use super::Timeline;

/// A header row and one row per entry (RFC 4180).
pub(crate) fn csv(timeline: &Timeline) -> String {
    let mut text = String::from("id,time,end,time_error_s,kind,service,title,score,reason,evidence\r\n");
    for entry in &timeline.draft.entries {
        let evidence: Vec<String> = entry
            .evidence
            .iter()
            .map(|e| format!("{}[{}..{}]", timeline.source_name(e), e.span.from, e.span.to))
            .collect();
        let kind = super::kind::code(entry.kind);
        let cells = [
            entry.id.clone(),
            entry.time.to_string(),
            entry.end.map(|end| end.to_string()).unwrap_or_default(),
            format!("{}", entry.time_error as f64 / 1e9),
            kind.to_owned(),
            entry.service.clone().unwrap_or_default(),
            entry.title.clone(),
            format!("{:.3}", entry.score),
            entry.reason.clone(),
            evidence.join(" "),
        ];
        text.push_str(&cells.map(|cell| quoted(&cell)).join(","));
        text.push_str("\r\n");
    }
    text
}

/// A cell, in quotes where it must be. A leading `=`, `+`, `-` or `@` would run as a formula in a spreadsheet.
pub(super) fn quoted(cell: &str) -> String {
    let safe = if cell.starts_with(['=', '+', '-', '@']) { format!("'{cell}") } else { cell.to_owned() };
    if safe.contains([',', '"', '\n', '\r']) { format!("\"{}\"", safe.replace('"', "\"\"")) } else { safe }
}

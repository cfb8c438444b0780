//! `--format markdown`: to paste into a document or a ticket.

use std::fmt::Write as _;

use postlude_base::EvidenceRef;
use postlude_draft::Entry;

use super::known::note;
use super::moment::{day, length, range, seconds, with_error};
use super::words::{UNDECIDED, counted, order_sign, plain, title_in_lane};
use super::{Look, Timeline, WORTH_LOOKING, kind};

/// A list of leads and a table of entries per day. `line` gives the line that a citation begins in.
pub(crate) fn markdown(
    timeline: &Timeline,
    look: &Look,
    line: &dyn Fn(&EvidenceRef) -> Option<u64>,
) -> String {
    let mut text = String::from("# Incident timeline\n\n");
    if let Some((start, end)) = timeline.draft.window {
        let _ = writeln!(text, "{}.", range(start, end, look));
    }
    let _ = writeln!(
        text,
        "Read from {} in {}.",
        counted(timeline.records, "record"),
        counted(timeline.sources.len() as u64, "source")
    );
    leads(&mut text, timeline, look);
    let mut today = String::new();
    let entries = &timeline.draft.entries;
    let before = std::iter::once(None).chain(entries.iter().map(Some));
    for (entry, before) in entries.iter().zip(before) {
        let date = day(entry.time, look);
        if date != today {
            let _ = write!(
                text,
                "\n## {date}\n\n| time | | service | what | evidence |\n| --- | --- | --- | --- | --- |\n"
            );
            today = date;
        }
        let order = order_sign(before, entry);
        row(&mut text, timeline, (order, entry), look, line);
    }
    if entries.windows(2).any(|pair| order_sign(pair.first(), &pair[1]) == UNDECIDED) {
        let _ = writeln!(
            text,
            "\n{UNDECIDED} read from another clock than the entry above; nobody can tell which came first."
        );
    }
    text
}

fn leads(text: &mut String, timeline: &Timeline, look: &Look) {
    let shown: Vec<_> = timeline.draft.leads.iter().filter(|lead| lead.score >= WORTH_LOOKING).collect();
    if !shown.is_empty() {
        text.push_str("\n## Look at first\n\n");
    }
    for lead in shown {
        let service = lead.service.as_deref().unwrap_or("no single service");
        let seen =
            if lead.entries.is_empty() { String::new() } else { format!(" ({})", lead.entries.join(", ")) };
        let _ = writeln!(
            text,
            "1. **{}** since {}: {}{seen}",
            escaped(service),
            seconds(lead.since, look),
            escaped(&lead.reason)
        );
    }
}

fn row(
    text: &mut String,
    timeline: &Timeline,
    (order, entry): (char, &Entry),
    look: &Look,
    line: &dyn Fn(&EvidenceRef) -> Option<u64>,
) {
    let cited = entry.evidence.first().map(|evidence| {
        let line = line(evidence).map(|line| format!(":{line}")).unwrap_or_default();
        // A code span ends at a backquote, and a cell at a bar.
        let name = plain(&timeline.source_name(evidence)).replace('`', "'").replace('|', "\\|");
        format!("{} `{name}{line}`", entry.id)
    });
    let lasted = match entry.end.filter(|end| *end > entry.time) {
        Some(end) => format!(", for {}", length(end.since(entry.time))),
        None => String::new(),
    };
    let known = note(entry).map(|note| format!(" ({note})")).unwrap_or_default();
    let _ = writeln!(
        text,
        "| {} | {} | {} | {}{lasted}{known} | {} |",
        format!("{} {order}", with_error(entry.time, entry.time_error, look)).trim_end(),
        kind::name(entry.kind),
        escaped(entry.service.as_deref().unwrap_or("")),
        escaped(&title_in_lane(entry)),
        cited.unwrap_or_default()
    );
}

/// A text that Markdown leaves as it is.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '|' | '*' | '_' | '`' | '<' | '>' | '[' | ']' | '\\' | '#' | '~') {
            out.push('\\');
        }
        out.push(if c.is_control() { ' ' } else { c });
    }
    out
}

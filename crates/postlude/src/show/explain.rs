//! `--explain e7`, `--explain lead1`: why something is on the timeline, its values, and the very lines it was read from.

use std::fmt::Write as _;

use owo_colors::OwoColorize as _;
use postlude_base::EvidenceRef;
use postlude_draft::{Entry, Kind, Lead};
use postlude_lake::clocks::signed;

use super::chart::chart;
use super::cited::Cite;
use super::known::{lag, message_kind};
use super::moment::{full, give_or_take, length, seconds};
use super::words::{plain, size, wrapped};
use super::{Look, Timeline, kind};

/// Bytes of a citation that are shown.
const SHOWN: u64 = 2000;

/// Lines of a citation that are shown.
const LINES: usize = 12;

/// One entry: when, why, the values it was seen in, and each citation.
pub(crate) fn explain(
    timeline: &Timeline,
    entry: &Entry,
    look: &Look,
    cite: &mut Cite<'_>,
) -> anyhow::Result<String> {
    let mut text = String::new();
    let sign = kind::sign(entry.kind).style(kind::style(entry.kind)).to_string();
    heading(&mut text, &format!("{} {sign} ", entry.id.bold()), &entry.title, look);
    field(&mut text, "when", &when(entry, look), look);
    field(&mut text, "why", &entry.reason, look);
    if let Some(clock) = clock(timeline, entry) {
        field(&mut text, "clock", &clock, look);
    }
    let name = entry.message_kind.map_or(kind::name(entry.kind), message_kind);
    let about = match &entry.service {
        Some(service) => format!("{name}, {service}, {:.2} of 1", entry.score),
        None => format!("{name}, {:.2} of 1", entry.score),
    };
    field(&mut text, "kind", &about, look);
    if let Some(plot) = &entry.plot {
        field(&mut text, "values", &plot.label, look);
        for line in chart(plot, entry.time, look) {
            let _ = writeln!(text, "        {line}");
        }
    }
    citations(&mut text, timeline, &entry.evidence, cite)?;
    if let Some(known) = &entry.known {
        let said = format!("{} ({}), {}: {}", full(known.time, look), lag(known), known.by, known.how);
        text.push('\n');
        field(&mut text, "known", &said, look);
        citations(&mut text, timeline, &known.evidence, cite)?;
    } else if entry.kind != Kind::Message {
        field(&mut text, "known", "not mentioned", look);
    }
    Ok(text)
}

/// Place and lines of each citation.
fn citations(
    text: &mut String,
    timeline: &Timeline,
    all: &[EvidenceRef],
    cite: &mut Cite<'_>,
) -> anyhow::Result<()> {
    for evidence in all {
        let cited = cite(evidence, SHOWN)?;
        let line = cited.line.map(|line| format!(":{line}")).unwrap_or_default();
        let place = format!("{}{line}", plain(&timeline.source_name(evidence)));
        let bytes = format!("bytes {}–{}", evidence.span.from, evidence.span.to);
        let _ = writeln!(text, "\n  {}  {}", place.underline(), bytes.dimmed());
        quote(text, &cited.text, cited.line);
        if cited.left > 0 {
            let _ = writeln!(text, "  {}", format!("… {} more", size(cited.left)).dimmed());
        }
    }
    Ok(())
}

/// What was done to the times of the source that an entry has its time from, and what that leaves open.
fn clock(timeline: &Timeline, entry: &Entry) -> Option<String> {
    let evidence = entry.evidence.first()?;
    let line = timeline.sources.iter().find(|line| line.source == evidence.source)?;
    let clock = line.clock.as_ref()?;
    let added = clock.applied().map(|course| {
        let error = give_or_take(clock.shown_error()).map(|error| format!(" {error}")).unwrap_or_default();
        format!("{}{error} added to the times of {}", signed(course.offset()), plain(&line.name()))
    });
    let others = &entry.order_undecided_with;
    let undecided = (!others.is_empty())
        .then(|| format!("nobody can tell whether it came before or after {}", others.join(", ")));
    let said: Vec<String> = added.into_iter().chain(undecided).collect();
    (!said.is_empty()).then(|| said.join("; "))
}

/// One lead, then each entry that carries it.
pub(crate) fn explain_lead(
    timeline: &Timeline,
    number: usize,
    lead: &Lead,
    look: &Look,
    cite: &mut Cite<'_>,
) -> anyhow::Result<String> {
    let mut text = String::new();
    let service = lead.service.as_deref().unwrap_or("no single service");
    heading(&mut text, &format!("{} ", format!("lead{number}").bold()), service, look);
    field(&mut text, "since", &full(lead.since, look), look);
    field(&mut text, "why", &lead.reason, look);
    field(&mut text, "score", &format!("{:.2} of 1; a place to look, not a verdict", lead.score), look);
    if let Some(change) = &lead.change {
        field(&mut text, "change", change, look);
    }
    for id in &lead.entries {
        if let Some(entry) = timeline.draft.entries.iter().find(|entry| entry.id == *id) {
            text.push('\n');
            text.push_str(&explain(timeline, entry, look, cite)?);
        }
    }
    Ok(text)
}

fn heading(text: &mut String, front: &str, title: &str, look: &Look) {
    for (at, line) in wrapped(title, look.width.saturating_sub(8)).iter().enumerate() {
        let front = if at == 0 { front } else { "     " };
        let _ = writeln!(text, "{front}{}", line.bold());
    }
}

fn field(text: &mut String, name: &str, value: &str, look: &Look) {
    for (at, line) in wrapped(value, look.width.saturating_sub(8)).iter().enumerate() {
        let name = if at == 0 { name } else { "" };
        let _ = writeln!(text, " {}{line}", format!("{name:<7}").dimmed());
    }
}

fn when(entry: &Entry, look: &Look) -> String {
    let error = give_or_take(entry.time_error).map(|error| format!(" {error}")).unwrap_or_default();
    let end = entry.end.filter(|end| *end > entry.time);
    let lasted =
        end.map(|end| format!(", for {} until {}", length(end.since(entry.time)), seconds(end, look)));
    format!("{}{error}{}", full(entry.time, look), lasted.unwrap_or_default())
}

/// The lines as they stand in the evidence, with their numbers where these are known.
fn quote(text: &mut String, cited: &str, first: Option<u64>) {
    let all = cited.lines().count();
    for (at, line) in cited.lines().take(LINES).enumerate() {
        let number = first.map(|first| (first + at as u64).to_string()).unwrap_or_default();
        let _ =
            writeln!(text, "  {} {}", format!("{number:>6} │").dimmed(), plain(&line.replace('\t', "    ")));
    }
    if all > LINES {
        let _ = writeln!(text, "  {}", format!("       … {} more lines", all - LINES).dimmed());
    }
}

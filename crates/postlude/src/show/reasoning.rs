//! `--explain-leads`: of every lead what supports it, what speaks against it, and what evidence is missing, with weights.

use std::fmt::Write as _;

use owo_colors::OwoColorize as _;
use postlude_draft::{Argument, Lead};

use super::moment::full;
use super::words::wrapped;
use super::{Look, Timeline};

/// Columns before the text of an argument.
const MARGIN: usize = 18;

/// All leads, best first.
pub(crate) fn reasoning(timeline: &Timeline, look: &Look) -> String {
    if timeline.draft.leads.is_empty() {
        return "No leads: nothing in this evidence stands out.\n".to_owned();
    }
    let mut text = String::new();
    let intro = "Leads are places to look first, never verdicts. A weight is in log odds: 2.3 is ten to one, 4.6 a hundred to \
                 one. The score says how likely it is that the trouble begins there rather than anywhere else.";
    for line in wrapped(intro, look.width) {
        let _ = writeln!(text, "{}", line.dimmed());
    }
    for (at, lead) in timeline.draft.leads.iter().enumerate() {
        text.push('\n');
        one(&mut text, at + 1, lead, look);
    }
    text
}

fn one(text: &mut String, number: usize, lead: &Lead, look: &Look) {
    let service = lead.service.as_deref().unwrap_or("no single service");
    let _ = writeln!(text, "{} {}  {:.2} of 1", format!("lead{number}").bold(), service.bold(), lead.score);
    row(text, "since", "", &full(lead.since, look), look);
    if !lead.entries.is_empty() {
        row(text, "entries", "", &lead.entries.join(" "), look);
    }
    arguments(text, "supports", &lead.supports, look);
    arguments(text, "against", &lead.against, look);
    if lead.against.is_empty() {
        row(text, "against", "", "nothing that was found", look);
    }
    if !lead.missing.is_empty() {
        row(text, "missing", "", &lead.missing.join("; "), look);
    }
}

fn arguments(text: &mut String, name: &str, all: &[Argument], look: &Look) {
    for (at, argument) in all.iter().enumerate() {
        let name = if at == 0 { name } else { "" };
        row(text, name, &format!("{:+.1}", argument.weight), &argument.text, look);
    }
}

fn row(text: &mut String, name: &str, weight: &str, value: &str, look: &Look) {
    for (at, line) in wrapped(value, look.width.saturating_sub(MARGIN)).iter().enumerate() {
        let (name, weight) = if at == 0 { (name, weight) } else { ("", "") };
        let _ = writeln!(text, " {}{weight:>6}  {line}", format!("{name:<9}").dimmed());
    }
}

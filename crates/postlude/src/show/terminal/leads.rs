use std::fmt::Write as _;

use owo_colors::OwoColorize as _;
use postlude_draft::Lead;

use crate::show::moment::seconds;
use crate::show::words::{plain, wrapped};
use crate::show::{Look, Timeline, WORTH_LOOKING};

/// Leads shown; the JSON form has them all.
const SHOWN: usize = 5;

/// Weaker leads below this score are noise.
const LEAST: f64 = 0.2;

pub(super) fn leads(text: &mut String, timeline: &Timeline, look: &Look) {
    let all = &timeline.draft.leads;
    let strong = all.iter().filter(|lead| lead.score >= WORTH_LOOKING).count();
    let shown: Vec<&Lead> = match strong {
        0 => all.iter().filter(|lead| lead.score >= LEAST).take(2).collect(),
        _ => all.iter().take(strong.min(SHOWN)).collect(),
    };
    if shown.is_empty() {
        return;
    }
    let title = if strong > 0 { "Look at first" } else { "Nothing stands out; perhaps" };
    let _ = writeln!(text, "\n{}", title.bold());
    for (at, lead) in shown.iter().enumerate() {
        one(text, at + 1, lead, look);
    }
    let rest = all.len() - shown.len();
    if strong > SHOWN && rest > 0 {
        let _ = writeln!(text, "    {}", format!("and {rest} weaker ones; --format json lists all").dimmed());
    }
}

fn one(text: &mut String, number: usize, lead: &Lead, look: &Look) {
    let service = plain(lead.service.as_deref().unwrap_or("no single service"));
    let since = format!("since {}", seconds(lead.since, look));
    let meter = meter(lead.score);
    let _ = write!(text, "{number:>2}  {} {since} {}", service.bold(), meter.dimmed());
    if !lead.entries.is_empty() {
        let _ = write!(text, " {}", lead.entries.join(" ").dimmed());
    }
    text.push('\n');
    for line in wrapped(&lead.reason, look.width.saturating_sub(4)) {
        let _ = writeln!(text, "    {line}");
    }
}

/// Five dots; a score is no more exact than that.
fn meter(score: f64) -> String {
    let full = ((score * 5.0).round() as usize).clamp(1, 5);
    format!("{}{}", "●".repeat(full), "○".repeat(5 - full))
}

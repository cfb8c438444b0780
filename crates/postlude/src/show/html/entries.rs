use std::fmt::Write as _;

use postlude_base::EvidenceRef;
use postlude_draft::{Entry, Plot};

use crate::show::chart::number;
use crate::show::cited::Cite;
use crate::show::known::note;
use crate::show::moment::{day, full, length, with_error};
use crate::show::sparkline::{bounds, position};
use crate::show::words::{reason_beside_title, size, title_in_lane};
use crate::show::{Look, Timeline, kind};

use super::mark::{escaped, shape};

/// Characters shown of a citation.
const SHOWN: usize = 500;

/// Width and height of a plot, in units of the drawing.
const PLOT: (f64, f64) = (140.0, 28.0);

pub(super) fn entries(
    page: &mut String,
    timeline: &Timeline,
    look: &Look,
    cite: &mut Cite<'_>,
) -> anyhow::Result<()> {
    if timeline.draft.entries.is_empty() {
        page.push_str("<p>Nothing stands out in this evidence.</p>\n");
    }
    let mut today = String::new();
    for entry in &timeline.draft.entries {
        let date = day(entry.time, look);
        if date != today {
            page.push_str(if today.is_empty() { "" } else { "</ol>\n</section>\n" });
            let _ = writeln!(page, "<section>\n<h2>{}</h2>\n<ol class=\"entries\">", escaped(&date));
            today = date;
        }
        item(page, timeline, entry, look, cite)?;
    }
    page.push_str(if today.is_empty() { "" } else { "</ol>\n</section>\n" });
    Ok(())
}

fn item(
    page: &mut String,
    timeline: &Timeline,
    entry: &Entry,
    look: &Look,
    cite: &mut Cite<'_>,
) -> anyhow::Result<()> {
    let (id, code) = (&entry.id, kind::code(entry.kind));
    let _ = writeln!(
        page,
        "<li id=\"{id}\" class=\"entry\">\n<p class=\"when\"><time datetime=\"{}\" title=\"{}\">{}</time> <a class=\"id\" \
         href=\"#{id}\">{id}</a></p>\n<p class=\"kind {code}\">{}{}</p>\n<div class=\"what\">",
        entry.time,
        escaped(&full(entry.time, look)),
        with_error(entry.time, entry.time_error, look),
        shape(entry.kind),
        kind::name(entry.kind)
    );
    let service = match &entry.service {
        Some(service) => format!("<b>{}</b> ", escaped(service)),
        None => String::new(),
    };
    let lasted = match entry.end.filter(|end| *end > entry.time) {
        Some(end) => format!(" <span class=\"quiet\">for {}</span>", length(end.since(entry.time))),
        None => String::new(),
    };
    let known = match note(entry) {
        Some(note) => format!(" <span class=\"quiet\">· {}</span>", escaped(&note)),
        None => String::new(),
    };
    let _ = writeln!(page, "<p>{service}{}{lasted}{known}</p>", escaped(&title_in_lane(entry)));
    evidence(page, timeline, entry, cite)?;
    page.push_str("</div>\n");
    if let Some(plot) = &entry.plot {
        drawing(page, entry, plot);
    }
    page.push_str("</li>\n");
    Ok(())
}

fn evidence(
    page: &mut String,
    timeline: &Timeline,
    entry: &Entry,
    cite: &mut Cite<'_>,
) -> anyhow::Result<()> {
    let reason = match reason_beside_title(entry) {
        "" => "Evidence".to_owned(),
        reason => format!("Evidence: {reason}"),
    };
    let _ = writeln!(page, "<details><summary>{}</summary>", escaped(&reason));
    figures(page, timeline, &entry.evidence, cite)?;
    if let Some(known) = &entry.known {
        let _ = writeln!(page, "<p>Known because {}:</p>", escaped(&known.how));
        figures(page, timeline, &known.evidence, cite)?;
    }
    page.push_str("</details>\n");
    Ok(())
}

fn figures(
    page: &mut String,
    timeline: &Timeline,
    all: &[EvidenceRef],
    cite: &mut Cite<'_>,
) -> anyhow::Result<()> {
    for evidence in all {
        // A character has at most four bytes.
        let cited = cite(evidence, SHOWN as u64 * 4)?;
        let text: String = cited.text.chars().take(SHOWN).collect();
        let left = cited.left + (cited.text.len() - text.len()) as u64;
        let left = if left > 0 { format!(" … {} more", size(left)) } else { String::new() };
        let line = cited.line.map(|line| format!(":{line}")).unwrap_or_default();
        let _ = writeln!(
            page,
            "<figure><figcaption><code>{}{line}</code> <span class=\"quiet\">bytes {}–{}</span></figcaption>\
             <pre>{}{left}</pre></figure>",
            escaped(&timeline.source_name(evidence)),
            evidence.span.from,
            evidence.span.to,
            escaped(text.trim_end())
        );
    }
    Ok(())
}

/// A line through the values, a mark where it began, lowest and highest value in words.
fn drawing(page: &mut String, entry: &Entry, plot: &Plot) {
    let (low, high) = bounds(&plot.values);
    if !low.is_finite() || !high.is_finite() {
        return;
    }
    let (width, height) = PLOT;
    let across = |at: usize| at as f64 * width / (plot.values.len().max(2) - 1) as f64;
    let up = |value: f64| {
        let share = if high > low { (value - low) / (high - low) } else { 0.0 };
        height - 2.0 - share * (height - 4.0)
    };
    let mut path = String::new();
    let mut drawing = false;
    for (at, value) in plot.values.iter().enumerate() {
        if let Some(value) = value {
            let _ = write!(path, "{}{:.1} {:.1}", if drawing { 'L' } else { 'M' }, across(at), up(*value));
            // A lone value between two holes is a line of no length, which round ends make visible.
            let alone = !drawing && plot.values.get(at + 1).is_none_or(Option::is_none);
            path.push_str(if alone { "h0" } else { "" });
        }
        drawing = value.is_some();
    }
    let onset = across(position(plot, entry.time)).min(width);
    let label = format!("{}: {} to {}", plot.label, number(low), number(high));
    let _ = writeln!(
        page,
        "<figure class=\"plot {}\"><svg viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{label}\"><title>{label}</title>\
         <line x1=\"{onset:.1}\" x2=\"{onset:.1}\" y1=\"0\" y2=\"{height}\"/><path d=\"{path}\"/></svg>\
         <figcaption>{} – {}</figcaption></figure>",
        kind::code(entry.kind),
        number(low),
        number(high),
        label = escaped(&label)
    );
}

//! `--format html`: one self-contained page, readable without a network, printable, light and dark.

use std::fmt::Write as _;

use postlude_draft::{Entry, Plot};

use super::{Look, Timeline};
use crate::show::terminal::{clock, day};

const STYLE: &str = include_str!("page.css");

/// The page.
pub(crate) fn html(timeline: &Timeline, look: &Look) -> String {
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, \
         initial-scale=1\">\n<title>Incident timeline</title>\n<style>\n{STYLE}</style>\n<main>\n<h1>Incident timeline</h1>\n"
    );
    if let Some((start, end)) = timeline.draft.window {
        let _ = writeln!(
            page,
            "<p>{} {} – {} {}. {} records in {} sources.</p>",
            day(start, look),
            clock(start, look),
            day(end, look),
            clock(end, look),
            timeline.records,
            timeline.sources.len()
        );
    }
    leads(&mut page, timeline, look);
    let mut today = String::new();
    for entry in &timeline.draft.entries {
        let date = day(entry.time, look);
        if date != today {
            if !today.is_empty() {
                page.push_str("</ol>\n");
            }
            let _ = writeln!(page, "<h2>{}</h2>\n<ol class=\"entries\">", escaped(&date));
            today = date;
        }
        item(&mut page, timeline, entry, look);
    }
    if !today.is_empty() {
        page.push_str("</ol>\n");
    }
    page.push_str("</main>\n</html>\n");
    page
}

fn leads(page: &mut String, timeline: &Timeline, look: &Look) {
    let shown: Vec<_> = timeline.draft.leads.iter().filter(|lead| lead.score >= 0.5).collect();
    if shown.is_empty() {
        return;
    }
    page.push_str("<h2>Look at first</h2>\n<ol>\n");
    for lead in shown {
        let links: Vec<String> =
            lead.entries.iter().map(|id| format!("<a href=\"#{id}\">{id}</a>")).collect();
        let _ = writeln!(
            page,
            "<li><b>{}</b> since {}: {} {}</li>",
            escaped(lead.service.as_deref().unwrap_or("(no service)")),
            clock(lead.since, look),
            escaped(&lead.reason),
            links.join(" ")
        );
    }
    page.push_str("</ol>\n");
}

fn item(page: &mut String, timeline: &Timeline, entry: &Entry, look: &Look) {
    let kind = serde_json::to_value(entry.kind).ok();
    let kind = kind.as_ref().and_then(|kind| kind.as_str()).unwrap_or_default();
    let _ = writeln!(
        page,
        "<li id=\"{}\" class=\"{kind}\"><time datetime=\"{}\">{}</time> <span class=\"kind\">{}</span> <span class=\"what\">{}</span>",
        entry.id,
        entry.time,
        clock(entry.time, look),
        kind.replace('_', " "),
        escaped(&entry.title)
    );
    if let Some(plot) = &entry.plot {
        drawing(page, plot);
    }
    let _ = writeln!(page, "<details><summary>{}</summary><ul>", escaped(&entry.reason));
    for evidence in &entry.evidence {
        let name = escaped(&timeline.source_name(evidence));
        let _ =
            writeln!(page, "<li><code>{name}</code> bytes {}–{}</li>", evidence.span.from, evidence.span.to);
    }
    page.push_str("</ul></details></li>\n");
}

/// A line through the values, 120 by 20.
fn drawing(page: &mut String, plot: &Plot) {
    let known = || plot.values.iter().flatten().copied();
    let (low, high) = (known().fold(f64::INFINITY, f64::min), known().fold(f64::NEG_INFINITY, f64::max));
    let across = 120.0 / (plot.values.len().max(2) - 1) as f64;
    let height = |value: f64| if high > low { 19.0 - 18.0 * (value - low) / (high - low) } else { 19.0 };
    let points: Vec<String> = plot
        .values
        .iter()
        .enumerate()
        .filter_map(|(at, value)| {
            value.map(|value| format!("{:.1},{:.1}", at as f64 * across, height(value)))
        })
        .collect();
    let _ = writeln!(
        page,
        "<svg viewBox=\"0 0 120 20\" role=\"img\" aria-label=\"{}\"><polyline points=\"{}\"/></svg>",
        escaped(&plot.label),
        points.join(" ")
    );
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

//! The timeline as a person reads it in a terminal: leads on top, then entries by day, a lane name each, a small plot.

use std::fmt::Write as _;

use owo_colors::{OwoColorize as _, Style};
use postlude_base::Timestamp;
use postlude_draft::{Entry, Kind, Lead};

use super::sparkline::sparkline;
use super::{Look, Timeline};

/// Characters of a plot.
const PLOT: usize = 16;

/// The text, with colours; the printer takes them off where they are not wanted.
pub(crate) fn terminal(timeline: &Timeline, look: &Look) -> String {
    let mut text = String::new();
    heading(&mut text, timeline, look);
    leads(&mut text, timeline, look);
    let lane =
        timeline.draft.entries.iter().filter_map(|e| e.service.as_deref()).map(|s| s.chars().count()).max();
    let lane = lane.unwrap_or(0).clamp(4, 22);
    let mut today = String::new();
    for entry in &timeline.draft.entries {
        let date = day(entry.time, look);
        if date != today {
            let _ = writeln!(text, "\n{}", date.bold());
            today = date;
        }
        row(&mut text, entry, lane, look);
    }
    if timeline.draft.entries.is_empty() {
        text.push_str("\nNothing stands out in this evidence.\n");
    }
    problems(&mut text, timeline);
    text
}

fn heading(text: &mut String, timeline: &Timeline, look: &Look) {
    let size = timeline.bytes as f64 / 1e6;
    let sources = timeline.sources.len();
    let facts = format!(
        "{} records, {sources} sources, {size:.1} MB, {:.1} s",
        grouped(timeline.records),
        timeline.seconds
    );
    let _ = writeln!(text, "{}  {}", "Incident timeline".bold(), facts.dimmed());
    match timeline.draft.window {
        Some((start, end)) => {
            let _ = writeln!(
                text,
                "{} {} – {} {}",
                day(start, look),
                clock(start, look),
                day(end, look),
                clock(end, look)
            );
        }
        None => text.push_str("No record carries a time.\n"),
    }
}

fn leads(text: &mut String, timeline: &Timeline, look: &Look) {
    let (strong, weak): (Vec<&Lead>, Vec<&Lead>) =
        timeline.draft.leads.iter().partition(|lead| lead.score >= 0.5);
    let shown: Vec<&Lead> =
        strong.into_iter().chain(weak.into_iter().filter(|lead| lead.score >= 0.2).take(2)).take(5).collect();
    if shown.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n{}", "Look at first".bold());
    for (at, lead) in shown.iter().enumerate() {
        let service = lead.service.as_deref().unwrap_or("(no service)");
        let _ = writeln!(
            text,
            " {}  {}  since {}  {}",
            at + 1,
            service.bold(),
            clock(lead.since, look),
            format!("{:.2}", lead.score).dimmed()
        );
        for line in wrapped(&lead.reason, look.width.saturating_sub(6)) {
            let _ = writeln!(text, "    {line}");
        }
        if !lead.entries.is_empty() {
            let _ = writeln!(text, "    {}", format!("see {}", lead.entries.join(", ")).dimmed());
        }
    }
}

fn row(text: &mut String, entry: &Entry, lane: usize, look: &Look) {
    let service: String = entry.service.as_deref().unwrap_or("").chars().take(lane).collect();
    let (sign, style) = sign(entry.kind);
    let plot = entry.plot.as_ref().map(|plot| sparkline(plot, PLOT)).unwrap_or_default();
    let used = 12 + 5 + 2 + lane + 2 + 2;
    let room = look.width.saturating_sub(used + if plot.is_empty() { 0 } else { PLOT + 2 }).max(30);
    let lines = wrapped(&entry.title, room);
    for (at, line) in lines.iter().enumerate() {
        if at == 0 {
            let _ = write!(
                text,
                "{} {:>4} {} {service:<lane$}  {line:<room$}",
                clock(entry.time, look),
                entry.id.dimmed(),
                sign.style(style)
            );
            let _ = writeln!(
                text,
                "{}",
                if plot.is_empty() { String::new() } else { format!("  {}", plot.style(style)) }
            );
        } else {
            let _ = writeln!(text, "{:used$}{line}", "");
        }
    }
}

fn problems(text: &mut String, timeline: &Timeline) {
    let odd: Vec<_> = timeline.sources.iter().filter(|line| !line.problems.is_empty()).collect();
    if odd.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n{}", "Odd in the evidence".bold());
    for line in odd.iter().take(12) {
        let name = line.member.as_ref().map_or(line.path.clone(), |member| format!("{}!{member}", line.path));
        let more = line.problems.len().saturating_sub(2);
        let more = if more > 0 { format!(" (and {more} more)") } else { String::new() };
        let _ = writeln!(
            text,
            " {name}: {}{more}",
            line.problems.iter().take(2).cloned().collect::<Vec<_>>().join("; ")
        );
    }
    if odd.len() > 12 {
        let _ = writeln!(text, " and {} more sources; --format json lists all", odd.len() - 12);
    }
}

/// Shape and colour of a kind: the shape alone is enough.
fn sign(kind: Kind) -> (&'static str, Style) {
    match kind {
        Kind::Change => ("◆", Style::new().blue()),
        Kind::Alert => ("!", Style::new().yellow().bold()),
        Kind::Message => ("“", Style::new()),
        Kind::Errors => ("✕", Style::new().red()),
        Kind::Latency => ("▲", Style::new().magenta()),
        Kind::Traffic => ("≈", Style::new().cyan()),
        Kind::Saturation => ("■", Style::new().magenta()),
        Kind::Restart => ("↻", Style::new().yellow()),
        Kind::NewLog => ("+", Style::new().cyan()),
        Kind::Silence => ("○", Style::new().dimmed()),
        Kind::Gap => ("…", Style::new().dimmed()),
        Kind::Recovery => ("✓", Style::new().green()),
        Kind::Metric => ("~", Style::new().cyan()),
    }
}

/// `14:02:11.1`, in the zone of the look; a tenth only where it is known.
pub(crate) fn clock(moment: Timestamp, look: &Look) -> String {
    let civil = moment.to_jiff().to_zoned(look.zone.clone()).datetime();
    format!(
        "{:02}:{:02}:{:02}.{}",
        civil.hour(),
        civil.minute(),
        civil.second(),
        civil.subsec_nanosecond() / 100_000_000
    )
}

/// `Sunday 29 January 2023, UTC`.
pub(crate) fn day(moment: Timestamp, look: &Look) -> String {
    moment.to_jiff().to_zoned(look.zone.clone()).strftime("%A %-d %B %Y, %Z").to_string()
}

/// Lines of at most `width` characters, broken at blanks where there are some.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let width = width.max(20);
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let mut word = word;
        loop {
            let line = lines.last_mut().expect("never empty");
            let used = line.chars().count();
            let gap = usize::from(used > 0);
            if used + gap + word.chars().count() <= width {
                line.push_str(if used > 0 { " " } else { "" });
                line.push_str(word);
                break;
            }
            if used > 0 {
                lines.push(String::new());
                continue;
            }
            let cut = word.char_indices().nth(width).map_or(word.len(), |(at, _)| at);
            line.push_str(&word[..cut]);
            word = &word[cut..];
            lines.push(String::new());
        }
    }
    lines
}

fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().map(|group| std::str::from_utf8(group).unwrap_or("")).collect();
    groups.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wraps_at_blanks_and_breaks_long_words() {
        assert_eq!(wrapped("a bb ccc", 20), ["a bb ccc"]);
        assert_eq!(wrapped("aaaaaaaaaaaaaaa bbbbbbbbbbbb", 20), ["aaaaaaaaaaaaaaa", "bbbbbbbbbbbb"]);
        assert_eq!(wrapped(&"x".repeat(45), 20), ["x".repeat(20), "x".repeat(20), "x".repeat(5)]);
    }

    #[test]
    fn groups_digits() {
        assert_eq!(
            ["0", "999", "1,000", "2,803,512"],
            [0, 999, 1000, 2_803_512].map(grouped).each_ref().map(String::as_str)
        );
    }
}

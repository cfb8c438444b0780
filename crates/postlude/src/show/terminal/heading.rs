use std::fmt::Write as _;

use owo_colors::OwoColorize as _;

use crate::show::moment::range;
use crate::show::words::{counted, grouped, size, width, wrapped};
use crate::show::{Look, Timeline};

pub(super) fn heading(text: &mut String, timeline: &Timeline, look: &Look) {
    let window = match timeline.draft.window {
        Some((start, end)) => range(start, end, look),
        None => "nothing in this evidence carries a time".to_owned(),
    };
    let title = "Incident timeline";
    let between = if title.len() + 2 + width(&window) > look.width { "\n" } else { "  " };
    let _ = writeln!(text, "{}{between}{}", title.bold(), wrapped(&window, look.width).join("\n"));
    let undated = match timeline.undated {
        0 => String::new(),
        n => format!(", {} without a time", grouped(n)),
    };
    let facts = format!(
        "{} from {} ({}){undated}, read in {:.1} s",
        counted(timeline.records, "record"),
        counted(timeline.sources.len() as u64, "source"),
        size(timeline.bytes),
        timeline.seconds
    );
    let moved =
        timeline.sources.iter().filter(|line| line.clock.as_ref().is_some_and(|c| c.applied().is_some()));
    let facts = match moved.count() as u64 {
        0 => facts,
        n => format!("{facts}; the times of {} moved to agree with the others", counted(n, "source")),
    };
    for line in wrapped(&facts, look.width) {
        let _ = writeln!(text, "{}", line.dimmed());
    }
}

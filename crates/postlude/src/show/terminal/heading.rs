use std::fmt::Write as _;

use owo_colors::OwoColorize as _;

use crate::show::moment::range;
use crate::show::words::{counted, grouped, size};
use crate::show::{Look, Timeline};

pub(super) fn heading(text: &mut String, timeline: &Timeline, look: &Look) {
    let window = match timeline.draft.window {
        Some((start, end)) => range(start, end, look),
        None => "nothing in this evidence carries a time".to_owned(),
    };
    let _ = writeln!(text, "{}  {window}", "Incident timeline".bold());
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
    let _ = writeln!(text, "{}", facts.dimmed());
}

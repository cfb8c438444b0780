use std::fmt::Write as _;

use owo_colors::OwoColorize as _;

use crate::show::words::{counted, plain, wrapped};
use crate::show::{Look, SourceLine, Timeline};

/// Sources shown.
const SOURCES: usize = 12;

/// Sentences shown of one source.
const SENTENCES: usize = 2;

pub(super) fn oddities(text: &mut String, timeline: &Timeline, look: &Look) {
    let odd: Vec<&SourceLine> = timeline.sources.iter().filter(|line| !line.problems.is_empty()).collect();
    if odd.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n{}", "Odd in the evidence".bold());
    for line in odd.iter().take(SOURCES) {
        let _ = writeln!(text, " {}", plain(&line.name()));
        for sentence in line.problems.iter().take(SENTENCES) {
            for line in wrapped(sentence, look.width.saturating_sub(3)) {
                let _ = writeln!(text, "   {}", line.dimmed());
            }
        }
        let more = line.problems.len().saturating_sub(SENTENCES);
        if more > 0 {
            let _ = writeln!(text, "   {}", format!("and {more} more").dimmed());
        }
    }
    if odd.len() > SOURCES {
        let more = counted((odd.len() - SOURCES) as u64, "more source");
        let _ = writeln!(text, " {}", format!("and {more}; --format json lists all").dimmed());
    }
}

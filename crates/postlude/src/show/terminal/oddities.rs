use std::collections::BTreeMap;
use std::fmt::Write as _;

use owo_colors::OwoColorize as _;

use crate::show::words::{counted, plain, wrapped};
use crate::show::{Look, Timeline};

/// Kinds of oddities shown.
const SHOWN: usize = 12;

/// The same oddity in one or more sources.
struct Oddity<'a> {
    sentence: &'a str,
    first: String,
    sources: u64,
}

pub(super) fn oddities(text: &mut String, timeline: &Timeline, look: &Look) {
    let all = together(timeline);
    if all.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n{}", "Odd in the evidence".bold());
    for oddity in all.iter().take(SHOWN) {
        let others = match oddity.sources {
            1 => String::new(),
            n => format!(" and {}", counted(n - 1, "more source")),
        };
        let _ = writeln!(text, " {}{others}", plain(&oddity.first));
        for line in wrapped(oddity.sentence, look.width.saturating_sub(3)) {
            let _ = writeln!(text, "   {}", line.dimmed());
        }
    }
    if all.len() > SHOWN {
        let more = format!("and {} more; --format json lists all", all.len() - SHOWN);
        let _ = writeln!(text, " {}", more.dimmed());
    }
}

/// A folder with a hundred files of one kind has a hundred times the same oddity, with other numbers.
fn together(timeline: &Timeline) -> Vec<Oddity<'_>> {
    let mut all: Vec<Oddity<'_>> = Vec::new();
    let mut known = BTreeMap::new();
    for line in &timeline.sources {
        for sentence in &line.problems {
            let shape: String = sentence.chars().filter(|c| !c.is_ascii_digit()).collect();
            // Without its numbers the same sentence is known again.
            let at = *known.entry(shape).or_insert(all.len());
            match all.get_mut(at) {
                Some(oddity) => oddity.sources += 1,
                None => all.push(Oddity { sentence, first: line.name(), sources: 1 }),
            }
        }
    }
    all
}

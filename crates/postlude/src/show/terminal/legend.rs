use std::fmt::Write as _;

use owo_colors::OwoColorize as _;

use crate::show::{Look, Timeline, kind};

pub(super) fn legend(text: &mut String, timeline: &Timeline, look: &Look) {
    let entries = &timeline.draft.entries;
    if entries.is_empty() {
        return;
    }
    text.push('\n');
    let mut used = 0;
    for kind in kind::ALL.into_iter().filter(|kind| entries.iter().any(|entry| entry.kind == *kind)) {
        let name = kind::name(kind);
        let needed = name.chars().count() + 5;
        if used > 0 && used + needed > look.width {
            text.push('\n');
            used = 0;
        }
        used += needed;
        let _ = write!(text, " {} {}  ", kind::sign(kind).style(kind::style(kind)), name.dimmed());
    }
    let _ = writeln!(text, "\n {}", "± how far off a time may be".dimmed());
    let example = &entries[entries.len() / 2].id;
    let _ = writeln!(
        text,
        " {}",
        format!("--explain {example} shows why an entry is here, and the lines it was read from").dimmed()
    );
}

use std::fmt::Write as _;

use owo_colors::OwoColorize as _;

use crate::show::words::{UNDECIDED, order_sign, wrapped};
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
        let needed = name.chars().count() + 4;
        if used + needed > look.width {
            text.push('\n');
            used = 0;
        }
        text.push_str(if used > 0 { "  " } else { " " });
        used += needed;
        let _ = write!(text, "{} {}", kind::sign(kind).style(kind::style(kind)), name.dimmed());
    }
    text.push('\n');
    if entries.windows(2).any(|pair| order_sign(pair.first(), &pair[1]) == UNDECIDED) {
        let said = format!(
            "{UNDECIDED} read from another clock than the entry above, and nobody can tell which came first"
        );
        for line in wrapped(&said, look.width.saturating_sub(1)) {
            let _ = writeln!(text, " {}", line.dimmed());
        }
    }
    let example = &entries[entries.len() / 2].id;
    let said = format!(
        "± how far off a time may be; --explain {example} shows why an entry is here, and the lines it was read from"
    );
    for line in wrapped(&said, look.width.saturating_sub(1)) {
        let _ = writeln!(text, " {}", line.dimmed());
    }
}

use std::fmt::Write as _;

use owo_colors::OwoColorize as _;
use postlude_draft::Entry;

use crate::show::known::note;
use crate::show::moment::{day, length, with_error};
use crate::show::sparkline::sparkline;
use crate::show::words::{fitted, order_sign, plain, title_in_lane, width, wrapped};
use crate::show::{Look, Timeline, kind};

/// Columns of the table of entries.
struct Columns {
    time: usize,
    id: usize,
    lane: usize,
    title: usize,
    plot: usize,
}

pub(super) fn entries(text: &mut String, timeline: &Timeline, look: &Look) {
    let entries = &timeline.draft.entries;
    if entries.is_empty() {
        text.push_str(nothing(timeline));
        return;
    }
    let columns = Columns::of(entries, look);
    let mut today = String::new();
    let before = std::iter::once(None).chain(entries.iter().map(Some));
    for (entry, before) in entries.iter().zip(before) {
        let date = day(entry.time, look);
        if date != today {
            let _ = writeln!(text, "\n{}", date.bold());
            today = date;
        }
        columns.row(text, before, entry, look);
    }
}

fn nothing(timeline: &Timeline) -> &'static str {
    if timeline.left_out > 0 {
        return "\nNo entry is left: --from, --to, --service and --kind leave them all out.\n";
    }
    match timeline.draft.window {
        Some(_) => "\nNothing stands out in this evidence.\n",
        None => {
            "\nWithout times there is no timeline. `postlude inspect FILE` says what was recognised in a file.\n"
        }
    }
}

impl Columns {
    fn of(entries: &[Entry], look: &Look) -> Self {
        let widest =
            |of: &dyn Fn(&Entry) -> usize, most: usize| entries.iter().map(of).max().unwrap_or(0).min(most);
        let time = widest(&|entry| width(&with_error(entry.time, entry.time_error, look)), 20);
        let id = widest(&|entry| entry.id.len(), 6);
        let lane = widest(&|entry| entry.service.as_deref().map_or(0, width), look.width / 6);
        let plot = match look.width {
            _ if entries.iter().all(|entry| entry.plot.is_none()) => 0,
            0..72 => 0,
            72..96 => 8,
            96..140 => 14,
            _ => 24,
        };
        let beside = if plot > 0 { plot + 3 } else { 0 };
        let used = time + 1 + id + 1 + 2 + lane + 2 + beside;
        Self { time, id, lane, title: look.width.saturating_sub(used).max(24), plot }
    }

    fn row(&self, text: &mut String, before: Option<&Entry>, entry: &Entry, look: &Look) {
        let order = order_sign(before, entry);
        let indent = self.time + 1 + self.id + 1 + 2 + self.lane + 2;
        for (at, line) in wrapped(&title(entry), self.title).iter().enumerate() {
            if at > 0 {
                let _ = writeln!(text, "{:indent$}{line}", "");
                continue;
            }
            let time = fitted(&with_error(entry.time, entry.time_error, look), self.time);
            let service = fitted(&plain(entry.service.as_deref().unwrap_or("")), self.lane);
            let style = kind::style(entry.kind);
            let id = format!("{:>1$}", entry.id, self.id);
            let sign = kind::sign(entry.kind);
            let _ = write!(text, "{time}{order}{} {} {service}  ", id.dimmed(), sign.style(style));
            match &entry.plot {
                Some(plot) if self.plot > 0 => {
                    let plot = sparkline(entry, plot, self.plot);
                    let _ = write!(text, "{}  ", fitted(line, self.title));
                    let _ = write!(text, "{}{}", plot.before.dimmed(), plot.after.style(style));
                    let _ = write!(text, "{}", plot.direction);
                }
                _ => text.push_str(line),
            }
            while text.ends_with(' ') {
                text.pop();
            }
            text.push('\n');
        }
    }
}

/// What happened, for how long, and when it became known.
fn title(entry: &Entry) -> String {
    let title = title_in_lane(entry);
    let lasted = match entry.end {
        Some(end) if end > entry.time => format!(", for {}", length(end.since(entry.time))),
        _ => String::new(),
    };
    let known = note(entry).map(|note| format!(" · {note}")).unwrap_or_default();
    format!("{title}{lasted}{known}")
}

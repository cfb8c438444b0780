//! A map of the whole timeline: one lane per service, time from left to right.

use std::fmt::Write as _;

use owo_colors::OwoColorize as _;
use postlude_base::Timestamp;
use postlude_draft::Entry;

use crate::show::lane::{Lane, lanes as group, stretch};
use crate::show::words::fitted;
use crate::show::{Look, Timeline, axis, kind};

/// Lanes shown.
const LANES: usize = 14;

/// Columns between two marks of the axis, at least.
const APART: usize = 14;

pub(super) fn lanes(text: &mut String, timeline: &Timeline, look: &Look) {
    let lanes = group(&timeline.draft);
    let Some((from, to)) = stretch(&timeline.draft).filter(|_| lanes.len() > 1) else { return };
    let names = lanes.iter().map(|lane| crate::show::words::width(lane.name())).max().unwrap_or(0);
    let names = names.clamp(4, look.width / 5);
    let map = Map { from, to, columns: look.width.saturating_sub(names + 3).max(20) };
    text.push('\n');
    for lane in lanes.iter().take(LANES) {
        let _ = write!(text, " {} ", fitted(&crate::show::words::plain(lane.name()), names).dimmed());
        map.row(text, lane);
        text.push('\n');
    }
    if lanes.len() > LANES {
        let _ = writeln!(text, " {}", format!("and {} more services", lanes.len() - LANES).dimmed());
    }
    let _ = writeln!(text, " {:names$} {}", "", map.axis(look).dimmed());
}

/// Where moments lie on the screen.
struct Map {
    from: Timestamp,
    to: Timestamp,
    columns: usize,
}

impl Map {
    fn column(&self, moment: Timestamp) -> usize {
        let share = moment.since(self.from) as f64 / self.to.since(self.from).max(1) as f64;
        ((share * (self.columns - 1) as f64).round().max(0.0) as usize).min(self.columns - 1)
    }

    /// The strongest entry of each column; a thin line while something lasted.
    fn row(&self, text: &mut String, lane: &Lane<'_>) {
        let mut cells: Vec<Option<&Entry>> = vec![None; self.columns];
        let mut lasting = vec![false; self.columns];
        for &entry in &lane.entries {
            let at = self.column(entry.time);
            if cells[at].is_none_or(|known| known.score < entry.score) {
                cells[at] = Some(entry);
            }
            if let Some(end) = entry.end {
                lasting[at..=self.column(end).max(at)].fill(true);
            }
        }
        let used = cells.iter().zip(&lasting).rposition(|(cell, lasting)| cell.is_some() || *lasting);
        for (cell, lasting) in cells.iter().zip(&lasting).take(used.map_or(0, |at| at + 1)) {
            let _ = match cell {
                Some(entry) if entry.time < self.from => write!(text, "{}", "‹".dimmed()),
                Some(entry) if entry.time > self.to => write!(text, "{}", "›".dimmed()),
                Some(entry) => write!(text, "{}", kind::sign(entry.kind).style(kind::style(entry.kind))),
                None if *lasting => write!(text, "{}", "─".dimmed()),
                None => write!(text, " "),
            };
        }
    }

    fn axis(&self, look: &Look) -> String {
        let mut line = String::new();
        let pattern = axis::pattern(self.to.since(self.from));
        for at in (0..self.columns).step_by(self.columns.div_euclid((self.columns / APART).max(1)).max(1)) {
            let share = at as f64 / (self.columns - 1) as f64;
            let moment = self.from.plus((self.to.since(self.from) as f64 * share) as i64);
            let mark = format!("└{}", crate::show::moment::written(moment, look, pattern));
            if at + mark.chars().count() <= self.columns {
                let _ = write!(line, "{:at$}", "", at = at.saturating_sub(line.chars().count()));
                line.push_str(&mark);
            }
        }
        line
    }
}

//! A map of the timeline: a lane per service, a shape per entry that links to it, a line while it lasted.

use std::fmt::Write as _;

use postlude_base::Timestamp;
use postlude_draft::Entry;

use crate::show::lane::{Lane, lanes as group, stretch};
use crate::show::moment::{seconds, written};
use crate::show::words::fitted;
use crate::show::{Look, Timeline, axis, kind};

use super::mark::escaped;

/// Lanes shown.
const LANES: usize = 16;

/// Geometry, in units of the drawing.
const WIDTH: f64 = 960.0;
const NAMES: f64 = 190.0;
const LANE: f64 = 24.0;

pub(super) fn lanes(page: &mut String, timeline: &Timeline, look: &Look) {
    let lanes = group(&timeline.draft);
    let Some((from, to)) = stretch(&timeline.draft).filter(|_| lanes.len() > 1) else { return };
    let shown = lanes.len().min(LANES);
    let height = shown as f64 * LANE + 28.0;
    let _ = writeln!(
        page,
        "<section aria-labelledby=\"map\">\n<h2 id=\"map\">By service</h2>\n<div class=\"map\"><svg viewBox=\"0 0 {WIDTH} {height}\" \
         role=\"group\" aria-label=\"Entries by service and time\">"
    );
    let map = Map { from, to };
    map.axis(page, shown as f64 * LANE, look);
    for (at, lane) in lanes.iter().take(LANES).enumerate() {
        map.lane(page, lane, at as f64 * LANE, look);
    }
    page.push_str("</svg></div>\n");
    if lanes.len() > LANES {
        let _ = writeln!(page, "<p class=\"quiet\">And {} more services below.</p>", lanes.len() - LANES);
    }
    page.push_str("</section>\n");
}

struct Map {
    from: Timestamp,
    to: Timestamp,
}

impl Map {
    fn across(&self, moment: Timestamp) -> f64 {
        let share = moment.since(self.from) as f64 / self.to.since(self.from).max(1) as f64;
        NAMES + 12.0 + share.clamp(0.0, 1.0) * (WIDTH - NAMES - 28.0)
    }

    fn lane(&self, page: &mut String, lane: &Lane<'_>, top: f64, look: &Look) {
        let middle = top + LANE / 2.0;
        let _ = writeln!(
            page,
            "<line class=\"rule\" x1=\"0\" x2=\"{WIDTH}\" y1=\"{0}\" y2=\"{0}\"/><text x=\"0\" y=\"{1}\">{2}</text>",
            top + LANE,
            middle + 4.5,
            escaped(fitted(lane.name(), 26).trim_end())
        );
        for entry in &lane.entries {
            if let Some(end) = entry.end {
                let (from, to) = (self.across(entry.time), self.across(end));
                let code = kind::code(entry.kind);
                let _ = writeln!(
                    page,
                    "<line class=\"lasting {code}\" x1=\"{from:.1}\" x2=\"{to:.1}\" y1=\"{middle}\" y2=\"{middle}\"/>"
                );
            }
        }
        for entry in &lane.entries {
            self.entry(page, entry, middle, look);
        }
    }

    fn entry(&self, page: &mut String, entry: &Entry, middle: f64, look: &Look) {
        let code = kind::code(entry.kind);
        if entry.time < self.from || entry.time > self.to {
            let (anchor, sign) = if entry.time < self.from { ("end", "‹") } else { ("start", "›") };
            let across = self.across(entry.time) + if anchor == "end" { -8.0 } else { 8.0 };
            let _ = writeln!(
                page,
                "<a href=\"#{0}\"><text x=\"{across:.1}\" y=\"{1:.1}\" text-anchor=\"{anchor}\">{sign}<title>{0}</title></text></a>",
                entry.id,
                middle + 4.5
            );
            return;
        }
        let said = format!("{} {}", seconds(entry.time, look), entry.title);
        let _ = writeln!(
            page,
            "<a href=\"#{}\" aria-label=\"{said}\"><title>{said}</title><use class=\"{code}\" href=\"#kind-{code}\" x=\"{:.1}\" \
             y=\"{:.1}\" width=\"12\" height=\"12\"/></a>",
            entry.id,
            self.across(entry.time) - 6.0,
            middle - 6.0,
            said = escaped(&said)
        );
    }

    fn axis(&self, page: &mut String, bottom: f64, look: &Look) {
        let length = self.to.since(self.from);
        for at in 0..=4 {
            let moment = self.from.plus((length as f64 * f64::from(at) / 4.0) as i64);
            let anchor = if at == 4 { "end" } else { "middle" };
            let _ = writeln!(
                page,
                "<line class=\"rule\" x1=\"{0:.1}\" x2=\"{0:.1}\" y1=\"0\" y2=\"{bottom}\"/><text class=\"quiet\" x=\"{0:.1}\" y=\"{1}\" \
                 text-anchor=\"{anchor}\">{2}</text>",
                self.across(moment),
                bottom + 20.0,
                written(moment, look, axis::pattern(length))
            );
        }
    }
}

use std::fmt::Write as _;

use owo_colors::OwoColorize as _;
use postlude_draft::clocks::{Clock, Verdict};
use postlude_lake::clocks::{Named, drift, error, offsets};

use crate::show::words::{counted, fitted, plain, width, wrapped};

/// Sources without anchors that are named.
const NAMED: usize = 60;

/// The table for people: what is moved first, what nobody can tell last.
pub(crate) fn table(clocks: &[Named<'_>], columns: usize) -> String {
    let of = |verdict: Verdict| -> Vec<Named<'_>> {
        clocks.iter().filter(|named| named.clock.verdict == verdict).copied().collect()
    };
    let (applied, agreeing) = (of(Verdict::Applied), of(Verdict::Agrees));
    let (unchecked, all) = (of(Verdict::Unchecked), clocks.len() as u64);
    let mut text = format!(
        "{}  {}: {} moved, {} agree, {} unchecked\n",
        "Clocks".bold(),
        counted(all, "source"),
        applied.len(),
        agreeing.len(),
        unchecked.len()
    );
    part(&mut text, "Moved", &applied, columns);
    part(&mut text, "Proposed: --clock SOURCE=OFFSET applies one", &of(Verdict::Proposed), columns);
    part(&mut text, "Not steady", &of(Verdict::Unsteady), columns);
    part(&mut text, "Agree: their time is the reference", &agreeing, columns);
    if !unchecked.is_empty() {
        let _ = writeln!(text, "\n{}", "Unchecked: nothing in them is found in another source".bold());
        let paths: Vec<String> = folded(&unchecked);
        let more = paths.len().saturating_sub(NAMED);
        let mut said = paths.into_iter().take(NAMED).collect::<Vec<_>>().join(", ");
        if more > 0 {
            let _ = write!(said, ", and {more} more");
        }
        for line in wrapped(&said, columns.saturating_sub(2)) {
            let _ = writeln!(text, "  {line}");
        }
    }
    text
}

fn part(text: &mut String, title: &str, clocks: &[Named<'_>], columns: usize) {
    if clocks.is_empty() {
        return;
    }
    let _ = writeln!(text, "\n{}", title.bold());
    let cells: Vec<[String; 3]> = clocks.iter().map(|named| cells(named.path, named.clock)).collect();
    let widest =
        |at: usize, most: usize| cells.iter().map(|row| width(&row[at])).max().unwrap_or(0).min(most);
    let (path, offset, error) = (widest(0, columns / 2), widest(1, 40), widest(2, 12));
    let indent = 2 + path + 2 + offset + 1 + error + 2;
    // Where the reasons have no room beside, they stand below.
    let beside = columns.saturating_sub(indent) >= 36;
    for (row, named) in cells.iter().zip(clocks) {
        let head = format!("  {}  {:>offset$} {:>error$}", fitted(&row[0], path), row[1], row[2]);
        let (indent, room) = if beside { (indent, columns - indent) } else { (6, columns.saturating_sub(6)) };
        let mut why = wrapped(&named.clock.why, room).into_iter();
        match beside {
            true => {
                let _ = writeln!(text, "{head}  {}", why.next().unwrap_or_default().dimmed());
            }
            false => {
                let _ = writeln!(text, "{}", head.trim_end());
            }
        }
        for line in why {
            let _ = writeln!(text, "{:indent$}{}", "", line.dimmed());
        }
    }
}

fn cells(path: &str, clock: &Clock) -> [String; 3] {
    let offset = match clock.verdict {
        Verdict::Agrees | Verdict::Unsteady | Verdict::Unchecked => String::new(),
        Verdict::Applied | Verdict::Proposed => offsets(&clock.course),
    };
    let drift = drift(&clock.course).map(|drift| format!(", drift {drift:+.0} ppm")).unwrap_or_default();
    [plain(path), format!("{offset}{drift}"), clock.error.map(error).unwrap_or_default()]
}

/// Files of one folder and ending together: `metrics/*.json (30)`.
fn folded(clocks: &[Named<'_>]) -> Vec<String> {
    let mut folders: Vec<(String, Vec<String>)> = Vec::new();
    for named in clocks {
        let folder = match (named.path.rsplit_once('/'), named.path.rsplit_once('.')) {
            (Some((folder, _)), Some((_, end))) if !end.contains('/') => format!("{folder}/*.{end}"),
            _ => named.path.to_owned(),
        };
        match folders.iter_mut().find(|(known, _)| *known == folder) {
            Some((_, paths)) => paths.push(plain(named.path)),
            None => folders.push((folder, vec![plain(named.path)])),
        }
    }
    let said = |(folder, paths): (String, Vec<String>)| match paths.len() {
        0..=3 => paths,
        n => vec![format!("{} ({n})", plain(&folder))],
    };
    folders.into_iter().flat_map(said).collect()
}

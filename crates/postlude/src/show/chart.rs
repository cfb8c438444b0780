//! A plot with its numbers: a few rows of bars over an axis of time.

use owo_colors::OwoColorize as _;
use postlude_base::Timestamp;
use postlude_draft::Plot;

use super::moment::{seconds, written};
use super::sparkline::{bounds, cells, position};
use super::{Look, axis};

/// Rows of bars.
const ROWS: usize = 5;

const EIGHTHS: [char; 9] = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// The lines of the chart, a mark where something began.
pub(crate) fn chart(plot: &Plot, onset: Timestamp, look: &Look) -> Vec<String> {
    let width = look.width.saturating_sub(24).min(plot.values.len()).max(1);
    let cells = cells(plot, width);
    let (low, high) = bounds(&cells);
    if !low.is_finite() || !high.is_finite() {
        return Vec::new();
    }
    let base = if low > 0.0 && low > high / 2.0 { low } else { low.min(0.0) };
    let height = |value: f64| {
        let share = if high > base { (value - base) / (high - base) } else { 0.0 };
        ((share * (ROWS * 8) as f64).round() as usize).clamp(1, ROWS * 8)
    };
    let mut lines: Vec<String> = (0..ROWS)
        .rev()
        .map(|row| {
            let label = match row {
                0 => number(base),
                _ if row == ROWS - 1 => number(high),
                _ => String::new(),
            };
            let bar = |cell: &Option<f64>| {
                cell.map_or(' ', |value| EIGHTHS[height(value).saturating_sub(row * 8).min(8)])
            };
            let bars: String = cells.iter().map(bar).collect();
            format!("{label:>9} {} {}", "┤".dimmed(), bars.trim_end())
        })
        .collect();
    lines.push(format!("{:>11} {}", "", marks(plot, onset, width, look).dimmed()));
    lines
}

/// Beginning, onset and end of the plot below its bars.
fn marks(plot: &Plot, onset: Timestamp, width: usize, look: &Look) -> String {
    let length = plot.step.saturating_mul(plot.values.len() as i64);
    let pattern = axis::pattern(length);
    let at = position(plot, onset) * width / plot.values.len().max(1);
    let first = written(plot.start, look, pattern);
    let mark = format!("└ {}", seconds(onset, look));
    let last = written(plot.start.plus(length), look, pattern);
    let mut line = String::new();
    for (column, mark) in [(0, first), (at, mark), (width.saturating_sub(last.chars().count()), last)] {
        let used = line.chars().count();
        if used == 0 || column > used {
            line.push_str(&" ".repeat(column.saturating_sub(used)));
            line.push_str(&mark);
        }
    }
    line
}

/// Four digits at most, large and small numbers with an exponent.
pub(crate) fn number(value: f64) -> String {
    let size = value.abs();
    match size {
        _ if value == 0.0 => "0".to_owned(),
        s if !(1e-3..1e7).contains(&s) => format!("{value:.2e}"),
        s if s >= 1000.0 => format!("{value:.0}"),
        s if s >= 100.0 => trimmed(format!("{value:.1}")),
        s if s >= 1.0 => trimmed(format!("{value:.2}")),
        _ => trimmed(format!("{value:.4}")),
    }
}

fn trimmed(number: String) -> String {
    match number.contains('.') {
        true => number.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => number,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        let check = |value: f64, expected: &str| assert_eq!(number(value), expected);
        check(0.0, "0");
        check(12.0, "12");
        check(0.023_46, "0.0235");
        check(111_000_000.0, "1.11e8");
        check(-3.456, "-3.46");
        check(1234.56, "1235");
    }

    #[test]
    fn draws_rows_over_an_axis() {
        let look = Look { zone: jiff::tz::TimeZone::UTC, width: 80, legend: false };
        let values = (0..40).map(|at| Some(if at < 20 { 1.0 } else { 5.0 })).collect();
        let step = 60_000_000_000;
        let plot = Plot { label: "latency".to_owned(), start: Timestamp(0), step, values };
        let lines: Vec<String> = chart(&plot, Timestamp(20 * step), &look)
            .iter()
            .map(|line| anstream::adapter::strip_str(line).to_string())
            .collect();
        assert_eq!(lines[0], format!("        5 ┤ {}{}", " ".repeat(20), "█".repeat(20)));
        assert_eq!(lines[4], format!("        0 ┤ {}", "█".repeat(40)));
        assert_eq!(lines[5], "            00:00               └ 00:20:00     00:40");
        assert!(chart(&Plot { values: vec![None], ..plot }, Timestamp(0), &look).is_empty());
    }
}

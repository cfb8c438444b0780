//! A series in one word of block characters.

use postlude_base::Timestamp;
use postlude_draft::{Entry, Plot};

const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// A plot in one line: the values before something began, and those from then on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sparkline {
    pub(crate) before: String,
    pub(crate) after: String,
    /// `↑` or `↓` where the values went when it began, a blank where that cannot be told.
    pub(crate) direction: char,
}

/// The plot of an entry in at most `width` characters, the lowest value at the bottom; a blank where nothing was
/// measured.
pub(crate) fn sparkline(entry: &Entry, plot: &Plot, width: usize) -> Sparkline {
    let bars = bars(plot, width);
    let onset = position(plot, entry.time);
    let cut = onset * bars.len() / plot.values.len().max(1);
    Sparkline {
        before: bars[..cut.min(bars.len())].iter().collect(),
        after: bars[cut.min(bars.len())..].iter().collect(),
        direction: direction(entry, plot),
    }
}

fn bars(plot: &Plot, width: usize) -> Vec<char> {
    let width = width.min(plot.values.len()).max(1);
    let cells = cells(plot, width);
    let (low, high) = bounds(&cells);
    let bar = |value: f64| BARS[level(value, low, high, 8)];
    cells.iter().map(|value| value.map_or(' ', bar)).collect()
}

/// Lowest and highest of the known values; infinite when there are none.
pub(crate) fn bounds(values: &[Option<f64>]) -> (f64, f64) {
    let known = || values.iter().flatten().copied();
    (known().fold(f64::INFINITY, f64::min), known().fold(f64::NEG_INFINITY, f64::max))
}

/// Which of so many steps a value reaches, from 0.
pub(crate) fn level(value: f64, low: f64, high: f64, steps: usize) -> usize {
    let share = if high > low { (value - low) / (high - low) } else { 0.0 };
    ((share * (steps - 1) as f64).round() as usize).min(steps - 1)
}

/// Index of the value that was measured at a moment, or the nearest end.
pub(crate) fn position(plot: &Plot, moment: Timestamp) -> usize {
    let steps = moment.since(plot.start) / plot.step.max(1);
    usize::try_from(steps).unwrap_or(0).min(plot.values.len())
}

/// One value for each of `width` cells: of those that fall into it the one furthest from the median of the series, so
/// that a short peak and a short dip both stay visible.
pub(crate) fn cells(plot: &Plot, width: usize) -> Vec<Option<f64>> {
    let mut sorted: Vec<f64> = plot.values.iter().flatten().copied().collect();
    sorted.sort_by(f64::total_cmp);
    let usual = sorted.get(sorted.len() / 2).copied().unwrap_or(0.0);
    let count = plot.values.len();
    let far = |value: &f64| (value - usual).abs();
    let cell = |at: usize| {
        let first = at * count / width;
        let range = first..((at + 1) * count / width).max(first + 1).min(count);
        let values = plot.values.get(range)?.iter().flatten().copied();
        values.max_by(|a, b| far(a).total_cmp(&far(b)))
    };
    (0..width).map(cell).collect()
}

/// Whether the values went up or down: the mean while it lasted against the mean of the rest.
fn direction(entry: &Entry, plot: &Plot) -> char {
    let from = position(plot, entry.time);
    let to = entry.end.map_or(plot.values.len(), |end| position(plot, end)).max(from + 1);
    let mean = |inside: bool| {
        let chosen = plot.values.iter().enumerate().filter(|(at, _)| (from..to).contains(at) == inside);
        let values: Vec<f64> = chosen.filter_map(|(_, value)| *value).collect();
        (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
    };
    match (mean(true), mean(false)) {
        (Some(during), Some(else_)) if during > else_ => '↑',
        (Some(during), Some(else_)) if during < else_ => '↓',
        _ => ' ',
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use postlude_draft::Kind;

    fn check(values: &[Option<f64>], onset: i64, width: usize, expected: (&str, &str, char)) {
        let plot = Plot { label: String::new(), start: Timestamp(0), step: 1, values: values.to_vec() };
        let entry = Entry {
            id: "e1".to_owned(),
            time: Timestamp(onset),
            end: None,
            time_error: 0,
            order_undecided_with: Vec::new(),
            kind: Kind::Metric,
            service: None,
            title: String::new(),
            score: 0.5,
            evidence: vec![],
            reason: String::new(),
            plot: None,
            message_kind: None,
            known: None,
        };
        let line = sparkline(&entry, &plot, width);
        assert_eq!((line.before.as_str(), line.after.as_str(), line.direction), expected);
    }

    #[test]
    fn shows_the_shape_the_holes_and_the_direction() {
        check(&[0.0, 1.0, 7.0, 3.5].map(Some), 2, 10, ("▁▂", "█▅", '↑'));
        check(&[Some(1.0), None, Some(1.0)], 0, 3, ("", "▁ ▁", ' '));
        check(&[9.0, 9.0, 9.0, 1.0].map(Some), 3, 2, ("█", "▁", '↓'));
        check(&[], 0, 5, ("", " ", ' '));
        check(&[1.0, 2.0].map(Some), 99, 5, ("▁█", "", ' '));
    }
}

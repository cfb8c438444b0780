//! A series in one word of block characters.

use postlude_draft::Plot;

const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// The plot in `width` characters, the lowest value at the bottom; a blank where nothing was measured.
pub(crate) fn sparkline(plot: &Plot, width: usize) -> String {
    let width = width.min(plot.values.len()).max(1);
    let cells: Vec<Option<f64>> = (0..width).map(|at| cell(plot, at, width)).collect();
    let known = || cells.iter().flatten().copied();
    let (low, high) = (known().fold(f64::INFINITY, f64::min), known().fold(f64::NEG_INFINITY, f64::max));
    let bar = |value: f64| {
        let share = if high > low { (value - low) / (high - low) } else { 0.0 };
        BARS[((share * 7.0).round() as usize).min(7)]
    };
    cells.iter().map(|value| value.map_or(' ', bar)).collect()
}

/// The value furthest from zero among those that fall into one cell: a short peak stays visible.
fn cell(plot: &Plot, at: usize, width: usize) -> Option<f64> {
    let count = plot.values.len();
    let range = at * count / width..((at + 1) * count / width).max(at * count / width + 1).min(count);
    plot.values.get(range)?.iter().flatten().copied().max_by(|a, b| a.abs().total_cmp(&b.abs()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use postlude_base::Timestamp;

    #[test]
    fn shows_the_shape_and_the_holes() {
        let plot =
            |values: Vec<Option<f64>>| Plot { label: String::new(), start: Timestamp(0), step: 1, values };
        let some = |values: &[f64]| values.iter().copied().map(Some).collect();
        assert_eq!(sparkline(&plot(some(&[0.0, 1.0, 7.0, 3.5])), 10), "▁▂█▅");
        assert_eq!(sparkline(&plot(vec![Some(1.0), None, Some(1.0)]), 3), "▁ ▁");
        assert_eq!(sparkline(&plot(some(&[1.0, 1.0, 1.0, 9.0])), 2), "▁█");
        assert_eq!(sparkline(&plot(vec![]), 5), " ");
    }
}

//! What the shift detectors share: from a change point to a signal, and numbers as people write them.

use postlude_base::Timestamp;

use crate::shift::{Prior, Shift, find};
use crate::{Observations, Series, Signal, SignalKind};

/// Stretches looked for in one series.
const MOST: usize = 2;

/// Records cited of one stretch.
const CITED: usize = 3;

/// A series with its index.
pub(super) type Indexed<'a> = (usize, &'a Series);

/// The series that pass, with their index.
pub(super) fn series<'a>(
    observations: &'a Observations,
    pass: impl Fn(&Series) -> bool,
) -> impl Iterator<Item = Indexed<'a>> {
    observations.series.iter().enumerate().filter(move |(_, series)| pass(series))
}

/// Every shift of a series as a signal; `reason` puts the numbers into words.
pub(super) fn signals(
    detector: &'static str,
    kind: SignalKind,
    (index, series): Indexed<'_>,
    noise: f64,
    reason: impl Fn(&Series, &Shift) -> String,
) -> Vec<Signal> {
    let values: Vec<f64> = series.points.iter().map(|point| point.value).collect();
    find(&values, Prior { scale: series.measure.scale(), noise }, MOST)
        .into_iter()
        .map(|shift| signal(detector, kind, (index, series), &shift, reason(series, &shift)))
        .collect()
}

pub(super) fn signal(
    detector: &'static str,
    kind: SignalKind,
    (index, series): Indexed<'_>,
    shift: &Shift,
    reason: String,
) -> Signal {
    let onset = series.points[shift.from].time;
    let interval = shift.from.checked_sub(1).map_or(series.step, |k| onset.since(series.points[k].time));
    Signal {
        detector,
        kind,
        subject: series.subject.clone(),
        measure: series.measure,
        name: series.name.clone(),
        series: index,
        onset,
        onset_error: interval.clamp(series.step.max(1), series.step.max(1).saturating_mul(10)),
        end: end_of(series, shift),
        before: shift.before,
        after: shift.after,
        effect: shift.effect,
        evidence: shift.evidence,
        records: series.points[shift.from..shift.to]
            .iter()
            .filter_map(|point| point.record)
            .take(CITED)
            .collect(),
        reason,
    }
}

fn end_of(series: &Series, shift: &Shift) -> Option<Timestamp> {
    series.points.get(shift.to).map(|point| point.time)
}

/// What a share of all is in the unit of its series: 100 where it is told in per cent, else 1.
pub(super) fn whole(series: &Series) -> f64 {
    if series.points.iter().any(|point| point.value > 1.5) { 100.0 } else { 1.0 }
}

/// A number with three significant digits, without needless zeros.
pub(super) fn number(value: f64) -> String {
    let size = value.abs();
    let text = if size >= 1e6 || (size > 0.0 && size < 1e-3) {
        return format!("{value:.2e}");
    } else if size >= 100.0 {
        format!("{value:.0}")
    } else if size >= 10.0 {
        format!("{value:.1}")
    } else if size >= 1.0 {
        format!("{value:.2}")
    } else {
        format!("{value:.3}")
    };
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// Seconds as people write them: `320 ms`, `1.5 s`, `4 min`.
pub(super) fn seconds(value: f64) -> String {
    match value.abs() {
        s if s >= 120.0 => format!("{} min", number(value / 60.0)),
        s if s >= 1.0 => format!("{} s", number(value)),
        s if s >= 1e-3 => format!("{} ms", number(value * 1e3)),
        _ => format!("{} µs", number(value * 1e6)),
    }
}

/// `12 values against 40 others`.
pub(super) fn counts(series: &Series, shift: &Shift) -> String {
    let inside = shift.to - shift.from;
    format!("{inside} values against {} others", series.points.len() - inside)
}

/// Characters of a line that are quoted.
const QUOTED: usize = 90;

/// The beginning of a line in quotes.
pub(super) fn quoted(text: &str) -> String {
    let short: String = text.chars().take(QUOTED).collect();
    let more = if short.len() < text.len() { "…" } else { "" };
    format!("“{short}{more}”")
}

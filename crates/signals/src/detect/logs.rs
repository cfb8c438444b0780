//! Log templates: new ones, bursts of bad ones, regular ones that stop.

use super::shifted::{Indexed, number, quoted, seconds, series, signal, signals};
use crate::shift::Shift;
use crate::{Measure, Observations, Series, Signal, SignalKind};

/// Severity number from which a template speaks of an error (OpenTelemetry).
const ERROR: u8 = 17;

/// Severity number from which a template speaks of a warning.
const WARN: u8 = 13;

/// Share of the window that must be quiet before a template counts as new.
const QUIET_SHARE: f64 = 0.15;

fn templates(observations: &Observations) -> impl Iterator<Item = Indexed<'_>> {
    series(observations, |s| s.measure == Measure::Template)
}

fn text<'a>(observations: &'a Observations, series: &Series) -> &'a str {
    let template = series.subject.operation.as_ref();
    template.and_then(|id| observations.templates.get(id)).map_or("", |info| info.text.as_str())
}

fn severity(observations: &Observations, series: &Series) -> u8 {
    series
        .subject
        .operation
        .as_ref()
        .and_then(|id| observations.templates.get(id))
        .map_or(0, |info| info.severity_number)
}

/// What words of trouble are worth by themselves, however rare the line, in log odds.
const TELLING: f64 = 3.0;

/// What one line can say at most, in log odds: rare lines appear now and then for no reason.
const PER_LINE: f64 = 1.5;

/// Templates first seen well into the evidence of their service.
pub(super) fn detect_new(observations: &Observations) -> Vec<Signal> {
    templates(observations).filter_map(|indexed| new_template(observations, indexed)).collect()
}

fn new_template(observations: &Observations, (index, series): Indexed<'_>) -> Option<Signal> {
    let first = series.points.iter().position(|point| point.value > 0.0)?;
    let last = series.points.iter().rposition(|point| point.value > 0.0)?;
    let length = series.points.len();
    if (first as f64) < (QUIET_SHARE * length as f64).max(3.0) {
        return None;
    }
    let total: f64 = series.points.iter().map(|point| point.value).sum();
    // Had the template been there all along at its later rate, so long a quiet beginning would have this likelihood.
    let rate = total / (length - first) as f64;
    let surprise = (rate * first as f64).min(PER_LINE * total);
    let weight = match severity(observations, series) {
        s if s >= ERROR => 2.0,
        s if s >= WARN => 1.0,
        _ if speaks_of_trouble(observations, series) => 1.5,
        _ => 0.5,
    };
    let telling = if weight > 1.0 { TELLING } else { 0.0 };
    let evidence = surprise.min(20.0) * weight + telling - (length as f64).ln() * 0.5;
    let shift = Shift {
        from: first,
        to: if last + 1 < length * 9 / 10 { last + 1 } else { length },
        before: 0.0,
        after: rate,
        effect: surprise.sqrt(),
        evidence,
    };
    let quiet = seconds(first as f64 * series.step as f64 / 1e9);
    let reason = match number(total).as_str() {
        "1" => format!("{}: one line, none in the {quiet} before", quoted(text(observations, series))),
        n => {
            format!("{}: first of {n} lines, none in the {quiet} before", quoted(text(observations, series)))
        }
    };
    (evidence > 0.0).then(|| signal("new_template", SignalKind::NewLog, (index, series), &shift, reason))
}

/// Words of waiting and refusing, which many programs log at the level of news: locks, limits, time-outs.
const TROUBLE: [&str; 18] = [
    "still waiting",
    "lock",
    "deadlock",
    "timed out",
    "timeout",
    "refused",
    "denied",
    "exceeded",
    "too many",
    "no space",
    "out of memory",
    "killed",
    "terminating connection",
    "canceling",
    "expired",
    "unreachable",
    "exhausted",
    "failed",
];

fn speaks_of_trouble(observations: &Observations, series: &Series) -> bool {
    let info = series.subject.operation.as_ref().and_then(|id| observations.templates.get(id));
    let text = info.map_or(String::new(), |info| info.text.to_lowercase());
    TROUBLE.iter().any(|word| text.contains(word))
}

/// Templates of errors and warnings that come much more often for a while.
pub(super) fn detect_burst(observations: &Observations) -> Vec<Signal> {
    templates(observations)
        .filter(|(_, series)| severity(observations, series) >= WARN)
        .flat_map(|indexed| {
            signals("error_burst", SignalKind::Errors, indexed, 1.0, |s, shift| {
                let width = seconds(s.step as f64 / 1e9);
                let line = quoted(text(observations, s));
                format!("{line}: {} in {width} instead of {}", number(shift.after), number(shift.before))
            })
        })
        .filter(|signal| signal.effect > 0.0)
        .collect()
}

/// Regular templates that stop before the evidence of their service ends.
pub(super) fn detect_vanished(observations: &Observations) -> Vec<Signal> {
    templates(observations)
        .flat_map(|indexed| {
            signals("vanished_template", SignalKind::Silence, indexed, 1.0, |s, shift| {
                let width = s.step as f64 / 1e9;
                let long = seconds((shift.to - shift.from) as f64 * width);
                format!("none for {long}, {} in {} before", number(shift.before), seconds(width))
            })
        })
        .filter(|signal| signal.effect < 0.0 && signal.after == 0.0 && signal.before > 0.0)
        .collect()
}

//! Normal days: what quiet recordings of the same system show is put before the evidence, so that everything is judged against
//! it. A trouble that was there from the first line on shows no change within the evidence; against a normal day it does.

use std::collections::BTreeMap;

use postlude_base::Timestamp;
use postlude_signals::{Measure, Observations, Part, Point, Series, Signal};

/// So many values of a normal day say enough about one series; of more, every second, third, ... is taken.
const ENOUGH: usize = 120;

/// An instance whose first value lies this share of the window after its start is a new one: there is no normal day for it.
const LATE_SHARE: f64 = 0.1;

/// Share of the evidence that counts for what differs from a normal day all along: days differ without trouble.
const OTHER_DAY: f64 = 0.4;

/// What a series is about, whatever its instance and however its template is numbered.
type Key<'a> = (Option<&'a str>, Option<&'a str>, &'a str, Measure, &'a str, String);

/// Puts what is normal before each series. Both must be derived alike.
pub(crate) fn put_before(observations: &mut Observations, normal: &[Observations]) {
    let Some((start, end)) = observations.window.filter(|_| !normal.is_empty()) else { return };
    let late = start.plus((end.since(start) as f64 * LATE_SHARE) as i64);
    let known: Vec<Known<'_>> = normal.iter().map(Known::of).collect();
    let prefixes: Vec<Vec<(f64, f64)>> = observations
        .series
        .iter()
        .map(|series| {
            let is_new =
                series.subject.instance.is_some() && series.points.first().is_none_or(|p| p.time > late);
            if is_new || series.measure == Measure::Restarts {
                return Vec::new();
            }
            thinned(known.iter().flat_map(|known| known.values(series, observations)).collect())
        })
        .collect();
    for (series, prefix) in observations.series.iter_mut().zip(prefixes) {
        let first = start.plus(-(prefix.len() as i64).saturating_mul(series.step));
        let point = |(at, (value, weight)): (usize, (f64, f64))| Point {
            time: first.plus((at as i64).saturating_mul(series.step)),
            value,
            weight,
            record: None,
        };
        let before: Vec<Point> = prefix.into_iter().enumerate().map(point).collect();
        series.points.splice(0..0, before);
    }
}

/// Signals of the evidence itself: what began before it is there from its beginning, what ended before it is not there.
pub(crate) fn within(signals: &mut Vec<Signal>, start: Timestamp) {
    signals.retain(|signal| signal.end.is_none_or(|end| end > start));
    for signal in signals.iter_mut().filter(|signal| signal.onset < start) {
        signal.onset = start;
        signal.evidence *= OTHER_DAY;
    }
}

fn thinned(values: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    let every = values.len().div_ceil(ENOUGH).max(1);
    values.into_iter().step_by(every).collect()
}

/// One normal recording, by what its series are about.
struct Known<'a> {
    series: BTreeMap<Key<'a>, Vec<&'a Series>>,
    /// How many buckets the log of a service covers.
    logged: BTreeMap<Option<&'a str>, usize>,
    /// Traces per bucket of an operation.
    passed: BTreeMap<(Option<&'a str>, &'a str), &'a Series>,
}

impl<'a> Known<'a> {
    fn of(observations: &'a Observations) -> Self {
        let mut known = Self { series: BTreeMap::new(), logged: BTreeMap::new(), passed: BTreeMap::new() };
        for series in &observations.series {
            known.series.entry(key(series, observations)).or_default().push(series);
            let service = series.subject.service.as_deref();
            match series.measure {
                Measure::Lines => {
                    known.logged.insert(service, series.points.len());
                }
                Measure::Share => {
                    let operation = series.subject.operation.as_deref().unwrap_or_default();
                    known.passed.entry((service, operation)).or_insert(series);
                }
                _ => {}
            }
        }
        known
    }

    /// Values and weights on a normal day; zeros for what did not happen on it though it could have.
    fn values(&self, series: &Series, observations: &Observations) -> Vec<(f64, f64)> {
        let service = series.subject.service.as_deref();
        if let Some(same) = self.series.get(&key(series, observations)) {
            let own = same.iter().filter(|s| s.subject.instance == series.subject.instance).count() > 0;
            let fitting = same.iter().filter(|s| !own || s.subject.instance == series.subject.instance);
            let counts = matches!(series.measure, Measure::Template | Measure::Lines | Measure::Failures);
            return fitting
                .flat_map(|s| {
                    // Counts are per bucket, and buckets differ in width.
                    let scale = if counts { series.step as f64 / s.step.max(1) as f64 } else { 1.0 };
                    s.points.iter().map(move |point| (point.value * scale, point.weight))
                })
                .collect();
        }
        match series.measure {
            Measure::Template => vec![(0.0, 0.0); self.logged.get(&service).copied().unwrap_or(0)],
            Measure::Share => {
                let operation = series.subject.operation.as_deref().unwrap_or_default();
                let passed = self.passed.get(&(service, operation));
                passed.iter().flat_map(|s| &s.points).map(|point| (0.0, point.weight)).collect()
            }
            _ => Vec::new(),
        }
    }
}

fn key<'a>(series: &'a Series, observations: &Observations) -> Key<'a> {
    let text =
        |template: &str| observations.templates.get(template).map_or(String::new(), |info| info.text.clone());
    let operation = series.subject.operation.as_deref().unwrap_or_default();
    let (operation, part) = match (&series.part, series.measure) {
        (Some(Part::Line(template)), _) => (operation, text(template)),
        (Some(Part::Call { service, operation: called }), _) => (operation, format!("{service} {called}")),
        (None, Measure::Template) => ("", text(operation)),
        (None, _) => (operation, String::new()),
    };
    (
        series.subject.service.as_deref(),
        series.subject.caller.as_deref(),
        operation,
        series.measure,
        &series.name,
        part,
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use postlude_signals::Subject;

    fn observations(values: &[f64], from: i64) -> Observations {
        let time = |at: usize| Timestamp((from + at as i64) * 1_000_000_000);
        let points = values.iter().enumerate().map(|(at, value)| Point {
            time: time(at),
            value: *value,
            weight: 1.0,
            record: None,
        });
        let series = Series {
            subject: Subject { service: Some("orders".to_owned()), ..Subject::default() },
            measure: Measure::Latency,
            name: "latency".to_owned(),
            part: None,
            step: 1_000_000_000,
            points: points.collect(),
        };
        Observations {
            window: Some((time(0), time(values.len().saturating_sub(1)))),
            series: vec![series],
            ..Observations::default()
        }
    }

    #[test]
    fn normal_values_stand_before_the_evidence() {
        let mut evidence = observations(&[9.0, 9.1, 9.2], 1000);
        put_before(&mut evidence, &[observations(&[1.0, 1.1], 0)]);
        let found: Vec<(i64, f64)> =
            evidence.series[0].points.iter().map(|p| (p.time.0 / 1_000_000_000, p.value)).collect();
        assert_eq!(found, [(998, 1.0), (999, 1.1), (1000, 9.0), (1001, 9.1), (1002, 9.2)]);
    }

    #[test]
    fn a_trouble_that_was_there_all_along_shows_against_a_normal_day() {
        let alone = observations(&[9.0; 12], 1000);
        assert!(postlude_signals::detect::run(&alone).is_empty());
        let mut beside = alone;
        put_before(&mut beside, &[observations(&[1.0, 1.1, 0.9, 1.0, 1.05, 0.95, 1.0, 1.1], 0)]);
        let mut signals = postlude_signals::detect::run(&beside);
        within(&mut signals, Timestamp(1_000_000_000_000));
        assert_eq!(signals.len(), 1);
        assert_eq!(signals[0].onset, Timestamp(1_000_000_000_000));
    }
}

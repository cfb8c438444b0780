//! Series made from series before anything is looked for: counters become rates, sums and counts become means, shares of
//! success become counts of failures.

use std::collections::{BTreeMap, BTreeSet};

use postlude_base::service_of_instance;

use crate::measure::{Side, side};
use crate::reached;
use crate::shift::median;
use crate::{Measure, Observations, Point, Series};

/// Replaces what cannot be compared as it is, and adds what can be told from two series together.
pub fn derive(observations: &mut Observations) {
    let mut series = std::mem::take(&mut observations.series);
    let named = series.iter().flat_map(|s| [&s.subject.service, &s.subject.caller]);
    let services: BTreeSet<String> = named.flatten().cloned().collect();
    series.iter_mut().for_each(|series| give_to_instance(series, &services));
    let (histograms, plain): (Vec<Series>, Vec<Series>) =
        series.into_iter().partition(|series| has_suffix(&series.name, &["_bucket"]));
    // The buckets of a histogram say less than its sum and count, and there are many of them.
    let keep_buckets = !plain.iter().any(|series| has_suffix(&series.name, &["_sum"]));
    let (counters, mut all): (Vec<Series>, Vec<Series>) = plain
        .into_iter()
        .partition(|series| has_suffix(&series.name, &["_total", "_count", "_sum", "_bucket"]));
    all.extend(means(&counters));
    all.extend(counters.iter().filter(|series| !has_suffix(&series.name, &["_sum"])).map(rate));
    if keep_buckets {
        all.extend(histograms.iter().map(rate));
    }
    all.extend(failures(&all));
    all.extend(ways(&all));
    all.extend(reached::series(&all));
    all.retain(|series| series.points.len() > 1);
    all.sort_by(|a, b| {
        (&a.subject, a.measure, &a.name, &a.part).cmp(&(&b.subject, b.measure, &b.name, &b.part))
    });
    // What stood beside several calls is the same resource each time.
    all.dedup_by(|later, earlier| is_resource(earlier.measure) && later == earlier);
    observations.series = all;
}

fn is_resource(measure: Measure) -> bool {
    matches!(
        measure,
        Measure::Cpu
            | Measure::Memory
            | Measure::Disk
            | Measure::Network
            | Measure::Saturation
            | Measure::Restarts
    )
}

/// A resource is its instance's, also where it stands beside what is measured between two services: of the two it belongs to the
/// one whose instance it is.
fn give_to_instance(series: &mut Series, services: &BTreeSet<String>) {
    let subject = &mut series.subject;
    let Some(instance) = subject.instance.as_ref().filter(|_| is_resource(series.measure)) else { return };
    let by_caller = subject
        .caller
        .take()
        .filter(|caller| instance.strip_prefix(caller.as_str()).is_some_and(|rest| rest.starts_with('-')));
    let by_name = services.get(service_of_instance(instance)).cloned();
    subject.service = by_caller.or(by_name).or(subject.service.take());
}

/// The name without its labels.
fn base(name: &str) -> &str {
    name.split('{').next().unwrap_or(name)
}

fn has_suffix(name: &str, suffixes: &[&str]) -> bool {
    suffixes.iter().any(|suffix| base(name).ends_with(suffix))
}

/// Growth per second of a counter; a counter that falls was set back and has grown from zero.
fn rate(counter: &Series) -> Series {
    let grown = |before: f64, after: f64| if after >= before { after - before } else { after };
    let points = counter
        .points
        .windows(2)
        .filter_map(|pair| {
            let seconds = pair[1].time.since(pair[0].time) as f64 / 1e9;
            let value = grown(pair[0].value, pair[1].value) / seconds;
            (seconds > 0.0 && value.is_finite()).then_some(Point { value, ..pair[1] })
        })
        .collect();
    let measure = if speaks_of_failure(&counter.name) { Measure::Failures } else { counter.measure };
    // A count of durations counts calls.
    let measure = if measure == Measure::Latency { Measure::Calls } else { measure };
    Series { measure, name: format!("{} per second", counter.name), points, ..counter.clone() }
}

/// Whether the labels say that these calls failed: a status of 500 and above, an error code, a result that is no success.
fn speaks_of_failure(name: &str) -> bool {
    let labels = name.split_once('{').map_or("", |(_, labels)| labels);
    labels.trim_end_matches('}').split(',').any(|label| {
        let Some((key, value)) = label.split_once('=') else { return false };
        let value = value.trim_matches('"').to_lowercase();
        match key {
            "code"
            | "status"
            | "status_code"
            | "http_status_code"
            | "response_code"
            | "http_response_status_code" => value.len() == 3 && value.starts_with('5'),
            "result" | "outcome" | "status_class" => {
                matches!(value.as_str(), "error" | "failure" | "failed" | "5xx" | "timeout" | "exception")
            }
            _ => false,
        }
    })
}

/// Mean duration per interval: growth of the sum over growth of the count.
fn means(counters: &[Series]) -> Vec<Series> {
    let counts: BTreeMap<_, &Series> = counters
        .iter()
        .filter(|series| has_suffix(&series.name, &["_count"]))
        .map(|series| ((&series.subject, series.name.replacen("_count", "_sum", 1)), series))
        .collect();
    let sums = counters.iter().filter(|series| has_suffix(&series.name, &["_sum"]));
    sums.filter_map(|sum| {
        let count = counts.get(&(&sum.subject, sum.name.clone()))?;
        let (sum_rate, count_rate) = (rate(sum), rate(count));
        let by_time: BTreeMap<_, f64> =
            count_rate.points.iter().map(|point| (point.time, point.value)).collect();
        let points = sum_rate
            .points
            .iter()
            .filter_map(|point| {
                let calls = *by_time.get(&point.time)?;
                (calls > 0.0).then_some(Point { value: point.value / calls, weight: calls, ..*point })
            })
            .collect();
        let name = sum.name.replacen("_sum", " mean", 1);
        let measure = Measure::of_metric(base(&name));
        Some(Series { measure, name, points, ..sum.clone() })
    })
    .collect()
}

/// Calls times the share that failed: a share of few calls is mostly chance, a count says how much.
fn failures(all: &[Series]) -> Vec<Series> {
    let calls: BTreeMap<_, &Series> = all
        .iter()
        .filter(|series| series.measure == Measure::Calls)
        .map(|series| (&series.subject, series))
        .collect();
    let shares = all.iter().filter(|series| series.measure == Measure::Success);
    shares
        .filter_map(|share| {
            let calls = calls.get(&share.subject)?;
            let by_time: BTreeMap<_, f64> =
                calls.points.iter().map(|point| (point.time, point.value)).collect();
            let whole = if share.points.iter().any(|point| point.value > 1.5) { 100.0 } else { 1.0 };
            let points: Vec<Point> = share
                .points
                .iter()
                .filter_map(|point| {
                    let calls = *by_time.get(&point.time)?;
                    let failed = (whole - point.value).clamp(0.0, whole) * calls / whole;
                    Some(Point { value: failed, weight: calls, ..*point })
                })
                .collect();
            let enough = points.len() * 2 >= share.points.len();
            let name = format!("failed of {}", calls.name);
            enough.then(|| Series { measure: Measure::Failures, name, points, ..share.clone() })
        })
        .collect()
}

/// A way takes at least this share of the call, and of the usual call: two clocks and two sets of quantile buckets agree
/// no better.
const LEAST_WAY: (f64, f64) = (0.15, 0.25);

/// The caller's view of calls minus the callee's own: what the way between them takes.
fn ways(all: &[Series]) -> Vec<Series> {
    let between = |wanted: Side| {
        all.iter().filter(|s| s.measure == Measure::Latency && s.subject.caller.is_some()).filter_map(
            move |s| {
                let (side, rest) = side(&s.name)?;
                (side == wanted).then_some(((&s.subject.service, &s.subject.caller, rest), s))
            },
        )
    };
    let callees: BTreeMap<_, &Series> = between(Side::Callee).collect();
    between(Side::Caller)
        .filter_map(|(key, caller)| {
            let callee = callees.get(&key)?;
            let least = median(caller.points.iter().map(|point| point.value)) * LEAST_WAY.1;
            let points: Vec<Point> = caller
                .points
                .iter()
                .filter_map(|point| {
                    let own = nearest(callee, point.time)?;
                    let least = least.max(point.value * LEAST_WAY.0);
                    Some(Point { value: (point.value - own).max(least), ..*point })
                })
                .collect();
            let name = "time on the way".to_owned();
            Some(Series { measure: Measure::Gap, name, points, ..caller.clone() })
        })
        .collect()
}

/// The value measured within one step of a moment.
fn nearest(series: &Series, time: postlude_base::Timestamp) -> Option<f64> {
    let at = series.points.partition_point(|point| point.time < time);
    let around = [at.checked_sub(1), Some(at)].into_iter().flatten().filter_map(|k| series.points.get(k));
    let distance = |point: &Point| point.time.since(time).abs();
    around.filter(|point| distance(point) < series.step).min_by_key(|point| distance(point)).map(|p| p.value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Subject;
    use postlude_base::Timestamp;

    fn series(name: &str, measure: Measure, values: &[f64]) -> Series {
        let point = |(at, value): (usize, &f64)| Point {
            time: Timestamp(at as i64 * 1_000_000_000),
            value: *value,
            weight: 1.0,
            record: None,
        };
        let points = values.iter().enumerate().map(point).collect();
        Series {
            subject: Subject::default(),
            measure,
            name: name.to_owned(),
            part: None,
            step: 1_000_000_000,
            points,
        }
    }

    fn check(given: Vec<Series>, expected: &[(&str, Measure, &[f64])]) {
        let mut observations = Observations { series: given, ..Observations::default() };
        derive(&mut observations);
        let found: Vec<(String, Measure, Vec<f64>)> = observations
            .series
            .into_iter()
            .map(|s| (s.name, s.measure, s.points.iter().map(|point| point.value).collect()))
            .collect();
        let expected: Vec<_> = expected.iter().map(|(n, m, v)| ((*n).to_owned(), *m, v.to_vec())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn counters_become_rates_across_a_reset() {
        check(
            vec![series("requests_total", Measure::Calls, &[10.0, 14.0, 20.0, 3.0])],
            &[("requests_total per second", Measure::Calls, &[4.0, 6.0, 3.0])],
        );
    }

    #[test]
    fn counters_of_failed_calls_are_failures() {
        check(
            vec![series("requests_total{code=\"503\"}", Measure::Calls, &[0.0, 0.0, 5.0])],
            &[("requests_total{code=\"503\"} per second", Measure::Failures, &[0.0, 5.0])],
        );
    }

    #[test]
    fn sums_and_counts_become_means() {
        check(
            vec![
                series("duration_seconds_sum", Measure::Latency, &[0.0, 1.0, 5.0]),
                series("duration_seconds_count", Measure::Latency, &[0.0, 10.0, 20.0]),
            ],
            &[
                ("duration_seconds_count per second", Measure::Calls, &[10.0, 10.0]),
                ("duration_seconds mean", Measure::Latency, &[0.1, 0.4]),
            ],
        );
    }

    #[test]
    fn two_views_of_calls_become_the_way() {
        let called = Subject {
            service: Some("stock".to_owned()),
            caller: Some("orders".to_owned()),
            ..Subject::default()
        };
        let seen = |name: &str, values: &[f64]| Series {
            subject: called.clone(),
            ..series(name, Measure::Latency, values)
        };
        let mut observations = Observations {
            series: vec![seen("source_p50", &[0.2, 0.9]), seen("destination_p50", &[0.19, 0.2])],
            ..Observations::default()
        };
        derive(&mut observations);
        let way = observations.series.iter().find(|s| s.measure == Measure::Gap).expect("a way");
        let values: Vec<f64> = way.points.iter().map(|point| (point.value * 100.0).round()).collect();
        assert_eq!((values, &way.subject), (vec![14.0, 70.0], &called));
    }

    #[test]
    fn shares_of_calls_become_counts() {
        check(
            vec![
                series("availability", Measure::Success, &[100.0, 90.0]),
                series("requests", Measure::Calls, &[50.0, 200.0]),
            ],
            &[
                ("requests", Measure::Calls, &[50.0, 200.0]),
                ("failed of requests", Measure::Failures, &[0.0, 20.0]),
                ("availability", Measure::Success, &[100.0, 90.0]),
            ],
        );
    }

    #[test]
    fn resources_beside_calls_are_told_once_by_whose_they_are() {
        let beside = |service: &str| {
            let mut one = series("cpu", Measure::Cpu, &[1.0, 2.0]);
            one.subject.service = Some(service.to_owned());
            one.subject.instance = Some("orders-5d9c7bb585-k2x9f".to_owned());
            one
        };
        let mut observations = Observations {
            series: vec![beside("cart"), beside("orders"), beside("stock")],
            ..Observations::default()
        };
        derive(&mut observations);
        let whose: Vec<Option<&str>> =
            observations.series.iter().map(|one| one.subject.service.as_deref()).collect();
        assert_eq!(whose, [Some("orders")]);
    }
}

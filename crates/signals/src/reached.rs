//! Whether calls arrive at all: an operation that calls several operations of one other service, now this one, now that, is
//! compared with itself by the share of its traces in which it reaches the service. By each operation alone the share drifts
//! with what is asked for.

use std::collections::BTreeMap;

use postlude_base::Timestamp;

use crate::{Measure, Part, Point, Series};

/// The share of traces in which operations that call nothing but one other service reach any of its operations.
pub(crate) fn series(all: &[Series]) -> Vec<Series> {
    let mut by_operation: BTreeMap<(&str, &str), Vec<(&str, &Series)>> = BTreeMap::new();
    for one in all.iter().filter(|one| one.measure == Measure::Share) {
        let (Some(service), Some(operation)) = (&one.subject.service, &one.subject.operation) else {
            continue;
        };
        if let Some(Part::Call { service: callee, .. }) = &one.part {
            by_operation.entry((service, operation)).or_default().push((callee, one));
        }
    }
    by_operation.into_iter().filter_map(|((service, _), parts)| any_of(service, &parts)).collect()
}

fn any_of(service: &str, parts: &[(&str, &Series)]) -> Option<Series> {
    let (callee, first) = *parts.first()?;
    let is_outward = parts.len() > 1 && callee != service && parts.iter().all(|(other, _)| *other == callee);
    is_outward.then(|| Series {
        part: Some(Part::Call { service: callee.to_owned(), operation: String::new() }),
        points: sums(parts),
        ..(*first).clone()
    })
}

/// A trace that reaches two operations counts once where it shows, so no share is above one.
fn sums(parts: &[(&str, &Series)]) -> Vec<Point> {
    let mut sums: BTreeMap<Timestamp, Point> = BTreeMap::new();
    for point in parts.iter().flat_map(|(_, series)| &series.points) {
        let known = sums.entry(point.time).or_insert(Point { value: 0.0, ..*point });
        known.value = (known.value + point.value).min(1.0);
    }
    sums.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Subject;

    fn share(caller: (&str, &str), called: (&str, &str), values: &[f64]) -> Series {
        let point = |(at, value): (usize, &f64)| Point {
            time: Timestamp(at as i64),
            value: *value,
            weight: 10.0,
            record: None,
        };
        let (service, operation) = (Some(caller.0.to_owned()), Some(caller.1.to_owned()));
        Series {
            subject: Subject { service, operation, ..Subject::default() },
            measure: Measure::Share,
            name: "share of traces".to_owned(),
            part: Some(Part::Call { service: called.0.to_owned(), operation: called.1.to_owned() }),
            step: 1,
            points: values.iter().enumerate().map(point).collect(),
        }
    }

    #[track_caller]
    fn check(all: &[Series], expected: &[f64]) {
        let found = series(all);
        let values: Vec<f64> = found.iter().flat_map(|one| &one.points).map(|point| point.value).collect();
        assert_eq!(values, expected);
    }

    #[test]
    fn shares_of_one_callee_add_up() {
        let call = ("shop", "GET cart");
        let parts = [("cart", "list", [0.25, 0.5, 0.25]), ("cart", "show", [0.75, 0.75, 0.25])];
        let all: Vec<Series> = parts.iter().map(|(a, b, values)| share(call, (a, b), values)).collect();
        check(&all, &[1.0, 1.0, 0.5]);
        // One operation says it alone; of two callees each may be asked or not.
        check(&all[..1], &[]);
        check(&[all[0].clone(), share(call, ("stock", "show"), &[1.0, 1.0, 1.0])], &[]);
        check(&[all[0].clone(), share(call, ("shop", "draw"), &[1.0, 1.0, 1.0])], &[]);
    }
}

//! Traces that changed shape: an operation calls what it did not call, or writes what it did not write, or no longer what
//! it did.
//!
//! The share of traces inside a stretch is compared with the share outside it by Bayes factor: two binomial shares with
//! Jeffreys' prior against one (Kass and Raftery 1995). Half of the prior is for stretches that last to the end of the evidence,
//! half for all others.

use super::shifted::{Indexed, quoted, series, signal};
use crate::shift::Shift;
use crate::{Measure, Observations, Part, Point, Signal, SignalKind};

pub(super) fn detect(observations: &Observations) -> Vec<Signal> {
    let shares = || series(observations, |s| s.measure == Measure::Share);
    let most =
        shares().map(|(_, s)| s.points.iter().map(|point| point.weight).sum::<f64>()).fold(0.0, f64::max);
    let gamma = Gamma::up_to(most as usize);
    let mut found = Vec::new();
    let mut standing = Vec::new();
    for indexed in shares() {
        match strongest(&indexed.1.points, &gamma) {
            Some(shift) => {
                let reason = reason(observations, indexed, &shift);
                found.push(signal("trace_shape", SignalKind::Shape, indexed, &shift, reason));
            }
            None => standing.extend(standing_error(observations, indexed)),
        }
    }
    found.extend(by_reach(standing));
    found
}

/// Name of the detector of lines of error that were there all along: no event, but a place to look when nothing else tells.
pub const STANDING_ERROR: &str = "standing_error";

/// What a line of error that was there all along can say at most, in log odds: some sound services write them at all times.
const STANDING: f64 = 5.0;

/// A smaller share of traces with a line of error is nothing to speak of.
const LEAST_STANDING: f64 = 0.5;

/// An operation that writes a line of error in most of its traces, as far back as they go.
fn standing_error(observations: &Observations, indexed: Indexed<'_>) -> Option<(f64, Signal)> {
    let points = &indexed.1.points;
    let Some(Part::Line(template)) = &indexed.1.part else { return None };
    let all: f64 = points.iter().map(|point| point.weight).sum();
    let share = points.iter().map(|point| point.value * point.weight).sum::<f64>() / all.max(1.0);
    let shift = Shift {
        from: 0,
        to: points.len(),
        before: 0.0,
        after: share,
        effect: share,
        evidence: STANDING * share,
    };
    (observations.is_error(template) && share >= LEAST_STANDING).then(|| {
        let reason = reason(observations, indexed, &shift).replace(" instead of 0 %", ", all along");
        (share * all, signal(STANDING_ERROR, SignalKind::Shape, indexed, &shift, reason))
    })
}

/// Of errors that were there all along, the one that touches most traces is the likeliest to matter.
fn by_reach(standing: Vec<(f64, Signal)>) -> impl Iterator<Item = Signal> {
    let most = standing.iter().map(|(traces, _)| *traces).fold(1.0, f64::max);
    standing
        .into_iter()
        .map(move |(traces, signal)| Signal { evidence: signal.evidence * (traces / most).sqrt(), ..signal })
}

/// Traces with the part, and all.
#[derive(Debug, Clone, Copy, Default)]
struct Count {
    with: usize,
    all: usize,
}

impl Count {
    fn minus(self, other: Self) -> Self {
        Self { with: self.with - other.with, all: self.all - other.all }
    }

    fn share(self) -> f64 {
        self.with as f64 / self.all.max(1) as f64
    }
}

/// Logarithms of the gamma function, up to the same additive constant: of `n + 1/2` and of `n + 1`.
struct Gamma {
    half: Vec<f64>,
    whole: Vec<f64>,
}

impl Gamma {
    fn up_to(most: usize) -> Self {
        let table = |offset: f64| {
            let steps = (0..=most).scan(0.0, move |sum, n| {
                let here = *sum;
                *sum += (n as f64 + offset).ln();
                Some(here)
            });
            steps.collect()
        };
        Self { half: table(0.5), whole: table(1.0) }
    }

    /// Logarithm of the likelihood of counts with the share integrated out (Jeffreys' prior).
    fn likelihood(&self, count: Count) -> f64 {
        self.half[count.with] + self.half[count.all - count.with] - self.whole[count.all]
    }
}

fn strongest(points: &[Point], gamma: &Gamma) -> Option<Shift> {
    let mut sums = vec![Count::default()];
    for point in points {
        let last = sums[sums.len() - 1];
        let with = (point.value * point.weight).round() as usize;
        sums.push(Count { with: last.with + with, all: last.all + point.weight as usize });
    }
    let whole = sums[points.len()];
    let length = points.len();
    let lasting = (2.0 * length as f64).ln();
    let passing = (length as f64 * length as f64).ln();
    let mut best: Option<Shift> = None;
    for from in 1..length {
        for to in from + 1..=length {
            let inside = sums[to].minus(sums[from]);
            let outside = whole.minus(inside);
            let price = if to == length { lasting } else { passing };
            let evidence =
                gamma.likelihood(inside) + gamma.likelihood(outside) - gamma.likelihood(whole) - price;
            if evidence > best.map_or(0.0, |known| known.evidence) {
                let effect = inside.share() - outside.share();
                best = Some(Shift {
                    from,
                    to,
                    before: outside.share(),
                    after: inside.share(),
                    effect,
                    evidence,
                });
            }
        }
    }
    best
}

fn reason(observations: &Observations, (_, series): Indexed<'_>, shift: &Shift) -> String {
    let what = match &series.part {
        Some(Part::Call { service, operation }) if series.subject.service.as_ref() == Some(service) => {
            format!("goes on to {operation}")
        }
        Some(Part::Call { service, operation }) if operation.is_empty() => format!("reaches {service}"),
        Some(Part::Call { service, operation }) => format!("calls {service} {operation}"),
        Some(Part::Line(template)) => {
            let text = observations.templates.get(template).map_or("", |info| info.text.as_str());
            format!("writes {}", quoted(text))
        }
        None => String::new(),
    };
    let operation = series.subject.operation.as_deref().unwrap_or("");
    let percent = |share: f64| (share * 100.0).round();
    format!(
        "{operation} {what} in {} % of its traces instead of {} %",
        percent(shift.after),
        percent(shift.before)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use postlude_base::Timestamp;

    fn points(shares: &[(f64, f64)]) -> Vec<Point> {
        let point = |(at, (with, all)): (usize, &(f64, f64))| Point {
            time: Timestamp(at as i64),
            value: with / all,
            weight: *all,
            record: None,
        };
        shares.iter().enumerate().map(point).collect()
    }

    #[test]
    fn likelihoods_agree_with_the_beta_function() {
        // B(k + 1/2, n - k + 1/2) / B(1/2, 1/2) by hand: 1/2 for one of one, 1/8 for one of two.
        let gamma = Gamma::up_to(4);
        for (with, all, expected) in [(1, 1, 0.5_f64), (0, 1, 0.5), (1, 2, 0.125), (2, 2, 0.375)] {
            assert!((gamma.likelihood(Count { with, all }) - expected.ln()).abs() < 1e-12, "{with} of {all}");
        }
    }

    #[test]
    fn finds_where_a_part_begins_to_appear() {
        let shares = [(0.0, 3.0), (0.0, 4.0), (0.0, 3.0), (4.0, 4.0), (5.0, 6.0), (3.0, 3.0)];
        let found = strongest(&points(&shares), &Gamma::up_to(23));
        let found = found.expect("a change");
        assert_eq!((found.from, found.to), (3, 6));
        assert!(found.effect > 0.8);
    }

    #[test]
    fn finds_nothing_where_nothing_changes() {
        let gamma = Gamma::up_to(14);
        assert_eq!(strongest(&points(&[(1.0, 3.0), (2.0, 4.0), (1.0, 3.0), (2.0, 4.0)]), &gamma), None);
        assert_eq!(strongest(&[], &gamma), None);
    }
}

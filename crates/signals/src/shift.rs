//! The one change-point method: where does a stretch of a series differ from the rest, and how surely?
//!
//! A stretch `[from, to)` is compared with everything outside it (an "epidemic" alternative, Levin and Kline 1985;
//! a change that lasts is the case `to = n`). Values are brought to a scale of even noise, the noise is estimated from
//! successive differences and from the spread around both levels (whichever is larger), shrunk towards what such measures
//! usually do; values that remember each other count as fewer. The comparison is a Student-t log-likelihood ratio, so
//! that a few wild values do not decide. Every
//! stretch is a chance to be wrong: half of the prior is for those that last to the end of the series, which pay `ln 2n`, half for
//! all others, which pay `2 ln n`.
//!
//! Cost: quadratic in the number of groups, which is at most [`GROUPS`]; longer series are grouped first and the
//! edges refined afterwards.

use crate::measure::Scale;

/// Groups a series is reduced to before the search.
pub const GROUPS: usize = 160;

/// Values further from the middle than this many noise units count as if they were that far.
const WINSOR: f64 = 20.0;

/// A stretch that differs from the rest.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Shift {
    /// First index inside.
    pub from: usize,
    /// One past the last index inside; the length of the series when it lasts to the end.
    pub to: usize,
    /// Typical value outside, in the unit of the series.
    pub before: f64,
    /// Typical value inside.
    pub after: f64,
    /// Difference in units of noise, positive when the values rose.
    pub effect: f64,
    /// Natural logarithm of the odds that it differs, price of searching taken off; above 0 favours a shift.
    pub evidence: f64,
}

/// What is known of a measure before looking: its scale, and its usual noise on that scale.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prior {
    /// The scale of even noise.
    pub scale: Scale,
    /// Usual standard deviation on that scale.
    pub noise: f64,
}

impl Prior {
    /// How many observations the prior's noise is worth: the noise of counts is known, that of measures is a guess.
    fn worth(self) -> f64 {
        if self.scale == Scale::SquareRoot { 20.0 } else { 4.0 }
    }
}

/// The stretches that differ, the surest first, at most `most`, without overlap.
pub fn find(values: &[f64], prior: Prior, most: usize) -> Vec<Shift> {
    let scaled = to_scale(values, prior.scale);
    let mut found: Vec<Shift> = Vec::new();
    let mut alive: Vec<usize> = (0..values.len()).collect();
    while found.len() < most && alive.len() >= 4 {
        let kept: Vec<f64> = alive.iter().map(|&at| scaled[at]).collect();
        let Some((from, to, effect, evidence)) = strongest(&kept, prior) else { break };
        if evidence <= 0.0 {
            break;
        }
        let last = alive[to - 1];
        let inside = &alive[from..to];
        let outside = [&alive[..from], &alive[to..]].concat();
        found.push(Shift {
            from: alive[from],
            to: if to == alive.len() { values.len() } else { last + 1 },
            before: median(outside.iter().map(|&at| values[at])),
            after: median(inside.iter().map(|&at| values[at])),
            effect,
            evidence,
        });
        alive = outside;
    }
    found
}

/// The median; 0 of nothing.
pub fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut sorted: Vec<f64> = values.collect();
    if sorted.is_empty() {
        return 0.0;
    }
    let middle = sorted.len() / 2;
    let (_, &mut upper, _) = sorted.select_nth_unstable_by(middle, f64::total_cmp);
    if sorted.len() % 2 == 1 {
        return upper;
    }
    let lower = sorted[..middle].iter().copied().fold(f64::NEG_INFINITY, f64::max);
    f64::midpoint(lower, upper)
}

fn to_scale(values: &[f64], scale: Scale) -> Vec<f64> {
    match scale {
        Scale::Linear => values.to_vec(),
        // Anscombe 1948: unit variance for Poisson counts.
        Scale::SquareRoot => values.iter().map(|v| 2.0 * (v.max(0.0) + 0.375).sqrt()).collect(),
        Scale::Log => {
            // A floor near zero: below a hundredth of the large values, ratios mean nothing.
            let mut sizes: Vec<f64> = values.iter().map(|v| v.abs()).collect();
            sizes.sort_unstable_by(f64::total_cmp);
            let large = sizes.get(sizes.len() * 9 / 10).copied().unwrap_or(0.0);
            let floor = (large / 100.0).max(1e-12);
            values.iter().map(|v| (v.max(0.0) + floor).ln()).collect()
        }
    }
}

/// The stretch with the most evidence: from, to, effect, evidence.
fn strongest(values: &[f64], prior: Prior) -> Option<(usize, usize, f64, f64)> {
    let middle = median(values.iter().copied());
    let noise = noise_of_steps(values, prior);
    let clipped: Vec<f64> =
        values.iter().map(|v| (v - middle).clamp(-WINSOR * noise, WINSOR * noise)).collect();
    let sums = prefix_sums(&clipped);
    let per_group = values.len().div_ceil(GROUPS).max(1);
    let edges: Vec<usize> = (0..values.len()).step_by(per_group).chain([values.len()]).collect();
    let mut lasting = Best::default();
    let mut passing = Best::default();
    for (k, &from) in edges.iter().enumerate().filter(|(_, from)| **from >= least_before(values.len())) {
        for &to in edges[k + 1..].iter().filter(|&&to| to - from >= least_inside(values.len())) {
            let best = if to == values.len() { &mut lasting } else { &mut passing };
            best.consider(from, to, contrast(&sums, from, to, noise));
        }
    }
    let count = values.len() as f64;
    [(lasting, (2.0 * count).ln()), (passing, 2.0 * count.ln())]
        .into_iter()
        .filter_map(|(mut best, price)| {
            if per_group > 1 {
                best.refine(per_group, values.len(), &sums, noise);
            }
            let (from, to, _) = best.0?;
            let (effect, likelihood) = likelihood(&clipped, &sums, (from, to), noise, prior);
            Some((from, to, effect, likelihood - price))
        })
        .max_by(|a, b| a.3.total_cmp(&b.3))
}

/// The stretch with the largest contrast so far: from, to, contrast.
#[derive(Debug, Clone, Copy, Default)]
struct Best(Option<(usize, usize, f64)>);

impl Best {
    fn consider(&mut self, from: usize, to: usize, contrast: f64) {
        if contrast.abs() > self.0.map_or(0.0, |(_, _, known)| known.abs()) {
            self.0 = Some((from, to, contrast));
        }
    }

    /// Tries every edge within one group around the best stretch.
    fn refine(&mut self, reach: usize, length: usize, sums: &[f64], noise: f64) {
        let Some((from, to, _)) = self.0 else { return };
        let starts = from.saturating_sub(reach).max(least_before(length))..(from + reach).min(to);
        for start in starts.filter(|start| to - start >= least_inside(length)) {
            self.consider(start, to, contrast(sums, start, to, noise));
        }
        let start = self.0.map_or(from, |(start, _, _)| start);
        if to < length {
            for end in to.saturating_sub(reach).max(start + least_inside(length))..(to + reach).min(length) {
                self.consider(start, end, contrast(sums, start, end, noise));
            }
        }
    }
}

/// Difference in units of noise, and the log likelihood ratio of a stretch that differs against none.
fn likelihood(
    values: &[f64],
    sums: &[f64],
    (from, to): (usize, usize),
    noise: f64,
    prior: Prior,
) -> (f64, f64) {
    let step = mean(sums, from, to) - mean_outside(sums, from, to);
    let (spread, memory) = residuals(values, from, to, step);
    let noise = noise.max(spread);
    // Values that remember each other count as fewer (Bartlett's first-order correction).
    let worth = (1.0 - memory) / (1.0 + memory);
    let statistic = contrast(sums, from, to, noise) * worth.sqrt();
    let freedom = (values.len() as f64 * worth - 2.0).clamp(0.0, MOST_FREEDOM) + prior.worth();
    (step / noise, (freedom + 1.0) / 2.0 * (statistic * statistic / freedom).ln_1p())
}

/// Degrees of freedom from the values, at most: tails of measured values stay heavy however many there are.
const MOST_FREEDOM: f64 = 6.0;

/// Spread and first-order autocorrelation of what is left when the stretch is brought to the level of the rest.
fn residuals(values: &[f64], from: usize, to: usize, step: f64) -> (f64, f64) {
    let level = |at: usize| if (from..to).contains(&at) { step } else { 0.0 };
    let left: Vec<f64> = values.iter().enumerate().map(|(at, v)| v - level(at)).collect();
    let middle = median(left.iter().copied());
    let spread = median(left.iter().map(|v| (v - middle).abs())) * 1.4826;
    let squares: f64 = left.iter().map(|v| (v - middle).powi(2)).sum();
    let products: f64 = left.windows(2).map(|pair| (pair[0] - middle) * (pair[1] - middle)).sum();
    let memory = if squares > 0.0 && left.len() >= LEAST_FOR_MEMORY { products / squares } else { 0.0 };
    (spread, memory.clamp(0.0, 0.9))
}

/// Fewer values tell nothing about how they remember each other.
const LEAST_FOR_MEMORY: usize = 12;

/// One value among many is an outlier, not a stretch.
fn least_inside(length: usize) -> usize {
    (length / 5).clamp(1, 3)
}

/// What counts as usual is seen at least so many times first: one value is no habit.
fn least_before(length: usize) -> usize {
    if length < 4 { 1 } else { (length / 20).clamp(2, 5) }
}

/// Difference of means in units of its own standard error.
fn contrast(sums: &[f64], from: usize, to: usize, noise: f64) -> f64 {
    let all = sums.len() as f64 - 1.0;
    let inside = (to - from) as f64;
    let outside = all - inside;
    if outside < 1.0 || inside < 1.0 {
        return 0.0;
    }
    (mean(sums, from, to) - mean_outside(sums, from, to)) / noise * (inside * outside / all).sqrt()
}

fn mean(sums: &[f64], from: usize, to: usize) -> f64 {
    (sums[to] - sums[from]) / (to - from) as f64
}

fn mean_outside(sums: &[f64], from: usize, to: usize) -> f64 {
    let all = sums.len() - 1;
    (sums[all] - (sums[to] - sums[from])) / (all - (to - from)).max(1) as f64
}

fn prefix_sums(values: &[f64]) -> Vec<f64> {
    let mut sums = Vec::with_capacity(values.len() + 1);
    let mut total = 0.0;
    sums.push(total);
    for value in values {
        total += value;
        sums.push(total);
    }
    sums
}

/// Noise from successive differences, which a step disturbs in one place only, shrunk towards the prior.
fn noise_of_steps(values: &[f64], prior: Prior) -> f64 {
    let steps = median(values.windows(2).map(|pair| (pair[1] - pair[0]).abs()));
    shrink(steps * 1.4826 / std::f64::consts::SQRT_2, values.len(), prior)
}

fn shrink(noise: f64, count: usize, prior: Prior) -> f64 {
    let count = (count as f64 - 2.0).max(0.0);
    ((prior.worth() * prior.noise.powi(2) + count * noise.powi(2)) / (prior.worth() + count)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LATENCY: Prior = Prior { scale: Scale::Log, noise: 0.15 };

    fn wave(n: usize) -> Vec<f64> {
        (0..n).map(|k| 1.0 + 0.1 * ((k * 7919 % 13) as f64 / 13.0 - 0.5)).collect()
    }

    #[test]
    fn finds_a_step_that_lasts() {
        let mut values = wave(60);
        values[40..].iter_mut().for_each(|v| *v *= 5.0);
        let shift = find(&values, LATENCY, 1)[0];
        assert_eq!((shift.from, shift.to), (40, 60));
        assert!(shift.effect > 3.0 && shift.evidence > 10.0, "{shift:?}");
    }

    #[test]
    fn finds_a_stretch_that_recovers_and_one_more() {
        let mut values = wave(500);
        values[100..140].iter_mut().for_each(|v| *v *= 4.0);
        values[300..330].iter_mut().for_each(|v| *v /= 4.0);
        let mut found: Vec<_> = find(&values, LATENCY, 3).iter().map(|s| (s.from, s.to)).collect();
        found.sort_unstable();
        assert_eq!(found, [(100, 140), (300, 330)]);
    }

    #[test]
    fn finds_nothing_in_noise_or_in_a_constant() {
        assert_eq!(find(&wave(200), LATENCY, 3), []);
        assert_eq!(find(&[3.0; 50], LATENCY, 3), []);
        assert_eq!(find(&[], LATENCY, 3), []);
    }

    #[test]
    fn five_values_are_enough_for_a_large_step_only() {
        assert_eq!(find(&[1.0, 1.1, 0.9, 1.0, 1.3], LATENCY, 1), []);
        assert_eq!(find(&[1.0, 1.1, 0.9, 9.0, 9.5], LATENCY, 1)[0].from, 3);
    }

    proptest::proptest! {
        #[test]
        fn any_values_give_finite_answers(values in proptest::collection::vec(-1e12f64..1e12, 0..400)) {
            for shift in find(&values, LATENCY, 3) {
                proptest::prop_assert!(shift.from < shift.to && shift.to <= values.len());
                proptest::prop_assert!(shift.effect.is_finite() && shift.evidence.is_finite());
            }
        }
    }
}

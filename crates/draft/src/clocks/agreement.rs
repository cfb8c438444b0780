/// A stretch of values that so many intervals share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Agreement {
    pub(super) low: i64,
    pub(super) high: i64,
    pub(super) count: usize,
}

impl Agreement {
    pub(super) fn middle(&self) -> i64 {
        i64::midpoint(self.low, self.high)
    }

    /// Half its length.
    pub(super) fn error(&self) -> i64 {
        (self.high.saturating_sub(self.low)) / 2
    }
}

/// The stretches that the most intervals share, in order; several where they are equally many. Intervals that end
/// before they begin are left out.
pub(super) fn agreements(intervals: impl Iterator<Item = (i64, i64)>) -> Vec<Agreement> {
    let mut edges: Vec<(i64, bool)> = intervals
        .filter(|(low, high)| low <= high)
        .flat_map(|(low, high)| [(low, false), (high, true)])
        .collect();
    // At one value what begins comes before what ends: intervals that touch overlap.
    edges.sort_unstable();
    let mut best: Vec<Agreement> = Vec::new();
    let mut count = 0;
    for pair in edges.windows(2) {
        let [(low, is_end), (high, next_is_end)] = pair else { continue };
        count = if *is_end { count - 1 } else { count + 1 };
        if *is_end || !*next_is_end {
            continue;
        }
        let most = best.first().map_or(0, |agreement| agreement.count);
        if count > most {
            best.clear();
        }
        if count >= most {
            best.push(Agreement { low: *low, high: *high, count });
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::agreements;

    fn check(intervals: &[(i64, i64)], expected: &[(i64, i64, usize)]) {
        let found: Vec<_> =
            agreements(intervals.iter().copied()).iter().map(|a| (a.low, a.high, a.count)).collect();
        assert_eq!(found, expected, "{intervals:?}");
    }

    #[test]
    fn takes_what_most_say() {
        check(&[(8, 12), (11, 13), (10, 12)], &[(11, 12, 3)]);
        check(&[(8, 12), (11, 13), (14, 15)], &[(11, 12, 2)]);
        check(&[(0, 4), (4, 6)], &[(4, 4, 2)]);
        check(&[(5, 5), (5, 5), (9, 9)], &[(5, 5, 2)]);
    }

    #[test]
    fn gives_all_that_are_equally_many() {
        check(&[(0, 1), (8, 9)], &[(0, 1, 1), (8, 9, 1)]);
    }

    #[test]
    fn has_nothing_to_say_without_intervals() {
        check(&[], &[]);
        check(&[(3, 2)], &[]);
    }
}

//! Which rows are looked at when attributes must be read, which costs far more than counting.
//!
//! A source with few records is read whole, of a large one only what lies in some spans of time: the same ones each time.

use crate::Source;

/// Records of a table that are looked at in all, about.
const MOST: u64 = 200_000;

/// Of each source at least so many.
const LEAST: u64 = 1_000;

/// Spans of time in which a large source is read; the first begins where it begins.
const WINDOWS: i128 = 16;

/// A condition on `source_id` and `time`.
pub(super) fn condition(sources: &[&Source], table: &str) -> String {
    let counts = sources.iter().filter_map(|source| Some((*source, *source.tally.records.get(table)?)));
    let counts: Vec<_> = counts.collect();
    let share = share(counts.iter().map(|(_, records)| *records).collect());
    let (small, large): (Vec<_>, Vec<_>) = counts.into_iter().partition(|(_, records)| *records <= share);
    if large.is_empty() {
        return "true".to_owned();
    }
    let mut parts: Vec<String> =
        large.iter().map(|(source, records)| windows(source, share, *records)).collect();
    if !small.is_empty() {
        let ids: Vec<String> = small.iter().map(|(source, _)| source.id.0.to_string()).collect();
        parts.push(format!("source_id in ({})", ids.join(", ")));
    }
    format!("({})", parts.join(" or "))
}

/// How many records of one source are looked at, so that all together are no more than [`MOST`]: what small sources leave
/// is for the large ones.
fn share(mut counts: Vec<u64>) -> u64 {
    counts.sort_unstable();
    let (mut left, mut sources) = (MOST, counts.len() as u64);
    for count in counts {
        let even = left / sources;
        if count > even {
            return even.max(LEAST);
        }
        left -= count;
        sources -= 1;
    }
    u64::MAX
}

fn windows(source: &Source, share: u64, records: u64) -> String {
    let (Some(first), Some(last)) = (source.tally.first, source.tally.last) else {
        // Without times nothing but the place tells rows apart.
        return format!("(source_id = {} and line <= {share})", source.id.0);
    };
    let (first, length) = (i128::from(first.0), i128::from(last.0) - i128::from(first.0));
    let step = length / WINDOWS;
    let width = step * i128::from(share) / i128::from(records.max(1));
    let moment = |ns: i128| format!("arrow_cast({ns}, 'Timestamp(Nanosecond, Some(\"UTC\"))')");
    let window = |at: i128| {
        let from = first + at * step;
        format!("time between {} and {}", moment(from), moment(from + width))
    };
    let windows: Vec<String> = (0..WINDOWS).map(window).collect();
    format!("(source_id = {} and ({}))", source.id.0, windows.join(" or "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_sources_leave_their_share_to_large_ones() {
        let check =
            |counts: &[u64], expected: u64| assert_eq!(share(counts.to_vec()), expected, "{counts:?}");
        check(&[], u64::MAX);
        check(&[MOST], u64::MAX);
        check(&[MOST + 1], MOST);
        check(&[1_000, MOST], MOST - 1_000);
        check(&[MOST, MOST, 20_000], 90_000);
        check(&[MOST; 1_000], LEAST);
    }
}

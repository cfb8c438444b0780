//! Whether an offset is the difference of two zones.

use postlude_base::NANOSECONDS_PER_SECOND;

const QUARTER: i64 = 900 * NANOSECONDS_PER_SECOND;

/// Zones that are no whole hours from UTC, in quarters of an hour: Newfoundland, Marquesas, Iran, Afghanistan, India,
/// Nepal, Myanmar, Eucla, central Australia, Lord Howe, Chatham, with their summer times.
const PARTIAL: [i64; 15] = [-14, -10, -38, 14, 18, 22, 23, 26, 35, 38, 42, 45, 51, 55, 54];

/// The zone, as nanoseconds east of UTC, whose times written as UTC must be moved by an offset, give or take `tolerance`.
pub(super) fn zone_of(offset: i64, tolerance: i64) -> Option<i64> {
    if tolerance >= QUARTER / 3 {
        return None;
    }
    let east = offset.saturating_neg();
    let quarters = (east.saturating_add(QUARTER / 2)).div_euclid(QUARTER);
    let whole_hours = quarters % 4 == 0 && (-48..=56).contains(&quarters);
    let is_zone = quarters != 0 && (whole_hours || PARTIAL.contains(&quarters));
    let near = east.saturating_sub(quarters * QUARTER).saturating_abs() <= tolerance;
    (is_zone && near).then_some(quarters * QUARTER)
}

/// Every zone there is, as nanoseconds east of UTC.
pub(super) fn all() -> impl Iterator<Item = i64> {
    (-48..=56).filter_map(|quarters| zone_of(-quarters * QUARTER, 0))
}

/// `UTC+05:30`.
pub(super) fn name(east: i64) -> String {
    let minutes = east.abs() / (60 * NANOSECONDS_PER_SECOND);
    let sign = if east < 0 { '-' } else { '+' };
    format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(minutes: i64, seconds: i64, expected: Option<&str>) {
        let offset = (minutes * 60 + seconds) * NANOSECONDS_PER_SECOND;
        let found = zone_of(offset, 2 * NANOSECONDS_PER_SECOND).map(name);
        assert_eq!(found.as_deref(), expected, "{minutes} min {seconds} s");
    }

    #[test]
    fn knows_zones_from_other_offsets() {
        check(-330, 0, Some("UTC+05:30"));
        check(-330, 1, Some("UTC+05:30"));
        check(-330, 40, None);
        check(300, 0, Some("UTC-05:00"));
        check(-480, -2, Some("UTC+08:00"));
        check(150, 0, Some("UTC-02:30"));
        check(0, 0, None);
        check(-15, 0, None);
        check(-30, 0, None);
        check(24 * 60, 0, None);
    }
}

//! How wide the buckets of a table are.

use postlude_base::NANOSECONDS_PER_SECOND;

use super::rows;
use crate::{Failure, Session};

/// Widths that people count in, in seconds.
const WIDTHS: [i64; 16] = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21600, 86400];

/// Width in nanoseconds of the buckets of a table, so that what its records cover makes at most so many of them.
pub(super) fn width(session: &Session, table: &str, most: i64) -> Result<i64, Failure> {
    // Counted in tens of seconds: fine enough for minutes, and few groups for months.
    let query = format!(
        "select count(*) n from (select distinct cast(time as bigint) / 10000000000 b from {table} where time is not null)"
    );
    let tens = rows::of(&session.sql(&query)?)?.next().and_then(|row| row.integer("n")).unwrap_or(0);
    let least = tens.saturating_mul(10) / most.max(1);
    let seconds = WIDTHS.iter().copied().find(|width| *width >= least).unwrap_or(86400);
    Ok(seconds * NANOSECONDS_PER_SECOND)
}

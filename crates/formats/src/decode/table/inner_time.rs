//! Times inside the messages of a table beside the times of its rows.

use postlude_base::{ByteSpan, NANOSECONDS_PER_SECOND, Problem};
use postlude_evidence::{Log, Origin, Text};

use super::{Clock, Table};
use crate::Carry;
use crate::decode::lines::unwrap_text;
use crate::decode::moment_text;
use crate::time::Resolver;

/// Zones differ by multiples of a quarter of an hour.
const QUARTER: i64 = 900 * NANOSECONDS_PER_SECOND;
const DAY: i64 = 96 * QUARTER;
/// How far apart the writing of a line and its collection may be.
const DELAY: i64 = 60 * NANOSECONDS_PER_SECOND;

/// The nanoseconds by which the messages of most rows run ahead of the rows, if that is the difference of two
/// zones.
pub fn offset(table: &Table, clock: &Clock, body: usize, resolver: &Resolver) -> Option<i64> {
    let (times, bodies) = (&table.columns[clock.column], &table.columns[body]);
    if times.missing + bodies.missing > 0 {
        return None;
    }
    let mut offsets: Vec<i64> = Vec::new();
    for (time, body) in times.values.iter().zip(&bodies.values) {
        let mut origin = Origin::at(ByteSpan::new(0, 0), 1);
        origin.time = Some(clock.read_text(time)?);
        let log = unwrapped(Log::new(origin, Text::Borrowed(body)), resolver);
        offsets.extend(difference(&log));
    }
    let all = offsets.len();
    offsets.retain_mut(|offset| {
        let quarters = (*offset + QUARTER / 2).div_euclid(QUARTER);
        let near = (*offset - quarters * QUARTER).abs() < DELAY;
        *offset = quarters * QUARTER;
        near && quarters != 0
    });
    offsets.sort_unstable();
    let usual = offsets.chunk_by(|a, b| a == b).max_by_key(|run| run.len())?;
    (usual.len() >= 3 && usual.len() * 10 >= all * 8).then(|| usual[0])
}

/// The record with its body read as a log line. An inner clock time without a date is of the row's own day, so
/// that a row says the same whatever stands before it.
pub fn unwrapped<'t>(log: Log<'t>, resolver: &Resolver) -> Log<'t> {
    let date = log.origin.time.map(|time| jiff::tz::Offset::UTC.to_datetime(time.to_jiff()).date());
    unwrap_text(log, resolver, &mut Carry { date, ..Carry::default() })
}

/// Inner minus outer time of a record that has both. A clock time may be of the day before or after: of a
/// difference up to a day the shorter way round counts.
fn difference(log: &Log<'_>) -> Option<i64> {
    let inner = moment_text(log.origin.attribute("inner.time")?)?;
    let difference = inner.since(log.origin.time?);
    Some(match difference {
        d if d.saturating_abs() > DAY + DELAY => d,
        d if d > DAY / 2 + DELAY => d - DAY,
        d if d < -(DAY / 2 + DELAY) => d + DAY,
        d => d,
    })
}

/// Whether a record's inner time says nothing but the offset of its source.
pub fn is_usual(log: &Log<'_>, offset: i64) -> bool {
    difference(log).is_some_and(|difference| difference.saturating_sub(offset).saturating_abs() < DELAY)
}

/// What a person is told once about the source.
pub fn problem(offset: i64) -> Problem {
    let hours = offset.abs() as f64 / (3600 * NANOSECONDS_PER_SECOND) as f64;
    let side = if offset > 0 { "ahead of" } else { "behind" };
    Problem::new("inner-clock", format!("message text is {hours} h {side} the wrapper: wrapper used"))
        .hint("the program writes another zone than its collector")
}

//! Consecutive updates of one author made one, so that the log tells sittings rather than keys pressed.

use crate::document::merge_updates;

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    /// Where it stands in the log.
    pub seq: i64,
    /// Who wrote it; none for the server.
    pub author: Option<String>,
    /// When it was kept, in nanoseconds since 1970.
    pub time: i64,
    /// The update.
    pub update: Vec<u8>,
}

/// Updates of one author within a minute of the first are one.
const SITTING: i64 = 60 * 1_000_000_000;
/// Larger ones are left alone: merging would keep too much in memory.
const LARGEST: usize = 256 << 10;

/// The log with fewer, larger lines, which lead to the same document. A merged line has the place and the time of its
/// last part, so that what a reader has seen up to a place stays what it was. What cannot be merged stays.
pub fn merged(log: &[Logged]) -> Vec<Logged> {
    let mut lines: Vec<Logged> = Vec::new();
    let mut at = 0;
    while let Some(first) = log.get(at) {
        let mut size = first.update.len();
        let together = log[at..].iter().enumerate().take_while(|(step, line)| {
            size += if *step == 0 { 0 } else { line.update.len() };
            let soon = line.time.saturating_sub(first.time) <= SITTING;
            line.author == first.author && soon && size <= LARGEST.max(first.update.len())
        });
        let count = together.count().max(1);
        let group = &log[at..at + count];
        let parts: Vec<&[u8]> = group.iter().map(|line| line.update.as_slice()).collect();
        match (group, merge_updates(&parts)) {
            ([_, .., last], Some(update)) => lines.push(Logged { update, ..last.clone() }),
            _ => lines.extend_from_slice(group),
        }
        at += count;
    }
    lines
}

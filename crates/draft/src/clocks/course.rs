use postlude_base::Timestamp;
use serde::{Deserialize, Serialize};

/// What has to be added to the times of a source, over the course of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Course {
    first: Piece,
    /// After each jump of the clock, in the order in which the source was written.
    later: Vec<Piece>,
}

/// A part of a source during which its clock ran evenly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Piece {
    /// Where it begins. Bytes and not times, because a clock that is set back says the same times twice.
    pub byte_from: u64,
    /// Nanoseconds to add at `origin`.
    pub offset: i64,
    /// How much more to add later, in nanoseconds per second.
    pub drift: i64,
    /// A time as the source wrote it.
    pub origin: Timestamp,
}

impl Piece {
    fn at(&self, time: Timestamp) -> i64 {
        let drifted = i128::from(time.since(self.origin)) * i128::from(self.drift) / 1_000_000_000;
        self.offset.saturating_add(i64::try_from(drifted).unwrap_or(0))
    }
}

impl Course {
    /// The same offset all along.
    pub fn constant(offset: i64) -> Self {
        Self::drifting(offset, 0, Timestamp(0))
    }

    /// An offset at a moment, as the source wrote it, that grows by so many nanoseconds a second.
    pub fn drifting(offset: i64, drift: i64, origin: Timestamp) -> Self {
        Self { first: Piece { byte_from: 0, offset, drift, origin }, later: Vec::new() }
    }

    /// One offset, and another one from a byte on.
    pub fn jumping(before: i64, byte_from: u64, after: i64) -> Self {
        let piece = Piece { byte_from, offset: after, drift: 0, origin: Timestamp(0) };
        Self { later: vec![piece], ..Self::constant(before) }
    }

    /// Nanoseconds to add to a time written at a byte.
    pub fn at(&self, time: Timestamp, byte_from: u64) -> i64 {
        let later = self.later.iter().take_while(|piece| piece.byte_from <= byte_from).last();
        later.unwrap_or(&self.first).at(time)
    }

    /// Its parts, in order.
    pub fn pieces(&self) -> impl Iterator<Item = &Piece> {
        std::iter::once(&self.first).chain(&self.later)
    }

    /// The offset it begins with.
    pub fn offset(&self) -> i64 {
        self.first.offset
    }

    /// Nanoseconds per second of its first part.
    pub fn drift(&self) -> i64 {
        self.first.drift
    }

    /// Whether it is one offset from beginning to end.
    pub fn is_steady(&self) -> bool {
        self.later.is_empty() && self.first.drift == 0
    }

    /// The same, but nothing is added where it would be `least` or less.
    #[must_use]
    pub fn beyond(mut self, least: i64) -> Self {
        for piece in std::iter::once(&mut self.first).chain(&mut self.later) {
            if piece.drift == 0 && piece.offset.saturating_abs() <= least {
                piece.offset = 0;
            }
        }
        self
    }

    /// The same with so much more to add everywhere.
    #[must_use]
    pub fn plus(mut self, nanoseconds: i64) -> Self {
        for piece in std::iter::once(&mut self.first).chain(&mut self.later) {
            piece.offset = piece.offset.saturating_add(nanoseconds);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(course: &Course, seconds: i64, byte_from: u64, expected: i64) {
        assert_eq!(course.at(Timestamp(seconds * 1_000_000_000), byte_from), expected, "{course:?}");
    }

    #[test]
    fn offsets_follow_the_course() {
        check(&Course::constant(7), 50, 3, 7);
        let drifting = Course::drifting(100, 5, Timestamp(10_000_000_000));
        check(&drifting, 10, 0, 100);
        check(&drifting, 30, 0, 200);
        check(&drifting, 0, 0, 50);
        let jumping = Course::jumping(1, 400, 9).plus(100);
        check(&jumping, 0, 399, 101);
        check(&jumping, 0, 400, 109);
        check(&jumping.beyond(101), 0, 399, 0);
    }
}

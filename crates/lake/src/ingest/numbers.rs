//! Which number does a source get?

use std::collections::BTreeSet;

use postlude_base::SourceId;

/// Gives out numbers in the order of reading.
///
/// An ingest that was broken off and begins again goes over the same sources in the same order. Those that are
/// complete keep the number they have and move the next one past it, so that the others get the
/// number they would have had, and rows already written stay right.
#[derive(Debug)]
pub(super) struct Numbers {
    first: u32,
    next: u32,
    taken: BTreeSet<u32>,
}

impl Numbers {
    /// Numbers from `first`; `taken` are in use already.
    pub(super) fn new(first: u32, taken: BTreeSet<u32>) -> Self {
        Self { first, next: first, taken }
    }

    /// The number for a new source.
    pub(super) fn next(&mut self) -> SourceId {
        while self.taken.contains(&self.next) {
            self.next += 1;
        }
        let number = self.next;
        self.next += 1;
        SourceId(number)
    }

    /// Goes over a source that has its number.
    pub(super) fn pass(&mut self, id: SourceId) {
        if id.0 >= self.first {
            self.next = self.next.max(id.0 + 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_attempt_gives_the_same_numbers() {
        let mut undisturbed = Numbers::new(5, BTreeSet::new());
        let all: Vec<_> = (0..4).map(|_| undisturbed.next()).collect();
        assert_eq!(all, [5, 6, 7, 8].map(SourceId));

        let mut again = Numbers::new(5, BTreeSet::from([1, 5, 7]));
        again.pass(SourceId(5));
        assert_eq!(again.next(), SourceId(6));
        again.pass(SourceId(7));
        again.pass(SourceId(1));
        assert_eq!(again.next(), SourceId(8));
    }

    #[test]
    fn a_file_that_came_in_between_takes_no_number_in_use() {
        let mut numbers = Numbers::new(5, BTreeSet::from([5, 6]));
        assert_eq!(numbers.next(), SourceId(7));
        numbers.pass(SourceId(5));
        numbers.pass(SourceId(6));
        assert_eq!(numbers.next(), SourceId(8));
    }
}

//! Sets of rows that grow together, except where somebody said that they are kept apart.

/// What came of joining.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joined {
    New,
    Already,
    KeptApart,
}

/// The set of each row, named by its first row.
#[derive(Debug)]
pub(super) struct Clusters {
    first: Vec<usize>,
    apart: Vec<(usize, usize)>,
}

impl Clusters {
    pub(super) fn of(rows: usize) -> Self {
        Self { first: (0..rows).collect(), apart: Vec::new() }
    }

    /// The first row of the set that a row is in.
    pub(super) fn first(&self, row: usize) -> usize {
        let mut at = row;
        while let Some(next) = self.first.get(at).copied().filter(|next| *next != at) {
            at = next;
        }
        at
    }

    /// Keeps two rows apart for good.
    pub(super) fn keep_apart(&mut self, one: usize, other: usize) {
        self.apart.push((one, other));
    }

    pub(super) fn join(&mut self, one: usize, other: usize) -> Joined {
        let (one, other) = (self.first(one), self.first(other));
        if one == other {
            return Joined::Already;
        }
        let touches = |(a, b): &(usize, usize)| {
            let pair = (self.first(*a), self.first(*b));
            pair == (one, other) || pair == (other, one)
        };
        if self.apart.iter().any(touches) {
            return Joined::KeptApart;
        }
        if let Some(first) = self.first.get_mut(one.max(other)) {
            *first = one.min(other);
        }
        Joined::New
    }
}

//! Gives the updates of one transaction their numbers.

use std::collections::BTreeMap;

use postlude_base::Timestamp;
use uuid::Uuid;

use crate::{Conflict, NewUpdate, Result, Update};

/// How one document grows in a transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Growth {
    /// The first new number.
    pub first: i64,
    /// The last new number.
    pub last: i64,
    /// The latest moment of the new updates.
    pub updated: Timestamp,
}

/// What a transaction writes and answers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Numbered {
    /// The updates to write, with their reviews.
    pub updates: Vec<(Uuid, Update)>,
    /// How each document grows, in the order of their ids.
    pub growth: BTreeMap<Uuid, Growth>,
    /// The answer to each caller, in the order of the callers.
    pub answers: Vec<Result<Vec<i64>>>,
}

/// Numbers what each caller appends, given the last number of each document that exists. A caller that names another document is refused
/// alone, and takes no number.
pub fn number(callers: Vec<Vec<NewUpdate>>, last: &BTreeMap<Uuid, i64>) -> Numbered {
    let mut numbered = Numbered::default();
    for updates in callers {
        let answer = if updates.iter().all(|update| last.contains_key(&update.review)) {
            Ok(updates.into_iter().map(|update| numbered.take(update, last)).collect())
        } else {
            Err(Conflict::Missing.into())
        };
        numbered.answers.push(answer);
    }
    numbered
}

impl Numbered {
    fn take(&mut self, new: NewUpdate, last: &BTreeMap<Uuid, i64>) -> i64 {
        let NewUpdate { review, author, time, bytes } = new;
        let before = last.get(&review).copied().unwrap_or_default();
        let growth = self
            .growth
            .entry(review)
            .and_modify(|growth| {
                growth.last += 1;
                growth.updated = growth.updated.max(time);
            })
            .or_insert(Growth { first: before + 1, last: before + 1, updated: time });
        let seq = growth.last;
        self.updates.push((review, Update { seq, author, time, bytes }));
        seq
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_document_counts_for_itself() {
        let [one, other, missing] = [1, 2, 9].map(Uuid::from_u128);
        let update =
            |review, time| NewUpdate { review, author: None, time: Timestamp(time), bytes: Vec::new() };
        let callers = vec![
            vec![update(one, 5), update(other, 1), update(one, 3)],
            vec![update(one, 9), update(missing, 9)],
            vec![update(one, 4)],
            vec![],
        ];
        let numbered = number(callers, &BTreeMap::from([(one, 10), (other, 0)]));
        let answers = [Ok(vec![11, 1, 12]), Err(Conflict::Missing.into()), Ok(vec![13]), Ok(vec![])];
        assert_eq!(numbered.answers, answers);
        let written: Vec<(Uuid, i64)> =
            numbered.updates.iter().map(|(review, update)| (*review, update.seq)).collect();
        assert_eq!(written, [(one, 11), (other, 1), (one, 12), (one, 13)]);
        assert_eq!(numbered.growth[&one], Growth { first: 11, last: 13, updated: Timestamp(5) });
        assert_eq!(numbered.growth[&other], Growth { first: 1, last: 1, updated: Timestamp(1) });
    }
}

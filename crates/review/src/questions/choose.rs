//! Few and of many kinds: each question that is taken makes others like it worth less.

use std::collections::BTreeSet;

use super::Question;

/// What is left of the worth of a question for each that was taken by the same rule, about the same kind of moment, on the same entry, in the
/// same eighth of the time.
const SAME_RULE: f64 = 0.62;
const SAME_MOMENT: f64 = 0.9;
const SAME_ENTRY: f64 = 0.5;
const SAME_TIME: f64 = 0.93;

/// A question that is worth less is not asked.
const LEAST: f64 = 0.22;

/// The timeline is cut into so many stretches of equal length.
const STRETCHES: i64 = 8;

/// The best of them, best first.
pub(super) fn few(found: Vec<Question>, decided: &BTreeSet<&str>, most: usize) -> Vec<Question> {
    let mut known = BTreeSet::new();
    let mut left: Vec<Question> = found
        .into_iter()
        .filter(|question| !decided.contains(question.id.as_str()) && known.insert(question.id.clone()))
        .collect();
    left.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.time.cmp(&b.time)).then(a.id.cmp(&b.id)));
    let stretch = stretches(&left);
    let mut taken: Vec<Question> = Vec::new();
    while taken.len() < most {
        let worth = |question: &Question| {
            let less = |factor: f64, same: &dyn Fn(&Question) -> bool| {
                factor.powi(i32::try_from(taken.iter().filter(|one| same(one)).count()).unwrap_or(i32::MAX))
            };
            question.score
                * less(SAME_RULE, &|one| one.rule == question.rule)
                * less(SAME_MOMENT, &|one| one.moment == question.moment)
                * less(SAME_ENTRY, &|one| one.raised_by.first() == question.raised_by.first())
                * less(SAME_TIME, &|one| stretch(one) == stretch(question))
        };
        // Of equals the first: they are in order of score, time and id.
        let best = left.iter().enumerate().map(|(at, question)| (at, worth(question)));
        let best = best.fold(None, |best: Option<(usize, f64)>, one| match best {
            Some(known) if known.1 >= one.1 => Some(known),
            _ => Some(one),
        });
        match best {
            Some((at, worth)) if worth >= LEAST => taken.push(left.remove(at)),
            _ => break,
        }
    }
    taken
}

/// The stretch of the timeline in which a question lies.
fn stretches(all: &[Question]) -> impl Fn(&Question) -> i64 + use<> {
    let first = all.iter().map(|question| question.time).min().unwrap_or(postlude_base::Timestamp(0));
    let last = all.iter().map(|question| question.time).max().unwrap_or(first);
    let length = (last.since(first) / STRETCHES).max(1);
    move |question: &Question| question.time.since(first) / length
}

use std::collections::BTreeSet;

use postlude_base::Timestamp;

use super::{Finding, Scene};
use crate::questions::saying::{Said, Saying, words};
use crate::questions::scene::{MINUTE, Moment};

/// Times of one thing may differ so much before they are two accounts, in nanoseconds.
const SAME: i64 = 2 * MINUTE;

/// Accounts further apart are of two things.
const FAR: i64 = 45 * MINUTE;

/// So many of the words must be the same.
const ALIKE: f64 = 0.6;

/// Most accounts that are held against all that was said.
const MOST: usize = 500;

/// Two accounts of one thing at two times: a correction against what was recorded, and a telling against another.
pub(super) fn find<'a>(scene: &Scene<'a>) -> Vec<Finding<'a>> {
    let mut found: Vec<Finding<'a>> = scene.moments.iter().filter_map(corrected).collect();
    let tokens: Vec<BTreeSet<String>> = scene.sayings.iter().map(tokens).collect();
    let all = || scene.sayings.iter().zip(&tokens);
    let accounts = all().filter(|(saying, _)| saying.said == Said::Account);
    for (account, its) in accounts.take(MOST) {
        let same = all().find(|(other, others)| {
            let apart = other.time.since(account.time).saturating_abs();
            let once = other.said != Said::Account || other.place > account.place;
            once && other.place != account.place
                && (SAME..FAR).contains(&apart)
                && alike(its, others) >= ALIKE
        });
        if let Some((other, _)) = same {
            found.push(Finding::saying(account).beside_saying(other).span(account.time, other.time));
        }
    }
    found
}

/// What people put at another time than the machine, by more than the machine's error.
fn corrected<'a>(moment: &Moment<'a>) -> Option<Finding<'a>> {
    let recorded = moment.entry.machine.as_ref()?.time.as_deref()?;
    let recorded = Timestamp::from_jiff(recorded.parse().ok()?)?;
    let apart = recorded.since(moment.time).saturating_abs();
    (apart >= SAME.max(moment.error())).then(|| Finding::entry(moment).span(moment.time, recorded))
}

fn tokens(saying: &Saying<'_>) -> BTreeSet<String> {
    words(saying.text).split_whitespace().map(str::to_owned).collect()
}

/// The share of words that two texts have in common.
fn alike(one: &BTreeSet<String>, other: &BTreeSet<String>) -> f64 {
    let both = one.intersection(other).count();
    if both < 2 { 0.0 } else { both as f64 / one.union(other).count() as f64 }
}

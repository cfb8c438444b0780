//! Whom to ask. The proposal weighs Howie's criteria (Jeli's guide to post-incident work): neutral, trained, some knowledge of the components, time, no
//! authority over who was there; and spreads the work. Weights are few and set by hand; what they add up to is never shown.

use super::facts::Facts;
use super::ledger::{Class, Ledger, Row};
use super::reasons::days;

/// Somebody to ask, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Id in the directory.
    pub person: String,
    /// Full name.
    pub name: String,
    /// What speaks for it.
    pub why: Vec<String>,
    /// What to think of.
    pub but: Vec<String>,
}

/// Whom to ask for each seat, and what to do where nobody fits.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Proposal {
    /// Runs the review.
    pub facilitator: Option<Choice>,
    /// Stands in and learns.
    pub co_facilitator: Option<Choice>,
    /// Writes down what is said.
    pub note_taker: Option<Choice>,
    /// What to do instead, or besides.
    pub advice: Vec<String>,
}

/// Having facilitated weighs so many days.
const LATELY: i32 = 90;

/// Proposes a facilitator, a co-facilitator and a note-taker.
pub fn propose(facts: &Facts<'_>, ledger: &Ledger) -> Proposal {
    let mut neutral: Vec<&Row> =
        ledger.rows.iter().filter(|row| row.class == Class::Neutral && may(row)).collect();
    neutral.sort_by_cached_key(|row| order(facts, row));
    let mut free = neutral.iter().copied();
    let facilitator = free.next();
    let co_facilitator = free.next();
    // Notes are taken by somebody of the periphery before nobody takes them; not by somebody's manager.
    let mut beside: Vec<&Row> = ledger
        .rows
        .iter()
        .filter(|row| row.class == Class::Periphery && may(row) && row.authority_over.is_empty())
        .collect();
    beside.sort_by_cached_key(|row| (row.reasons.len(), order(facts, row)));
    let note_taker = free.next().or_else(|| facilitator.and(beside.first().copied()));
    Proposal {
        facilitator: facilitator.map(|row| choice(facts, row)),
        co_facilitator: co_facilitator.map(|row| choice(facts, row)),
        note_taker: note_taker.map(|row| choice(facts, row)),
        advice: advice(ledger, facilitator, co_facilitator, &beside),
    }
}

fn may(row: &Row) -> bool {
    !row.is_gone && row.away.is_none()
}

/// Who comes first; of equals it is now this one and now that one, by the moment of the incident.
fn order(facts: &Facts<'_>, row: &Row) -> (i32, u64, String) {
    let (first, _) = facts.meeting;
    let lately = facts
        .facilitated
        .iter()
        .filter(|(id, day)| *id == row.person && *day <= first && days(*day, first) < LATELY);
    let mut weight = i32::try_from(lately.count()).unwrap_or(i32::MAX).min(4);
    weight += if row.is_trained == Some(true) { 0 } else { 2 };
    weight += i32::from(row.knows.is_empty());
    weight += if row.is_contractor { 4 } else { 0 };
    let is_organiser = facts.organiser.as_deref() == Some(row.person.as_str());
    // Who organises has enough to do.
    weight += i32::from(is_organiser);
    (weight, turn(facts, &row.person), row.person.clone())
}

/// FNV-1a of the moment of the incident and the id.
fn turn(facts: &Facts<'_>, id: &str) -> u64 {
    let start = facts.window.map_or(0, |(start, _)| start.0);
    let bytes = start.to_le_bytes().into_iter().chain(id.bytes());
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn choice(facts: &Facts<'_>, row: &Row) -> Choice {
    let mut why = Vec::new();
    if row.class == Class::Neutral {
        why.push("nothing here names them".to_owned());
    }
    if row.is_trained == Some(true) {
        why.push("trained".to_owned());
    }
    why.extend(row.knows.iter().map(|known| known.text.clone()).take(1));
    if row.authority_over.is_empty() && facts.directory.people.iter().any(|person| person.manager.is_some()) {
        why.push("no authority over those who were involved".to_owned());
    }
    let mut but: Vec<String> = row.reasons.iter().map(|reason| reason.text.clone()).collect();
    match row.is_trained {
        Some(false) => but.push("not trained".to_owned()),
        None => but.push("nothing says whether they are trained".to_owned()),
        Some(true) => {}
    }
    if row.knows.is_empty() {
        but.push("nothing shows that they know the components".to_owned());
    }
    but.extend(row.cautions.iter().cloned());
    Choice { person: row.person.clone(), name: row.name.clone(), why, but }
}

fn advice(
    ledger: &Ledger,
    facilitator: Option<&Row>,
    co_facilitator: Option<&Row>,
    beside: &[&Row],
) -> Vec<String> {
    let mut advice = Vec::new();
    let away = ledger.rows.iter().filter(|row| row.class == Class::Neutral && !row.is_gone);
    let away: Vec<String> = away
        .filter_map(|row| {
            row.away.as_ref().map(|absence| format!("{} (away until {})", row.name, absence.to))
        })
        .collect();
    if facilitator.is_none() {
        if away.is_empty() {
            advice.push("Nobody here is neutral.".to_owned());
        } else {
            advice
                .push(format!("Who is neutral is away: {}. If the review can wait, wait.", away.join(", ")));
        }
        advice.push(
            "Swap with another team, site or company: they facilitate yours, you facilitate theirs. What is needed is somebody who can moderate, \
             not somebody who knows the system."
                .to_owned(),
        );
        advice.push(
            "Or ask somebody from outside engineering who moderates often: support, product, an agile coach."
                .to_owned(),
        );
        advice.extend(nearest_to_neutral(ledger, beside));
        advice.push(
            "If it has to be somebody who was involved: one who neither decided nor acted moderates and tells their own part last, \
             and somebody else asks the questions about it."
                .to_owned(),
        );
    } else if co_facilitator.is_none() {
        advice.push(
            "Only one person is neutral and free: have somebody ready from another team, in case they decline.".to_owned(),
        );
    }
    advice
}

/// Whoever has the fewest reasons, with what to do about them.
fn nearest_to_neutral(ledger: &Ledger, beside: &[&Row]) -> Option<String> {
    let nearest = beside.first()?;
    let reasons: Vec<&str> = nearest.reasons.iter().map(|reason| reason.text.as_str()).collect();
    let lone = ledger.rows.len() < 2;
    let notes = if lone { "" } else { ", and let somebody from elsewhere take the notes" };
    Some(format!(
        "Of those beside it, {} stands farthest off ({}). Say so at the beginning of the meeting{notes}.",
        nearest.name,
        reasons.join("; ")
    ))
}

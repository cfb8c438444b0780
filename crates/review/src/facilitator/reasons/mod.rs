//! Why somebody is near: one kind of reason per file.
//!
//! `own` reasons come from what the person did, had to do or owns; `beside` reasons follow from others who were involved.

mod deeds;
mod duty;
mod knowledge;
mod line;
mod owner;
mod team;

use postlude_directory::Person;

use super::facts::Facts;
use super::ledger::{Reason, Told};

pub(super) use knowledge::knowledge;
pub(super) use line::below;

/// What the person did, had to do, or owns.
pub(super) fn own(facts: &Facts<'_>, told: &Told<'_>, person: &Person) -> Vec<Reason> {
    let mut reasons = deeds::reasons(facts, told, person);
    reasons.extend(duty::reasons(facts, person));
    reasons.extend(owner::reasons(facts, person));
    reasons
}

/// What follows from others.
pub(super) fn beside(
    facts: &Facts<'_>,
    told: &Told<'_>,
    person: &Person,
    involved: &[&Person],
) -> Vec<Reason> {
    let mut reasons = deeds::perhaps(facts, told, person);
    reasons.extend(owner::by_team(facts, person));
    reasons.extend(line::reasons(facts, person, involved));
    reasons.extend(team::reasons(facts, person, involved));
    reasons
}

/// What else the organiser should think of; none of it is a reason against anybody.
pub(super) fn cautions(facts: &Facts<'_>, person: &Person) -> Vec<String> {
    let mut cautions = Vec::new();
    if person.is_gone {
        cautions.push("The account is closed.".to_owned());
    }
    if person.is_contractor {
        cautions.push(
            "Works for another company: may speak less freely before those who give the contract, and its hours have to be agreed.".to_owned(),
        );
    }
    let (first, _) = facts.meeting;
    if let Some(start) = person.start.filter(|start| *start <= first && days(*start, first) < 90) {
        cautions.push(format!("New here since {start}: fresh eyes, few names."));
    }
    cautions.extend(duty::elsewhere(facts, person));
    cautions
}

/// Days from one day to a later one.
pub(super) fn days(from: jiff::civil::Date, to: jiff::civil::Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

/// Whether what somebody owns is, or lies in, the service of this name.
fn is_of(owned: &str, service: &str) -> bool {
    let plain = |name: &str| name.trim().to_lowercase().replace('_', "-");
    let service = plain(service);
    !service.is_empty() && owned.split('/').any(|part| plain(part) == service)
}

/// Names as a sentence has them: `a`, `a and b`, `a, b and c`.
fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

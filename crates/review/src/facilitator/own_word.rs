//! What people see of the ledger and say of their own row. Their word wins over what was found; the organiser sees that it was theirs.

use postlude_base::Timestamp;
use postlude_directory::Absence;

use super::asking::Refusal;
use super::facts::Facts;
use super::ledger::{Class, Reason, Row};

/// Who wants to see a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    /// Id in the directory, if the account belongs to somebody there.
    pub person: Option<String>,
    /// Whether they organise this review. An administrator of the house does not, for that.
    pub is_organiser: bool,
}

/// Whether somebody may see a row: the organiser, and the person it is about.
pub fn may_see(viewer: &Viewer, row: &Row) -> bool {
    viewer.is_organiser || viewer.person.as_deref() == Some(row.person.as_str())
}

/// What somebody says of their own row.
#[derive(Debug, Clone, PartialEq)]
pub enum Said {
    /// A reason is not so.
    NotSo {
        /// Its key.
        reason: String,
        /// How it was.
        words: String,
    },
    /// They were nearer than anything here tells.
    Nearer {
        /// How near.
        class: Class,
        /// How it was.
        words: String,
    },
    /// Whether they were trained to facilitate.
    Trained(bool),
    /// They are not there.
    Away(Absence),
}

/// Something that a person said of their own row.
#[derive(Debug, Clone, PartialEq)]
pub struct OwnWord {
    /// Who.
    pub person: String,
    /// What.
    pub said: Said,
    /// When.
    pub time: Timestamp,
}

/// Takes what somebody says of a row, if it is their own.
pub fn say(viewer: &Viewer, row: &Row, said: Said, now: Timestamp) -> Result<OwnWord, Refusal> {
    if viewer.person.as_deref() != Some(row.person.as_str()) {
        return Err(Refusal::NotYours);
    }
    match &said {
        Said::NotSo { words, .. } | Said::Nearer { words, .. } if words.trim().is_empty() => {
            return Err(Refusal::NoReason);
        }
        Said::NotSo { reason, .. } if !row.reasons.iter().any(|known| known.key == *reason) => {
            return Err(Refusal::NoSuchReason);
        }
        Said::Away(absence) if absence.to < absence.from => return Err(Refusal::EndsBeforeItBegins),
        _ => {}
    }
    Ok(OwnWord { person: row.person.clone(), said, time: now })
}

fn words<'a>(facts: &'a Facts<'_>, id: &'a str) -> impl DoubleEndedIterator<Item = &'a Said> {
    facts.own_words.iter().filter(move |word| word.person == id).map(|word| &word.said)
}

/// Takes away the reasons that the person said are not so.
pub(super) fn strike(facts: &Facts<'_>, id: &str, reasons: &mut Vec<Reason>) -> Vec<(Reason, String)> {
    let mut struck = Vec::new();
    for said in words(facts, id) {
        let Said::NotSo { reason, words } = said else { continue };
        if let Some(at) = reasons.iter().position(|known| known.key == *reason) {
            struck.push((reasons.remove(at), words.clone()));
        }
    }
    struck
}

/// The reasons that the person added.
pub(super) fn added(facts: &Facts<'_>, id: &str) -> Vec<Reason> {
    let added = words(facts, id).enumerate().filter_map(|(at, said)| match said {
        Said::Nearer { class, words } => Some(Reason {
            key: format!("own word {at}"),
            class: *class,
            text: format!("says: {words}"),
            sources: Vec::new(),
        }),
        _ => None,
    });
    added.collect()
}

pub(super) fn trained(facts: &Facts<'_>, id: &str) -> Option<bool> {
    words(facts, id)
        .rev()
        .find_map(|said| if let Said::Trained(trained) = said { Some(*trained) } else { None })
}

pub(super) fn away(facts: &Facts<'_>, id: &str) -> Option<Absence> {
    let (first, last) = facts.meeting;
    words(facts, id).find_map(|said| match said {
        Said::Away(absence) if absence.from <= last && absence.to >= first => Some(absence.clone()),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facilitator::ledger::Source;
    use postlude_directory::Place;

    fn row() -> Row {
        let source = Source::Line(Place { file: "people.csv".to_owned(), line: 2 });
        let reason = Reason {
            key: "acted".to_owned(),
            class: Class::Involved,
            text: "acted: “rolled back”".to_owned(),
            sources: vec![source],
        };
        Row {
            person: "ana@shop.example".to_owned(),
            name: "Ana Lima".to_owned(),
            class: Class::Involved,
            reasons: vec![reason],
            struck: Vec::new(),
            knows: Vec::new(),
            is_trained: None,
            away: None,
            authority_over: Vec::new(),
            cautions: Vec::new(),
            is_contractor: false,
            is_gone: false,
        }
    }

    fn viewer(person: &str, is_organiser: bool) -> Viewer {
        Viewer { person: (!person.is_empty()).then(|| person.to_owned()), is_organiser }
    }

    #[test]
    fn the_organiser_and_the_person_see_a_row() {
        let check = |person: &str, is_organiser: bool, expected: bool| {
            assert_eq!(may_see(&viewer(person, is_organiser), &row()), expected, "{person:?} {is_organiser}");
        };
        check("ana@shop.example", false, true);
        check("ana@shop.example", true, true);
        check("tom@shop.example", true, true);
        // An organiser whose account belongs to nobody in the directory.
        check("", true, true);
        check("tom@shop.example", false, false);
        check("ANA@shop.example.org", false, false);
        check("", false, false);
    }

    #[test]
    fn only_the_person_speaks_of_a_row() {
        let check = |by: &str, is_organiser: bool, said: Said, expected: Result<(), Refusal>| {
            let spoken = say(&viewer(by, is_organiser), &row(), said.clone(), Timestamp(1));
            assert_eq!(spoken.map(|word| assert_eq!(word.said, said)), expected, "{by:?} {said:?}");
        };
        let ana = "ana@shop.example";
        let not_so =
            |reason: &str, words: &str| Said::NotSo { reason: reason.to_owned(), words: words.to_owned() };
        let day = |text: &str| text.parse().unwrap();
        let away = |from: &str, to: &str| Said::Away(Absence { from: day(from), to: day(to), why: None });
        check(ana, false, not_so("acted", "that was Tom"), Ok(()));
        check(ana, false, not_so("acted", " "), Err(Refusal::NoReason));
        check(ana, false, not_so("slept", "I did"), Err(Refusal::NoSuchReason));
        check(
            ana,
            false,
            Said::Nearer { class: Class::Periphery, words: String::new() },
            Err(Refusal::NoReason),
        );
        check(ana, false, Said::Trained(true), Ok(()));
        check(ana, false, away("2026-03-01", "2026-03-02"), Ok(()));
        check(ana, false, away("2026-03-02", "2026-03-01"), Err(Refusal::EndsBeforeItBegins));
        // The organiser sees it and does not speak for her.
        check("tom@shop.example", true, not_so("acted", "she says so"), Err(Refusal::NotYours));
        check("", false, Said::Trained(true), Err(Refusal::NotYours));
    }
}

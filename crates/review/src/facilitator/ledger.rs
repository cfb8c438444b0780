use std::collections::BTreeMap;

use postlude_base::EvidenceRef;
use postlude_directory::{Absence, Found, Person, Place, folded};
use serde::{Deserialize, Serialize};

use super::facts::{Deed, Did, Facts};
use super::own_word;
use super::reasons;

/// How near somebody was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Nothing says that they were near.
    Neutral,
    /// Beside it: they have a stake, or power over who was there.
    Periphery,
    /// They were there.
    Involved,
}

impl Class {
    /// The word for people and programs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Periphery => "periphery",
            Self::Involved => "involved",
        }
    }
}

/// What shows a reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Bytes of the evidence.
    Evidence(EvidenceRef),
    /// A line of a file about people.
    Line(Place),
}

/// Why somebody is in a class, in one line.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// Names the reason for its correction; the same as long as the facts are.
    pub key: String,
    /// The class that it alone would give.
    pub class: Class,
    /// The line.
    pub text: String,
    /// What shows it; nothing where the person said it themselves.
    pub sources: Vec<Source>,
}

/// What is known of one person's place beside the incident. Seen by the organiser and that person only.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Id in the directory.
    pub person: String,
    /// Full name.
    pub name: String,
    /// The nearest of all reasons.
    pub class: Class,
    /// The nearest first.
    pub reasons: Vec<Reason>,
    /// Reasons that the person said are not so, with their words.
    pub struck: Vec<(Reason, String)>,
    /// Why they would understand what is spoken of.
    pub knows: Vec<Reason>,
    /// Whether they were trained to facilitate; none if nothing says.
    pub is_trained: Option<bool>,
    /// When they are away while they would be needed.
    pub away: Option<Absence>,
    /// Names of those who were involved and are below them.
    pub authority_over: Vec<String>,
    /// What else to think of, in whole sentences.
    pub cautions: Vec<String>,
    /// Whether somebody else employs them.
    pub is_contractor: bool,
    /// Whether they have left.
    pub is_gone: bool,
}

/// Somebody whom the evidence names and the directory does not, or not for sure.
#[derive(Debug, Clone, PartialEq)]
pub struct Unknown {
    /// What the evidence calls them.
    pub called: String,
    /// The people who may be meant.
    pub may_be: Vec<String>,
    /// Where it stands.
    pub evidence: EvidenceRef,
}

/// Everybody's place, in the order of the directory.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ledger {
    /// People.
    pub rows: Vec<Row>,
    /// Names of programs; they are nobody to ask.
    pub programs: Vec<String>,
    /// Who was there and is not known.
    pub unknown: Vec<Unknown>,
    /// What the reader must know of all rows.
    pub notes: Vec<String>,
}

impl Ledger {
    /// The row of a person.
    pub fn row(&self, person: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.person == person)
    }
}

/// The deeds of everybody, by id; what is not told for sure apart.
#[derive(Debug, Default)]
pub(super) struct Told<'a> {
    pub(super) sure: BTreeMap<&'a str, Vec<&'a Deed>>,
    pub(super) perhaps: BTreeMap<&'a str, Vec<&'a Deed>>,
}

/// Judges everybody.
pub fn ledger(facts: &Facts<'_>) -> Ledger {
    let mut ledger = Ledger::default();
    let told = who_did(facts, &mut ledger);
    let (programs, people): (Vec<&Person>, Vec<&Person>) =
        facts.directory.people.iter().partition(|person| person.is_bot);
    ledger.programs.extend(programs.iter().map(|person| person.name.clone()));
    ledger.programs.sort();
    ledger.programs.dedup();

    let mut own: BTreeMap<&str, Vec<Reason>> = BTreeMap::new();
    for person in &people {
        own.insert(&person.id, reasons::own(facts, &told, person));
    }
    // What people say of themselves counts before anything follows from it for others.
    let struck: BTreeMap<&str, Vec<(Reason, String)>> =
        own.iter_mut().map(|(id, reasons)| (*id, own_word::strike(facts, id, reasons))).collect();
    let involved: Vec<&Person> = people
        .iter()
        .copied()
        .filter(|person| class(own.get(person.id.as_str())) == Class::Involved)
        .collect();

    for person in people {
        let id = person.id.as_str();
        let mut reasons = own.remove(id).unwrap_or_default();
        let mut beside = reasons::beside(facts, &told, person, &involved);
        let mut struck = struck.get(id).cloned().unwrap_or_default();
        struck.extend(own_word::strike(facts, id, &mut beside));
        reasons.append(&mut beside);
        reasons.extend(own_word::added(facts, id));
        reasons.sort_by_key(|reason| std::cmp::Reverse(reason.class));
        ledger.rows.push(row(facts, person, reasons, struck, &told, &involved));
    }
    ledger.notes = notes(facts, &ledger);
    ledger
}

fn class(reasons: Option<&Vec<Reason>>) -> Class {
    reasons.into_iter().flatten().map(|reason| reason.class).max().unwrap_or(Class::Neutral)
}

fn row(
    facts: &Facts<'_>,
    person: &Person,
    reasons: Vec<Reason>,
    struck: Vec<(Reason, String)>,
    told: &Told<'_>,
    involved: &[&Person],
) -> Row {
    Row {
        person: person.id.clone(),
        name: person.name.clone(),
        class: class(Some(&reasons)),
        knows: reasons::knowledge(facts, told, person),
        is_trained: own_word::trained(facts, &person.id).or(person.is_trained),
        away: own_word::away(facts, &person.id).or_else(|| away(facts, person)),
        authority_over: reasons::below(facts, person, involved),
        cautions: reasons::cautions(facts, person),
        is_contractor: person.is_contractor,
        is_gone: person.is_gone,
        reasons,
        struck,
    }
}

fn away(facts: &Facts<'_>, person: &Person) -> Option<Absence> {
    let (first, last) = facts.meeting;
    person.absences.iter().find(|absence| absence.from <= last && absence.to >= first).cloned()
}

/// Finds the person behind each deed.
fn who_did<'a>(facts: &'a Facts<'a>, ledger: &mut Ledger) -> Told<'a> {
    let mut told = Told::default();
    let mut unknown: BTreeMap<String, Unknown> = BTreeMap::new();
    for deed in &facts.deeds {
        let called: Vec<&str> = deed.who.iter().map(String::as_str).collect();
        let Some(last) = called.last() else { continue };
        let mut tell = |may_be: Vec<String>| {
            let name = (*last).to_owned();
            unknown.entry(name.clone()).or_insert(Unknown { called: name, may_be, evidence: deed.evidence });
        };
        match facts.directory.find(&called) {
            Found::Sure(person) | Found::ByName(person) => {
                told.sure.entry(&person.id).or_default().push(deed);
            }
            Found::Several(several) => {
                for person in &several {
                    told.perhaps.entry(&person.id).or_default().push(deed);
                }
                tell(several.iter().map(|person| person.id.clone()).collect());
            }
            Found::Nobody if deed.by_program => ledger.programs.push((*last).to_owned()),
            // Who was only spoken of may be a word that is no name.
            Found::Nobody if deed.did == Did::Mentioned => {}
            // Records may name a role instead of a person.
            Found::Nobody => {
                let role = folded(last);
                let has =
                    |person: &&Person| person.role.as_deref().is_some_and(|known| folded(known) == role);
                let several: Vec<&Person> = facts.directory.people.iter().filter(has).collect();
                for person in &several {
                    told.perhaps.entry(&person.id).or_default().push(deed);
                }
                tell(several.iter().map(|person| person.id.clone()).collect());
            }
        }
    }
    ledger.unknown = unknown.into_values().collect();
    told
}

fn notes(facts: &Facts<'_>, ledger: &Ledger) -> Vec<String> {
    let mut notes = vec![
        "Neutral means that nothing here names the person. That is no proof: people meet, call each other and write elsewhere. Ask.".to_owned(),
    ];
    let seen = facts.looked_at;
    let missing: Vec<&str> = [
        (seen.messages, "messages"),
        (seen.changes, "changes with their authors"),
        (seen.reviews, "reviews of changes"),
        (seen.pages, "pages and who took them"),
        (
            facts.directory.people.iter().any(|person| !person.duties.is_empty()),
            "a schedule of who was on call",
        ),
        (facts.directory.people.iter().any(|person| person.manager.is_some()), "who reports to whom"),
    ]
    .iter()
    .filter(|(is_there, _)| !is_there)
    .map(|(_, what)| *what)
    .collect();
    if !missing.is_empty() {
        notes.push(format!("Not looked at, because it was not there: {}.", missing.join(", ")));
    }
    if !ledger.unknown.is_empty() {
        notes.push(
            "Some who were there are not told for sure; find out who they are before somebody is asked."
                .to_owned(),
        );
    }
    let organiser = facts.organiser.as_deref().and_then(|id| ledger.row(id));
    if let Some(row) = organiser.filter(|row| row.class == Class::Involved) {
        notes.push(format!(
            "{} organises this review and was involved: let somebody else agree to the choice, and facilitate.",
            row.name
        ));
    }
    notes
}

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::check;
use crate::identity::{Identity, Join, identities};
use crate::read::Reading;
use crate::row::{Absence, Duty, Handle, Place, Row, Told};

/// One person, with everything that all files say.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Person {
    /// Stable as long as the files say the same: the first address, else the first handle, else where the person stands.
    pub id: String,
    /// Full name; what else there is where no file tells one.
    pub name: String,
    /// Other names.
    pub nicknames: Vec<String>,
    /// What systems call the person.
    pub handles: Vec<Handle>,
    /// Addresses.
    pub emails: Vec<String>,
    /// Teams and groups.
    pub teams: Vec<String>,
    /// Id of the person reported to.
    pub manager: Option<String>,
    /// What the person does.
    pub role: Option<String>,
    /// IANA name of the time zone.
    pub zone: Option<String>,
    /// First day at work.
    pub start: Option<Date>,
    /// Whether the person was trained to facilitate; none if no file says.
    pub is_trained: Option<bool>,
    /// Whether it is a program.
    pub is_bot: bool,
    /// Whether somebody else employs the person.
    pub is_contractor: bool,
    /// Whether the account is closed.
    pub is_gone: bool,
    /// Days off, in order.
    pub absences: Vec<Absence>,
    /// Times on call, in order, each with its line.
    pub duties: Vec<(Duty, Place)>,
    /// Services and folders of code, each with its line.
    pub owns: Vec<(String, Place)>,
    /// Every line that speaks of the person.
    pub places: Vec<Place>,
    /// Why these lines are one person.
    pub joins: Vec<Join>,
}

/// A team.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Team {
    /// Its name.
    pub name: String,
    /// Services and folders of code, each with its line.
    pub owns: Vec<(String, Place)>,
}

/// Everybody.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Directory {
    /// In the order in which files first name them.
    pub people: Vec<Person>,
    /// In order of their names.
    pub teams: Vec<Team>,
    /// What is odd, in order of file and line.
    pub problems: Vec<Told>,
    /// Each file with its format, if that was recognised.
    pub files: Vec<(String, Option<&'static str>)>,
}

impl Directory {
    /// The person with this id.
    pub fn person(&self, id: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.id == id)
    }

    /// Whom a person reports to, and whom that one does, upwards. A line that leads back to somebody ends there.
    pub fn managers(&self, id: &str) -> Vec<&Person> {
        let mut seen = BTreeSet::from([id]);
        let mut line = Vec::new();
        let mut at = self.person(id);
        while let Some(manager) =
            at.and_then(|person| person.manager.as_deref()).and_then(|id| self.person(id))
        {
            if !seen.insert(&manager.id) {
                break;
            }
            line.push(manager);
            at = Some(manager);
        }
        line
    }
}

pub(crate) fn directory(mut reading: Reading) -> Directory {
    let mut problems = std::mem::take(&mut reading.problems);
    let identities = identities(&reading, &mut problems);
    let mut people: Vec<Person> =
        identities.iter().map(|identity| person(&reading.rows, identity, &mut problems)).collect();
    unique_ids(&mut people);
    let mut directory =
        Directory { people, teams: teams(&reading), problems: Vec::new(), files: reading.files };
    check::managers(&reading.rows, &identities, &mut directory, &mut problems);
    // In order of the files, as a person would go through them.
    let order = |told: &Told| directory.files.iter().position(|(name, _)| *name == told.place.file);
    problems.sort_by_cached_key(|told| {
        (order(told), told.place.line, told.problem.code.to_string(), told.problem.message.clone())
    });
    problems.dedup();
    directory.problems = problems;
    directory
}

fn person(rows: &[Row], identity: &Identity, problems: &mut Vec<Told>) -> Person {
    let rows: Vec<&Row> = identity.rows.iter().filter_map(|at| rows.get(*at)).collect();
    check::contradictions(&rows, problems);
    let first = rows.first().copied();
    let mut names: Vec<&str> = rows.iter().filter_map(|row| row.name.as_deref()).collect();
    names.sort_by_key(|name| !name.contains(' '));
    let name =
        names.first().map(|name| (*name).to_owned()).or_else(|| first.map(Row::told)).unwrap_or_default();
    let mut person = Person {
        nicknames: distinct(
            rows.iter().flat_map(|row| row.nicknames.iter().chain(&row.name)).filter(|other| **other != name),
        ),
        handles: distinct(rows.iter().flat_map(|row| &row.handles)),
        emails: distinct(rows.iter().flat_map(|row| &row.emails)),
        teams: distinct(rows.iter().flat_map(|row| &row.teams)),
        role: rows.iter().find_map(|row| row.role.clone()),
        zone: rows.iter().find_map(|row| row.zone.clone()),
        start: rows.iter().find_map(|row| row.start),
        is_trained: rows.iter().find_map(|row| row.is_trained),
        is_bot: rows.iter().find_map(|row| row.is_bot).unwrap_or_else(|| looks_like_bot(&rows)),
        is_contractor: rows.iter().find_map(|row| row.is_contractor).unwrap_or(false),
        is_gone: rows.iter().find_map(|row| row.is_gone).unwrap_or(false),
        absences: rows.iter().flat_map(|row| row.absences.clone()).collect(),
        duties: rows
            .iter()
            .flat_map(|row| row.duties.iter().map(|duty| (duty.clone(), row.place.clone())))
            .collect(),
        owns: rows
            .iter()
            .flat_map(|row| row.owns.iter().map(|owned| (owned.clone(), row.place.clone())))
            .collect(),
        places: rows.iter().map(|row| row.place.clone()).collect(),
        joins: identity.joins.clone(),
        ..Person::default()
    };
    person.id = id(&person);
    person.name = name;
    person.absences.sort();
    person.absences.dedup();
    person.duties.sort();
    person.owns.dedup();
    person
}

fn id(person: &Person) -> String {
    let handle = || person.handles.first().map(ToString::to_string);
    let place = || person.places.first().map(ToString::to_string);
    person.emails.first().cloned().or_else(handle).or_else(place).unwrap_or_default()
}

/// Accounts whose names say that they are programs, where no list does.
fn looks_like_bot(rows: &[&Row]) -> bool {
    let is_bot = |name: &str| {
        let name = name.to_lowercase();
        name.ends_with("[bot]")
            || name.ends_with("-bot")
            || name.ends_with("_bot")
            || name == "bot"
            || name.ends_with(" bot")
    };
    rows.iter().any(|row| {
        row.name.as_deref().is_some_and(is_bot) || row.handles.iter().any(|handle| is_bot(&handle.name))
    })
}

fn distinct<'a, T: Clone + PartialEq + 'a>(values: impl Iterator<Item = &'a T>) -> Vec<T> {
    let mut all: Vec<T> = Vec::new();
    for value in values {
        if !all.contains(value) {
            all.push(value.clone());
        }
    }
    all
}

/// Two people may share a mailbox; the second is then called by where they stand.
fn unique_ids(people: &mut [Person]) {
    let mut seen = BTreeSet::new();
    for person in people {
        if !seen.insert(person.id.clone()) {
            person.id = person.places.first().map(ToString::to_string).unwrap_or_default();
            seen.insert(person.id.clone());
        }
    }
}

fn teams(reading: &Reading) -> Vec<Team> {
    let mut teams: BTreeMap<&str, Team> = BTreeMap::new();
    for row in &reading.teams {
        let team =
            teams.entry(&row.name).or_insert_with(|| Team { name: row.name.clone(), owns: Vec::new() });
        team.owns.extend(row.owns.iter().map(|owned| (owned.clone(), row.place.clone())));
    }
    for name in reading.rows.iter().flat_map(|row| &row.teams) {
        teams.entry(name).or_insert_with(|| Team { name: name.clone(), owns: Vec::new() });
    }
    teams.into_values().collect()
}

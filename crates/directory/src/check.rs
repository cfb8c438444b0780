//! A directory that contradicts itself: told with the lines, and the first line counts.

use std::collections::BTreeSet;

use postlude_base::Problem;

use crate::find::{Found, agree};
use crate::identity::Identity;
use crate::person::Directory;
use crate::row::{Row, Told};

/// What the rows of one person say differently.
pub(crate) fn contradictions(rows: &[&Row], problems: &mut Vec<Told>) {
    let mut differ = |what: &str, of: &dyn Fn(&Row) -> Option<String>, same: &dyn Fn(&str, &str) -> bool| {
        let mut said = rows.iter().filter_map(|row| Some((*row, of(row)?)));
        let Some((first, value)) = said.next() else { return };
        for (row, other) in said.filter(|(_, other)| !same(&value, other)) {
            let message = format!("{what} of {}: {other} here, {value} at {}", first.told(), first.place);
            let problem = Problem::new("contradiction", message)
                .hint("the first counts; put the file that is right first, or correct it");
            problems.push(Told::new(row.place.clone(), problem));
        }
    };
    let same = |one: &str, other: &str| one.eq_ignore_ascii_case(other);
    differ("the name", &|row| row.name.clone(), &share_a_word);
    differ("the start date", &|row| row.start.map(|day| day.to_string()), &same);
    differ("trained as facilitator", &|row| row.is_trained.map(yes_or_no), &same);
    differ("a program", &|row| row.is_bot.map(yes_or_no), &same);
    differ("a contractor", &|row| row.is_contractor.map(yes_or_no), &same);
    differ("left", &|row| row.is_gone.map(yes_or_no), &same);
}

fn yes_or_no(value: bool) -> String {
    if value { "yes" } else { "no" }.to_owned()
}

fn share_a_word(one: &str, other: &str) -> bool {
    one.split_whitespace().any(|one| other.split_whitespace().any(|other| agree(one, other)))
}

/// Finds out who is meant by each manager, and tells lines that go round in a circle.
pub(crate) fn managers(
    rows: &[Row],
    identities: &[Identity],
    directory: &mut Directory,
    problems: &mut Vec<Told>,
) {
    let mut found: Vec<Option<String>> = Vec::with_capacity(identities.len());
    for (identity, person) in identities.iter().zip(&directory.people) {
        let mut manager: Option<(String, &Row)> = None;
        for row in identity.rows.iter().filter_map(|at| rows.get(*at)) {
            let Some(called) = row.manager.as_deref() else { continue };
            let trouble = match directory.find(&[called]) {
                Found::Sure(other) | Found::ByName(other) if other.id == person.id => {
                    Problem::new("own-manager", format!("{} reports to themselves", person.name))
                        .hint("it was left out")
                }
                Found::Sure(other) | Found::ByName(other) => match &manager {
                    None => {
                        manager = Some((other.id.clone(), row));
                        continue;
                    }
                    Some((known, _)) if *known == other.id => continue,
                    Some((known, first)) => {
                        let known =
                            directory.person(known).map_or(known.as_str(), |person| person.name.as_str());
                        let message = format!(
                            "the manager of {}: {} here, {known} at {}",
                            person.name, other.name, first.place
                        );
                        Problem::new("contradiction", message)
                            .hint("the first counts; put the file that is right first, or correct it")
                    }
                },
                Found::Several(several) => {
                    let places: Vec<String> = several
                        .iter()
                        .filter_map(|person| person.places.first())
                        .map(ToString::to_string)
                        .collect();
                    let message =
                        format!("the manager {called} of {} may be at {}", person.name, places.join(" or "));
                    Problem::new("ambiguous-manager", message).hint("name the address instead")
                }
                Found::Nobody => {
                    let message =
                        format!("the manager {called} of {} is nobody in this directory", person.name);
                    Problem::new("unknown-manager", message).hint("add a file that names them")
                }
            };
            problems.push(Told::new(row.place.clone(), trouble));
        }
        found.push(manager.map(|(id, _)| id));
    }
    for (person, manager) in directory.people.iter_mut().zip(found) {
        person.manager = manager;
    }
    circles(directory, problems);
}

/// Each circle is told once, at the first of its people.
fn circles(directory: &Directory, problems: &mut Vec<Told>) {
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for person in &directory.people {
        let line = directory.managers(&person.id);
        let comes_back = line.last().is_some_and(|last| last.manager.as_deref() == Some(person.id.as_str()));
        if !comes_back || !told.insert(&person.id) {
            continue;
        }
        told.extend(line.iter().map(|manager| manager.id.as_str()));
        let names: Vec<&str> =
            line.iter().map(|manager| manager.name.as_str()).chain([person.name.as_str()]).collect();
        let message = format!("{} reports to {}: a circle", person.name, names.join(", who reports to "));
        let place = person.places.first().cloned().unwrap_or_default();
        let problem = Problem::new("cyclic-managers", message)
            .hint("each of them counts as a manager of the others until it is corrected");
        problems.push(Told::new(place, problem));
    }
}

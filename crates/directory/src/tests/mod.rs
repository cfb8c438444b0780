//! Files in, people out: each table says what goes in and what a person would be told.

mod broken;
mod formats;
mod joining;

use crate::{Directory, File, Person, Sureness, directory};

fn read(files: &[(&str, &str)]) -> Directory {
    let files: Vec<File<'_>> =
        files.iter().map(|(name, text)| File { name, bytes: text.as_bytes() }).collect();
    directory(&files)
}

/// Everything that is known of somebody, in one line.
fn line(directory: &Directory, person: &Person) -> String {
    let mut parts = vec![person.name.clone()];
    let list = |values: Vec<String>| values.join(" ");
    parts.push(list(person.handles.iter().map(ToString::to_string).collect()));
    parts.push(list(person.emails.clone()));
    let mut add =
        |name: &str, value: Option<String>| parts.extend(value.map(|value| format!("{name} {value}")));
    add("team", (!person.teams.is_empty()).then(|| person.teams.join("+")));
    add("role", person.role.clone());
    add("zone", person.zone.clone());
    add("since", person.start.map(|day| day.to_string()));
    add(
        "manager",
        person.manager.as_deref().and_then(|id| directory.person(id)).map(|manager| manager.name.clone()),
    );
    add(
        "owns",
        (!person.owns.is_empty()).then(|| list(person.owns.iter().map(|(owned, _)| owned.clone()).collect())),
    );
    for absence in &person.absences {
        add("away", Some(format!("{}..{}", absence.from, absence.to)));
    }
    for (duty, _) in &person.duties {
        add("on call", Some(format!("{} {}..{}", duty.schedule, duty.from, duty.to)));
    }
    let words = [
        (person.is_trained == Some(true), "trained"),
        (person.is_bot, "bot"),
        (person.is_contractor, "contractor"),
        (person.is_gone, "gone"),
    ];
    parts.extend(words.iter().filter(|(is, _)| *is).map(|(_, word)| (*word).to_owned()));
    parts.retain(|part| !part.is_empty());
    parts.join(" | ")
}

fn lines(directory: &Directory) -> Vec<String> {
    directory.people.iter().map(|person| line(directory, person)).collect()
}

/// Problems as `code file:line`.
fn problems(directory: &Directory) -> Vec<String> {
    directory.problems.iter().map(|told| format!("{} {}", told.problem.code, told.place)).collect()
}

/// Joins as `one+other likely: why`.
fn joins(person: &Person) -> Vec<String> {
    let sureness = |sureness| match sureness {
        Sureness::Decided => "decided",
        Sureness::Sure => "sure",
        Sureness::Likely => "likely",
    };
    person
        .joins
        .iter()
        .map(|join| format!("{}+{} {}: {}", join.one, join.other, sureness(join.sureness), join.by))
        .collect()
}

use std::fmt::Write as _;

use owo_colors::OwoColorize as _;
use postlude_directory::{Directory, Person, Sureness};

use crate::show::words::{counted, plain, wrapped};

/// One paragraph per person, then what is odd.
pub(crate) fn terminal(directory: &Directory, width: usize) -> String {
    let people = directory.people.iter().filter(|person| !person.is_bot).count() as u64;
    let programs = directory.people.len() as u64 - people;
    let mut text = format!(
        "{}",
        if people == 1 {
            "1 person".to_owned()
        } else {
            counted(people, "people").replace("peoples", "people")
        }
        .bold()
    );
    let _ = writeln!(
        text,
        ", {}, {}",
        counted(programs, "program"),
        counted(directory.teams.len() as u64, "team")
    );
    for (name, format) in &directory.files {
        let _ =
            writeln!(text, "  {} {}", plain(name), format!("({})", format.unwrap_or("not read")).dimmed());
    }
    for person in &directory.people {
        let _ = writeln!(text, "\n{}", plain(&person.name).bold());
        for line in lines(directory, person) {
            for part in wrapped(&line, width.saturating_sub(4)) {
                let _ = writeln!(text, "    {part}");
            }
        }
        for join in &person.joins {
            let line =
                format!("one person: {} and {} share {}", join.one, join.other, by(&join.by, join.sureness));
            for part in wrapped(&line, width.saturating_sub(4)) {
                let _ = writeln!(text, "    {}", part.dimmed());
            }
        }
    }
    text + &problems(directory, width)
}

fn by(by: &str, sureness: Sureness) -> String {
    match sureness {
        Sureness::Decided => by.to_owned(),
        Sureness::Sure => format!("{by} (sure)"),
        Sureness::Likely => format!("{by} (likely)"),
    }
}

fn lines(directory: &Directory, person: &Person) -> Vec<String> {
    let mut called: Vec<String> = person.emails.clone();
    called.extend(person.handles.iter().map(ToString::to_string));
    called.extend(person.nicknames.iter().map(|name| format!("“{name}”")));
    let manager = person.manager.as_deref().and_then(|id| directory.person(id));
    let mut does: Vec<String> = person.role.iter().cloned().collect();
    does.extend((!person.teams.is_empty()).then(|| format!("team {}", person.teams.join(", "))));
    does.extend(manager.map(|manager| format!("reports to {}", manager.name)));
    does.extend(person.zone.clone());
    does.extend(person.start.map(|day| format!("since {day}")));
    let owned: Vec<&str> = person.owns.iter().map(|(owned, _)| owned.as_str()).collect();
    let mut more: Vec<String> =
        (!owned.is_empty()).then(|| format!("owns {}", owned.join(", "))).into_iter().collect();
    let words = [
        (person.is_trained == Some(true), "trained to facilitate"),
        (person.is_contractor, "contractor"),
        (person.is_bot, "program"),
        (person.is_gone, "account closed"),
    ];
    more.extend(words.iter().filter(|(is, _)| *is).map(|(_, word)| (*word).to_owned()));
    more.extend(person.absences.iter().map(|absence| format!("away {} to {}", absence.from, absence.to)));
    more.extend(
        person
            .duties
            .iter()
            .map(|(duty, _)| format!("on call for {} {} to {}", duty.schedule, duty.from, duty.to)),
    );
    [called, does, more].iter().filter(|parts| !parts.is_empty()).map(|parts| parts.join(" · ")).collect()
}

/// What is odd, each with its line and what to do.
pub(crate) fn problems(directory: &Directory, width: usize) -> String {
    let mut text = String::new();
    if directory.problems.is_empty() {
        return text;
    }
    let _ = writeln!(text, "\n{}", "Problems".bold());
    for told in &directory.problems {
        let line = format!("{}: {}", told.place, told.problem.message);
        for (number, part) in wrapped(&line, width.saturating_sub(6)).iter().enumerate() {
            let _ = writeln!(text, "  {}{part}", if number == 0 { "" } else { "  " });
        }
        for part in told.problem.hint.iter().flat_map(|hint| wrapped(hint, width.saturating_sub(6))) {
            let _ = writeln!(text, "      {}", part.dimmed());
        }
    }
    text
}

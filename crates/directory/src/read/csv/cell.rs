//! How the cells of each column are read.

use jiff::civil::Date;
use postlude_base::Problem;

use super::column::Column;
use crate::day::{NoDay, day};
use crate::read::scim::is_contractor;
use crate::row::{Absence, Row};

/// Marks of a given and a family name that wait for each other; no name begins with them.
pub(super) const GIVEN: char = '\u{1}';
pub(super) const FAMILY: char = '\u{2}';

/// Takes a cell that is not empty.
pub(super) fn fill(row: &mut Row, column: Column, cell: &str, problems: &mut Vec<Problem>) {
    match column {
        Column::Name => row.named(&given_first(cell)),
        Column::GivenName => row.nicknames.push(format!("{GIVEN}{cell}")),
        Column::FamilyName => row.nicknames.push(format!("{FAMILY}{cell}")),
        Column::Nickname => several(cell).for_each(|name| row.nickname(name)),
        Column::Handle(system) => several(cell).for_each(|handle| place_handle(row, system, handle)),
        Column::Email => several(cell).for_each(|email| address(row, email, problems)),
        Column::Team => row.teams.extend(several(cell).map(str::to_owned)),
        Column::Manager => row.manager = Some(cell.to_owned()),
        Column::Role => row.role = Some(cell.to_owned()),
        Column::Zone => row.zone = Some(cell.to_owned()),
        Column::Start => row.start = read_day(cell, "start date", problems),
        Column::Trained => row.is_trained = truth(cell, "trained", problems),
        Column::Away => several(cell).for_each(|span| row.absences.extend(absence(span, problems))),
        Column::Bot => row.is_bot = truth(cell, "bot", problems),
        Column::Employment
            if ["bot", "service", "service account"].contains(&cell.to_lowercase().as_str()) =>
        {
            row.is_bot = Some(true);
        }
        Column::Employment => row.is_contractor = Some(is_contractor(cell)),
        Column::Contractor => row.is_contractor = truth(cell, "contractor", problems),
        Column::Left => row.is_gone = truth(cell, "left", problems).or(row.is_gone),
        Column::Owns => row.owns.extend(several(cell).map(str::to_owned)),
    }
}

/// Several values in one cell are separated by `;`, `|` or line ends, or by commas in quotes.
fn several(cell: &str) -> impl Iterator<Item = &str> {
    cell.split([';', '|', ',', '\n']).map(str::trim).filter(|part| !part.is_empty())
}

/// `Ines Carvalho` of `Carvalho, Ines`.
fn given_first(cell: &str) -> String {
    match cell.split_once(',') {
        Some((family, given)) if !given.contains(',') => format!("{} {}", given.trim(), family.trim()),
        _ => cell.to_owned(),
    }
}

/// A handle may name its system: `slack:ines`.
fn place_handle(row: &mut Row, system: &str, handle: &str) {
    match handle.split_once(':') {
        Some((system, name)) => row.handle(&normal_system(system), name),
        None if system.is_empty() && handle.contains('@') && !handle.starts_with('@') => row.email(handle),
        None => row.handle(system, handle),
    }
}

/// GitHub and GitLab are both where code is kept.
fn normal_system(system: &str) -> String {
    let system = system.trim().to_lowercase();
    if ["github", "gitlab", "git", "bitbucket", "gitea"].contains(&system.as_str()) {
        "code".to_owned()
    } else {
        system
    }
}

fn address(row: &mut Row, text: &str, problems: &mut Vec<Problem>) {
    let before = row.emails.len() + row.handles.len();
    let text = text.split_once('<').map_or(text, |(_, rest)| rest.trim_end_matches('>'));
    row.email(text);
    if row.emails.len() + row.handles.len() == before
        && !row.emails.iter().any(|known| known.eq_ignore_ascii_case(text))
    {
        problems
            .push(Problem::new("broken-address", format!("{text} is no address")).hint("it was left out"));
    }
}

fn read_day(text: &str, what: &str, problems: &mut Vec<Problem>) -> Option<Date> {
    match day(text) {
        Ok(day) => Some(day),
        Err(NoDay::Ambiguous) => {
            let message = format!("{what} {text} may be read in two ways");
            problems.push(Problem::new("ambiguous-date", message).hint("write it as 2026-11-23"));
            None
        }
        Err(NoDay::Unknown) => {
            problems.push(
                Problem::new("broken-date", format!("{what} {text} is no date"))
                    .hint("write it as 2026-11-23"),
            );
            None
        }
    }
}

fn truth(cell: &str, what: &str, problems: &mut Vec<Problem>) -> Option<bool> {
    match cell.to_lowercase().as_str() {
        "yes" | "y" | "true" | "1" | "x" | "ja" | "j" | "wahr" | "✓" => Some(true),
        "no" | "n" | "false" | "0" | "-" | "nein" | "falsch" => Some(false),
        // A list of trainings often says when.
        _ if what == "trained" && day(cell).is_ok() => Some(true),
        _ => {
            problems.push(
                Problem::new("broken-truth", format!("{what}: {cell} is neither yes nor no"))
                    .hint("write yes or no"),
            );
            None
        }
    }
}

/// `2026-11-20..2026-12-01`, also with `to`, `bis`, `–`, `-` or `/` between, or one day; a reason may follow in brackets.
fn absence(text: &str, problems: &mut Vec<Problem>) -> Option<Absence> {
    let (span, why) = text
        .split_once('(')
        .map_or((text, None), |(span, why)| (span, Some(why.trim_end_matches(')').trim().to_owned())));
    let parts = ["..", " to ", " bis ", "–", "-", "/"].iter().find_map(|between| {
        span.match_indices(between).find_map(|(at, between)| {
            let (from, to) = (span.get(..at)?, span.get(at + between.len()..)?);
            (day(from).is_ok() && day(to).is_ok()).then_some((from, to))
        })
    });
    let (from, to) = parts.unwrap_or((span, span));
    let (from, to) = (read_day(from, "absence", problems)?, read_day(to, "absence", problems)?);
    if to < from {
        let message = format!("absence {span} ends before it begins");
        problems.push(Problem::new("broken-absence", message).hint("it was left out"));
        return None;
    }
    Some(Absence { from, to, why })
}

//! `postlude facilitator`: who is neutral enough to facilitate.
//!
//! Reading order: `where_from` (a folder, a lake or a review), `facts` (rows of the engine become facts of the ledger), `record` (rows with their
//! places), `trouble` (what was in trouble, and when), `people_in` (whom a record names), `mentions` (whom a message speaks of).

mod facts;
mod mentions;
mod people_in;
mod record;
mod trouble;
mod where_from;

use std::path::PathBuf;

use anyhow::Context as _;
use jiff::civil::Date;
use jiff::{ToSpan as _, Zoned};
use postlude_directory::{Directory, File, Found, day, facilitated};
use postlude_review::facilitator::{Facts, ledger, propose};

use super::people::{read, tell};
use crate::command_error::CommandError;
use crate::near::near;
use crate::printer::{Printer, columns};
use crate::show::facilitator::{self, Shown};
use where_from::WhereFrom;

/// Who can facilitate: everybody as involved, periphery or neutral, each reason with what shows it, and whom to ask.
///
/// Looks at who wrote, acted, decided, changed, reviewed, was paged or on call, owns what was in trouble, and has authority over those. Nobody is
/// counted or ranked. What it prints is for the organiser; a person may see and correct their own row.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Facilitator {
    #[command(flatten)]
    from: WhereFrom,
    /// Files or folders about people, as `postlude people` reads them.
    #[arg(long, required = true, value_name = "FILE", num_args = 1..)]
    people: Vec<PathBuf>,
    /// Who organises the review: a name, an address or a handle.
    #[arg(long, value_name = "NAME")]
    organiser: Option<String>,
    /// First day on which the facilitator is needed [default: today]
    #[arg(long, value_name = "DAY", value_parser = a_day)]
    from_day: Option<Date>,
    /// Last day on which the facilitator is needed [default: a week after the first]
    #[arg(long, value_name = "DAY", value_parser = a_day)]
    to_day: Option<Date>,
    /// CSV file with the columns date,person: who facilitated lately, so that it is not always the same one.
    #[arg(long, value_name = "FILE")]
    facilitated: Option<PathBuf>,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
    /// Columns to fill [default: those of the terminal, else 110]
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(60..=400))]
    width: Option<u16>,
}

const EXAMPLES: &str = "\
Examples:
  postlude facilitator evidence/ --people people.csv
  postlude facilitator evidence/ --people people.csv slack/users.json CODEOWNERS --organiser mara@shop.example
  postlude facilitator evidence/ --people people/ --from-day 2026-11-30 --to-day 2026-12-04
  postlude facilitator evidence/ --people people/ --facilitated facilitated.csv --format json
  postlude facilitator 01900000-0000-7000-8000-000000000001 --people people/ --data /srv/postlude";

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// For the organiser, in the terminal.
    Text,
    /// One object with rows, proposal and notes.
    Json,
}

fn a_day(text: &str) -> Result<Date, String> {
    day(text).map_err(|_| "write a day as 2026-11-30".to_owned())
}

impl Facilitator {
    pub(super) fn run(self, printer: &Printer) -> Result<(), CommandError> {
        let directory = read(&self.people)?;
        let organiser = self.organiser.as_deref().map(|name| organiser(name, &directory)).transpose()?;
        let facilitated = self.facilitated(&directory, printer)?;
        let (from, to) = self.days()?;
        let gathered = self.from.gather(&directory, printer)?;
        let facts = Facts {
            directory: &directory,
            window: gathered.window,
            deeds: gathered.deeds,
            affected: gathered.affected,
            spoken_of: gathered.spoken_of,
            neighbours: gathered.neighbours,
            looked_at: gathered.looked_at,
            organiser,
            meeting: (from, to),
            facilitated,
            own_words: Vec::new(),
        };
        let ledger = ledger(&facts);
        let proposal = propose(&facts, &ledger);
        let shown = Shown { facts: &facts, ledger: &ledger, proposal: &proposal, cited: &gathered.cited };
        if self.format == Form::Json {
            tell(&directory, printer);
        }
        let width = self.width.map_or_else(columns, usize::from);
        Ok(printer.text(&match self.format {
            Form::Text => facilitator::terminal(&shown, width),
            Form::Json => facilitator::json(&shown),
        })?)
    }

    fn days(&self) -> Result<(Date, Date), CommandError> {
        let from = self.from_day.unwrap_or_else(today);
        let to = self.to_day.unwrap_or_else(|| from.saturating_add(7.days()));
        if to < from {
            return Err(CommandError::asked(format!("{to} comes before {from}"))
                .hint("exchange --from-day and --to-day"));
        }
        Ok((from, to))
    }

    fn facilitated(
        &self,
        directory: &Directory,
        printer: &Printer,
    ) -> Result<Vec<(String, Date)>, CommandError> {
        let Some(path) = &self.facilitated else { return Ok(Vec::new()) };
        let name = path.display().to_string();
        let bytes = std::fs::read(path).with_context(|| format!("cannot read {name}"))?;
        let (all, problems) = facilitated(&File { name: &name, bytes: &bytes });
        for told in problems {
            printer.note(&format!("{}: {}", told.place, told.problem.message));
        }
        let mut known = Vec::new();
        for one in all {
            match directory.find(&[&one.person]) {
                Found::Sure(person) | Found::ByName(person) => known.push((person.id.clone(), one.day)),
                Found::Several(_) => {
                    printer.note(&format!("{name}: {} may be several people; left out", one.person));
                }
                Found::Nobody => {
                    printer.note(&format!("{name}: {} is nobody in the directory; left out", one.person));
                }
            }
        }
        Ok(known)
    }
}

#[expect(clippy::disallowed_methods, reason = "the program says what day it is")]
fn today() -> Date {
    Zoned::now().date()
}

/// What people are called, for whoever mistyped it.
fn called(directory: &Directory) -> impl Iterator<Item = &str> {
    directory.people.iter().flat_map(|person| {
        let names = [person.name.as_str()].into_iter().chain(person.name.split(' ').next());
        names
            .chain(person.emails.iter().map(String::as_str))
            .chain(person.handles.iter().map(|handle| handle.name.as_str()))
    })
}

fn organiser(name: &str, directory: &Directory) -> Result<String, CommandError> {
    match directory.find(&[name]) {
        Found::Sure(person) | Found::ByName(person) => Ok(person.id.clone()),
        Found::Several(several) => {
            let ids: Vec<&str> = several.iter().map(|person| person.id.as_str()).collect();
            Err(CommandError::asked(format!("{name} may be several people"))
                .hint(format!("name one of {}", ids.join(", "))))
        }
        Found::Nobody => {
            let error = CommandError::asked(format!("nobody is called {name}"));
            let meant = near(name, called(directory));
            Err(if meant.is_empty() {
                error.hint("name an address or a handle that `postlude people` shows")
            } else {
                error.hint(format!("did you mean {}?", meant.join(" or ")))
            })
        }
    }
}

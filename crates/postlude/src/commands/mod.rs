//! The verbs of the program, one file each, and the options they share.

mod backup;
mod baseline;
mod citations;
mod clock_option;
mod clocks;
mod coach;
mod completions;
mod evidence;
mod facilitator;
mod house;
mod ingest;
mod inspect;
mod manual;
mod narrow;
mod people;
mod query;
mod query_trouble;
mod questions;
pub(crate) mod reading;
mod records;
mod restore;
mod review;
mod serve;
mod sources;
mod timeline;
mod topology;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::command_error::CommandError;
use crate::printer::{Color, Printer};

/// The incident review workbench: from raw evidence to a timeline with a citation behind every entry, and on to what was learned.
///
/// Works on one machine, without account or network.
#[derive(Debug, Parser)]
#[command(name = "postlude", version, max_term_width = 110, arg_required_else_help = true, after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// When to use colours.
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    pub(crate) color: Color,
    /// No progress and no notes on standard error.
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const EXAMPLES: &str = "\
Examples:
  postlude serve                                  the workbench, in the browser
  postlude review list                            what is being reviewed
  postlude backup postlude.tar.zst                all of it in one file
  postlude timeline evidence/                     the timeline of a folder of exports
  postlude timeline evidence/ --explain e7        why entry e7 is there, and the lines it was read from
  postlude timeline evidence/ --format html > timeline.html
  postlude topology evidence/                     what calls what, and who shares a host or a database
  postlude questions evidence/                    what the timeline is worth asking people about
  postlude clocks evidence/                       whose clock is off, how far, and why
  postlude facilitator evidence/ --people people.csv
                                                  who is neutral enough to facilitate, and why
  postlude inspect evidence/app.log               what format was recognised, and why
  postlude records evidence/app.log               every record as JSON
  postlude coach review.md                        words that close a review, and others
  postlude query evidence/ \"select service_name, count(*) from log group by 1\"";

/// The verbs.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Timeline(timeline::Timeline),
    Topology(topology::Topology),
    Clocks(clocks::Clocks),
    Facilitator(facilitator::Facilitator),
    People(people::People),
    Questions(questions::Questions),
    Query(query::Query),
    Ingest(ingest::Ingest),
    Sources(sources::Sources),
    Records(records::Records),
    Inspect(inspect::Inspect),
    Serve(serve::Serve),
    Review(review::Review),
    Coach(coach::Coach),
    Backup(backup::Backup),
    Restore(restore::Restore),
    Completions(completions::Completions),
    Manual(manual::Manual),
}

/// Runs one verb; the status is that of one which did its work.
pub(crate) fn run(command: Command, printer: &mut Printer) -> Result<ExitCode, CommandError> {
    let done = match command {
        Command::Coach(command) => {
            return command
                .run(printer)
                .map(|found| if found { ExitCode::from(1) } else { ExitCode::SUCCESS });
        }
        Command::Timeline(command) => command.run(printer),
        Command::Topology(command) => command.run(printer),
        Command::Clocks(command) => command.run(printer),
        Command::Facilitator(command) => command.run(printer),
        Command::People(command) => command.run(printer),
        Command::Questions(command) => command.run(printer),
        Command::Query(command) => command.run(printer),
        Command::Ingest(command) => command.run(printer),
        Command::Sources(command) => command.run(printer),
        Command::Records(command) => command.run(printer),
        Command::Inspect(command) => command.run(printer),
        Command::Serve(command) => command.run(printer),
        Command::Review(command) => command.run(printer),
        Command::Backup(command) => command.run(printer),
        Command::Restore(command) => command.run(printer),
        Command::Completions(command) => command.run(printer),
        Command::Manual(command) => command.run(printer),
    };
    done.map(|()| ExitCode::SUCCESS)
}

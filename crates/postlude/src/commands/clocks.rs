use postlude_lake::Source;
use postlude_lake::clocks::Named;

use super::clock_option::ClockOption;
use super::evidence::{self, Evidence};
use crate::command_error::CommandError;
use crate::printer::{Printer, columns};
use crate::show::clocks;

/// Whose clock is off: what is added to the times of each source, how sure that is, and why.
///
/// Found from moments that two sources both record: calls between services, requests, alerts, and things with a name,
/// such as orders. What is well supported is applied by every verb; what is not is only proposed, and --clock applies it.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Clocks {
    #[command(flatten)]
    evidence: Evidence,
    #[command(flatten)]
    clock: ClockOption,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
    /// Columns to fill [default: those of the terminal, else 110]
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(60..=400))]
    width: Option<u16>,
}

const EXAMPLES: &str = "\
Examples:
  postlude clocks evidence/
  postlude clocks evidence/ --format csv > clocks.csv
  postlude clocks evidence/ --clock app.log=+8h --clock 'db/*=-197s'
  postlude timeline evidence/ --clock stock.log=Asia/Kolkata";

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// For people.
    Table,
    /// One object.
    Json,
    /// One source per row.
    Csv,
}

impl Clocks {
    pub(super) fn run(self, printer: &Printer) -> Result<(), CommandError> {
        let (lake, report) = self.evidence.read(printer, true)?;
        let sources: Vec<&Source> =
            lake.sources().into_iter().filter(|source| report.sources.contains(&source.id)).collect();
        if sources.is_empty() {
            return Err(evidence::nothing(&report));
        }
        let given = self.clock.of(&sources, &self.evidence.zone())?;
        let found = lake.repaired(&sources, &given)?.clocks;
        let named: Vec<Named<'_>> = found
            .iter()
            .zip(&sources)
            .map(|(clock, source)| Named { path: source.paths.first().map_or("", String::as_str), clock })
            .collect();
        let width = self.width.map_or_else(columns, usize::from);
        Ok(printer.text(&match self.format {
            Form::Table => clocks::table(&named, width),
            Form::Json => clocks::json(&named),
            Form::Csv => clocks::csv(&named),
        })?)
    }
}

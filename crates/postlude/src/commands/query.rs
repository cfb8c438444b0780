use postlude_lake::{Failure, Session, Source};

use super::clock_option::ClockOption;
use super::evidence::{self, Evidence};
use super::query_trouble::trouble;
use crate::command_error::CommandError;
use crate::printer::Printer;
use crate::show::table::{Answer, Form};

/// Ask the evidence in SQL.
///
/// Tables: log, metric, span, alert, change, message, dependency, attachment, source, template. An attribute is read as
/// attributes['http.request.method']. Lengths of time are nanoseconds, moments UTC.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES, allow_missing_positional = true)]
pub(crate) struct Query {
    #[command(flatten)]
    evidence: Evidence,
    /// The query.
    sql: String,
    #[command(flatten)]
    clock: ClockOption,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
}

const EXAMPLES: &str = "\
Examples:
  postlude query evidence/ \"select template, count(*) from log where severity_number >= 17 group by 1 order by 2 desc limit 20\"
  postlude query evidence/ \"select * from change order by time\" --format jsonl
  postlude query --lake incident.lake \"show tables\"
  postlude query --lake incident.lake \"describe log\"";

impl Query {
    pub(super) fn run(self, printer: &Printer) -> Result<(), CommandError> {
        let (lake, report) = self.evidence.read(printer, true)?;
        if report.sources.is_empty() {
            return Err(evidence::nothing(&report));
        }
        let sources: Vec<&Source> =
            lake.sources().into_iter().filter(|source| report.sources.contains(&source.id)).collect();
        let given = self.clock.of(&sources, &self.evidence.zone())?;
        let session = lake.repaired(&sources, &given)?.session;
        answer(&session, &self.sql, self.format, printer)
    }
}

/// Writes the answer to a query while it comes.
pub(super) fn answer(
    session: &Session,
    sql: &str,
    form: Form,
    printer: &Printer,
) -> Result<(), CommandError> {
    let mut answer = Answer::new(form, printer.data());
    let mut failed = None;
    let streamed = session.stream(sql, &mut |batch| {
        failed = answer.take(&batch).err();
        failed.is_none()
    });
    if let Some(error) = failed {
        return Err(error.into());
    }
    match streamed {
        Ok(schema) => Ok(answer.finish(&schema)?),
        Err(Failure::Query { message, place }) => Err(trouble(session, sql, &message, place)),
        Err(failure) => Err(failure.into()),
    }
}

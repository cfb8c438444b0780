use std::path::PathBuf;

use postlude_lake::Choice;

use super::reading::Reading;
use super::timeline::{ingest, open};
use crate::command_error::CommandError;
use crate::printer::Printer;
use crate::show::table;

/// Ask the evidence in SQL.
///
/// Tables: log, metric, span, alert, change, message, dependency, attachment, source, template. An attribute is read as
/// attributes['http.request.method'].
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Query {
    /// The folder of evidence, or one file.
    evidence: PathBuf,
    /// The query.
    sql: String,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
    /// Keep what was read in this folder; the next query starts at once.
    #[arg(long, value_name = "FOLDER")]
    lake: Option<PathBuf>,
    #[command(flatten)]
    reading: Reading,
}

const EXAMPLES: &str = "\
Examples:
  postlude query evidence/ \"select template, count(*) from log where severity_number >= 17 group by 1 order by 2 desc limit 20\"
  postlude query evidence/ \"select * from change order by time\" --format jsonl
  postlude query evidence/ \"show tables\"";

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// For people.
    Table,
    /// One JSON object per row.
    Jsonl,
    /// One line per row, commas between.
    Csv,
}

impl Query {
    pub(super) fn run(self, printer: &Printer) -> Result<(), CommandError> {
        let mut lake = open(self.lake.as_ref())?;
        let report = ingest(&mut lake, &self.evidence, &self.reading, printer)?;
        let session = lake.session(&Choice { sources: Some(report.sources), ..Choice::default() })?;
        let batches = session.sql(&self.sql)?;
        let text = match self.format {
            Form::Table => table::aligned(&batches),
            Form::Jsonl => table::jsonl(&batches),
            Form::Csv => table::csv(&batches),
        };
        Ok(printer.text(&text?)?)
    }
}

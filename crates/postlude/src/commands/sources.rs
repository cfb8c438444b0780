use std::path::PathBuf;

use postlude_lake::Choice;

use super::evidence::existing;
use crate::command_error::CommandError;
use crate::printer::Printer;
use crate::show::table::Form;

/// What a lake holds: every source with its format, records, times and problems.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  postlude sources --lake incident.lake --format csv")]
pub(crate) struct Sources {
    /// Folder of the lake.
    #[arg(long, value_name = "FOLDER")]
    lake: PathBuf,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
}

impl Sources {
    pub(super) fn run(self, printer: &Printer) -> Result<(), CommandError> {
        let lake = existing(&self.lake)?;
        let session = lake.session(&Choice::default())?;
        let sql = "select path, format, bytes, records, undated, problems, first_time, last_time \
                   from source order by path";
        super::query::answer(&session, sql, self.format, printer)
    }
}

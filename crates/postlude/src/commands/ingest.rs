use std::path::PathBuf;

use postlude_lake::Lake;

use super::evidence;
use super::reading::Reading;
use crate::command_error::CommandError;
use crate::printer::Printer;
use crate::show::words::{counted, size};

/// Read evidence into a lake, a folder that timelines and queries start from at once.
///
/// What the lake holds already is not read again, and an ingest that was broken off goes on where it stopped. The lake
/// keeps the originals, so that the evidence may be moved or deleted afterwards.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Example:\n  postlude ingest evidence/ --lake incident.lake\n  postlude timeline --lake incident.lake"
)]
pub(crate) struct Ingest {
    /// The folder of evidence, or one file.
    evidence: PathBuf,
    /// Folder of the lake; made if it is missing.
    #[arg(long, value_name = "FOLDER")]
    lake: PathBuf,
    #[command(flatten)]
    reading: Reading,
}

impl Ingest {
    pub(super) fn run(self, printer: &Printer) -> Result<(), CommandError> {
        let mut lake = Lake::open(&self.lake)?;
        let report = evidence::ingest(&mut lake, &self.evidence, &self.reading, printer, true)?;
        if report.sources.is_empty() {
            return Err(evidence::nothing(&report));
        }
        let sources: Vec<_> =
            lake.sources().into_iter().filter(|source| report.sources.contains(&source.id)).collect();
        let records = sources.iter().map(|source| source.tally.total()).sum();
        let bytes = sources.iter().map(|source| source.size).sum();
        printer.note(&format!(
            "{} from {} ({}) are in {}",
            counted(records, "record"),
            counted(sources.len() as u64, "source"),
            size(bytes),
            self.lake.display()
        ));
        Ok(())
    }
}

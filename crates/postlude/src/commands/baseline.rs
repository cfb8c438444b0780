//! Quiet recordings that evidence is judged against.

use std::collections::BTreeSet;
use std::path::PathBuf;

use postlude_base::{SourceId, Timestamp};
use postlude_lake::{Lake, Source};
use postlude_signals::Observations;

use super::evidence::{Evidence, ingest};
use crate::command_error::CommandError;
use crate::printer::Printer;

/// What to judge against.
#[derive(Debug, clap::Args)]
pub(crate) struct Baseline {
    /// Evidence of a quiet time of the same system, to judge against; may be given again. A lake that holds quiet time from
    /// before this evidence is judged against by itself.
    #[arg(long = "baseline", value_name = "DIR")]
    folders: Vec<PathBuf>,
}

impl Baseline {
    /// What is normal: the named folders, or what the lake holds of the time before.
    pub(super) fn observations(
        &self,
        evidence: &Evidence,
        lake: &Lake,
        sources: &[&Source],
        printer: &Printer,
    ) -> Result<Vec<Observations>, CommandError> {
        if self.folders.is_empty() {
            let earlier = earlier(lake, sources);
            if earlier.is_empty() {
                return Ok(Vec::new());
            }
            printer.note(&format!("judged against {} older sources in the lake", earlier.len()));
            return Ok(vec![observed(lake, &earlier)?]);
        }
        self.folders
            .iter()
            .map(|folder| {
                let mut quiet = Lake::temporary()?;
                let report = ingest(&mut quiet, folder, evidence.reading(), printer, false)?;
                let sources: Vec<&Source> =
                    quiet.sources().into_iter().filter(|s| report.sources.contains(&s.id)).collect();
                if sources.iter().all(|source| source.tally.total() == 0) {
                    return Err(CommandError::asked(format!(
                        "nothing could be read in the baseline {}",
                        folder.display()
                    ))
                    .hint("name a folder with logs, metrics or traces of a quiet time of the same system"));
                }
                observed(&quiet, &sources)
            })
            .collect()
    }
}

fn observed(lake: &Lake, sources: &[&Source]) -> Result<Observations, CommandError> {
    let session = lake.repaired(sources, &Default::default())?.session;
    Ok(session.input(sources)?.observations)
}

/// Sources of the lake that are no part of the evidence and end before it begins.
fn earlier<'a>(lake: &'a Lake, sources: &[&Source]) -> Vec<&'a Source> {
    let chosen: BTreeSet<SourceId> = sources.iter().map(|source| source.id).collect();
    let begin: Option<Timestamp> = sources.iter().filter_map(|source| source.tally.first).min();
    let is_earlier = |source: &&Source| {
        !chosen.contains(&source.id) && source.tally.last.zip(begin).is_some_and(|(last, begin)| last < begin)
    };
    lake.sources().into_iter().filter(is_earlier).collect()
}

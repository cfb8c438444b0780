//! The evidence: a folder, a lake, or the incident of a review in the workbench.

use std::path::PathBuf;

use postlude_directory::Directory;
use postlude_lake::{Lake, Source};
use serde_json::Value;

use super::facts::{Gathered, gather};
use crate::command_error::CommandError;
use crate::commands::clock_option::ClockOption;
use crate::commands::evidence::{self, Evidence};
use crate::commands::house::House;
use crate::commands::review::incidents;
use crate::printer::Printer;

/// Where the evidence lies.
#[derive(Debug, clap::Args)]
pub(crate) struct WhereFrom {
    #[command(flatten)]
    evidence: Evidence,
    #[command(flatten)]
    clock: ClockOption,
    #[command(flatten)]
    house: House,
    /// Which incident of the review, if it looks at several.
    #[arg(long, value_name = "ID")]
    incident: Option<String>,
}

impl WhereFrom {
    pub(super) fn gather(&self, directory: &Directory, printer: &Printer) -> Result<Gathered, CommandError> {
        let (lake, sources) = match self.evidence.named().filter(|path| !path.exists()) {
            Some(path) if is_id(&path.to_string_lossy()) => {
                let lake = self.lake_of(&path.to_string_lossy())?;
                let sources = lake.sources().iter().map(|source| source.id).collect();
                (lake, sources)
            }
            _ => {
                let (lake, report) = self.evidence.read(printer, true)?;
                if report.sources.is_empty() {
                    return Err(evidence::nothing(&report));
                }
                (lake, report.sources)
            }
        };
        let sources: Vec<&Source> =
            lake.sources().into_iter().filter(|source| sources.contains(&source.id)).collect();
        let given = self.clock.of(&sources, &self.evidence.zone())?;
        gather(&lake, &sources, &given, directory)
    }

    /// The lake of a review's incident.
    fn lake_of(&self, review: &str) -> Result<Lake, CommandError> {
        self.house.exists()?;
        let known = incidents(&self.house, review)?;
        let id = |incident: &Value| incident["id"].as_str().unwrap_or_default().to_owned();
        let chosen = match &self.incident {
            Some(wanted) => known.iter().map(id).find(|id| id == wanted),
            None if known.len() == 1 => known.first().map(id),
            None => None,
        };
        let Some(chosen) = chosen else {
            let listed: Vec<String> = known
                .iter()
                .map(|incident| format!("{} ({})", id(incident), incident["title"].as_str().unwrap_or("?")))
                .collect();
            return Err(CommandError::asked("which incident of this review is meant?")
                .hint(format!("name one with --incident: {}", listed.join(", "))));
        };
        let folder: PathBuf = self.house.data()?.join("incidents").join(chosen).join("lake");
        evidence::existing(&folder).map_err(|_| {
            CommandError::asked("nothing was read for this incident yet")
                .hint("put evidence into it in the workbench first")
        })
    }
}

/// Ids of reviews are UUIDs.
fn is_id(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| {
            if [8, 13, 18, 23].contains(&at) { byte == b'-' } else { byte.is_ascii_hexdigit() }
        })
}

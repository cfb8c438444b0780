//! A drafted timeline in the forms that people and programs read: one file per form.

mod csv;
mod explain;
mod html;
mod json;
mod markdown;
mod sparkline;
pub(crate) mod table;
mod terminal;
mod timesketch;

use jiff::tz::TimeZone;
use postlude_base::{EvidenceRef, SourceId};
use postlude_draft::Draft;

pub(crate) use csv::csv;
pub(crate) use explain::explain;
pub(crate) use html::html;
pub(crate) use json::{json, jsonl};
pub(crate) use markdown::markdown;
pub(crate) use terminal::terminal;
pub(crate) use timesketch::timesketch;

/// All that a form of output may show.
#[derive(Debug, Clone)]
pub(crate) struct Timeline {
    /// What the machine drafted.
    pub(crate) draft: Draft,
    /// What was read, in order of path.
    pub(crate) sources: Vec<SourceLine>,
    /// Bytes read.
    pub(crate) bytes: u64,
    /// Records found.
    pub(crate) records: u64,
    /// Records without a time.
    pub(crate) undated: u64,
    /// Seconds used.
    pub(crate) seconds: f64,
}

/// One source as shown.
#[derive(Debug, Clone)]
pub(crate) struct SourceLine {
    pub(crate) source: SourceId,
    /// Path of the file within the folder.
    pub(crate) path: String,
    /// Path within the archive that the file is.
    pub(crate) member: Option<String>,
    pub(crate) format: String,
    pub(crate) records: u64,
    pub(crate) problems: Vec<String>,
}

impl Timeline {
    /// `s1`, `s2`, ... in order of path.
    pub(crate) fn source_id(&self, source: SourceId) -> String {
        let at = self.sources.iter().position(|line| line.source == source).unwrap_or(0);
        format!("s{}", at + 1)
    }

    /// `logs/app.log`, or `logs.zip!app.log`.
    pub(crate) fn source_name(&self, evidence: &EvidenceRef) -> String {
        let Some(line) = self.sources.iter().find(|line| line.source == evidence.source) else {
            return "?".to_owned();
        };
        match &line.member {
            Some(member) => format!("{}!{member}", line.path),
            None => line.path.clone(),
        }
    }
}

/// How times are shown to a person.
#[derive(Debug, Clone)]
pub(crate) struct Look {
    /// The zone; its name is always shown.
    pub(crate) zone: TimeZone,
    /// Columns of the terminal.
    pub(crate) width: usize,
}

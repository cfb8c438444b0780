//! A drafted timeline in the forms that people and programs read.
//!
//! One file or folder per form (`terminal/ html/ markdown json csv timesketch explain reasoning`); what they share lies
//! beside them: `kind` (names, shapes, colours), `known` (when something became known), `moment` (times for people),
//! `words` (texts for a screen), `lane` (entries by service), `sparkline`. Answers to queries are `table`, clocks have
//! `clocks/`, what calls what is `topology/`.

mod axis;
mod chart;
mod cited;
pub(crate) mod clocks;
mod csv;
mod explain;
mod html;
mod json;
pub(crate) mod kind;
mod known;
mod lane;
mod markdown;
mod moment;
mod reasoning;
mod sparkline;
pub(crate) mod table;
mod terminal;
#[cfg(test)]
mod tests;
mod timesketch;
pub(crate) mod topology;
pub(crate) mod words;

use jiff::tz::TimeZone;
use postlude_base::{EvidenceRef, SourceId};
use postlude_draft::Draft;
use postlude_draft::clocks::Clock;

pub(crate) use cited::Cited;
pub(crate) use csv::csv;
pub(crate) use explain::{explain, explain_lead};
pub(crate) use html::html;
pub(crate) use json::{json, jsonl};
pub(crate) use markdown::markdown;
pub(crate) use reasoning::reasoning;
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
    /// Entries that the person did not want to see.
    pub(crate) left_out: usize,
}

/// From this score on a lead says "worth looking at first".
pub(crate) const WORTH_LOOKING: f64 = 0.5;

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
    /// What is known of its clock.
    pub(crate) clock: Option<Clock>,
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
        let line = self.sources.iter().find(|line| line.source == evidence.source);
        line.map_or_else(|| "?".to_owned(), SourceLine::name)
    }
}

impl SourceLine {
    /// `logs/app.log`, or `logs.zip!app.log`.
    pub(crate) fn name(&self) -> String {
        match &self.member {
            Some(member) => format!("{}!{member}", self.path),
            None => self.path.clone(),
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
    /// Whether the shapes are explained.
    pub(crate) legend: bool,
}

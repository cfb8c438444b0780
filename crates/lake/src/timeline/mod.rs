//! From a session to a timeline: drafted, with the errors of clocks, and with what is said of each source.

mod json;
mod sources;

use postlude_base::{EvidenceRef, SourceId};
use postlude_draft::clocks::{Clock, mark};
use postlude_draft::{Draft, Input, draft};
use postlude_signals::Observations;

use crate::clocks::Repaired;
use crate::{Failure, Source, Unreadable};

/// A drafted timeline with what it was made from.
#[derive(Debug, Clone)]
pub struct Timeline {
    /// What the machine drafted.
    pub draft: Draft,
    /// What was read, in order of path.
    pub sources: Vec<SourceLine>,
    /// Bytes read.
    pub bytes: u64,
    /// Records found.
    pub records: u64,
    /// Records without a time.
    pub undated: u64,
    /// Seconds used; whoever has a clock says so.
    pub seconds: f64,
    /// Entries that the person did not want to see.
    pub left_out: usize,
}

/// One source as a timeline shows it.
#[derive(Debug, Clone)]
pub struct SourceLine {
    /// Its number; none of the lake's where the path could not be read, or holds what another path holds.
    pub source: SourceId,
    /// Path of the file within the folder.
    pub path: String,
    /// Path within the archive that the file is.
    pub member: Option<String>,
    /// Name of its format.
    pub format: String,
    /// Records in it.
    pub records: u64,
    /// What is known of its clock.
    pub clock: Option<Clock>,
    /// What is odd about it, in sentences.
    pub problems: Vec<String>,
}

/// What a timeline is asked of.
pub struct Asked<'a> {
    /// The sources that the session was made for.
    pub sources: &'a [&'a Source],
    /// Paths that could not be read.
    pub unreadable: &'a [Unreadable],
    /// Quiet recordings to judge against.
    pub normal: Vec<Observations>,
}

impl Repaired {
    /// Drafts the timeline.
    pub fn timeline(&self, asked: Asked<'_>) -> Result<Timeline, Failure> {
        let Asked { sources, unreadable, normal } = asked;
        let input = Input { normal, ..self.session.input(sources)? };
        let mut broken = None;
        let mut draft = draft(input, &mut |keys| {
            self.session.cite(keys).unwrap_or_else(|failure| {
                broken = Some(failure);
                vec![None; keys.len()]
            })
        });
        if let Some(failure) = broken {
            return Err(failure);
        }
        mark(&mut draft, &self.clocks);
        Ok(Timeline {
            draft,
            sources: sources::lines(sources, &self.clocks, unreadable),
            bytes: sources.iter().map(|source| source.size).sum(),
            records: sources.iter().map(|source| source.tally.total()).sum(),
            undated: sources.iter().map(|source| source.tally.undated).sum(),
            seconds: 0.0,
            left_out: 0,
        })
    }
}

impl Timeline {
    /// `s1`, `s2`, ... in order of path.
    pub fn source_id(&self, source: SourceId) -> String {
        let at = self.sources.iter().position(|line| line.source == source).unwrap_or(0);
        format!("s{}", at + 1)
    }

    /// `logs/app.log`, or `logs.zip!app.log`.
    pub fn source_name(&self, evidence: &EvidenceRef) -> String {
        let line = self.sources.iter().find(|line| line.source == evidence.source);
        line.map_or_else(|| "?".to_owned(), SourceLine::name)
    }
}

impl SourceLine {
    /// `logs/app.log`, or `logs.zip!app.log`.
    pub fn name(&self) -> String {
        match &self.member {
            Some(member) => format!("{}!{member}", self.path),
            None => self.path.clone(),
        }
    }
}

//! What a job tells while it reads.

use postlude_base::Problem;
use postlude_lake::{Event, Source};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Job;

/// Sources told one by one; what is complete and in order makes room first.
const SOURCES: usize = 200;

/// Problems told one by one; the sources have all of them.
const PROBLEMS: usize = 100;

/// What a job is at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Files become records.
    #[default]
    Reading,
    /// Records become a timeline.
    Drafting,
}

/// How far a job is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Progress {
    /// What it is at.
    pub phase: Phase,
    /// Bytes read.
    pub bytes: u64,
    /// Bytes to be read; archives hold more than that.
    pub total: u64,
    /// Records found in sources that are complete.
    pub records: u64,
    /// Sources that are complete.
    pub sources_done: u64,
    /// The sources that are being read, have problems, or were completed last; 200 at most.
    pub sources: Vec<SourceProgress>,
}

/// How far a source is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SourceProgress {
    /// Its path; a member of an archive behind a `!`.
    pub path: String,
    /// `reading`, `done`, `known` (the same bytes were read before) or `unreadable`.
    pub state: String,
    /// Bytes read.
    pub bytes: u64,
    /// Records in it, once it is complete.
    pub records: u64,
    /// How much is odd about it.
    pub problems: u64,
}

/// Something odd, for a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Told {
    /// In which source.
    pub path: Option<String>,
    /// Short, stable, kebab-case.
    pub code: String,
    /// One sentence.
    pub message: String,
    /// What can be done about it.
    pub hint: Option<String>,
    /// Where in the source.
    pub byte: Option<u64>,
}

impl Told {
    /// A problem of a source.
    pub fn of(path: &str, problem: &Problem) -> Self {
        Self {
            path: Some(path.to_owned()),
            code: problem.code.to_string(),
            message: problem.message.clone(),
            hint: problem.hint.clone(),
            byte: problem.span.map(|span| span.from),
        }
    }
}

impl Job {
    /// Takes what the reading told.
    pub(super) fn take(&mut self, event: &Event<'_>) {
        match event {
            Event::Found { bytes, .. } => self.progress.total = *bytes,
            Event::Advanced { path, bytes } => {
                self.progress.bytes += bytes;
                let source = self.progress.source(path);
                source.bytes += bytes;
            }
            Event::Completed(source) => self.completed(source),
            Event::Known { path, bytes, .. } => {
                self.progress.bytes += bytes;
                self.progress.sources_done += 1;
                let source = self.progress.source(path);
                "known".clone_into(&mut source.state);
                source.bytes = *bytes;
            }
            Event::Unreadable { path, problem } => {
                let source = self.progress.source(path);
                "unreadable".clone_into(&mut source.state);
                source.problems = 1;
                self.tell(Told::of(path, problem));
            }
        }
    }

    fn completed(&mut self, source: &Source) {
        let path = source.paths.first().map_or("", String::as_str);
        let records = source.tally.total();
        self.progress.records += records;
        self.progress.sources_done += 1;
        let shown = self.progress.source(path);
        "done".clone_into(&mut shown.state);
        shown.records = records;
        shown.problems = source.tally.problems.counts.values().sum();
        for problem in &source.tally.problems.kept {
            self.tell(Told::of(path, problem));
        }
    }

    fn tell(&mut self, told: Told) {
        if self.problems.len() < PROBLEMS {
            self.problems.push(told);
        }
    }
}

impl Progress {
    /// The line of a source, which is made if it is missing.
    fn source(&mut self, path: &str) -> &mut SourceProgress {
        let at = self.sources.iter().rposition(|source| source.path == path).unwrap_or_else(|| {
            if self.sources.len() >= SOURCES {
                let is_dull = |source: &SourceProgress| source.state != "reading" && source.problems == 0;
                let dull = self.sources.iter().position(is_dull).unwrap_or(0);
                self.sources.remove(dull);
            }
            self.sources.push(SourceProgress {
                path: path.to_owned(),
                state: "reading".to_owned(),
                bytes: 0,
                records: 0,
                problems: 0,
            });
            self.sources.len() - 1
        });
        &mut self.sources[at]
    }
}

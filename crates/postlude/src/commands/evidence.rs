//! Which evidence a verb works on, and how it gets into a lake while a person watches.

use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;
use postlude_lake::{Event, Lake, Options, Report};

use super::reading::Reading;
use crate::command_error::CommandError;
use crate::printer::Printer;
use crate::show::words::{counted, plain};

/// Problems told one by one while reading.
const TOLD: usize = 10;

/// The evidence, and where it is kept.
#[derive(Debug, clap::Args)]
pub(crate) struct Evidence {
    /// The folder of evidence, or one file; may be left out with --lake, for what was read before.
    #[arg(required_unless_present = "lake")]
    evidence: Option<PathBuf>,
    /// Keep what is read in this folder, with the originals: the next time only new files are read.
    #[arg(long, value_name = "FOLDER")]
    lake: Option<PathBuf>,
    #[command(flatten)]
    reading: Reading,
}

impl Evidence {
    /// The folder or file that was named.
    pub(super) fn named(&self) -> Option<&Path> {
        self.evidence.as_deref()
    }

    /// The zone in which times that name none are read.
    pub(super) fn zone(&self) -> TimeZone {
        self.reading.zone()
    }

    /// How it is read.
    pub(super) fn reading(&self) -> &Reading {
        &self.reading
    }

    /// The lake with the evidence in it, and what belongs to it. `tell` says whether problems are told while reading.
    pub(super) fn read(&self, printer: &Printer, tell: bool) -> Result<(Lake, Report), CommandError> {
        match (&self.evidence, &self.lake) {
            (Some(evidence), Some(folder)) => {
                let mut lake = Lake::open(folder)?;
                let report = ingest(&mut lake, evidence, &self.reading, printer, tell)?;
                Ok((lake, report))
            }
            (Some(evidence), None) => {
                let mut lake = Lake::temporary()?;
                let report = ingest(&mut lake, evidence, &self.reading, printer, tell)?;
                Ok((lake, report))
            }
            (None, Some(folder)) => {
                let lake = existing(folder)?;
                let sources = lake.sources().iter().map(|source| source.id).collect();
                Ok((lake, Report { sources, ..Report::default() }))
            }
            (None, None) => Err(CommandError::asked("neither evidence nor --lake is named")),
        }
    }
}

/// A lake that is there already: a name mistyped must not make an empty one.
pub(super) fn existing(folder: &Path) -> Result<Lake, CommandError> {
    if !folder.join("sources").is_dir() {
        return Err(CommandError::asked(format!("there is no lake in {}", folder.display()))
            .hint(format!("postlude ingest EVIDENCE --lake {} makes one", folder.display())));
    }
    Ok(Lake::open(folder)?)
}

/// Reads evidence into a lake and shows how far it is.
pub(super) fn ingest(
    lake: &mut Lake,
    evidence: &Path,
    reading: &Reading,
    printer: &Printer,
    tell: bool,
) -> Result<Report, CommandError> {
    let options = Options { year: reading.year, zone: reading.zone(), ..Options::default() };
    let bar = printer.progress(0);
    let mut odd: u64 = 0;
    let mut note = |path: &str, sentence: &str| {
        odd += 1;
        if tell && odd <= TOLD as u64 {
            bar.suspend(|| printer.note(&plain(&format!("{path}: {sentence}"))));
        }
    };
    let report = lake.ingest(evidence, &options, &mut |event| match event {
        Event::Found { bytes, .. } => bar.set_length(bytes),
        Event::Advanced { path, bytes } => {
            bar.set_message(plain(path));
            bar.inc(bytes);
        }
        Event::Known { bytes, .. } => bar.inc(bytes),
        Event::Unreadable { path, problem } => note(path, &problem.message),
        Event::Completed(source) => {
            let path = source.paths.first().map_or("", String::as_str);
            source.tally.problems.sentences().iter().for_each(|problem| note(path, problem));
        }
    });
    bar.finish_and_clear();
    if tell && odd > TOLD as u64 {
        printer.note(&format!("and {}", counted(odd - TOLD as u64, "more problem")));
    }
    report.map_err(|failure| unreadable(evidence, failure))
}

fn unreadable(evidence: &Path, failure: postlude_lake::Failure) -> CommandError {
    let missing = !evidence.exists() && failure.code() == "evidence-unreadable";
    if missing {
        CommandError::asked(format!("there is nothing at {}", evidence.display()))
            .hint("name the folder that holds the exports")
    } else {
        failure.into()
    }
}

/// Why there is nothing to show.
pub(super) fn nothing(report: &Report) -> CommandError {
    match report.unreadable.first() {
        Some(first) => {
            let error = CommandError::asked(format!(
                "nothing could be read: {}: {}",
                plain(&first.path),
                first.problem.message
            ));
            match &first.problem.hint {
                Some(hint) => error.hint(hint.clone()),
                None => error,
            }
        }
        None if report.sources.is_empty() => CommandError::asked("there is no file in this evidence")
            .hint("name the folder that holds the exports"),
        None => CommandError::asked("no format that Postlude reads fits any file of this evidence")
            .hint("`postlude inspect FILE` says what each of them is told as"),
    }
}

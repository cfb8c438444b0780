use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

use jiff::tz::TimeZone;
use postlude_base::{SourceId, Timestamp};
use postlude_draft::{Draft, draft};
use postlude_lake::{Choice, Event, Lake, Options, Report, Source};

use super::reading::{Reading, moment, zone};
use crate::command_error::CommandError;
use crate::printer::{Printer, columns};
use crate::show::{self, Look, SourceLine};

/// The timeline of a folder of evidence: what happened, in order, and what to look at first.
///
/// Reads every file below the folder, whatever its format, also inside archives. Nothing leaves this machine, and
/// nothing is kept unless --lake is given.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Timeline {
    /// The folder, or one file.
    evidence: PathBuf,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
    /// Show one entry with the very lines it was read from.
    #[arg(long, value_name = "ENTRY")]
    explain: Option<String>,
    /// Only entries from this moment on.
    #[arg(long, value_name = "TIME")]
    from: Option<String>,
    /// Only entries before this moment.
    #[arg(long, value_name = "TIME")]
    to: Option<String>,
    /// Only entries and leads about this service; may be given several times.
    #[arg(long, value_name = "NAME")]
    service: Vec<String>,
    /// Zone in which times are shown [default: UTC]
    #[arg(long, value_name = "ZONE", value_parser = zone)]
    zone: Option<TimeZone>,
    /// Keep what was read in this folder, with the originals: the next time only new files are read.
    #[arg(long, value_name = "FOLDER")]
    lake: Option<PathBuf>,
    #[command(flatten)]
    reading: Reading,
}

const EXAMPLES: &str = "\
Examples:
  postlude timeline evidence/
  postlude timeline evidence/ --explain e7
  postlude timeline evidence/ --from '2024-03-05 14:00' --to '2024-03-05 15:00' --service orders
  postlude timeline evidence/ --zone Europe/Berlin --format markdown > timeline.md
  postlude timeline evidence/ --lake ~/incidents/2024-03-05";

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// For people, in the terminal.
    Text,
    /// One object with sources, entries and leads.
    Json,
    /// One entry per line.
    Jsonl,
    /// One entry per row.
    Csv,
    /// For a document or a ticket.
    Markdown,
    /// One self-contained page.
    Html,
    /// For import into Timesketch.
    Timesketch,
}

impl Timeline {
    pub(super) fn run(self, printer: &Printer) -> Result<(), CommandError> {
        let look = Look { zone: self.zone.clone().unwrap_or(TimeZone::UTC), width: columns() };
        let began = now();
        let mut lake = open(self.lake.as_ref())?;
        let report = ingest(&mut lake, &self.evidence, &self.reading, printer)?;
        let sources: Vec<&Source> =
            lake.sources().into_iter().filter(|s| report.sources.contains(&s.id)).collect();
        if sources.is_empty() {
            return Err(nothing(&self.evidence, &report));
        }
        let choice = Choice { sources: Some(report.sources.clone()), ..Choice::default() };
        let session = lake.session(&choice)?;
        let input = session.input(&sources)?;
        let mut broken = None;
        let drafted = draft(&input, &mut |keys| {
            session.cite(keys).unwrap_or_else(|failure| {
                broken = Some(failure);
                vec![None; keys.len()]
            })
        });
        if let Some(failure) = broken {
            return Err(failure.into());
        }
        let mut timeline = shown(drafted, &sources, &report);
        timeline.seconds = began.elapsed().as_secs_f64();
        if let Some(id) = &self.explain {
            return explain(&timeline, id, &look, &lake, printer);
        }
        self.narrow(&mut timeline.draft, &look)?;
        Ok(printer.text(&match self.format {
            Form::Text => show::terminal(&timeline, &look),
            Form::Json => show::json(&timeline),
            Form::Jsonl => show::jsonl(&timeline),
            Form::Csv => show::csv(&timeline),
            Form::Markdown => show::markdown(&timeline, &look),
            Form::Html => show::html(&timeline, &look),
            Form::Timesketch => show::timesketch(&timeline),
        })?)
    }

    /// Leaves out what was not asked for; ids stay what they were.
    fn narrow(&self, draft: &mut Draft, look: &Look) -> Result<(), CommandError> {
        let read = |text: &Option<String>| text.as_ref().map(|text| moment(text, &look.zone)).transpose();
        let (from, to): (Option<Timestamp>, Option<Timestamp>) = (read(&self.from)?, read(&self.to)?);
        let asked = |service: &Option<String>| {
            self.service.is_empty() || service.as_ref().is_some_and(|name| self.service.contains(name))
        };
        draft.entries.retain(|entry| {
            from.is_none_or(|from| entry.end.unwrap_or(entry.time) >= from)
                && to.is_none_or(|to| entry.time < to)
                && asked(&entry.service)
        });
        draft.leads.retain(|lead| asked(&lead.service));
        for lead in &mut draft.leads {
            let kept = |id: &String| draft.entries.iter().any(|entry| entry.id == *id);
            lead.entries.retain(kept);
            lead.change = lead.change.take().filter(kept);
        }
        Ok(())
    }
}

#[expect(clippy::disallowed_methods, reason = "the program says how long it took")]
fn now() -> Instant {
    Instant::now()
}

/// The lake in a folder, or one that goes away with the program.
pub(super) fn open(folder: Option<&PathBuf>) -> Result<Lake, CommandError> {
    Ok(match folder {
        Some(folder) => Lake::open(folder)?,
        None => Lake::temporary()?,
    })
}

/// Reads evidence into a lake and shows how far it is.
pub(super) fn ingest(
    lake: &mut Lake,
    evidence: &std::path::Path,
    reading: &Reading,
    printer: &Printer,
) -> Result<Report, CommandError> {
    let options = Options { year: reading.year, zone: reading.zone(), ..Options::default() };
    let bar = printer.progress(0);
    let report = lake.ingest(evidence, &options, &mut |event| match event {
        Event::Found { bytes, .. } => bar.set_length(bytes),
        Event::Advanced { path, bytes } => {
            bar.set_message(path.to_owned());
            bar.inc(bytes);
        }
        Event::Known { bytes, .. } => bar.inc(bytes),
        Event::Unreadable { path, problem } => {
            bar.suspend(|| printer.note(&format!("{path}: {}", problem.message)))
        }
        Event::Completed(_) => {}
    });
    bar.finish_and_clear();
    Ok(report?)
}

fn nothing(evidence: &std::path::Path, report: &Report) -> CommandError {
    let shown = evidence.display();
    match report.unreadable.first() {
        Some(first) => CommandError::asked(format!(
            "nothing in {shown} could be read: {}: {}",
            first.path, first.problem.message
        )),
        None => CommandError::asked(format!("there is no file in {shown}"))
            .hint("name the folder that holds the exports"),
    }
}

fn shown(draft: Draft, sources: &[&Source], report: &Report) -> show::Timeline {
    let mut lines: Vec<SourceLine> = sources.iter().flat_map(|source| source_lines(source)).collect();
    lines.extend(report.unreadable.iter().map(|unreadable| SourceLine {
        source: SourceId(u32::MAX),
        path: unreadable.path.clone(),
        member: None,
        format: "unreadable".to_owned(),
        records: 0,
        problems: vec![unreadable.problem.message.clone()],
    }));
    show::Timeline {
        draft,
        sources: lines,
        bytes: sources.iter().map(|source| source.size).sum(),
        records: sources.iter().map(|source| source.tally.total()).sum(),
        undated: sources.iter().map(|source| source.tally.undated).sum(),
        seconds: 0.0,
    }
}

/// One line per path: the same content may lie in several places, and was read in the first.
fn source_lines(source: &Source) -> Vec<SourceLine> {
    let line = |(at, path): (usize, &String)| {
        let (path, member) =
            path.split_once('!').map_or((path.as_str(), None), |(path, member)| (path, Some(member)));
        let first = at == 0;
        SourceLine {
            source: if first { source.id } else { SourceId(u32::MAX) },
            path: path.to_owned(),
            member: member.map(str::to_owned),
            format: source.format.clone(),
            records: if first { source.tally.total() } else { 0 },
            problems: if first {
                problems(source)
            } else {
                vec![format!("the same content as {}, read once", source.paths[0])]
            },
        }
    };
    source.paths.iter().enumerate().map(line).collect()
}

/// The problems of a source as sentences, those of a kind together.
fn problems(source: &Source) -> Vec<String> {
    let problems = &source.tally.problems;
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut sentences = Vec::new();
    for problem in &problems.kept {
        let times = seen.entry(problem.code.as_ref()).or_default();
        *times += 1;
        if *times > 1 {
            continue;
        }
        let all = problems.counts.get(problem.code.as_ref()).copied().unwrap_or(1);
        let place = problem.span.map(|span| format!(" at byte {}", span.from)).unwrap_or_default();
        let more = if all > 1 { format!(" ({all} times)") } else { String::new() };
        sentences.push(format!("{}{place}{more}", problem.message));
    }
    sentences
}

fn explain(
    timeline: &show::Timeline,
    id: &str,
    look: &Look,
    lake: &Lake,
    printer: &Printer,
) -> Result<(), CommandError> {
    let Some(entry) = timeline.draft.entries.iter().find(|entry| entry.id == id) else {
        let last = timeline.draft.entries.last().map_or("none", |entry| entry.id.as_str());
        return Err(CommandError::asked(format!("no entry is called {id}"))
            .hint(format!("entries go from e1 to {last}")));
    };
    let text = show::explain(timeline, entry, look, &mut |evidence| Ok(lake.original(*evidence)?))?;
    Ok(printer.text(&text)?)
}

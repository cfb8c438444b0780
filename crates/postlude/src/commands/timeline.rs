use std::time::Instant;

use jiff::tz::TimeZone;
use postlude_base::EvidenceRef;
use postlude_draft::Draft;
use postlude_lake::{Asked, Lake, Session, Source};

use super::baseline::Baseline;
use super::citations::Citations;
use super::clock_option::ClockOption;
use super::evidence::{self, Evidence};
use super::narrow::Narrow;
use super::reading::zone;
use crate::command_error::CommandError;
use crate::printer::{Printer, columns};
use crate::show::{self, Look};

/// The timeline of a folder of evidence: what happened, in order, and what to look at first.
///
/// Reads every file below the folder, whatever its format, also inside archives. Nothing leaves this machine, and
/// nothing is kept unless --lake is given.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Timeline {
    #[command(flatten)]
    evidence: Evidence,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
    /// Say why an entry (e7) or a lead (lead1) is there, with the very lines it was read from; several with commas.
    #[arg(long, value_name = "ENTRY", value_delimiter = ',')]
    explain: Vec<String>,
    #[command(flatten)]
    baseline: Baseline,
    /// Print the reasoning behind the leads: what supports each, what speaks against it, what evidence is missing.
    #[arg(long, conflicts_with = "explain")]
    explain_leads: bool,
    #[command(flatten)]
    narrow: Narrow,
    #[command(flatten)]
    clock: ClockOption,
    /// Zone in which times are shown [default: UTC]
    #[arg(long, value_name = "ZONE", value_parser = zone)]
    zone: Option<TimeZone>,
    /// Explain the shapes also where the output is not a terminal.
    #[arg(long)]
    legend: bool,
    /// Columns to fill [default: those of the terminal, else 110]
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(60..=400))]
    width: Option<u16>,
}

const EXAMPLES: &str = "\
Examples:
  postlude timeline evidence/
  postlude timeline evidence/ --explain e7,lead1
  postlude timeline evidence/ --explain-leads
  postlude timeline evidence/ --baseline quiet-day/ --baseline another/
  postlude timeline evidence/ --from 14:00 --to 15:00 --service orders
  postlude timeline evidence/ --kind change,alert --top 20
  postlude timeline evidence/ --clock app.log=+8h --clock stock.log=Asia/Kolkata
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
        let look = Look {
            zone: self.zone.clone().unwrap_or(TimeZone::UTC),
            width: self.width.map_or_else(columns, usize::from),
            legend: self.legend || printer.is_terminal(),
        };
        let began = now();
        // The terminal form ends with what is odd; others go to programs and files, where nobody reads along.
        let (lake, report) = self.evidence.read(printer, self.format != Form::Text)?;
        let sources: Vec<&Source> =
            lake.sources().into_iter().filter(|s| report.sources.contains(&s.id)).collect();
        // A program is promised an answer that says what each file is; a person is told that there is nothing to see.
        let is_empty = sources.iter().all(|source| source.tally.total() == 0);
        if sources.is_empty() || (is_empty && self.format == Form::Text) {
            return Err(evidence::nothing(&report));
        }
        let given = self.clock.of(&sources, &self.evidence.zone())?;
        let repaired = lake.repaired(&sources, &given)?;
        let normal = self.baseline.observations(&self.evidence, &lake, &sources, printer)?;
        let unreadable = &report.unreadable;
        let mut timeline = repaired.timeline(Asked { sources: &sources, unreadable, normal })?;
        let session = &repaired.session;
        timeline.seconds = began.elapsed().as_secs_f64();
        let text = if self.explain_leads {
            show::reasoning(&timeline, &look)
        } else if self.explain.is_empty() {
            timeline.left_out = self.narrow.apply(&mut timeline.draft, &look.zone)?;
            self.form(&timeline, &look, &lake, session)?
        } else {
            let chosen = chosen(&timeline.draft, &self.explain)?;
            explained(&timeline, &chosen, &look, &lake, session)?
        };
        Ok(printer.text(&text)?)
    }

    fn form(
        &self,
        timeline: &show::Timeline,
        look: &Look,
        lake: &Lake,
        session: &Session,
    ) -> Result<String, CommandError> {
        let citations = || Citations::of(&timeline.draft.entries, lake, session);
        Ok(match self.format {
            Form::Text => show::terminal(timeline, look),
            Form::Json => show::json(timeline),
            Form::Jsonl => show::jsonl(timeline),
            Form::Csv => show::csv(timeline),
            Form::Timesketch => show::timesketch(timeline),
            Form::Markdown => {
                let citations = citations()?;
                show::markdown(timeline, look, &|evidence| citations.line(evidence))
            }
            Form::Html => {
                let citations = citations()?;
                show::html(timeline, look, &mut |evidence, most| citations.read(evidence, most))?
            }
        })
    }
}

#[expect(clippy::disallowed_methods, reason = "the program says how long it took")]
fn now() -> Instant {
    Instant::now()
}

/// What `--explain` names.
enum Explained {
    Entry(usize),
    Lead(usize),
}

fn chosen(draft: &Draft, ids: &[String]) -> Result<Vec<Explained>, CommandError> {
    let leads: Vec<String> = (1..=draft.leads.len()).map(|number| format!("lead{number}")).collect();
    let find = |id: &String| {
        let id = id.trim().to_lowercase();
        let entry = draft.entries.iter().position(|entry| entry.id == id).map(Explained::Entry);
        entry.or_else(|| leads.iter().position(|lead| *lead == id).map(Explained::Lead)).ok_or_else(|| {
            let error = CommandError::asked(format!("there is no entry and no lead {id}"));
            match (draft.entries.last(), leads.last()) {
                (Some(entry), Some(lead)) => {
                    error.hint(format!("there are entries e1 to {} and leads lead1 to {lead}", entry.id))
                }
                (Some(entry), None) => {
                    error.hint(format!("there are entries e1 to {}, and no leads", entry.id))
                }
                _ => error.hint("this timeline is empty"),
            }
        })
    };
    ids.iter().map(find).collect()
}

fn explained(
    timeline: &show::Timeline,
    chosen: &[Explained],
    look: &Look,
    lake: &Lake,
    session: &Session,
) -> Result<String, CommandError> {
    let citations = Citations::of(&timeline.draft.entries, lake, session)?;
    let mut cite = |evidence: &EvidenceRef, most: u64| citations.read(evidence, most);
    let mut texts = Vec::with_capacity(chosen.len());
    for one in chosen {
        texts.push(match one {
            Explained::Entry(at) => show::explain(timeline, &timeline.draft.entries[*at], look, &mut cite)?,
            Explained::Lead(at) => {
                show::explain_lead(timeline, at + 1, &timeline.draft.leads[*at], look, &mut cite)?
            }
        });
    }
    Ok(texts.join("\n"))
}

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use jiff::tz::TimeZone;
use postlude_lake::Source;
use postlude_review::questions::{Asked, MOST, Question, State, asked, propose, themes};
use postlude_review::timeline::{Review, machine_ids, of_draft};
use uuid::Uuid;

use super::clock_option::ClockOption;
use super::evidence::{self, Evidence};
use super::house::House;
use super::reading::zone;
use super::review::client::Client;
use super::review::escaped;
use crate::command_error::CommandError;
use crate::printer::{Printer, columns};
use crate::show::questions::{self, Shown};

/// What is worth asking the people who were there: open questions, each raised by an entry of the timeline.
///
/// Of a folder of evidence, or of a review by its id. Few questions, the one that would teach most first; each says which entries raised it and
/// why. In a review, what was kept comes first, and nothing that was dismissed is asked again.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Questions {
    #[command(flatten)]
    evidence: Evidence,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
    /// Most questions.
    #[arg(long, value_name = "NUMBER", default_value_t = MOST, value_parser = limit)]
    limit: usize,
    #[command(flatten)]
    clock: ClockOption,
    /// Zone in which times are told [default: that of the review, else UTC]
    #[arg(long, value_name = "ZONE", value_parser = zone)]
    zone: Option<TimeZone>,
    /// Columns to fill [default: those of the terminal, else 110]
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(60..=400))]
    width: Option<u16>,
    /// Ask this server for the review: http://127.0.0.1:8787
    #[arg(long, value_name = "ADDRESS", env = "POSTLUDE_SERVER")]
    server: Option<String>,
    /// Personal token for the server; better given as POSTLUDE_TOKEN.
    #[arg(long, value_name = "TOKEN", env = "POSTLUDE_TOKEN", hide_env_values = true)]
    token: Option<String>,
    /// Folder where reviews are kept [default: postlude below the user's data folder]
    #[arg(long, value_name = "FOLDER", env = "POSTLUDE_DATA")]
    data: Option<PathBuf>,
    /// PostgreSQL instead of a file in the data folder: postgres://user@host/database
    #[arg(long, value_name = "ADDRESS", env = "POSTLUDE_DATABASE_URL", hide_env_values = true)]
    database_url: Option<String>,
}

const EXAMPLES: &str = "\
Examples:
  postlude questions evidence/
  postlude questions evidence/ --limit 8
  postlude questions evidence/ --format markdown > questions.md
  postlude questions 01900000-0000-7000-8000-000000000001
  postlude questions 01900000-0000-7000-8000-000000000001 --format json --zone Europe/Berlin";

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// For people, in the terminal.
    Text,
    /// One object with questions and themes.
    Json,
    /// For the facilitator: a document to print or to paste.
    Markdown,
}

/// What is asked about, and how its entries are called.
struct Asking {
    review: Review,
    /// Questions that were decided about.
    decided: Vec<Asked>,
    /// Short names of entries by id.
    names: BTreeMap<String, String>,
}

fn limit(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(number @ 1..=MOST) => Ok(number),
        _ => Err(format!("a number from 1 to {MOST}: more are too many for any meeting")),
    }
}

impl Questions {
    pub(super) fn run(self, printer: &Printer) -> Result<(), CommandError> {
        let asking = match self.review() {
            Some(id) => self.of_review(id)?,
            None => self.of_evidence(printer)?,
        };
        let of_review = asking.review.zone.as_deref().and_then(|name| TimeZone::get(name).ok());
        let zone = self.zone.clone().or(of_review).unwrap_or(TimeZone::UTC);
        let known: BTreeSet<&str> = asking.decided.iter().map(|one| one.question.id.as_str()).collect();
        let proposed = propose(&asking.review, &known, &zone, self.limit).into_iter().map(Question::proposed);
        let open =
            asking.decided.iter().filter(|one| matches!(one.state, State::Kept | State::Assigned { .. }));
        let found: Vec<Asked> = open.cloned().chain(proposed).collect();
        let questions: Vec<&Question> = found.iter().map(|one| &one.question).collect();
        let themes = themes(&asking.review, &questions, &zone);
        let shown = Shown {
            review: &asking.review,
            names: &asking.names,
            questions: &found,
            themes: &themes,
            zone: &zone,
        };
        let text = match self.format {
            Form::Text => questions::text(&shown, self.width.map_or_else(columns, usize::from)),
            Form::Markdown => questions::markdown(&shown),
            Form::Json => format!("{:#}\n", questions::json(&shown)),
        };
        Ok(printer.text(&text)?)
    }

    /// The id of a review, where one is named and no file has that name.
    fn review(&self) -> Option<Uuid> {
        let named = self.evidence.named().filter(|path| !path.exists())?;
        named.to_str()?.parse().ok()
    }

    fn of_review(&self, id: Uuid) -> Result<Asking, CommandError> {
        let house = House::of(self.data.clone(), self.database_url.clone());
        if self.server.is_none() {
            house.exists()?;
        }
        let target = format!("/reviews/{}/document", escaped(&id.to_string()));
        let document = super::house::wait(async {
            let client = Client::open(self.server.clone(), self.token.clone(), &house).await?;
            let answer = client.get(&target).await;
            let closed = client.close().await;
            let answer = answer?;
            closed.map(|()| answer)
        })?;
        let review = Review::read(&document).0;
        Ok(Asking { review, decided: asked(&document), names: BTreeMap::new() })
    }

    fn of_evidence(&self, printer: &Printer) -> Result<Asking, CommandError> {
        let (lake, report) = self.evidence.read(printer, true)?;
        let sources: Vec<&Source> =
            lake.sources().into_iter().filter(|source| report.sources.contains(&source.id)).collect();
        if sources.is_empty() {
            return Err(evidence::nothing(&report));
        }
        let given = self.clock.of(&sources, &self.evidence.zone())?;
        let repaired = lake.repaired(&sources, &given)?;
        let asked =
            postlude_lake::Asked { sources: &sources, unreadable: &report.unreadable, normal: Vec::new() };
        let timeline = repaired.timeline(asked)?.json();
        let entries = timeline["entries"].as_array().map(Vec::as_slice).unwrap_or_default();
        let called = entries.iter().map(|entry| entry["id"].as_str().unwrap_or_default().to_owned());
        let names = machine_ids(FOLDER, entries).into_iter().zip(called).collect();
        Ok(Asking { review: of_draft(FOLDER, entries), decided: Vec::new(), names })
    }
}

/// Stands for the incident where evidence belongs to none yet.
const FOLDER: &str = "folder";

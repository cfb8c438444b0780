use std::collections::BTreeMap;

use postlude_lake::{Choice, Session, Source};
use postlude_signals::RecordKey;

use super::evidence::{self, Evidence};
use crate::command_error::CommandError;
use crate::near::near;
use crate::printer::{Printer, columns};
use crate::show::topology::{self, Cited, Shown};

/// What calls what, from where that is known, and who shares a host or a database.
///
/// Calls are taken from spans, metrics, service maps and the logs of proxies and databases. A call that is not listed was
/// not seen; it may still be there.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Topology {
    #[command(flatten)]
    evidence: Evidence,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
    /// Only calls to and from this service.
    #[arg(long, value_name = "NAME")]
    service: Option<String>,
    /// Columns to fill [default: those of the terminal, else 110]
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(60..=400))]
    width: Option<u16>,
}

const EXAMPLES: &str = "\
Examples:
  postlude topology evidence/
  postlude topology evidence/ --service orders
  postlude topology evidence/ --format json           with the first record that tells of each call
  postlude topology evidence/ --format csv > calls.csv
  postlude topology evidence/ --format dot | dot -Tsvg > topology.svg";

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// For people, in the terminal.
    Text,
    /// One object with calls, services and what is shared.
    Json,
    /// A graph for Graphviz.
    Dot,
    /// One row for each call and kind of evidence.
    Csv,
}

impl Topology {
    pub(super) fn run(self, printer: &Printer) -> Result<(), CommandError> {
        let (lake, report) = self.evidence.read(printer, true)?;
        let sources: Vec<&Source> =
            lake.sources().into_iter().filter(|source| report.sources.contains(&source.id)).collect();
        if sources.is_empty() {
            return Err(evidence::nothing(&report));
        }
        let session = lake.session(&Choice { sources: Some(report.sources.clone()), ..Choice::default() })?;
        let topology = session.topology(&sources)?;
        let service = self.service.as_deref().map(|name| known(name, &topology)).transpose()?;
        let cited = cited(&topology, &session, &sources)?;
        let shown = Shown { topology: &topology, service, cited: &cited };
        let text = match self.format {
            Form::Text => topology::terminal(&shown, self.width.map_or_else(columns, usize::from)),
            Form::Json => topology::json(&shown),
            Form::Dot => topology::dot(&shown),
            Form::Csv => topology::csv(&shown),
        };
        Ok(printer.text(&text)?)
    }
}

/// The service that was asked for, as the evidence writes it.
fn known<'a>(name: &str, topology: &'a postlude_signals::Topology) -> Result<&'a str, CommandError> {
    let services = topology.services();
    if let Some(found) = services.iter().find(|service| service.eq_ignore_ascii_case(name)) {
        return Ok(found);
    }
    let error = CommandError::asked(format!("nothing calls a service called {name}, and it calls nothing"));
    let meant = near(name, services.iter().copied());
    Err(match (meant.is_empty(), services.is_empty()) {
        (false, _) => error.hint(format!("did you mean {}?", meant.join(" or "))),
        (true, false) => {
            let some: Vec<&str> = services.iter().copied().take(20).collect();
            error.hint(format!("there are calls of {}", some.join(", ")))
        }
        (true, true) => error.hint("this evidence tells of no calls"),
    })
}

/// The exact places of the first records that tell of calls.
fn cited(
    topology: &postlude_signals::Topology,
    session: &Session,
    sources: &[&Source],
) -> Result<BTreeMap<RecordKey, Cited>, CommandError> {
    let seen = topology.calls().iter().flat_map(|call| call.known_from.values());
    let mut keys: Vec<RecordKey> = seen.filter_map(|seen| seen.record).collect();
    keys.sort_unstable();
    keys.dedup();
    let places = session.cite(&keys)?;
    let cited = keys.iter().zip(places).filter_map(|(key, place)| {
        let place = place?;
        let source = sources.iter().find(|source| source.id == place.source)?;
        Some((*key, Cited { path: source.paths.first()?.clone(), span: place.span }))
    });
    Ok(cited.collect())
}

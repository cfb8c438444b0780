use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use owo_colors::OwoColorize as _;
use postlude_base::{Problem, Timestamp};
use postlude_evidence::{Record, Sink};

use super::reading::Reading;
use crate::blocks::{self, Recognised};
use crate::command_error::CommandError;
use crate::printer::Printer;
use crate::show::words::{grouped, plain, size};

/// What was recognised in a file, and why; what was found in it, and what is odd; of an archive in every member.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  postlude inspect app.log\n  postlude inspect metrics.csv --format json")]
pub(crate) struct Inspect {
    /// The file to look at.
    file: PathBuf,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
    #[command(flatten)]
    reading: Reading,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// Problems shown one by one.
const SHOWN: usize = 20;

#[derive(Default)]
struct Findings {
    records: BTreeMap<&'static str, u64>,
    undated: u64,
    first: Option<Timestamp>,
    last: Option<Timestamp>,
    services: BTreeMap<String, u64>,
    fields: BTreeMap<String, u64>,
    problems: Vec<Problem>,
}

impl Sink for Findings {
    fn record(&mut self, record: &Record<'_>) {
        let origin = record.origin();
        *self.records.entry(postlude_evidence::Table::of(record).name()).or_default() += 1;
        match origin.time {
            None => self.undated += 1,
            Some(time) => {
                self.first = Some(self.first.map_or(time, |first| first.min(time)));
                self.last = Some(self.last.map_or(time, |last| last.max(time)));
            }
        }
        if let Some(service) = &origin.service {
            count(&mut self.services, service);
        }
        for (name, _) in &origin.attributes {
            count(&mut self.fields, name);
        }
    }

    fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }
}

/// Counts a name, of at most a thousand different ones.
fn count(counts: &mut BTreeMap<String, u64>, name: &str) {
    if let Some(count) = counts.get_mut(name) {
        *count += 1;
    } else if counts.len() < 1000 {
        counts.insert(name.to_owned(), 1);
    }
}

impl Inspect {
    pub(super) fn run(self, printer: &Printer) -> Result<(), CommandError> {
        let mut texts: Vec<String> = Vec::new();
        let troubles = blocks::each(&self.file, &self.reading, &mut |mut file| {
            let found = Found::of(&mut file)?;
            texts.push(match self.format {
                Form::Json => json(&found),
                Form::Text => text(&found),
            });
            Ok(())
        })?;
        for trouble in &troubles {
            let place = plain(&format!("{} {}", self.file.display(), trouble.path));
            printer.note(&format!("{}: {}", place.trim_end(), trouble.problem.message));
        }
        let between = if self.format == Form::Text { "\n" } else { "" };
        Ok(printer.text(&texts.join(between))?)
    }
}

/// What was recognised in one file, and what was found in it.
struct Found {
    member: Option<String>,
    format: String,
    confidence: u8,
    reasons: Vec<String>,
    size: u64,
    findings: Findings,
}

impl Found {
    fn of(file: &mut Recognised) -> Result<Self, CommandError> {
        let mut findings = Findings::default();
        file.read(&mut findings)?;
        let (format, confidence, reasons) = match &mut file.detection {
            Some(detection) => {
                let mut problems = std::mem::take(&mut detection.problems);
                problems.append(&mut findings.problems);
                findings.problems = problems;
                (detection.format.clone(), detection.confidence, detection.reasons.clone())
            }
            None if file.size == 0 => ("empty".to_owned(), 100, vec!["the file holds no bytes".to_owned()]),
            None => ("unknown".to_owned(), 0, vec!["no format matches these bytes".to_owned()]),
        };
        Ok(Self { member: file.member.clone(), format, confidence, reasons, size: file.size, findings })
    }
}

fn json(found: &Found) -> String {
    let findings = &found.findings;
    let object = serde_json::json!({
        "member": found.member,
        "format": found.format,
        "confidence": found.confidence,
        "reasons": found.reasons,
        "bytes": found.size,
        "records": findings.records,
        "undated": findings.undated,
        "first": findings.first.map(|time| time.to_string()),
        "last": findings.last.map(|time| time.to_string()),
        "services": findings.services,
        "fields": findings.fields,
        "problems": findings.problems,
    });
    format!("{object:#}\n")
}

fn text(found: &Found) -> String {
    let mut text = String::new();
    let findings = &found.findings;
    if let Some(member) = &found.member {
        let _ = writeln!(text, "{}", plain(member).underline());
    }
    let sure = format!("{} of 100 sure", found.confidence);
    let _ = writeln!(text, "{}  {}", found.format.bold(), sure.dimmed());
    for reason in &found.reasons {
        let _ = writeln!(text, "  {}", plain(reason));
    }
    let records: Vec<String> =
        findings.records.iter().map(|(table, n)| format!("{} {table}", grouped(*n))).collect();
    let records = if records.is_empty() { "no".to_owned() } else { records.join(", ") };
    let _ = writeln!(
        text,
        "{}, {records} records, {} without a time",
        size(found.size),
        grouped(findings.undated)
    );
    if let (Some(first), Some(last)) = (findings.first, findings.last) {
        let _ = writeln!(text, "{first} to {last}");
    }
    for (title, counts) in [("services", &findings.services), ("fields", &findings.fields)] {
        let names: Vec<String> = counts.keys().take(40).map(|name| plain(name)).collect();
        if !names.is_empty() {
            let _ = writeln!(text, "{title}: {}", names.join(", "));
        }
    }
    if !findings.problems.is_empty() {
        let _ = writeln!(text, "{}", "problems".bold());
    }
    for problem in findings.problems.iter().take(SHOWN) {
        let place =
            problem.span.map(|span| format!(" at bytes {}–{}", span.from, span.to)).unwrap_or_default();
        let hint = problem.hint.as_ref().map(|hint| format!(" ({hint})")).unwrap_or_default();
        let _ = writeln!(text, "  {}: {}{place}{hint}", problem.code, plain(&problem.message));
    }
    if findings.problems.len() > SHOWN {
        let _ = writeln!(text, "  and {} more", findings.problems.len() - SHOWN);
    }
    text
}

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use postlude_base::Problem;
use postlude_evidence::{Origin, Record, Severity, Sink};
use postlude_mining::{PATTERNS_IN_ALL, Patterns, Template, templates};
use serde_json::{Map, Value, json};

use super::reading::Reading;
use crate::blocks::{self, Recognised};
use crate::command_error::CommandError;
use crate::printer::Printer;
use crate::show::words::{counted, plain};

/// Every record of one file as JSON, in the order of the file; of an archive those of every member.
///
/// Each line says where the record stands (line and bytes), when it was, how bad, its message, the template the
/// message follows, and every field that was found.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  postlude records app.log | jq -r 'select(.level == \"error\") | .body'\n  postlude records auth.log --year 2024 --tz Europe/Berlin"
)]
pub(crate) struct Records {
    /// The file to read.
    file: PathBuf,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Form::Jsonl)]
    format: Form,
    #[command(flatten)]
    reading: Reading,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Form {
    /// One JSON object per line.
    Jsonl,
}

impl Records {
    pub(super) fn run(self, printer: &Printer) -> Result<(), CommandError> {
        let Form::Jsonl = self.format;
        let shown = self.file.display();
        let mut out = printer.data();
        let mut problems = 0;
        let troubles = blocks::each(&self.file, &self.reading, &mut |mut file| {
            if file.detection.is_none() && file.size > 0 {
                let member = file.member.as_deref().map(|member| format!("!{}", plain(member)));
                let member = member.unwrap_or_default();
                printer.note(&format!("{shown}{member}: no format recognised; no records"));
            }
            problems += write(&mut file, &mut out)?;
            Ok(())
        })?;
        out.flush()?;
        for trouble in &troubles {
            printer.note(&plain(&format!("{shown} {}: {}", trouble.path, trouble.problem.message)));
        }
        if problems > 0 {
            printer.note(&format!("{}; see postlude inspect {shown}", counted(problems, "problem")));
        }
        Ok(())
    }
}

/// Reads a file twice: templates need to have seen all of it. Gives the number of problems.
fn write(file: &mut Recognised, out: &mut impl Write) -> Result<u64, CommandError> {
    let mut miner = Miner { patterns: Patterns::new(PATTERNS_IN_ALL) };
    file.read(&mut miner)?;
    let mut writer = Writer {
        out,
        member: file.member.clone(),
        names: Names::of(miner.patterns),
        again: Patterns::new(PATTERNS_IN_ALL),
        failed: None,
        problems: 0,
    };
    file.read(&mut writer)?;
    match writer.failed {
        Some(error) => Err(error.into()),
        None => Ok(writer.problems),
    }
}

/// First reading: what patterns there are.
struct Miner {
    patterns: Patterns,
}

impl Sink for Miner {
    fn record(&mut self, record: &Record<'_>) {
        self.patterns.observe(body(record));
    }

    fn problem(&mut self, _: Problem) {}
}

/// From pattern to template.
struct Names {
    templates: Vec<Template>,
    of_pattern: BTreeMap<u64, usize>,
}

impl Names {
    fn of(patterns: Patterns) -> Self {
        let templates = templates(&patterns.into_sorted());
        let of_pattern = templates
            .iter()
            .enumerate()
            .flat_map(|(at, template)| template.patterns.iter().map(move |pattern| (*pattern, at)))
            .collect();
        Self { templates, of_pattern }
    }

    fn template(&self, pattern: u64) -> Option<&Template> {
        self.templates.get(*self.of_pattern.get(&pattern)?)
    }
}

/// Second reading: a line per record.
struct Writer<'a, W> {
    out: &'a mut W,
    /// Path within the archive, which records of archives say.
    member: Option<String>,
    names: Names,
    again: Patterns,
    failed: Option<std::io::Error>,
    problems: u64,
}

impl<W: Write> Sink for Writer<'_, W> {
    fn record(&mut self, record: &Record<'_>) {
        if self.failed.is_some() {
            return;
        }
        let pattern = self.again.observe(body(record));
        let mut line = line(record, self.names.template(pattern));
        if let Some(member) = &self.member {
            line["member"] = Value::from(member.as_str());
        }
        self.failed = serde_json::to_writer(&mut *self.out, &line)
            .map_err(std::io::Error::from)
            .and_then(|()| self.out.write_all(b"\n"))
            .err();
    }

    fn problem(&mut self, _: Problem) {
        self.problems += 1;
    }
}

/// The text of a record that templates are made from.
fn body<'r>(record: &'r Record<'_>) -> &'r str {
    match record {
        Record::Log(log) => &log.body,
        Record::Metric(metric) => &metric.name,
        Record::Span(span) => &span.name,
        Record::Alert(alert) => &alert.summary,
        Record::Change(change) => &change.title,
        Record::Message(message) => &message.text,
        Record::Dependency(dependency) => &dependency.callee,
        Record::Attachment(attachment) => &attachment.title,
    }
}

fn line(record: &Record<'_>, template: Option<&Template>) -> Value {
    let origin = record.origin();
    let (kind, severity, own) = particulars(record);
    let mut attributes = attributes(origin);
    attributes.extend(own);
    json!({
        "line": origin.line,
        "bytes": [origin.span.from, origin.span.to],
        "kind": kind,
        "time": origin.time.map(|time| time.to_string()),
        "level": severity.map(Severity::name),
        "service": origin.service,
        "host": origin.host,
        "body": body(record),
        "template": template.map(|template| &template.text),
        "template_id": template.map(|template| format!("t{:016x}", template.id)),
        "attributes": attributes,
    })
}

/// Fields by name; a name that comes twice keeps all its values in a list.
fn attributes(origin: &Origin<'_>) -> Map<String, Value> {
    let mut map = Map::new();
    for (name, value) in &origin.attributes {
        let value = Value::from(value.as_ref());
        match map.get_mut(name.as_ref()) {
            None => drop(map.insert(name.to_string(), value)),
            Some(Value::Array(known)) => known.push(value),
            Some(known) => *known = json!([known.take(), value]),
        }
    }
    if let Some(instance) = &origin.instance {
        map.insert("service.instance.id".to_owned(), Value::from(instance.as_ref()));
    }
    map
}

/// What only records of one kind have.
fn particulars(record: &Record<'_>) -> (&'static str, Option<Severity>, Vec<(String, Value)>) {
    let fields = |pairs: Vec<(&str, Value)>| {
        pairs
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(name, value)| (name.to_owned(), value))
            .collect()
    };
    match record {
        Record::Log(log) => (
            "log",
            log.severity,
            fields(vec![
                ("http.response.status_code", json!(log.status_code)),
                ("duration_s", json!(log.duration.map(|ns| ns as f64 / 1e9))),
                ("trace_id", json!(log.trace_id)),
                ("span_id", json!(log.span_id)),
            ]),
        ),
        Record::Metric(metric) => (
            "metric",
            None,
            fields(vec![
                ("value", json!(metric.value)),
                ("unit", json!(metric.unit)),
                ("caller", json!(metric.caller)),
            ]),
        ),
        Record::Span(span) => (
            "span",
            None,
            fields(vec![
                ("trace_id", json!(span.trace_id)),
                ("span_id", json!(span.span_id)),
                ("parent_span_id", json!(span.parent_span_id)),
                ("span.kind", json!(span.kind)),
                ("duration_s", json!(span.duration.map(|ns| ns as f64 / 1e9))),
                ("failed", json!(span.failed)),
            ]),
        ),
        Record::Alert(alert) => (
            "alert",
            alert.severity,
            fields(vec![
                ("alert.name", json!(alert.name)),
                ("alert.state", json!(alert.state)),
                ("alert.end", json!(alert.end.map(|end| end.to_string()))),
                ("alert.fingerprint", json!(alert.fingerprint)),
            ]),
        ),
        Record::Change(change) => (
            "change",
            None,
            fields(vec![
                ("change.kind", json!(change.kind)),
                ("change.actor", json!(change.actor)),
                ("change.version", json!(change.version)),
                ("change.outcome", json!(change.outcome)),
                ("change.end", json!(change.end.map(|end| end.to_string()))),
            ]),
        ),
        Record::Message(message) => (
            "message",
            None,
            fields(vec![
                ("author", json!(message.author)),
                ("channel", json!(message.channel)),
                ("thread", json!(message.thread)),
            ]),
        ),
        Record::Dependency(dependency) => (
            "dependency",
            None,
            fields(vec![("caller", json!(dependency.caller)), ("weight", json!(dependency.weight))]),
        ),
        Record::Attachment(attachment) => {
            ("attachment", None, fields(vec![("media_type", json!(attachment.media_type))]))
        }
    }
}

//! Prints the log records of one file as JSON lines, for measuring the decoders without the whole program:
//! `records FILE --format jsonl [--year YYYY] [--tz ZONE]`, as `postlude records` takes them.

use std::error::Error;
use std::io::{BufWriter, Write};

use jiff::tz::TimeZone;
use postlude_base::{Problem, Timestamp};
use postlude_evidence::{Record, Severity, Sink};
use postlude_formats::{Block, Carry, Head, Hints, detect};
use serde_json::{Map, Value, json};

struct Printer<W> {
    out: W,
}

impl<W: Write> Sink for Printer<W> {
    fn record(&mut self, record: &Record<'_>) {
        let origin = record.origin();
        let mut attributes = Map::new();
        let mut add = |key: &str, value: Value| match attributes.get_mut(key) {
            None => drop(attributes.insert(key.to_owned(), value)),
            Some(Value::Array(values)) => values.push(value),
            Some(one) => *one = json!([one.clone(), value]),
        };
        for (key, value) in &origin.attributes {
            add(key, json!(value));
        }
        if let Some(instance) = &origin.instance {
            add("service.instance.id", json!(instance));
        }
        let (body, level) = match record {
            Record::Log(log) => {
                log.status_code
                    .into_iter()
                    .for_each(|status| add("http.response.status_code", json!(status)));
                log.duration.into_iter().for_each(|duration| add("duration_ns", json!(duration)));
                log.trace_id.iter().for_each(|id| add("trace_id", json!(id)));
                log.span_id.iter().for_each(|id| add("span_id", json!(id)));
                (log.body.clone(), log.severity)
            }
            Record::Message(message) => (message.text.clone(), None),
            _ => ("".into(), None),
        };
        let object = json!({
            "line": origin.line,
            "bytes": [origin.span.from, origin.span.to],
            "time": origin.time.map(|time| time.to_string()),
            "level": level.map(Severity::name),
            "service": origin.service,
            "host": origin.host,
            "body": body,
            "template": null,
            "template_id": null,
            "attributes": attributes,
        });
        let _ = writeln!(self.out, "{object}");
    }

    fn problem(&mut self, problem: Problem) {
        let _ = writeln!(std::io::stderr(), "{}: {}", problem.code, problem.message);
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut hints = Hints::default();
    let mut path = String::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "records" => {}
            "--format" => drop(arguments.next()),
            "--year" => hints.year = arguments.next().and_then(|year| year.parse().ok()),
            "--tz" => hints.zone = TimeZone::get(&arguments.next().unwrap_or_default())?,
            other => other.clone_into(&mut path),
        }
    }
    hints.path = &path;
    hints.modified = std::fs::metadata(&path)?
        .modified()
        .ok()
        .and_then(|time| Timestamp::from_jiff(time.try_into().ok()?));
    let bytes = std::fs::read(&path)?;
    let limit = bytes.len().min(Head::LIMIT);
    let head = Head { bytes: &bytes[..limit], complete: limit == bytes.len(), hints: &hints };
    let mut printer = Printer { out: BufWriter::new(std::io::stdout().lock()) };
    let mut errors = std::io::stderr();
    let Some(found) = detect(&head) else {
        writeln!(errors, "unknown")?;
        return Ok(());
    };
    writeln!(errors, "{} ({}): {}", found.format, found.confidence, found.reasons.join("; "))?;
    found.problems.into_iter().for_each(|problem| printer.problem(problem));
    found.reader.read(&Block::whole(&bytes), &mut Carry::default(), &mut printer);
    printer.out.flush()?;
    Ok(())
}

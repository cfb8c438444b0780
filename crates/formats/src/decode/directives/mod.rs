//! Logs that name their columns in lines beginning with `#`: the W3C extended log file format (IIS, CloudFront,
//! the Windows firewall and others) and Zeek.
//!
//! Sources: W3C working draft WD-logfile-960323; Microsoft, "W3C Extended Log File Format"; Zeek manual, "Zeek
//! Log Formats". A later `#Fields` replaces the columns from there on, so blocks are read in order.
//!
//! Durations: `time-taken` is in seconds by the draft and in milliseconds in IIS; a decimal point tells the
//! draft's from IIS's.

mod column;
mod row;
#[cfg(test)]
mod tests;

use jiff::civil::Date;
use memchr::memchr;
use postlude_evidence::{Record, Sink};

use crate::time::{Layout, Resolver, read_date};
use crate::{Block, Carry, Detection, Head, Order, Reader};
use column::Column;

/// Does it begin with lines that name columns?
pub fn sniff(head: &Head<'_>) -> Option<Detection> {
    let (mut directives, mut by_comma) = (0, false);
    let mut columns = Vec::new();
    let mut software = String::new();
    let lines = head.bytes.split(|byte| matches!(byte, b'\n' | b'\r'));
    for line in lines.filter(|line| !line.trim_ascii().is_empty()) {
        match directive(line) {
            Some(Directive::Columns(names)) => {
                columns = names;
                by_comma = line.contains(&b',');
            }
            Some(Directive::Software(name)) => software = name,
            Some(_) => {}
            None => break,
        }
        directives += 1;
    }
    if columns.is_empty() {
        return None;
    }
    let origin = Producer::of(&software, &columns);
    let resolver = Resolver::new(head.hints, &Layout::learn(std::iter::empty()));
    Some(Detection {
        format: origin.format.to_owned(),
        confidence: 90,
        reasons: vec![format!("{directives} lines beginning with # name {} columns", columns.len())],
        problems: resolver.problems().to_vec(),
        reader: Box::new(DirectiveReader { service: origin.service, resolver, by_comma }),
    })
}

/// Whose format it is, as far as that matters.
struct Producer {
    format: &'static str,
    service: Option<&'static str>,
}

impl Producer {
    fn of(software: &str, columns: &[String]) -> Self {
        let has = |name: &str| columns.iter().any(|column| column == name);
        if software.contains("Internet Information") {
            Self { format: "iis", service: Some("iis") }
        } else if software.contains("Firewall") {
            Self { format: "windows-firewall", service: Some("windows-firewall") }
        } else if has("x-edge-location") {
            Self { format: "cloudfront", service: Some("cloudfront") }
        } else if has("id.orig_h") {
            Self { format: "zeek", service: Some("zeek") }
        } else {
            Self { format: "w3c extended log", service: None }
        }
    }
}

/// A line beginning with `#`.
enum Directive {
    Columns(Vec<String>),
    Date(Date),
    Software(String),
    Other,
}

/// The directive of a line, if it is one.
fn directive(line: &[u8]) -> Option<Directive> {
    let line = String::from_utf8_lossy(line.trim_ascii().strip_prefix(b"#")?);
    let (name, value) = line.split_once([':', '\t', ' ']).unwrap_or((&line, ""));
    let value = value.trim();
    Some(match name.to_ascii_lowercase().as_str() {
        "fields" => Directive::Columns(names(value)),
        "software" => Directive::Software(value.to_owned()),
        "date" | "start-date" => date(value).map_or(Directive::Other, Directive::Date),
        _ => Directive::Other,
    })
}

/// Names of columns: between blanks, or between commas (Exchange).
fn names(text: &str) -> Vec<String> {
    let split = |c: char| c == ',' || c.is_ascii_whitespace();
    text.split(split).filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

fn date(text: &str) -> Option<Date> {
    let (written, _) = read_date(text.as_bytes())?;
    let (month, day) = written.month_day?;
    Date::new(written.year?, month, day).ok()
}

/// Reads the lines by the columns named last.
struct DirectiveReader {
    service: Option<&'static str>,
    resolver: Resolver,
    /// Whether commas stand between values, as between the names.
    by_comma: bool,
}

impl Reader for DirectiveReader {
    fn order(&self) -> Order {
        Order::InOrder
    }

    fn cut(&self, block: &Block<'_>) -> usize {
        if block.last {
            return block.bytes.len();
        }
        memchr::memrchr(b'\n', block.bytes).map_or(0, |at| at + 1)
    }

    fn read(&self, block: &Block<'_>, carry: &mut Carry, sink: &mut dyn Sink) {
        let mut columns: Vec<Column> = carry.columns.iter().map(|name| Column::of_name(name)).collect();
        let mut from = 0;
        for number in block.line.. {
            let Some(rest) = block.bytes.get(from..).filter(|rest| !rest.is_empty()) else { break };
            let end = memchr(b'\n', rest).map_or(block.bytes.len(), |at| from + at + 1);
            let line = block.bytes.get(from..end).unwrap_or_default();
            let span = block.span(from, end);
            from = end;
            let text = String::from_utf8_lossy(line);
            let text = text.trim_end_matches(['\r', '\n']);
            match directive(line) {
                _ if text.trim().is_empty() => {}
                Some(Directive::Columns(names)) => {
                    columns = names.iter().map(|name| Column::of_name(name)).collect();
                    carry.columns = names;
                }
                Some(Directive::Date(date)) => carry.date = Some(date),
                Some(_) => {}
                None => {
                    let log = self.log(text, &columns, carry, (span, number));
                    sink.record(&Record::Log(log));
                    while let Some(problem) = carry.oddities.take() {
                        sink.problem(problem.at(span));
                    }
                }
            }
        }
    }
}

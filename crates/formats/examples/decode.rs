//! What each file is read as: format, number of records of each kind, services, problems.
//!
//! `cargo run -p postlude-formats --example decode -- [--show N] FILE...`; `--show` prints the first records too.
#![expect(clippy::print_stdout, reason = "a program for the terminal")]

use std::collections::BTreeMap;
use std::fs;

use postlude_base::Problem;
use postlude_evidence::{Record, Sink};
use postlude_formats::{Block, Carry, Head, Hints, detect};

#[derive(Default)]
struct Summary {
    show: usize,
    kinds: BTreeMap<&'static str, u64>,
    services: BTreeMap<String, u64>,
    names: BTreeMap<String, u64>,
    undated: u64,
    problems: Vec<Problem>,
}

impl Sink for Summary {
    fn record(&mut self, record: &Record<'_>) {
        if self.show > 0 {
            self.show -= 1;
            println!("  {record:?}");
        }
        let (kind, name) = match record {
            Record::Log(_) => ("log", None),
            Record::Metric(metric) => ("metric", Some(&metric.name)),
            Record::Span(span) => ("span", Some(&span.name)),
            Record::Alert(alert) => ("alert", Some(&alert.name)),
            Record::Change(change) => ("change", Some(&change.kind)),
            Record::Message(_) => ("message", None),
            Record::Dependency(_) => ("dependency", None),
            Record::Attachment(_) => ("attachment", None),
        };
        *self.kinds.entry(kind).or_default() += 1;
        if let Some(name) = name {
            *self.names.entry(name.to_string()).or_default() += 1;
        }
        let origin = record.origin();
        *self.services.entry(origin.service.as_deref().unwrap_or("-").to_owned()).or_default() += 1;
        self.undated += u64::from(origin.time.is_none());
    }

    fn problem(&mut self, problem: Problem) {
        self.problems.push(problem);
    }
}

fn main() -> std::io::Result<()> {
    let mut show = 0;
    let mut arguments = std::env::args().skip(1);
    while let Some(path) = arguments.next() {
        if path == "--show" {
            show = arguments.next().and_then(|n| n.parse().ok()).unwrap_or(5);
            continue;
        }
        let bytes = fs::read(&path)?;
        let hints = Hints { path: &path, ..Hints::default() };
        let cut = bytes.len().min(Head::LIMIT);
        let head = Head { bytes: &bytes[..cut], complete: cut == bytes.len(), hints: &hints };
        let Some(found) = detect(&head) else {
            println!("{path}: unknown");
            continue;
        };
        println!("{path}: {} ({})", found.format, found.confidence);
        println!("  because: {}", found.reasons.join("; "));
        let mut summary = Summary { show, ..Summary::default() };
        found.reader.read(&Block::whole(&bytes), &mut Carry::default(), &mut summary);
        println!("  {:?}, {} undated", summary.kinds, summary.undated);
        println!("  services {:?}", first(&summary.services));
        println!("  names {:?}", first(&summary.names));
        for problem in found.problems.iter().chain(&summary.problems) {
            println!("  problem {}: {}", problem.code, problem.message);
        }
    }
    Ok(())
}

fn first(counts: &BTreeMap<String, u64>) -> Vec<String> {
    let shown = counts.iter().take(12).map(|(name, count)| format!("{name} {count}"));
    shown.chain((counts.len() > 12).then(|| format!("... {} in all", counts.len()))).collect()
}

//! Drafts timelines from kept inputs (see the lake's example `input`) and prints leads and counts as JSON lines.

use postlude_base::{ByteSpan, EvidenceRef};
use postlude_draft::{Input, draft};
use postlude_signals::{Measure, RecordTable};

#[expect(clippy::print_stdout, reason = "an example prints")]
fn main() -> Result<(), Box<dyn std::error::Error>> {
    for path in std::env::args().skip(1) {
        let mut input: Input = serde_json::from_reader(std::io::BufReader::new(std::fs::File::open(&path)?))?;
        let told_by_name = |s: &&mut postlude_signals::Series| {
            let is_metric = s.points.iter().filter_map(|p| p.record).any(|r| r.table == RecordTable::Metric);
            is_metric && matches!(s.measure, Measure::Other | Measure::Calls)
        };
        for series in input.observations.series.iter_mut().filter(told_by_name) {
            series.measure = Measure::of_metric(&series.name);
        }
        let drafted = draft(input, &mut |keys| {
            let place = |key: &postlude_signals::RecordKey| EvidenceRef {
                source: key.source,
                span: ByteSpan::new(key.byte_from, key.byte_from + 1),
            };
            keys.iter().map(|key| Some(place(key))).collect()
        });
        let line = serde_json::json!({
            "path": path,
            "entries": drafted.entries.iter().map(|entry| serde_json::json!({
                "id": entry.id, "time": entry.time.to_string(), "kind": entry.kind, "service": entry.service,
                "title": entry.title, "score": entry.score, "evidence": [], "reason": entry.reason,
            })).collect::<Vec<_>>(),
            "leads": drafted.leads.iter().map(|lead| serde_json::json!({
                "service": lead.service, "change": lead.change, "since": lead.since.to_string(),
                "score": lead.score, "reason": lead.reason, "entries": lead.entries,
                "supports": lead.supports, "against": lead.against, "missing": lead.missing,
            })).collect::<Vec<_>>(),
        });
        println!("{line}");
    }
    Ok(())
}

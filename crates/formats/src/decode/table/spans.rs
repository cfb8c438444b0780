use std::borrow::Cow;

use postlude_base::{NANOSECONDS_PER_SECOND, Problem, Timestamp};
use postlude_evidence::{Record, Sink, Span};

use super::identity::Identity;
use super::{Clock, Decode, Kind, Table, Tally};
use crate::frame::csv::Row;
use crate::{Carry, Hints};

/// A table of spans: a row for each operation.
struct Spans {
    trace: usize,
    span: usize,
    parent: Option<usize>,
    name: Option<usize>,
    kind: Option<usize>,
    start: Clock,
    end: Option<Clock>,
    /// The column and nanoseconds in its unit.
    duration: Option<(usize, f64)>,
    status: Option<(usize, Status)>,
    message: Option<usize>,
    identity: Identity,
    others: Vec<(usize, String)>,
}

/// How a column says that an operation failed.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Status {
    /// True, 1, yes: it failed.
    Failed,
    /// True, 1, yes: it went well.
    Succeeded,
    /// A status of HTTP (500 and above fails), a word (`ERROR`), or a code of OpenTelemetry or gRPC.
    Code,
}

const START: &[&str] = &[
    "starttimeunixnano",
    "starttime",
    "start",
    "startts",
    "starttimestamp",
    "startedat",
    "starttimeus",
    "starttimems",
    "starttimens",
    "starttimemillis",
    "begin",
    "begintime",
    "timestamp",
    "time",
    "ts",
    "timeunixnano",
];
const END: &[&str] = &[
    "endtimeunixnano",
    "endtime",
    "end",
    "endts",
    "endtimestamp",
    "endedat",
    "endtimeus",
    "endtimems",
    "endtimens",
    "finish",
    "finishtime",
    "stop",
];
const DURATION: &[&str] = &[
    "duration",
    "durationms",
    "durationus",
    "durationns",
    "durationnano",
    "durationnanos",
    "durationmicros",
    "durationmillis",
    "durations",
    "durationseconds",
    "elapsed",
    "elapsedtime",
    "elapsedms",
    "latency",
    "latencyms",
    "responsetime",
    "rt",
    "took",
    "cost",
    "timetaken",
];

/// A table with columns for a trace, a span and a beginning.
pub fn plan(table: &Table, hints: &Hints<'_>) -> Option<Kind> {
    let trace = table.find(&["traceid", "trace", "traceuuid", "traceidhex", "tid", "contexttraceid"])?;
    let span =
        table.find(&["spanid", "span", "spanuuid", "spanidhex", "contextspanid", "segmentid", "id"])?;
    let find_clock = |names: &[&str]| {
        names.iter().find_map(|name| table.find(&[name]).and_then(|i| Clock::of(table, i, hints)))
    };
    let start = find_clock(START)?;
    let end = find_clock(END);
    let find = |names: &[&str]| table.find(names);
    let name = find(&[
        "operationname",
        "operation",
        "spanname",
        "name",
        "endpoint",
        "endpointname",
        "method",
        "url",
        "resource",
        "api",
        "interface",
    ]);
    if end.is_none() && find(DURATION).is_none() && name.is_none() {
        return None;
    }
    let mut problems = start.problems();
    let mut reasons = vec![format!(
        "columns {} and {} identify spans",
        table.columns[trace].name, table.columns[span].name
    )];
    let duration = find(DURATION).filter(|&i| table.columns[i].is_numeric()).map(|column| {
        (column, duration_unit(table, column, &start, end.as_ref(), &mut reasons, &mut problems))
    });
    let status = status_column(table);
    let mut plan = Spans {
        trace,
        span,
        parent: find(&[
            "parentid",
            "parentspanid",
            "parentspan",
            "parent",
            "pid",
            "parentspanuuid",
            "parentspanidhex",
        ]),
        name,
        kind: find(&["kind", "spankind", "type", "spantype"]),
        start,
        end,
        duration,
        status,
        message: find(&["statusmessage", "errormessage", "exceptionmessage", "exception"]),
        identity: Identity::of(table),
        others: Vec::new(),
    };
    plan.others = (0..table.columns.len())
        .filter(|&i| !plan.uses(i))
        .map(|i| (i, table.columns[i].name.clone()))
        .collect();
    Some(Kind { name: "spans", confidence: 93, reasons, problems, decode: Box::new(plan) })
}

fn status_column(table: &Table) -> Option<(usize, Status)> {
    let truth = |i: usize| table.columns[i].share(|value| as_truth(value).is_some()) > 0.95;
    let find = |names: &[&str]| table.find(names).filter(|&i| !table.columns[i].is_empty());
    find(&["error", "iserror", "failed", "haserror", "errored"])
        .filter(|&i| truth(i))
        .map(|i| (i, Status::Failed))
        .or_else(|| {
            find(&["success", "issuccess", "succeeded", "ok"])
                .filter(|&i| truth(i))
                .map(|i| (i, Status::Succeeded))
        })
        .or_else(|| {
            find(&[
                "statuscode",
                "httpstatuscode",
                "status",
                "httpstatus",
                "resultcode",
                "responsecode",
                "code",
                "otelstatuscode",
            ])
            .map(|i| (i, Status::Code))
        })
}

/// Nanoseconds in the unit of a duration. The data decide, from end minus start, against the header if need be.
fn duration_unit(
    table: &Table,
    column: usize,
    start: &Clock,
    end: Option<&Clock>,
    reasons: &mut Vec<String>,
    problems: &mut Vec<Problem>,
) -> f64 {
    let name = &table.columns[column].name;
    let written = super::words::unit_of(name).1.and_then(unit_nanoseconds);
    let measured = end.and_then(|end| measured_unit(table, column, start, end));
    match (written, measured) {
        (Some(written), Some(measured)) if written != measured => {
            let message = format!(
                "column {name} says {} but end minus start says {}",
                unit_name(written),
                unit_name(measured)
            );
            problems.push(Problem::new("unit-mismatch", message).hint("end minus start was believed"));
            measured
        }
        (_, Some(measured)) => {
            reasons.push(format!("{name} is in {}, by end minus start", unit_name(measured)));
            measured
        }
        (Some(written), None) => written,
        (None, None) => {
            let guess = guessed_unit(table, column, start);
            let message = format!("nothing says the unit of column {name}; {} taken", unit_name(guess));
            problems.push(Problem::new("guessed-unit", message).hint("name the unit in the header"));
            guess
        }
    }
}

/// The unit in which the middle row's duration is nearest to its end minus its start.
fn measured_unit(table: &Table, column: usize, start: &Clock, end: &Clock) -> Option<f64> {
    let columns = [start.column, end.column, column].map(|i| &table.columns[i]);
    if columns.iter().any(|column| column.missing > 0) {
        return None;
    }
    let mut ratios: Vec<f64> = Vec::new();
    for ((from, to), took) in columns[0].values.iter().zip(&columns[1].values).zip(&columns[2].values) {
        let took: f64 = crate::frame::csv::number(took.as_bytes(), true)?;
        let length = end.read_text(to)?.since(start.read_text(from)?) as f64;
        if took > 0.0 && length > 0.0 {
            ratios.push((length / took).log10());
        }
    }
    ratios.sort_by(f64::total_cmp);
    let middle = *ratios.get(ratios.len() / 2)?;
    let nearest = [1.0, 1e3, 1e6, 1e9]
        .into_iter()
        .min_by(|a: &f64, b: &f64| (a.log10() - middle).abs().total_cmp(&(b.log10() - middle).abs()))?;
    ((nearest.log10() - middle).abs() < 1.0).then_some(nearest)
}

/// Tracers write the duration in the unit of the start, most often microseconds; fractions are milliseconds.
fn guessed_unit(table: &Table, column: usize, start: &Clock) -> f64 {
    if table.columns[column].share(|value| value.contains('.')) > 0.5 {
        return 1e6;
    }
    let digits = table.columns[start.column].values.first().map_or(0, String::len);
    match digits {
        13 => 1e6,
        19 => 1.0,
        _ => 1e3,
    }
}

fn unit_nanoseconds(unit: &str) -> Option<f64> {
    Some(match unit {
        "s" => NANOSECONDS_PER_SECOND as f64,
        "ms" => 1e6,
        "us" => 1e3,
        "ns" => 1.0,
        _ => return None,
    })
}

fn unit_name(nanoseconds: f64) -> &'static str {
    match nanoseconds {
        n if n >= 1e9 => "seconds",
        n if n >= 1e6 => "milliseconds",
        n if n >= 1e3 => "microseconds",
        _ => "nanoseconds",
    }
}

fn as_truth(value: &str) -> Option<bool> {
    match value.to_ascii_lowercase().as_str() {
        "true" | "1" | "yes" | "y" | "t" => Some(true),
        "false" | "0" | "no" | "n" | "f" => Some(false),
        _ => None,
    }
}

/// Whether a status is one of a failure, if it is a status at all.
fn is_failure(status: &str) -> Option<bool> {
    if let Ok(code) = status.parse::<u16>() {
        return match code {
            100..=599 => Some(code >= 500),
            // OpenTelemetry: 0 unset, 1 ok, 2 error.
            0 | 1 => Some(false),
            2 => Some(true),
            _ => None,
        };
    }
    let lower = status.to_ascii_lowercase();
    let failed = ["error", "fail", "exception", "internal", "unavailable", "deadline", "timeout"];
    let fine = ["ok", "unset", "success", "true", "status_code_ok", "status_code_unset"];
    if failed.iter().any(|word| lower.contains(word)) {
        return Some(true);
    }
    fine.contains(&lower.as_str()).then_some(false)
}

impl Spans {
    fn uses(&self, column: usize) -> bool {
        let own = [Some(self.trace), Some(self.span), self.parent, self.name, self.kind, self.message];
        own.contains(&Some(column))
            || self.start.uses(column)
            || self.end.as_ref().is_some_and(|end| end.uses(column))
            || self.duration.is_some_and(|(own, _)| own == column)
            || self.identity.uses(column)
    }

    fn failed(&self, row: &Row<'_, '_>) -> Option<bool> {
        let (column, status) = self.status?;
        let text = row.filled(column)?;
        match status {
            Status::Failed => as_truth(&text),
            Status::Succeeded => as_truth(&text).map(|fine| !fine),
            Status::Code => is_failure(&text),
        }
    }

    fn length(&self, row: &Row<'_, '_>, start: Option<Timestamp>, carry: &mut Carry) -> Option<i64> {
        let ended = self.end.as_ref().and_then(|end| end.read(row, carry));
        if let (Some(start), Some(end)) = (start, ended) {
            return Some(end.since(start).max(0));
        }
        let (column, unit) = self.duration?;
        row.number(column).map(|number| (number * unit).max(0.0) as i64)
    }
}

impl Decode for Spans {
    fn needs_order(&self) -> bool {
        self.start.needs_order()
    }

    fn row(&self, row: &Row<'_, '_>, carry: &mut Carry, tally: &mut Tally, sink: &mut dyn Sink) {
        let mut origin = row.origin();
        origin.time = self.start.read(row, carry);
        if origin.time.is_none() {
            tally.count("no-time", "rows have no readable start", row.span());
        }
        self.identity.fill(row, &mut origin);
        for (column, name) in &self.others {
            origin.attributes.extend(row.filled(*column).map(|value| (Cow::Borrowed(name.as_str()), value)));
        }
        let duration = self.length(row, origin.time, carry);
        let cell = |column: Option<usize>| column.and_then(|column| row.filled(column));
        let parent = cell(self.parent).filter(|parent| !is_no_parent(parent));
        let span = Span {
            trace_id: row.text(self.trace),
            span_id: row.text(self.span),
            parent_span_id: parent,
            name: cell(self.name).unwrap_or_default(),
            kind: cell(self.kind).map(kind_of),
            duration,
            failed: self.failed(row),
            status_message: cell(self.message),
            origin,
        };
        sink.record(&Record::Span(span));
    }
}

fn is_no_parent(parent: &str) -> bool {
    parent.eq_ignore_ascii_case("root") || parent == "-1" || parent.bytes().all(|b| b == b'0')
}

fn kind_of(text: Cow<'_, str>) -> Cow<'_, str> {
    let lower = text.to_ascii_lowercase();
    let bare = lower.strip_prefix("span_kind_").unwrap_or(&lower);
    for kind in ["server", "client", "internal", "producer", "consumer"] {
        if bare == kind {
            return Cow::Borrowed(kind);
        }
    }
    text
}

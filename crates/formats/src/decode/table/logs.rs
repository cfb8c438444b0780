use std::borrow::Cow;

use postlude_base::Problem;
use postlude_evidence::{Log, Record, Severity, Sink};

use super::identity::Identity;
use super::{Clock, Decode, Kind, Table, Tally, clock, inner_time};
use crate::frame::csv::Row;
use crate::time::{Layout, Resolver};
use crate::{Carry, Hints};

/// A table of log lines, or of anything that no other kind of table takes.
struct Logs {
    clock: Option<Clock>,
    body: Option<usize>,
    level: Option<usize>,
    trace: Option<usize>,
    span: Option<usize>,
    status: Option<usize>,
    identity: Identity,
    others: Vec<(usize, String)>,
    /// For times inside the messages.
    resolver: Resolver,
    /// By how many nanoseconds those are ahead of the rows' own, if always by the same.
    inner_offset: Option<i64>,
}

const BODY: &[&str] = &[
    "log",
    "message",
    "msg",
    "body",
    "logmessage",
    "logline",
    "content",
    "text",
    "textpayload",
    "rawmessage",
    "raw",
    "line",
    "rawline",
    "logentry",
    "entry",
    "eventmessage",
    "description",
    "details",
    "detail",
    "summary",
    "event",
    "payload",
    "data",
];
const LEVEL: &[&str] = &[
    "level",
    "severity",
    "loglevel",
    "severitytext",
    "lvl",
    "levelname",
    "logseverity",
    "priority",
    "entrytype",
];

/// A table with a column of messages or at least a moment; without either the rows are undated logs.
pub fn plan(table: &Table, hints: &Hints<'_>) -> Option<Kind> {
    let clock = clock::find(table, hints);
    let text = |i: &usize| {
        let column = &table.columns[*i];
        !column.is_numeric() && !column.is_empty() && clock.as_ref().is_none_or(|clock| !clock.uses(*i))
    };
    let named = BODY.iter().filter_map(|key| table.find(&[key])).find(text);
    let body = named.or_else(|| (0..table.columns.len()).filter(text).find(|&i| table.columns[i].is_prose()));
    let no_rows = table.rows == 0 && table.named_as_table;
    if clock.is_none() && table.rows < 2 && !no_rows {
        return None;
    }
    let level = LEVEL
        .iter()
        .filter_map(|key| table.find(&[key]))
        .find(|&i| table.columns[i].share(|value| Severity::from_word(value).is_some()) > 0.8);
    let mut plan = Logs {
        body,
        level,
        trace: table.find(&["traceid", "trace", "traceidhex", "contexttraceid"]),
        span: table.find(&["spanid", "span", "spanidhex", "contextspanid"]),
        status: table.find(&["statuscode", "httpstatuscode", "httpstatus", "status", "responsecode", "code"]),
        identity: Identity::of(table),
        others: Vec::new(),
        resolver: Resolver::new(hints, &Layout::learn(std::iter::empty())),
        inner_offset: None,
        clock,
    };
    if let Some((clock, body)) = plan.clock.as_ref().zip(plan.body) {
        plan.inner_offset = inner_time::offset(table, clock, body, &plan.resolver);
    }
    plan.others = (0..table.columns.len())
        .filter(|&i| {
            !plan.uses(i) && !plan.clock.as_ref().is_some_and(|clock| clock.says_all_of(table, i, hints))
        })
        .map(|i| (i, table.columns[i].name.clone()))
        .collect();
    let confidence = match (&plan.clock, named.is_some() && (plan.level.is_some() || plan.identity.in_rows()))
    {
        (Some(_), true) => 90,
        (Some(_), false) if plan.body.is_some() => 80,
        (Some(_), false) => 65,
        (None, _) if named.is_some() => 50,
        (None, _) if no_rows => 70,
        (None, _) => 35,
    };
    let mut reasons = Vec::new();
    match plan.body {
        Some(body) => reasons.push(format!("column {} holds the message", table.columns[body].name)),
        None => reasons.push("no column holds a message: all cells are the body".to_owned()),
    }
    match &plan.clock {
        Some(clock) => reasons.push(format!("column {} holds the time", table.columns[clock.column].name)),
        None => reasons.push("no column holds a time".to_owned()),
    }
    let mut problems = plan.clock.as_ref().map(Clock::problems).unwrap_or_default();
    problems.extend(plan.inner_offset.map(inner_time::problem));
    if no_rows {
        problems.push(Problem::new("no-rows", "the table has a header and no rows"));
    }
    let name = if plan.body.is_some() { "logs" } else { "rows" };
    Some(Kind { name, confidence, reasons, problems, decode: Box::new(plan) })
}

impl Logs {
    fn uses(&self, column: usize) -> bool {
        [self.body, self.level, self.trace, self.span].contains(&Some(column))
            || self.clock.as_ref().is_some_and(|clock| clock.uses(column))
            || self.identity.uses(column)
    }

    fn body_of<'r>(&self, row: &Row<'r, '_>, attributes: &[(Cow<'r, str>, Cow<'r, str>)]) -> Cow<'r, str> {
        if let Some(body) = self.body {
            return row.text(body);
        }
        let pairs: Vec<String> = attributes.iter().map(|(name, value)| format!("{name}={value}")).collect();
        Cow::Owned(pairs.join(" "))
    }
}

impl Decode for Logs {
    fn needs_order(&self) -> bool {
        self.clock.as_ref().is_some_and(Clock::needs_order)
    }

    fn row(&self, row: &Row<'_, '_>, carry: &mut Carry, tally: &mut Tally, sink: &mut dyn Sink) {
        let mut origin = row.origin();
        if let Some(clock) = &self.clock {
            origin.time = clock.read(row, carry);
            if origin.time.is_none() {
                tally.count("no-time", "rows have no readable time", row.span());
            }
        }
        self.identity.fill(row, &mut origin);
        for (column, name) in &self.others {
            origin.attributes.extend(row.filled(*column).map(|value| (Cow::Borrowed(name.as_str()), value)));
        }
        let cell = |column: Option<usize>| column.and_then(|column| row.filled(column));
        let body = self.body_of(row, &origin.attributes);
        let mut log = Log::new(origin, body);
        log.severity = cell(self.level).and_then(|word| Severity::from_word(&word));
        log.trace_id = cell(self.trace);
        log.span_id = cell(self.span);
        log.status_code = self
            .status
            .and_then(|column| row.filled(column)?.parse().ok())
            .filter(|status| (100..=599).contains(status));
        if self.body.is_some() {
            log = inner_time::unwrapped(log, &self.resolver);
            if self.inner_offset.is_some_and(|offset| inner_time::is_usual(&log, offset)) {
                log.origin.attributes.retain(|(name, _)| name != "inner.time");
            }
        }
        sink.record(&Record::Log(log));
    }
}

//! Series of shares: in how many of the traces that pass an operation does it call another, or write a line?
//!
//! Traces are counted, not spans, because the spans of one trace are not independent; an operation is compared with itself
//! only, because the mix of operations drifts all the time.

use std::collections::BTreeMap;

use postlude_base::Timestamp;
use postlude_signals::{Measure, Part, Point, RecordTable, Series, Subject};

use super::{key, key_sql, rows, steps};
use crate::{Failure, Session};

/// Most buckets of a series of shares.
const BUCKETS: i64 = 90;

/// Operations in fewer traces than this have no usual shape.
const LEAST_TRACES: f64 = 4.0;

/// About so many spans are compared; of more, a part of the traces is taken.
const MOST_SPANS: i64 = 2_000_000;

/// An operation of a service.
type Operation = (String, String);

/// By bucket: traces, and the first record.
type Traces = BTreeMap<i64, (f64, i64)>;

pub(super) fn series(session: &Session) -> Result<Vec<Series>, Failure> {
    let step = steps::width(session, "span", BUCKETS)?;
    let sampled = sampled(session)?;
    let passed = passed(session, step, &sampled)?;
    let mut all = Vec::new();
    let mut add = |(operation, part): (Operation, Part), counts: &Traces, table: RecordTable| {
        all.extend(passed.get(&operation).and_then(|of| share(operation, part, counts, of, step, table)));
    };
    for (whose, counts) in calls(session, step, &sampled)? {
        add(whose, &counts, RecordTable::Span);
    }
    for (whose, counts) in lines(session, step, &sampled)? {
        add(whose, &counts, RecordTable::Log);
    }
    Ok(all)
}

/// The spans that are looked at, as a common table expression `s`.
fn sampled(session: &Session) -> Result<String, Failure> {
    let count = rows::of(&session.sql("select count(*) n from span")?)?
        .next()
        .and_then(|row| row.integer("n"))
        .unwrap_or(0);
    let every = (count / MOST_SPANS + 1).min(256);
    // The end of a trace id is random wherever ids are made by the rules of W3C.
    let condition = if every > 1 {
        format!("and (ascii(right(trace_id, 1)) * 31 + ascii(left(right(trace_id, 2), 1))) % {every} = 0")
    } else {
        String::new()
    };
    Ok(format!(
        "with s as (select trace_id, span_id, parent_span_id, service_name, name, cast(time as bigint) t, {} k \
         from span where time is not null and service_name is not null {condition})",
        key_sql()
    ))
}

/// Traces that pass each operation.
fn passed(session: &Session, step: i64, sampled: &str) -> Result<BTreeMap<Operation, Traces>, Failure> {
    let query = format!(
        "{sampled} select service_name, name, t / {step} b, count(distinct trace_id) n, min(k) k from s group by 1, 2, 3"
    );
    let mut all: BTreeMap<Operation, Traces> = BTreeMap::new();
    for row in rows::of(&session.sql(&query)?)? {
        let (Some(service), Some(name)) = (row.owned("service_name"), row.owned("name")) else { continue };
        count(all.entry((service, name)).or_default(), &row);
    }
    Ok(all)
}

fn count(traces: &mut Traces, row: &rows::Row) {
    if let (Some(bucket), Some(n), Some(k)) = (row.integer("b"), row.integer("n"), row.integer("k")) {
        traces.insert(bucket, (n as f64, k));
    }
}

/// Traces in which an operation calls another.
fn calls(
    session: &Session,
    step: i64,
    sampled: &str,
) -> Result<BTreeMap<(Operation, Part), Traces>, Failure> {
    let query = format!(
        "{sampled} select p.service_name, p.name, c.service_name callee, c.name called, p.t / {step} b, \
         count(distinct p.trace_id) n, min(c.k) k \
         from s c join s p on c.trace_id = p.trace_id and c.parent_span_id = p.span_id group by 1, 2, 3, 4, 5"
    );
    let mut all: BTreeMap<(Operation, Part), Traces> = BTreeMap::new();
    for row in rows::of(&session.sql(&query)?)? {
        let (Some(service), Some(name)) = (row.owned("service_name"), row.owned("name")) else { continue };
        let (Some(callee), Some(called)) = (row.owned("callee"), row.owned("called")) else { continue };
        let part = Part::Call { service: callee, operation: called };
        count(all.entry(((service, name), part)).or_default(), &row);
    }
    Ok(all)
}

/// Traces in which an operation writes a line of a template.
fn lines(
    session: &Session,
    step: i64,
    sampled: &str,
) -> Result<BTreeMap<(Operation, Part), Traces>, Failure> {
    let query = format!(
        "{sampled} select s.service_name, s.name, l.template_id, s.t / {step} b, count(distinct s.trace_id) n, min(l.k) k \
         from (select trace_id, span_id, template_id, {} k from log where span_id is not null and time is not null) l \
         join s on l.trace_id = s.trace_id and l.span_id = s.span_id group by 1, 2, 3, 4",
        key_sql()
    );
    let mut all: BTreeMap<(Operation, Part), Traces> = BTreeMap::new();
    for row in rows::of(&session.sql(&query)?)? {
        let (Some(service), Some(name)) = (row.owned("service_name"), row.owned("name")) else { continue };
        let Some(template) = row.integer("template_id") else { continue };
        let part = Part::Line(super::template_name(template));
        count(all.entry(((service, name), part)).or_default(), &row);
    }
    Ok(all)
}

/// None when too little is known. A part that is always there says that its operation explains it.
fn share(
    (service, operation): Operation,
    part: Part,
    with: &Traces,
    of: &Traces,
    step: i64,
    table: RecordTable,
) -> Option<Series> {
    let total: f64 = of.values().map(|(n, _)| n).sum();
    if total < LEAST_TRACES {
        return None;
    }
    let point = |(bucket, (n, first)): (&i64, &(f64, i64))| {
        let found = with.get(bucket);
        Point {
            time: Timestamp(bucket.saturating_mul(step)),
            value: found.map_or(0.0, |(with, _)| with / n),
            weight: *n,
            record: Some(found.map_or(key(RecordTable::Span, *first), |(_, first)| key(table, *first))),
        }
    };
    let points = of.iter().map(point).collect();
    let subject = Subject { service: Some(service), operation: Some(operation), ..Subject::default() };
    Some(Series {
        subject,
        measure: Measure::Share,
        name: "share of traces".to_owned(),
        part: Some(part),
        step,
        points,
    })
}

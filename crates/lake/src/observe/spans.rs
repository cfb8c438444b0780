//! Series of spans: calls, failures, latency and own time per service and operation, and the way between services.

use std::collections::BTreeMap;

use postlude_base::Timestamp;
use postlude_signals::{Measure, Point, RecordTable, Series, Subject};

use super::{key, rows, steps};
use crate::{Failure, Session};

/// Most buckets of a series of spans.
const BUCKETS: i64 = 240;

/// Operations with fewer spans than this have no usual behaviour.
const LEAST_SPANS: i64 = 8;

pub(super) fn series(session: &Session) -> Result<Vec<Series>, Failure> {
    let step = steps::width(session, "span", BUCKETS)?;
    let mut all = operations(session, step)?;
    all.extend(ways(session, step)?);
    Ok(all)
}

/// Own time is the duration without the time of the direct callees (which may overlap: then it is at least zero). What a span
/// that calls another service takes beyond its callee is the way there, and no own time.
fn operations(session: &Session, step: i64) -> Result<Vec<Series>, Failure> {
    let query = format!(
        "with callee as (select trace_id, parent_span_id, sum(duration_ns) took, min(service_name) a, max(service_name) z \
           from span where parent_span_id is not null group by 1, 2), \
         usual as (select service_name, name from span where time is not null group by 1, 2 having count(*) >= {LEAST_SPANS}) \
         select s.service_name service, s.name operation, cast(s.time as bigint) / {step} b, count(*) n, \
         min(cast(s.source_id as bigint) * {} + cast(s.byte_from as bigint)) k, \
         sum(case when s.failed then 1 else 0 end) failed, \
         avg(ln(greatest(s.duration_ns, 1000) / 1e9)) took, \
         avg(case when coalesce(c.a, s.service_name) = s.service_name and coalesce(c.z, s.service_name) = s.service_name \
           then ln(greatest(s.duration_ns - coalesce(c.took, 0), 1000) / 1e9) end) own \
         from span s join usual u on s.service_name = u.service_name and s.name = u.name \
         left join callee c on s.trace_id = c.trace_id and s.span_id = c.parent_span_id \
         where s.time is not null group by 1, 2, 3 order by 1, 2, 3",
        super::OFFSETS
    );
    let mut found: BTreeMap<(String, String), [Vec<Point>; 4]> = BTreeMap::new();
    for row in rows::of(&session.sql(&query)?)? {
        let (Some(service), Some(operation), Some(bucket)) =
            (row.owned("service"), row.owned("operation"), row.integer("b"))
        else {
            continue;
        };
        let count = row.integer("n").unwrap_or(0) as f64;
        let point = |value: f64| Point {
            time: Timestamp(bucket.saturating_mul(step)),
            value,
            weight: count,
            record: row.integer("k").map(|k| key(RecordTable::Span, k)),
        };
        let [calls, failed, took, own] = found.entry((service, operation)).or_default();
        calls.push(point(count));
        failed.push(point(row.integer("failed").unwrap_or(0) as f64));
        took.extend(row.number("took").map(|v| point(v.exp())));
        own.extend(row.number("own").map(|v| point(v.exp())));
    }
    let mut all = Vec::new();
    for ((service, operation), [_, failed, took, own]) in found {
        let subject = Subject { service: Some(service), operation: Some(operation), ..Subject::default() };
        let mut push = |measure: Measure, name: &str, points: Vec<Point>| {
            all.push(Series {
                subject: subject.clone(),
                measure,
                name: name.to_owned(),
                part: None,
                step,
                points,
            });
        };
        if failed.iter().any(|point| point.value > 0.0) {
            push(Measure::Failures, "spans failed", failed);
        }
        push(Measure::Latency, "span duration", took);
        push(Measure::OwnTime, "own time", own);
    }
    Ok(all)
}

/// The caller's span minus the callee's: network, queues and proxies between two services.
fn ways(session: &Session, step: i64) -> Result<Vec<Series>, Failure> {
    let query = format!(
        "select p.service_name caller, c.service_name callee, cast(c.time as bigint) / {step} b, count(*) n, \
         min(cast(c.source_id as bigint) * {} + cast(c.byte_from as bigint)) k, \
         avg(ln(greatest(p.duration_ns - c.duration_ns, 10000) / 1e9)) gap \
         from span c join span p on c.trace_id = p.trace_id and c.parent_span_id = p.span_id \
         where c.time is not null and c.service_name <> p.service_name \
         group by 1, 2, 3 order by 1, 2, 3",
        super::OFFSETS
    );
    let mut found: BTreeMap<(String, String), Vec<Point>> = BTreeMap::new();
    for row in rows::of(&session.sql(&query)?)? {
        let (Some(caller), Some(callee), Some(bucket), Some(gap)) =
            (row.owned("caller"), row.owned("callee"), row.integer("b"), row.number("gap"))
        else {
            continue;
        };
        found.entry((caller, callee)).or_default().push(Point {
            time: Timestamp(bucket.saturating_mul(step)),
            value: gap.exp(),
            weight: row.integer("n").unwrap_or(0) as f64,
            record: row.integer("k").map(|k| key(RecordTable::Span, k)),
        });
    }
    let way = |((caller, callee), points): ((String, String), Vec<Point>)| Series {
        subject: Subject { service: Some(callee), caller: Some(caller), ..Subject::default() },
        measure: Measure::Gap,
        name: "time on the way".to_owned(),
        part: None,
        step,
        points,
    };
    Ok(found.into_iter().map(way).collect())
}

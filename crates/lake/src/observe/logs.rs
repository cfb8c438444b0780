//! Series of log lines: how many of each template, how many in all, and what lines about requests say.

use std::collections::BTreeMap;

use postlude_base::Timestamp;
use postlude_signals::{Measure, Observations, Point, RecordTable, Series, Subject, TemplateInfo};

use super::{key, key_sql, rows, steps};
use crate::{Failure, Session};

/// Most buckets of a series of counts.
const BUCKETS: i64 = 240;

/// Counts by bucket: how many, and the first record.
type Counts = BTreeMap<i64, (f64, i64)>;

pub(super) fn observe(
    session: &Session,
    whose: &str,
    names: &BTreeMap<String, String>,
    observations: &mut Observations,
) -> Result<(), Failure> {
    let step = steps::width(session, "log", BUCKETS)?;
    observations.step = step;
    let texts = texts(session)?;
    let query = format!(
        "select {whose} service, template_id, \
         cast(time as bigint) / {step} b, count(*) n, max(severity_number) severity, min({}) k \
         from log where time is not null group by 1, 2, 3 order by 1, 2, 3",
        key_sql()
    );
    let mut templates: BTreeMap<(String, String), Counts> = BTreeMap::new();
    let mut lines: BTreeMap<String, Counts> = BTreeMap::new();
    for row in rows::of(&session.sql(&query)?)? {
        let (Some(service), Some(template), Some(bucket)) =
            (row.text("service"), row.integer("template_id"), row.integer("b"))
        else {
            continue;
        };
        let service = names.get(service).map_or(service, String::as_str).to_owned();
        let name = super::template_name(template);
        let (count, first) = (row.integer("n").unwrap_or(0) as f64, row.integer("k").unwrap_or(0));
        let info = observations.templates.entry(name.clone()).or_insert_with(|| TemplateInfo {
            text: texts.get(&template).cloned().unwrap_or_default(),
            severity_number: 0,
        });
        info.severity_number =
            info.severity_number.max(u8::try_from(row.integer("severity").unwrap_or(0)).unwrap_or(0));
        add(lines.entry(service.clone()).or_default(), bucket, count, first);
        add(templates.entry((service, name)).or_default(), bucket, count, first);
    }
    // A bucket without any line at all is no bucket of silence: nothing was recorded then.
    let alive: Vec<i64> = {
        let mut all: Vec<i64> = lines.values().flat_map(|counts| counts.keys().copied()).collect();
        all.sort_unstable();
        all.dedup();
        all
    };
    for ((service, template), counts) in templates {
        let subject = Subject { service: Some(service), operation: Some(template), ..Subject::default() };
        observations.series.push(counted(
            subject,
            Measure::Template,
            "lines of a template",
            step,
            &alive,
            &counts,
        ));
    }
    for (service, counts) in lines {
        let subject = Subject { service: Some(service), ..Subject::default() };
        observations.series.push(counted(subject, Measure::Lines, "log lines", step, &alive, &counts));
    }
    requests(session, whose, names, step, &alive, observations)
}

/// The texts of templates by id.
fn texts(session: &Session) -> Result<BTreeMap<i64, String>, Failure> {
    let rows = rows::of(&session.sql("select template_id, min(template) text from template group by 1")?)?;
    Ok(rows.filter_map(|row| Some((row.integer("template_id")?, row.owned("text")?))).collect())
}

fn add(counts: &mut Counts, bucket: i64, count: f64, first: i64) {
    let known = counts.entry(bucket).or_insert((0.0, first));
    known.0 += count;
    known.1 = known.1.min(first);
}

fn counted(
    subject: Subject,
    measure: Measure,
    name: &str,
    step: i64,
    alive: &[i64],
    counts: &Counts,
) -> Series {
    let point = |bucket: &i64| {
        let found = counts.get(bucket);
        Point {
            time: Timestamp(bucket.saturating_mul(step)),
            value: found.map_or(0.0, |(count, _)| *count),
            weight: found.map_or(0.0, |(count, _)| *count),
            record: found.map(|(_, first)| key(RecordTable::Log, *first)),
        }
    };
    Series {
        subject,
        measure,
        name: name.to_owned(),
        part: None,
        step,
        points: alive.iter().map(point).collect(),
    }
}

/// What access logs say: calls, failures and latency per service.
fn requests(
    session: &Session,
    whose: &str,
    names: &BTreeMap<String, String>,
    step: i64,
    alive: &[i64],
    observations: &mut Observations,
) -> Result<(), Failure> {
    let k = key_sql();
    let query = format!(
        "select {whose} service, cast(time as bigint) / {step} b, \
         count(status_code) n, min({k}) k, \
         sum(case when status_code >= 500 then 1 else 0 end) failed, \
         min(case when status_code >= 500 then {k} end) failed_k, \
         avg(case when duration_ns > 0 then ln(duration_ns / 1e9) end) took \
         from log where time is not null and (status_code is not null or duration_ns is not null) group by 1, 2 order by 1, 2",
    );
    let mut by_service: BTreeMap<String, (Counts, Counts, Vec<Point>)> = BTreeMap::new();
    for row in rows::of(&session.sql(&query)?)? {
        let (Some(service), Some(bucket)) = (row.text("service"), row.integer("b")) else { continue };
        let service = names.get(service).map_or(service, String::as_str).to_owned();
        let (calls, failed, took) = by_service.entry(service).or_default();
        let first = row.integer("k").unwrap_or(0);
        let count = row.integer("n").unwrap_or(0) as f64;
        if count > 0.0 {
            add(calls, bucket, count, first);
        }
        if let Some(first) = row.integer("failed_k") {
            add(failed, bucket, row.integer("failed").unwrap_or(0) as f64, first);
        }
        if let Some(logarithm) = row.number("took") {
            took.push(Point {
                time: Timestamp(bucket.saturating_mul(step)),
                value: logarithm.exp(),
                weight: count.max(1.0),
                record: Some(key(RecordTable::Log, first)),
            });
        }
    }
    for (service, (calls, failed, took)) in by_service {
        let subject = Subject { service: Some(service), ..Subject::default() };
        if !calls.is_empty() {
            observations.series.push(counted(
                subject.clone(),
                Measure::Calls,
                "requests logged",
                step,
                alive,
                &calls,
            ));
            observations.series.push(counted(
                subject.clone(),
                Measure::Failures,
                "requests failed",
                step,
                alive,
                &failed,
            ));
        }
        if !took.is_empty() {
            let name = "time taken as logged".to_owned();
            observations.series.push(Series {
                subject,
                measure: Measure::Latency,
                name,
                part: None,
                step,
                points: took,
            });
        }
    }
    Ok(())
}

//! Series of measured values.

use std::collections::BTreeMap;

use postlude_base::Timestamp;
use postlude_signals::{Measure, Point, RecordTable, Series, Subject};

use super::{key, key_sql, rows, steps};
use crate::{Failure, Session};

/// Most buckets of a metric series.
const BUCKETS: i64 = 1000;

/// Labels longer than this are left out of a name.
const LONGEST_LABEL: usize = 60;

pub(super) fn series(session: &Session) -> Result<Vec<Series>, Failure> {
    let step = steps::width(session, "metric", BUCKETS)?;
    let names = beginnings(session)?;
    let query = format!(
        "select series, cast(time as bigint) / {step} b, min(cast(time as bigint)) t, avg(value) v, count(*) n, \
         min({}) k from metric where time is not null group by 1, 2 order by 1, 2",
        key_sql()
    );
    let mut all: Vec<(u64, Series)> = Vec::new();
    for row in rows::of(&session.sql(&query)?)? {
        let (Some(id), Some(time), Some(value)) = (row.integer("series"), row.integer("t"), row.number("v"))
        else {
            continue;
        };
        let id = id.cast_unsigned();
        if all.last().is_none_or(|(known, _)| *known != id) {
            let Some(begun) = names.get(&id) else { continue };
            all.push((id, Series { step, ..begun.clone() }));
        }
        let Some((_, series)) = all.last_mut() else { continue };
        if value.is_finite() {
            series.points.push(Point {
                time: Timestamp(time),
                value,
                weight: row.integer("n").unwrap_or(1) as f64,
                record: row.integer("k").map(|k| key(RecordTable::Metric, k)),
            });
        }
    }
    let mut all: Vec<Series> = all.into_iter().map(|(_, series)| series).collect();
    for series in &mut all {
        series.step = usual_interval(series).max(1);
    }
    all.sort_by(|a, b| (&a.subject, &a.name).cmp(&(&b.subject, &b.name)));
    Ok(all)
}

/// Every series by its id, without values: whose it is and what it is called, from its first record.
fn beginnings(session: &Session) -> Result<BTreeMap<u64, Series>, Failure> {
    let k = key_sql();
    let query = format!(
        "with first as (select series, min({k}) k from metric where time is not null group by 1) \
         select m.series, m.service_name service, m.service_instance_id instance, m.caller_name caller, m.name, \
         m.attributes labels from metric m join first f on m.series = f.series and {} = f.k",
        k.replace("source_id", "m.source_id").replace("byte_from", "m.byte_from")
    );
    let rows = rows::of(&session.sql(&query)?)?;
    Ok(rows.filter_map(|row| Some((row.integer("series")?.cast_unsigned(), begin(&row)))).collect())
}

fn begin(row: &rows::Row) -> Series {
    let name = row.owned("name").unwrap_or_default();
    let labels: Vec<String> = row
        .map("labels")
        .into_iter()
        .filter(|(_, value)| value.len() <= LONGEST_LABEL && !value.is_empty())
        .map(|(label, value)| format!("{label}=\"{value}\""))
        .collect();
    Series {
        subject: Subject {
            service: row.owned("service"),
            instance: row.owned("instance"),
            caller: row.owned("caller"),
            operation: None,
        },
        measure: Measure::of_metric(&name),
        name: if labels.is_empty() { name } else { format!("{name}{{{}}}", labels.join(",")) },
        part: None,
        step: 0,
        points: Vec::new(),
    }
}

/// The median distance between points.
fn usual_interval(series: &Series) -> i64 {
    let distances = series.points.windows(2).map(|pair| pair[1].time.since(pair[0].time) as f64);
    let usual = postlude_signals::shift::median(distances) as i64;
    if usual > 0 { usual } else { series.step }
}

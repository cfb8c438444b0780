use std::borrow::Cow;

use postlude_evidence::{Metric, Record, Sink, Text};

use super::identity::Identity;
use super::quantity::{quantity, shared_unit};
use super::series::{Reading, Series, read};
use super::words::is_measure;
use super::{Clock, Column, Decode, Kind, Table, Tally, clock};
use crate::decode::labels;
use crate::frame::csv::Row;
use crate::{Carry, Hints};

/// A table with a moment in each row and a series in each column of numbers.
pub struct Wide {
    clock: Clock,
    identity: Identity,
    series: Vec<(usize, Series)>,
    /// Columns whose cells write their units.
    quantities: Vec<usize>,
    labels: Vec<(usize, String)>,
}

/// Columns of numbers that name something instead of measuring it.
const NUMBERED: &[&str] =
    &["", "index", "unnamed0", "id", "rowid", "row", "no", "pid", "port", "namespaceid"];

/// A table with a column of moments and columns of numbers, without messages.
pub fn plan(table: &Table, hints: &Hints<'_>) -> Option<Kind> {
    if !table.layers.is_empty() {
        return None;
    }
    let clock = clock::find(table, hints)?;
    let identity = Identity::of(table);
    let measured = measured_columns(table, &clock, hints)?;
    let names: Vec<&str> = measured.iter().map(|&i| table.columns[i].name.as_str()).collect();
    let (mut series, reading) = name_series(&names, table, &identity);
    let mut reasons = vec![format!(
        "column {} holds the time, {} columns hold numbers",
        table.columns[clock.column].name,
        names.len()
    )];
    reasons.push(match reading {
        Reading::Services => "names of columns are a service and a measure".to_owned(),
        Reading::Calls => "names of columns are a caller and a called service".to_owned(),
        Reading::Measures => "names of columns are measures".to_owned(),
    });
    let identity = if reading == Reading::Measures { identity } else { identity.without_file() };
    if let Some(file) = identity.file().filter(|_| !identity.in_rows()) {
        reasons.push(format!("the file name says service {}", file.service.as_deref().unwrap_or_default()));
    }
    if let Some(caller) = identity.file().and_then(|file| file.caller.as_deref()) {
        for series in series.iter_mut().filter(|series| is_about_calls(&series.name)) {
            series.caller = Some(caller.to_owned());
        }
    }
    let labels = (0..table.columns.len())
        .filter(|&i| !clock.uses(i) && !identity.uses(i) && !measured.contains(&i))
        .filter(|&i| {
            !NUMBERED.contains(&table.columns[i].key.as_str()) && Clock::of(table, i, hints).is_none()
        })
        .map(|i| (i, table.columns[i].name.clone()))
        .collect();
    let problems = clock.problems();
    let mut series: Vec<(usize, Series)> = measured.into_iter().zip(series).collect();
    let mut quantities = Vec::new();
    for (column, series) in series.iter_mut().filter(|(column, _)| !table.columns[*column].is_numeric()) {
        if let Some(unit) = shared_unit(&table.columns[*column].values) {
            series.unit = (!unit.is_empty()).then(|| unit.to_owned());
            quantities.push(*column);
        }
    }
    let decode = Box::new(Wide { clock, identity, series, quantities, labels });
    Some(Kind { name: "metrics", confidence: 88, reasons, problems, decode })
}

/// The columns that are series; none if the table is not one of metrics.
fn measured_columns(table: &Table, clock: &Clock, hints: &Hints<'_>) -> Option<Vec<usize>> {
    let columns = &table.columns;
    let identifies =
        |column: &Column| matches!(column.key.as_str(), "traceid" | "spanid" | "requestid" | "sessionid");
    if columns
        .iter()
        .any(|column| identifies(column) || (!is_measured(column) && column.is_prose() && !is_time(column)))
    {
        return None;
    }
    let numeric: Vec<usize> = (0..columns.len())
        .filter(|&i| {
            let column = &columns[i];
            let numbered = NUMBERED.contains(&column.key.as_str())
                || (column.is_counter() && !column.words.iter().any(|w| is_measure(w)));
            // In a table of numbers a column without any value yet is one that was silent.
            (is_measured(column) || column.is_empty())
                && !clock.uses(i)
                && !numbered
                && !(is_time(column) && Clock::of(table, i, hints).is_some())
        })
        .collect();
    let texts = (0..columns.len())
        .filter(|i| !is_measured(&columns[*i]) && !columns[*i].is_empty() && !clock.uses(*i));
    let texts = texts.filter(|&i| !is_time(&columns[i])).count();
    let filled = numeric.iter().filter(|&&i| !columns[i].is_empty()).count();
    // A table with no rows yet, only names, is a table of metrics if its names say so.
    let named = numeric.iter().filter(|&&i| columns[i].words.iter().any(|word| is_measure(word))).count();
    let enough = filled > 0 && (texts <= filled + 1 || named > 0);
    enough.then_some(numeric)
}

fn is_measured(column: &Column) -> bool {
    column.is_numeric() || shared_unit(&column.values).is_some()
}

fn is_time(column: &Column) -> bool {
    column.words.iter().any(|word| matches!(word.as_str(), "time" | "timestamp" | "ts" | "date" | "epoch"))
}

/// The series of the columns: labelled names by their labels, the others taken together.
fn name_series(names: &[&str], table: &Table, identity: &Identity) -> (Vec<Series>, Reading) {
    let stem = &table.file.stem;
    let plain: Vec<&str> = names.iter().copied().filter(|name| !name.contains('{')).collect();
    let (series, reading) = if identity.in_rows() {
        (plain.iter().map(|name| Series::plain(name)).collect(), Reading::Measures)
    } else {
        read(&plain, stem)
    };
    let mut plain = series.into_iter();
    let all = names.iter().map(|name| {
        if name.contains('{') {
            return labels::series(name, stem);
        }
        let mut series = plain.next().unwrap_or_default();
        if matches!(series.name.to_ascii_lowercase().as_str(), "value" | "val" | "mean" | "avg")
            && !stem.is_empty()
        {
            series.name = stem.clone();
        }
        series
    });
    (all.collect(), reading)
}

/// Whether a measure is one of calls, not of the machine that serves them.
fn is_about_calls(name: &str) -> bool {
    super::words::words(name).iter().any(|word| {
        matches!(
            word.as_str(),
            "latency"
                | "lat"
                | "success"
                | "error"
                | "errors"
                | "request"
                | "requests"
                | "duration"
                | "response"
                | "rps"
                | "qps"
                | "availability"
                | "failure"
                | "failures"
                | "calls"
        )
    })
}

impl Wide {
    /// A table of these series in which nothing but the columns says whose they are.
    pub fn of_series(clock: Clock, series: Vec<(usize, Series)>) -> Self {
        let (identity, quantities, labels) = Default::default();
        Self { clock, identity, series, quantities, labels }
    }
}

impl Decode for Wide {
    fn needs_order(&self) -> bool {
        self.clock.needs_order()
    }

    fn row(&self, row: &Row<'_, '_>, carry: &mut Carry, tally: &mut Tally, sink: &mut dyn Sink) {
        let mut origin = row.origin();
        origin.time = self.clock.read(row, carry);
        if origin.time.is_none() {
            tally.count("no-time", "rows have no readable time", row.span());
            return;
        }
        self.identity.fill(row, &mut origin);
        for (column, name) in &self.labels {
            origin.attributes.extend(row.filled(*column).map(|value| (Cow::Borrowed(name.as_str()), value)));
        }
        // One record is made for the row and changed for each series: the row's own fields are not copied.
        let caller = self.identity.caller(row);
        let own = Own { service: origin.service.clone(), instance: origin.instance.clone(), caller };
        let fields = origin.attributes.len();
        let name = Cow::Borrowed("");
        let mut record = Record::Metric(Metric { origin, name, unit: None, value: 0.0, caller: None });
        for (column, series) in &self.series {
            let value = match self.quantities.contains(column) {
                true => quantity(row.raw(*column)).map(|(value, _)| value),
                false => row.number(*column),
            };
            let Some(value) = value else {
                if row.filled(*column).is_some() {
                    tally.count("not-a-number", "cells of numeric columns hold no number", row.span());
                }
                continue;
            };
            if let Record::Metric(metric) = &mut record {
                metric.value = value;
                metric.origin.attributes.truncate(fields);
                series.name(metric, &own);
            }
            sink.record(&record);
        }
    }
}

/// What a row says of all its values.
struct Own<'r> {
    service: Option<Text<'r>>,
    instance: Option<Text<'r>>,
    caller: Option<Text<'r>>,
}

impl Series {
    /// Names a value of the series; what the name of the column does not say, the row says.
    fn name<'r>(&'r self, metric: &mut Metric<'r>, row: &Own<'r>) {
        let own = |text: &'r Option<String>| text.as_deref().map(Cow::Borrowed);
        metric.name = Cow::Borrowed(&self.name);
        metric.unit = own(&self.unit);
        metric.origin.service = own(&self.service).or_else(|| row.service.clone());
        metric.origin.instance = own(&self.instance).or_else(|| row.instance.clone());
        metric.caller = own(&self.caller).or_else(|| row.caller.clone());
        let labels = self.labels.iter();
        let labels =
            labels.map(|(name, value)| (Cow::Borrowed(name.as_str()), Cow::Borrowed(value.as_str())));
        metric.origin.attributes.extend(labels);
    }
}

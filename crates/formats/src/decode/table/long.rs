use std::borrow::Cow;

use postlude_evidence::{Metric, Record, Sink};

use super::identity::{Identity, service_of};
use super::words::unit_of;
use super::{Clock, Decode, Kind, Table, Tally, clock};
use crate::decode::labels;
use crate::frame::csv::Row;
use crate::{Carry, Hints};

/// A table with one value in each row: a moment, the name of a metric, the value, labels.
struct Long {
    clock: Clock,
    names: Vec<usize>,
    value: usize,
    unit: Option<usize>,
    identity: Identity,
    labels: Vec<(usize, String)>,
}

const NAME: &[&str] = &[
    "metricname",
    "metric",
    "kpiname",
    "kpi",
    "measurement",
    "series",
    "seriesname",
    "metricid",
    "counter",
    "countername",
    "itemname",
    "timeseries",
    "name",
    "measure",
    "indicator",
];
const VALUE: &[&str] =
    &["value", "metricvalue", "val", "v", "mean", "avg", "average", "reading", "countervalue"];

/// A table with a column of moments, one of metric names and one of values.
pub fn plan(table: &Table, hints: &Hints<'_>) -> Option<Kind> {
    let name = NAME.iter().filter_map(|key| table.find(&[key])).find(|&i| {
        !table.columns[i].is_numeric() && !table.columns[i].is_empty() && !table.columns[i].is_prose()
    })?;
    let value = VALUE.iter().filter_map(|key| table.find(&[key])).find(|&i| table.columns[i].is_numeric())?;
    let clock = clock::find(table, hints)?;
    let mut names = vec![name];
    if table.columns[name].key == "measurement" {
        names.extend(table.find(&["field", "fieldname"]));
    }
    let identity = Identity::of(table);
    let unit = table.find(&["unit", "units", "metricunit"]).filter(|&i| !table.columns[i].is_numeric());
    let labels = (0..table.columns.len())
        .filter(|i| !names.contains(i) && *i != value && Some(*i) != unit)
        .filter(|&i| {
            !clock.uses(i) && !identity.uses(i) && !matches!(table.columns[i].key.as_str(), "" | "index")
        })
        .map(|i| (i, table.columns[i].name.clone()))
        .collect();
    let reasons = vec![format!(
        "column {} names the metric, {} holds the value, {} the time",
        table.columns[name].name, table.columns[value].name, table.columns[clock.column].name
    )];
    let problems = clock.problems();
    let decode = Box::new(Long { clock, names, value, unit, identity, labels });
    Some(Kind { name: "metrics, one value a row,", confidence: 89, reasons, problems, decode })
}

impl Long {
    fn name<'r>(&self, row: &Row<'r, '_>) -> Cow<'r, str> {
        match self.names[..] {
            [name] => row.text(name),
            _ => {
                let parts: Vec<_> = self.names.iter().filter_map(|&name| row.filled(name)).collect();
                Cow::Owned(parts.join("."))
            }
        }
    }
}

impl Decode for Long {
    fn needs_order(&self) -> bool {
        self.clock.needs_order()
    }

    fn row(&self, row: &Row<'_, '_>, carry: &mut Carry, tally: &mut Tally, sink: &mut dyn Sink) {
        let mut origin = row.origin();
        origin.time = self.clock.read(row, carry);
        let Some(value) = row.number(self.value) else {
            if row.filled(self.value).is_some() {
                tally.count("not-a-number", "values are no numbers", row.span());
            }
            return;
        };
        if origin.time.is_none() {
            tally.count("no-time", "rows have no readable time", row.span());
        }
        self.identity.fill(row, &mut origin);
        for (column, name) in &self.labels {
            origin.attributes.extend(row.filled(*column).map(|value| (Cow::Borrowed(name.as_str()), value)));
        }
        let written = self.name(row);
        let (mut name, mut unit) = (written.clone(), self.unit.and_then(|unit| row.filled(unit)));
        let mut caller = self.identity.caller(row);
        if written.contains('{') {
            let (bare, found) = labels::parse(&written);
            name = Cow::Owned(bare.to_owned());
            let whose =
                labels::whose(|key| found.iter().find(|(known, _)| known == key).map(|(_, v)| v.as_str()));
            let own = |text: Option<&str>| text.map(|text| Cow::Owned(text.to_owned()));
            origin.service = own(whose.service).or(origin.service.take());
            origin.instance = own(whose.instance).or(origin.instance.take());
            caller = caller.or(own(whose.caller));
            origin
                .attributes
                .extend(found.into_iter().map(|(key, value)| (Cow::Owned(key), Cow::Owned(value))));
        } else if unit.is_none() {
            unit = unit_of(&written).1.map(|unit| Cow::Owned(unit.to_owned()));
        }
        let caller = caller.map(service_of);
        sink.record(&Record::Metric(Metric { origin, name, unit, value, caller }));
    }
}

use super::series::Series;
use super::wide::Wide;
use super::words::{is_measure, words};
use super::{Clock, Kind, Table};
use crate::Hints;

/// What a header row of several says about each column.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Level {
    Service,
    Instance,
    Host,
    Measure,
    Statistic,
    Unit,
    Label,
}

/// A table of metrics whose columns are named by several rows (service, metric, statistic), each row labelled
/// by its first cell.
pub fn plan(table: &Table, hints: &Hints<'_>) -> Option<Kind> {
    if table.layers.is_empty() {
        return None;
    }
    let clock = Clock::of(table, 0, hints)?;
    let rows: Vec<&Vec<String>> = std::iter::once(&table.header)
        .chain(&table.layers)
        .filter(|row| row.iter().skip(1).any(|cell| !cell.is_empty()))
        .collect();
    let levels: Vec<Level> = rows.iter().map(|row| level(row)).collect();
    let mut reasons = vec![format!("{} header rows name the columns", 1 + table.layers.len())];
    reasons.extend(rows.iter().zip(&levels).map(|(row, level)| {
        let label = row.first().map(String::as_str).unwrap_or_default();
        format!("header row \"{label}\" is a {level:?}").to_lowercase()
    }));
    let series = (1..table.columns.len())
        .filter(|&i| table.columns[i].is_numeric() || table.columns[i].is_empty())
        .map(|i| (i, series_of(&rows, &levels, i)))
        .collect();
    let problems = clock.problems();
    let decode = Box::new(Wide::of_series(clock, series));
    Some(Kind { name: "metrics with several header rows", confidence: 90, reasons, problems, decode })
}

/// By the label of the row, else by its cells.
fn level(row: &[String]) -> Level {
    let label = words(row.first().map(String::as_str).unwrap_or_default());
    let is = |names: &[&str]| label.iter().any(|word| names.contains(&word.as_str()));
    if is(&["service", "microservice", "app", "application", "workload", "component", "deployment"]) {
        Level::Service
    } else if is(&["pod", "instance", "container"]) {
        Level::Instance
    } else if is(&["host", "node", "machine", "server"]) {
        Level::Host
    } else if is(&["statistic", "stat", "stats", "aggregation", "quantile", "percentile", "agg"]) {
        Level::Statistic
    } else if is(&["unit", "units"]) {
        Level::Unit
    } else if is(&["metric", "measure", "measurement", "kpi", "name", "field", "variable"]) {
        Level::Measure
    } else {
        let filled: Vec<&String> = row.iter().skip(1).filter(|cell| !cell.is_empty()).collect();
        let measures = filled.iter().filter(|cell| words(cell).iter().any(|word| is_measure(word))).count();
        if measures * 2 > filled.len() { Level::Measure } else { Level::Label }
    }
}

fn series_of(rows: &[&Vec<String>], levels: &[Level], column: usize) -> Series {
    let cell = |row: usize| rows[row].get(column).map(String::as_str).filter(|cell| !cell.is_empty());
    let of = |wanted: Level| (0..rows.len()).find(|&row| levels[row] == wanted).and_then(cell);
    // A measure may stand in a row that nothing names; a service too, when another row has the measures.
    let labels: Vec<usize> = (0..rows.len()).filter(|&row| levels[row] == Level::Label).collect();
    let mut labels = labels.into_iter();
    let service = of(Level::Service).or_else(|| match of(Level::Instance) {
        None => labels.next().and_then(cell),
        Some(_) => None,
    });
    let measure = of(Level::Measure).unwrap_or("value");
    let name = match of(Level::Statistic) {
        Some(statistic) => format!("{measure}_{statistic}"),
        None => measure.to_owned(),
    };
    let mut series = match of(Level::Instance) {
        Some(instance) => Series::of(instance, &name),
        None => Series::plain(&name),
    };
    series.instance = of(Level::Instance).map(str::to_owned).or(series.instance);
    series.service = service.map(str::to_owned).or(series.service);
    series.unit = of(Level::Unit).map(str::to_owned).or(series.unit);
    let others = labels.filter_map(|row| Some((rows[row].first()?.clone(), cell(row)?.to_owned())));
    series.labels = others.collect();
    series.labels.extend(of(Level::Host).map(|host| ("host.name".to_owned(), host.to_owned())));
    series
}

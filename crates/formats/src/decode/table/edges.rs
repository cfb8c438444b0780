use std::borrow::Cow;

use postlude_evidence::{Dependency, Record, Sink};

use super::identity::service_of;
use super::{Decode, Kind, Table, Tally, clock};
use crate::frame::csv::Row;
use crate::{Carry, Hints};

/// A list of calls: who calls whom, perhaps how much.
struct Edges {
    caller: usize,
    callee: usize,
    weight: Option<usize>,
    others: Vec<(usize, String)>,
}

/// Pairs of column names: who calls, who is called.
pub const PAIRS: &[(&str, &str)] = &[
    ("source", "target"),
    ("source", "destination"),
    ("src", "dst"),
    ("src", "dest"),
    ("from", "to"),
    ("caller", "callee"),
    ("client", "server"),
    ("parent", "child"),
    ("upstream", "downstream"),
    ("consumer", "provider"),
    ("sourceservice", "targetservice"),
    ("sourceservice", "destinationservice"),
    ("sourceworkload", "destinationworkload"),
    ("callerservice", "calleeservice"),
    ("fromservice", "toservice"),
    ("sourceip", "destip"),
    ("sourcehost", "desthost"),
    ("srcservice", "dstservice"),
];

/// The columns of a pair, if both hold texts.
pub fn pair(table: &Table) -> Option<(usize, usize)> {
    PAIRS.iter().find_map(|(caller, callee)| {
        let pair = (table.find(&[caller])?, table.find(&[callee])?);
        let text = |i: usize| {
            !table.columns[i].is_numeric() && !table.columns[i].is_empty() && !table.columns[i].is_prose()
        };
        (text(pair.0) && text(pair.1)).then_some(pair)
    })
}

/// A small table with a pair of columns for caller and callee and no moments.
pub fn plan(table: &Table, hints: &Hints<'_>) -> Option<Kind> {
    let (caller, callee) = pair(table)?;
    if table.columns.len() > 6 || clock::find(table, hints).is_some() {
        return None;
    }
    let weights = ["weight", "count", "calls", "callcount", "value", "requests", "score", "number"];
    let weight = table.find(&weights).filter(|&i| table.columns[i].is_numeric());
    let others = (0..table.columns.len())
        .filter(|i| {
            ![Some(caller), Some(callee), weight].contains(&Some(*i)) && !table.columns[*i].key.is_empty()
        })
        .map(|i| (i, table.columns[i].name.clone()))
        .collect();
    let names = [caller, callee].map(|i| table.columns[i].name.as_str());
    let reasons = vec![format!("column {} calls column {}, without times", names[0], names[1])];
    let decode = Box::new(Edges { caller, callee, weight, others });
    Some(Kind { name: "call graph", confidence: 86, reasons, problems: Vec::new(), decode })
}

impl Decode for Edges {
    fn row(&self, row: &Row<'_, '_>, _: &mut Carry, tally: &mut Tally, sink: &mut dyn Sink) {
        let (Some(caller), Some(callee)) = (row.filled(self.caller), row.filled(self.callee)) else {
            tally.count("no-edge", "rows name no caller or no callee", row.span());
            return;
        };
        let mut origin = row.origin();
        for (column, name) in &self.others {
            origin.attributes.extend(row.filled(*column).map(|value| (Cow::Borrowed(name.as_str()), value)));
        }
        let weight = self.weight.and_then(|column| row.number(column));
        let (caller, callee) = (service_of(caller), service_of(callee));
        sink.record(&Record::Dependency(Dependency { origin, caller, callee, weight }));
    }
}

use std::borrow::Cow;

use postlude_evidence::{Dependency, Record, Sink};

use super::identity::service_of;
use super::{Decode, Kind, Table, Tally};
use crate::frame::csv::Row;
use crate::{Carry, Hints};

/// An adjacency matrix: a row for each caller, a column for each callee.
struct Matrix {
    /// Columns and the services they are named after.
    callees: Vec<(usize, String)>,
}

/// A table of numbers whose first column and header carry the same names.
pub fn plan(table: &Table, _: &Hints<'_>) -> Option<Kind> {
    let (first, others) = table.columns.split_first()?;
    let named = first.share(|name| table.header.iter().skip(1).any(|column| column == name));
    let numbers = others.iter().all(|column| column.is_numeric() || column.is_empty());
    if others.len() < 2 || first.values.len() < 2 || named < 0.8 || !numbers || !table.layers.is_empty() {
        return None;
    }
    let callees = table.header.iter().enumerate().skip(1).map(|(i, name)| (i, name.clone())).collect();
    let reasons =
        vec![format!("first column and header carry the same {} names: who calls whom", others.len())];
    let decode = Box::new(Matrix { callees });
    Some(Kind { name: "adjacency matrix", confidence: 90, reasons, problems: Vec::new(), decode })
}

impl Decode for Matrix {
    fn row(&self, row: &Row<'_, '_>, _: &mut Carry, _: &mut Tally, sink: &mut dyn Sink) {
        let Some(caller) = row.filled(0).map(service_of) else { return };
        for (column, callee) in &self.callees {
            let Some(weight) = row.number(*column).filter(|weight| *weight != 0.0) else { continue };
            let callee = service_of(Cow::Borrowed(callee.as_str()));
            let edge =
                Dependency { origin: row.origin(), caller: caller.clone(), callee, weight: Some(weight) };
            sink.record(&Record::Dependency(edge));
        }
    }
}

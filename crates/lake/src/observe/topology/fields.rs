//! Some attributes of many rows, read in one pass: a look-up in SQL walks through all attributes of a row for each name.

use std::collections::BTreeMap;

use datafusion::arrow::array::{Array, AsArray, RecordBatch};
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::DataType;

use super::super::rows::{self, Row};
use crate::{Failure, Session};

/// Names under which one thing goes, best first.
pub(super) type Keys = &'static [&'static str];

/// The values that one row has, by place in the list of names that was asked for.
pub(super) struct Fields<'a> {
    /// Which of the names it stood under, and the value.
    values: &'a [(usize, Option<&'a str>)],
}

impl<'a> Fields<'a> {
    /// The value under the best name, where there is one and it is not empty.
    pub(super) fn first(&self, at: usize) -> Option<&'a str> {
        self.values.get(at)?.1
    }

    pub(super) fn owned(&self, at: usize) -> Option<String> {
        self.first(at).map(str::to_owned)
    }
}

/// Runs a query that has a column `attributes` and hands on each row with the values of these attributes. The order of
/// the rows is not fixed.
pub(super) fn each(
    session: &Session,
    query: &str,
    wanted: &[Keys],
    take: &mut dyn FnMut(&Row, &Fields<'_>),
) -> Result<(), Failure> {
    let mut failed = None;
    session.stream(query, &mut |batch| {
        failed = batch_of(&batch, wanted, take).err();
        failed.is_none()
    })?;
    failed.map_or(Ok(()), Err)
}

fn batch_of(
    batch: &RecordBatch,
    wanted: &[Keys],
    take: &mut dyn FnMut(&Row, &Fields<'_>),
) -> Result<(), Failure> {
    let Some(map) = batch.column_by_name("attributes").and_then(|column| column.as_map_opt()) else {
        return Ok(());
    };
    let texts = |column| cast(column, &DataType::Utf8);
    let read = texts(map.keys()).and_then(|keys| Ok((keys, texts(map.values())?)));
    let (keys, values) = read.map_err(|error| Failure::Query { message: error.to_string(), place: None })?;
    let (keys, values) = (keys.as_string::<i32>(), values.as_string::<i32>());
    let mut places: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (at, names) in wanted.iter().enumerate() {
        places.extend(names.iter().enumerate().map(|(rank, name)| (*name, (at, rank))));
    }
    let mut found: Vec<(usize, Option<&str>)> = Vec::with_capacity(wanted.len());
    for (row, bounds) in rows::of(std::slice::from_ref(batch))?.zip(map.value_offsets().windows(2)) {
        found.clear();
        found.resize(wanted.len(), (usize::MAX, None));
        let (from, to) = (bounds[0].unsigned_abs() as usize, bounds[1].unsigned_abs() as usize);
        for entry in from..to {
            let Some((at, rank)) = places.get(keys.value(entry)) else { continue };
            let known = &mut found[*at];
            if *rank < known.0 && values.is_valid(entry) && !values.value(entry).is_empty() {
                *known = (*rank, Some(values.value(entry)));
            }
        }
        take(&row, &Fields { values: &found });
    }
    Ok(())
}

//! How queries are run, and how columns become values.

use postlude_base::Timestamp;
use postlude_store::{Conflict, Result};
use serde_json::Value;
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::query::Query;
use sqlx::{Error, Executor, Postgres, Row as _};

use crate::failure::failure;

pub(crate) type Row = PgRow;
pub(crate) type Sql<'q> = Query<'q, Postgres, PgArguments>;

/// At most one row.
pub(crate) async fn one<'c, T>(
    on: impl Executor<'c, Database = Postgres>,
    query: Sql<'_>,
    read: impl Fn(&Row) -> sqlx::Result<T>,
) -> Result<Option<T>> {
    query.fetch_optional(on).await.and_then(|row| row.as_ref().map(read).transpose()).map_err(failure)
}

/// All rows.
pub(crate) async fn all<'c, T>(
    on: impl Executor<'c, Database = Postgres>,
    query: Sql<'_>,
    read: impl Fn(&Row) -> sqlx::Result<T>,
) -> Result<Vec<T>> {
    query.fetch_all(on).await.and_then(|rows| rows.iter().map(read).collect()).map_err(failure)
}

/// The number of rows that were changed.
pub(crate) async fn change<'c>(on: impl Executor<'c, Database = Postgres>, query: Sql<'_>) -> Result<u64> {
    query.execute(on).await.map(|done| done.rows_affected()).map_err(failure)
}

/// After a change of a version that was read before: true if it was made, false if there is nothing of that kind; conflicts if it is another version by now.
pub(crate) async fn unless_changed<'c>(
    on: impl Executor<'c, Database = Postgres>,
    rows: u64,
    there: Sql<'_>,
) -> Result<bool> {
    if rows > 0 {
        return Ok(true);
    }
    match one(on, there, |_| Ok(())).await? {
        Some(()) => Err(Conflict::Changed.into()),
        None => Ok(false),
    }
}

pub(crate) fn time(row: &Row, column: &str) -> sqlx::Result<Timestamp> {
    row.try_get(column).map(Timestamp)
}

pub(crate) fn optional_time(row: &Row, column: &str) -> sqlx::Result<Option<Timestamp>> {
    Ok(row.try_get::<Option<i64>, _>(column)?.map(Timestamp))
}

pub(crate) fn json(row: &Row, column: &str) -> sqlx::Result<Value> {
    serde_json::from_str(row.try_get(column)?).map_err(|error| Error::Decode(Box::new(error)))
}

/// A value that is kept by its name.
pub(crate) fn named<T>(row: &Row, column: &str, named: impl Fn(&str) -> Option<T>) -> sqlx::Result<T> {
    let name: &str = row.try_get(column)?;
    named(name).ok_or_else(|| Error::Decode(format!("{column} holds the unknown name {name}").into()))
}

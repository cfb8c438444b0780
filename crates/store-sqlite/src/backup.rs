//! Dump and restore.

use async_trait::async_trait;
use postlude_store::{Backup, Cell, Column, Conflict, Kind, Line, Reader, Result, TABLES, Table};
use sqlx::{AssertSqlSafe, Row as _, SqliteConnection, query};
use tokio::sync::mpsc::{Receiver, Sender};

use crate::SqliteStore;
use crate::failure::failure;
use crate::sql::{self, Row, Sql};

#[async_trait]
impl Backup for SqliteStore {
    async fn dump(&self, lines: Sender<String>) -> Result<()> {
        // The first read fixes the moment; in a write-ahead log it does not hold up the writer.
        let mut moment = self.readers.begin().await.map_err(failure)?;
        if lines.send(Line::Begin.write()).await.is_err() {
            return Ok(());
        }
        let mut rows = 0;
        for (index, table) in TABLES.iter().enumerate() {
            let mut after = None;
            loop {
                let page = page(&mut moment, table, after.as_deref()).await?;
                after = page.last().map(|cells| cells[..table.key].to_vec());
                if after.is_none() {
                    break;
                }
                for cells in page {
                    rows += 1;
                    if lines.send(Line::Row(index, cells).write()).await.is_err() {
                        return Ok(());
                    }
                }
            }
        }
        drop(lines.send(Line::End(rows).write()).await);
        moment.rollback().await.map_err(failure)
    }

    async fn restore(&self, mut lines: Receiver<String>) -> Result<u64> {
        let mut transaction = self.begin().await?;
        for table in TABLES {
            let kept = query(AssertSqlSafe(format!("SELECT 1 FROM {} LIMIT 1", table.name)));
            if sql::one(&mut *transaction, kept, |_| Ok(())).await?.is_some() {
                return Err(Conflict::NotEmpty.into());
            }
        }
        let mut reader = Reader::default();
        while let Some(line) = lines.recv().await {
            if let Some((table, cells)) = reader.row(&line)? {
                sql::change(&mut *transaction, insert(table, cells)).await?;
            }
        }
        let rows = reader.end()?;
        transaction.commit().await.map_err(failure)?;
        Ok(rows)
    }
}

/// The rows of a table after a key, in the order of the key.
async fn page(on: &mut SqliteConnection, table: &Table, after: Option<&[Cell]>) -> Result<Vec<Vec<Cell>>> {
    let columns = names(table.columns);
    let key = names(&table.columns[..table.key]);
    let beyond =
        if after.is_some() { format!("WHERE ({key}) > ({})", places(table.key)) } else { String::new() };
    let rows =
        format!("SELECT {columns} FROM {} {beyond} ORDER BY {key} LIMIT {}", table.name, table.rows_at_once);
    let rows = bind(query(AssertSqlSafe(rows)), after.unwrap_or_default().to_vec());
    sql::all(on, rows, |row| table.columns.iter().map(|column| cell(row, column)).collect()).await
}

fn insert(table: &Table, cells: Vec<Cell>) -> Sql<'static> {
    let columns = names(table.columns);
    let places = places(table.columns.len());
    bind(query(AssertSqlSafe(format!("INSERT INTO {} ({columns}) VALUES ({places})", table.name))), cells)
}

fn names(columns: &[Column]) -> String {
    columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

fn places(count: usize) -> String {
    (1..=count).map(|place| format!("${place}")).collect::<Vec<_>>().join(", ")
}

fn bind(query: Sql<'static>, cells: Vec<Cell>) -> Sql<'static> {
    cells.into_iter().fold(query, |query, cell| match cell {
        Cell::Null => query.bind(None::<i64>),
        Cell::Text(text) => query.bind(text),
        Cell::Integer(number) => query.bind(number),
        Cell::Bytes(bytes) => query.bind(bytes),
        Cell::Id(id) => query.bind(id),
    })
}

fn cell(row: &Row, (name, kind): &Column) -> sqlx::Result<Cell> {
    let cell = match kind {
        Kind::Text => row.try_get::<Option<_>, _>(*name)?.map(Cell::Text),
        Kind::Integer => row.try_get::<Option<_>, _>(*name)?.map(Cell::Integer),
        Kind::Bytes => row.try_get::<Option<_>, _>(*name)?.map(Cell::Bytes),
        Kind::Id => row.try_get::<Option<_>, _>(*name)?.map(Cell::Id),
    };
    Ok(cell.unwrap_or(Cell::Null))
}

//! The tables of evidence over the segments of the chosen sources.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::common::Result;
use datafusion::datasource::file_format::parquet::ParquetFormat;
use datafusion::datasource::listing::{ListingOptions, ListingTable, ListingTableConfig, ListingTableUrl};
use datafusion::datasource::{MemTable, TableProvider};
use datafusion::prelude::{DataFrame, Expr, SessionContext, col, lit};
use postlude_base::SourceId;
use postlude_evidence::Table;

use crate::folder::Folder;
use crate::manifest::Batch;
use crate::pattern;

use super::Choice;
use super::moment::repaired;
use super::template::Index;

/// The chosen part of a lake.
pub(super) struct Evidence<'a> {
    context: &'a SessionContext,
    folder: &'a Folder,
    batches: Vec<&'a Batch>,
    /// The chosen sources, when the segments hold others too.
    only: Option<BTreeSet<SourceId>>,
    choice: &'a Choice,
}

impl<'a> Evidence<'a> {
    pub(super) fn new(
        context: &'a SessionContext,
        folder: &'a Folder,
        batches: &'a BTreeMap<String, Batch>,
        choice: &'a Choice,
    ) -> Self {
        let chosen = |batch: &&Batch| batch.sources.iter().any(|source| choice.includes(source.id));
        let batches: Vec<_> = batches.values().filter(chosen).collect();
        let mut sources = batches.iter().flat_map(|batch| &batch.sources);
        let only =
            if sources.all(|source| choice.includes(source.id)) { None } else { choice.sources.clone() };
        Self { context, folder, batches, only, choice }
    }

    /// The patterns of the chosen sources.
    pub(super) fn patterns(&self) -> Result<DataFrame> {
        self.rows(pattern::TABLE, &pattern::schema())
    }

    /// Gives every table its name in SQL.
    pub(super) fn register(&self, templates: &Arc<Index>) -> Result<()> {
        for table in Table::ALL {
            let mut frame = self.rows(table.name(), &table.schema())?;
            let mut columns: Vec<Expr> =
                table.schema().fields().iter().map(|field| col(field.name())).collect();
            if !self.choice.offsets.is_empty() {
                columns.iter_mut().for_each(|column| self.repair(column));
            }
            if table == Table::Log {
                columns.extend(templates.columns());
            }
            frame = frame.select(columns)?;
            self.context.register_table(table.name(), frame.into_view())?;
        }
        Ok(())
    }

    /// What happened in a source when its clock said so happened at another time; what it says itself stays as it is.
    fn repair(&self, column: &mut Expr) {
        let repaired = |written: &str, name: &str| repaired(&self.choice.offsets, written, name);
        let name = column.schema_name().to_string();
        match name.as_str() {
            "time" => *column = repaired("time_original", "time"),
            "end_time" => *column = repaired("end_time", "end_time"),
            _ => {}
        }
    }

    fn rows(&self, table: &str, schema: &SchemaRef) -> Result<DataFrame> {
        let frame = self.context.read_table(self.provider(table, schema)?)?;
        match &self.only {
            Some(sources) => {
                let sources = sources.iter().map(|source| lit(source.0)).collect();
                frame.filter(col("source_id").in_list(sources, false))
            }
            None => Ok(frame),
        }
    }

    fn provider(&self, table: &str, schema: &SchemaRef) -> Result<Arc<dyn TableProvider>> {
        let segments = self.batches.iter().flat_map(|batch| &batch.segments);
        let urls = segments
            .filter(|segment| segment.table == table)
            .map(|segment| ListingTableUrl::parse(self.folder.url(table, &segment.name)))
            .collect::<Result<Vec<_>>>()?;
        let schema = with_views(schema);
        if urls.is_empty() {
            return Ok(Arc::new(MemTable::try_new(schema, vec![vec![]])?));
        }
        let options = ListingOptions::new(Arc::new(ParquetFormat::new()));
        let config =
            ListingTableConfig::new_with_multi_paths(urls).with_listing_options(options).with_schema(schema);
        Ok(Arc::new(ListingTable::try_new(config)?))
    }
}

/// Text is read as views, which point into the decoded pages instead of copying them.
fn with_views(schema: &Schema) -> SchemaRef {
    let fields = schema.fields().iter().map(|field| match field.data_type() {
        DataType::Utf8 => Arc::new(Field::new(field.name(), DataType::Utf8View, field.is_nullable())),
        _ => Arc::clone(field),
    });
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

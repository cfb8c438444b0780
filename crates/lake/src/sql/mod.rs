//! SQL over the evidence.
//!
//! Tables: `log metric span alert change message dependency attachment` with the columns of
//! `postlude-evidence` (`log` also has `template_id` and `template`), `source` and `template`. An attribute is
//! read with `attributes['http.request.method']`.

mod moment;
mod nested;
mod source;
mod tables;
mod template;
mod threads;
mod trouble;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::thread;

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::compute::cast;
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::physical_plan::SendableRecordBatchStream;
use datafusion::prelude::{DataFrame, SQLOptions, SessionConfig, SessionContext};
use postlude_base::SourceId;
use postlude_draft::clocks::Course;
use postlude_evidence::Table;
use tokio::runtime::Builder;

use crate::Failure;
use crate::folder::Folder;
use crate::manifest::Batch;

use threads::Threads;

pub(crate) use trouble::query_failure;

/// Bytes that the operators of all queries of a session may hold; beyond it they use the disk or say no.
const MEMORY: usize = 256 << 20;

/// Which sources a session is about, and how their clocks are repaired.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// These only; all when none.
    pub sources: Option<BTreeSet<SourceId>>,
    /// What to add to `time_original` of a source to get `time`; nothing where none is given.
    pub offsets: BTreeMap<SourceId, Course>,
}

impl Choice {
    fn includes(&self, id: SourceId) -> bool {
        self.sources.as_ref().is_none_or(|chosen| chosen.contains(&id))
    }
}

/// Answers queries over the sources chosen when it was made. The lake it came from must outlive it when that is
/// a temporary one.
pub struct Session {
    context: SessionContext,
    threads: Threads,
    templates: Option<Arc<template::Index>>,
}

impl Session {
    pub(crate) fn new(
        folder: &Folder,
        batches: &BTreeMap<String, Batch>,
        choice: &Choice,
    ) -> Result<Self, Failure> {
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let runtime = Builder::new_multi_thread()
            .worker_threads(cores)
            .thread_name("postlude-query")
            // Plans are walked by recursion; a long query may be deep.
            .thread_stack_size(8 << 20)
            .enable_time()
            .build()
            .map_err(Failure::lake(folder.root()))?;
        let config = SessionConfig::new().with_target_partitions(cores).with_information_schema(true);
        let environment =
            RuntimeEnvBuilder::new().with_memory_limit(MEMORY, 1.0).build_arc().map_err(query_failure)?;
        let context = SessionContext::new_with_config_rt(config, environment);
        let mut session = Self { context, threads: Threads::new(runtime), templates: None };
        session.prepare(folder, batches, choice).map_err(query_failure)?;
        Ok(session)
    }

    fn prepare(
        &mut self,
        folder: &Folder,
        batches: &BTreeMap<String, Batch>,
        choice: &Choice,
    ) -> datafusion::error::Result<()> {
        nested::register(&self.context)?;
        let evidence = tables::Evidence::new(&self.context, folder, batches, choice);
        let templates = self.threads.block_on(template::build(evidence.patterns()?))?;
        template::register(&self.context, &templates)?;
        self.templates = Some(templates);
        self.register(folder, batches, choice)
    }

    /// The tables that depend on how clocks are repaired. Templates do not: they are made once.
    fn register(
        &self,
        folder: &Folder,
        batches: &BTreeMap<String, Batch>,
        choice: &Choice,
    ) -> datafusion::error::Result<()> {
        let Some(templates) = &self.templates else { return Ok(()) };
        for table in Table::ALL.map(Table::name).into_iter().chain(["source"]) {
            self.context.deregister_table(table)?;
        }
        source::register(&self.context, batches, choice)?;
        tables::Evidence::new(&self.context, folder, batches, choice).register(templates)
    }

    pub(crate) fn repair(
        &mut self,
        folder: &Folder,
        batches: &BTreeMap<String, Batch>,
        choice: &Choice,
    ) -> Result<(), Failure> {
        self.register(folder, batches, choice).map_err(query_failure)
    }

    /// The rows of a table, to be asked further.
    pub(crate) async fn table(&self, table: Table) -> Result<DataFrame, Failure> {
        self.context.table(table.name()).await.map_err(query_failure)
    }

    /// The answer to what was asked of a table. The work is done on the threads of the session, and stops when nobody waits
    /// for it any more.
    pub(crate) async fn collect(&self, frame: DataFrame) -> Result<Vec<RecordBatch>, Failure> {
        self.threads.run(async move { frame.collect().await.map_err(query_failure) }).await
    }

    /// Does asynchronous work on the threads of the session.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, Failure>> + Send + 'static,
    ) -> Result<T, Failure> {
        self.threads.run(work).await
    }

    /// Id and text of the template of a pattern.
    pub(crate) fn template(&self, pattern: u64) -> Option<(u64, &str)> {
        self.templates.as_ref()?.template(pattern)
    }

    /// The patterns of a template.
    pub(crate) fn patterns(&self, template: u64) -> Vec<u64> {
        self.templates.as_ref().map(|templates| templates.patterns_of(template)).unwrap_or_default()
    }

    /// The whole answer to a query. Text columns are Utf8. No statement that changes anything is accepted.
    ///
    /// Blocks; must not be called from within an asynchronous runtime.
    pub fn sql(&self, query: &str) -> Result<Vec<RecordBatch>, Failure> {
        let mut batches = Vec::new();
        self.stream(query, &mut |batch| {
            batches.push(batch);
            true
        })?;
        Ok(batches)
    }

    /// The answer to a query piece by piece, until `each` says no; gives the columns, which are known even when
    /// there are no rows.
    pub fn stream(
        &self,
        query: &str,
        each: &mut dyn FnMut(RecordBatch) -> bool,
    ) -> Result<SchemaRef, Failure> {
        self.threads.block_on(async {
            let frame = plan(&self.context, query).await.map_err(query_failure)?;
            let mut stream = frame.execute_stream().await.map_err(query_failure)?;
            let schema = plain_schema(&stream.schema());
            while let Some(batch) = next(&mut stream).await {
                let batch = batch.map_err(query_failure)?;
                if !each(plain(&batch, &schema).map_err(query_failure)?) {
                    break;
                }
            }
            Ok(schema)
        })
    }

    pub(crate) fn context(&self) -> &SessionContext {
        &self.context
    }
}

/// Plans a query that only reads.
pub(crate) async fn plan(context: &SessionContext, query: &str) -> datafusion::error::Result<DataFrame> {
    let reading = SQLOptions::new().with_allow_ddl(false).with_allow_dml(false).with_allow_statements(false);
    context.sql_with_options(query, reading).await
}

pub(crate) async fn next(
    stream: &mut SendableRecordBatchStream,
) -> Option<datafusion::error::Result<RecordBatch>> {
    std::future::poll_fn(|context| stream.as_mut().poll_next(context)).await
}

/// The same columns with every text as Utf8, so that readers know one kind of text only.
pub(crate) fn plain_schema(schema: &Schema) -> SchemaRef {
    let fields = schema.fields().iter().map(|field| match field.data_type() {
        DataType::Utf8View | DataType::LargeUtf8 => {
            Arc::new(Field::new(field.name(), DataType::Utf8, field.is_nullable()))
        }
        _ => Arc::clone(field),
    });
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

pub(crate) fn plain(batch: &RecordBatch, schema: &SchemaRef) -> datafusion::error::Result<RecordBatch> {
    let columns = batch.columns().iter().zip(schema.fields());
    let columns = columns.map(|(column, field)| cast(column, field.data_type())).collect::<Result<_, _>>()?;
    Ok(RecordBatch::try_new(Arc::clone(schema), columns)?)
}

//! Rows to Parquet files: one file per table of a batch's part, complete when it has its name.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::sync::Arc;

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::basic::{Compression, Encoding, ZstdLevel};
use datafusion::parquet::errors::ParquetError;
use datafusion::parquet::file::properties::{EnabledStatistics, WriterProperties};
use datafusion::parquet::schema::types::ColumnPath;

use crate::Failure;
use crate::folder::{Folder, unfinished};
use crate::manifest::Segment;

/// Numbers that grow from row to row: differences are small.
const GROWING: [&str; 5] = ["time", "time_original", "byte_from", "byte_to", "line"];

/// Texts that differ in nearly every row: a dictionary would only cost time, bounds would say nothing.
const FREE_TEXT: [&str; 5] = ["body", "summary", "text", "title", "status_message"];

/// The Parquet files of one part of a batch, opened when the first row of their table comes.
pub(crate) struct Segments<'a> {
    folder: &'a Folder,
    name: String,
    open: BTreeMap<&'static str, ArrowWriter<BufWriter<File>>>,
}

impl<'a> Segments<'a> {
    pub(crate) fn new(folder: &'a Folder, name: String) -> Self {
        Self { folder, name, open: BTreeMap::new() }
    }

    /// Adds rows to a table as one run (a row group).
    pub(crate) fn write(&mut self, table: &'static str, rows: &RecordBatch) -> Result<(), Failure> {
        if !self.open.contains_key(table) {
            let writer = self.create(table, &rows.schema())?;
            self.open.insert(table, writer);
        }
        let Some(writer) = self.open.get_mut(table) else { return Ok(()) };
        let written = writer.write(rows).and_then(|()| writer.flush());
        written.map_err(|error| failure(self.folder, table, &self.name, error))
    }

    /// Completes all files and gives them their names.
    pub(crate) fn finish(self) -> Result<Vec<Segment>, Failure> {
        let Self { folder, name, open } = self;
        let mut segments = Vec::with_capacity(open.len());
        for (table, mut writer) in open {
            let path = folder.segment(table, &name);
            let metadata = writer.finish().map_err(|error| failure(folder, table, &name, error))?;
            let mut close = || -> io::Result<u64> {
                let out = writer.inner_mut();
                out.flush()?;
                folder.publish(out.get_ref(), &unfinished(&path), &path)?;
                Ok(fs::metadata(&path)?.len())
            };
            let bytes = close().map_err(Failure::lake(&path))?;
            let rows = u64::try_from(metadata.file_metadata().num_rows()).unwrap_or(0);
            segments.push(Segment { table: table.to_owned(), name: name.clone(), rows, bytes });
        }
        Ok(segments)
    }

    fn create(&self, table: &str, schema: &SchemaRef) -> Result<ArrowWriter<BufWriter<File>>, Failure> {
        let path = unfinished(&self.folder.segment(table, &self.name));
        let file = File::create(&path).map_err(Failure::lake(&path))?;
        ArrowWriter::try_new(BufWriter::new(file), Arc::clone(schema), Some(properties(schema)))
            .map_err(|error| failure(self.folder, table, &self.name, error))
    }
}

fn failure(folder: &Folder, table: &str, name: &str, error: ParquetError) -> Failure {
    let error = match error {
        ParquetError::External(inner) => match inner.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(other) => io::Error::other(other.to_string()),
        },
        other => io::Error::other(other.to_string()),
    };
    Failure::lake(&folder.segment(table, name))(error)
}

fn properties(schema: &SchemaRef) -> WriterProperties {
    let mut builder = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1).expect("level 1 exists")))
        // Only the program's own name: a library's version would change the bytes of equal lakes.
        .set_created_by("postlude".to_owned())
        .set_statistics_enabled(EnabledStatistics::Chunk);
    for field in schema.fields() {
        let column = ColumnPath::from(field.name().as_str());
        if GROWING.contains(&field.name().as_str()) {
            builder = builder
                .set_column_dictionary_enabled(column.clone(), false)
                .set_column_encoding(column, Encoding::DELTA_BINARY_PACKED);
        } else if FREE_TEXT.contains(&field.name().as_str()) {
            builder = builder
                .set_column_dictionary_enabled(column.clone(), false)
                .set_column_statistics_enabled(column, EnabledStatistics::None);
        }
    }
    for part in ["key", "value"] {
        let column = ColumnPath::from(["attributes", "key_value", part].map(str::to_owned).to_vec());
        builder = builder.set_column_statistics_enabled(column, EnabledStatistics::None);
    }
    builder.build()
}

//! The store in one SQLite file: write-ahead log, one writer.

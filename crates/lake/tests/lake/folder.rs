//! Folders of evidence for the tests, written by hand, and questions about lakes.

use std::fs;
use std::path::{Path, PathBuf};

use datafusion::arrow::util::pretty::pretty_format_batches;
use postlude_lake::{Choice, Lake, Options, Report, Session};
use tempfile::TempDir;

/// A folder that is filled file by file and removed at the end.
pub struct Evidence(TempDir);

impl Evidence {
    pub fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    pub fn with(self, path: &str, bytes: impl AsRef<[u8]>) -> Self {
        let file = self.0.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
        self
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn file(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }
}

pub fn ingest(lake: &mut Lake, evidence: &Path) -> Report {
    lake.ingest(evidence, &Options::default(), &mut |_| {}).unwrap()
}

/// A session over everything.
pub fn session(lake: &Lake) -> Session {
    lake.session(&Choice::default()).unwrap()
}

/// The answer to a query as text, a row per line, without the frame.
pub fn answer(session: &Session, query: &str) -> Vec<String> {
    let table = pretty_format_batches(&session.sql(query).unwrap()).unwrap().to_string();
    let rows = table.lines().filter(|line| line.starts_with('|')).skip(1);
    rows.map(|row| row.trim_matches('|').split('|').map(str::trim).collect::<Vec<_>>().join(" | ")).collect()
}

/// The answer when it is one number.
pub fn number(session: &Session, query: &str) -> u64 {
    answer(session, query)[0].parse().unwrap()
}

/// A log of a small shop with a line per second from 2024-03-05T09:00:00Z.
pub fn shop_log(service: &str, lines: usize) -> String {
    (0..lines)
        .map(|i| {
            let (h, m, s) = (9 + i / 3600, i / 60 % 60, i % 60);
            let level = if i % 50 == 7 { "ERROR" } else { "INFO" };
            format!("2024-03-05T{h:02}:{m:02}:{s:02}Z {level} {service}: order {i} took {} ms\n", i * 7 % 90)
        })
        .collect()
}

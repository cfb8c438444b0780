//! What the lake knows about its sources: one JSON file per batch, written last, so that what it names is
//! complete.
//!
//! A **batch** is what becomes visible at once: one large source, or a pack of small ones that share their
//! segments.

use std::collections::BTreeMap;
use std::fs;

use postlude_base::{Problem, SourceId, Timestamp};
use postlude_evidence::Table;
use serde::{Deserialize, Serialize};

use crate::Failure;
use crate::folder::{Folder, UNFINISHED};

/// Problems kept in full per code and source; the rest are counted.
const PROBLEMS_KEPT: usize = 20;

/// Problems of one source: the first of each kind in full, all of them counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problems {
    /// The first twenty of each code, in the order in which they were met.
    pub kept: Vec<Problem>,
    /// How many there were of each code.
    pub counts: BTreeMap<String, u64>,
}

impl Problems {
    /// Counts a problem, and keeps it if it is among the first of its code.
    pub fn add(&mut self, problem: Problem) {
        let count = match self.counts.get_mut(problem.code.as_ref()) {
            Some(count) => count,
            None => self.counts.entry(problem.code.to_string()).or_default(),
        };
        *count += 1;
        if *count <= PROBLEMS_KEPT as u64 {
            self.kept.push(problem);
        }
    }

    /// Adds the problems of a later part of the same source.
    pub fn append(&mut self, later: Self) {
        let mut left = later.counts;
        for problem in later.kept {
            if let Some(left) = left.get_mut(problem.code.as_ref()) {
                *left = left.saturating_sub(1);
            }
            self.add(problem);
        }
        for (code, count) in left {
            *self.counts.entry(code).or_default() += count;
        }
    }
}

/// What was counted while a source, or a part of it, was read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Records by table; tables without records are left out.
    pub records: BTreeMap<String, u64>,
    /// Records without a time, call paths apart.
    pub undated: u64,
    /// Earliest time of a record.
    pub first: Option<Timestamp>,
    /// Latest time of a record.
    pub last: Option<Timestamp>,
    /// What was odd.
    pub problems: Problems,
}

impl Tally {
    /// Adds what was counted in a later part of the same source.
    pub fn append(&mut self, later: Self) {
        for (table, count) in later.records {
            *self.records.entry(table).or_default() += count;
        }
        self.undated += later.undated;
        self.first = [self.first, later.first].into_iter().flatten().min();
        self.last = self.last.max(later.last);
        self.problems.append(later.problems);
    }

    /// Records of all tables.
    pub fn total(&self) -> u64 {
        self.records.values().sum()
    }

    /// Records of one table.
    pub fn of(&self, table: Table) -> u64 {
        self.records.get(table.name()).copied().unwrap_or(0)
    }
}

/// Where the bytes of a source lie among the kept originals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Original {
    /// Name of the object.
    pub object: String,
    /// Where the source begins in the bytes that the object holds when unpacked.
    pub from: u64,
}

/// One source: its content, where it was found and what was found in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// Its number, which rows carry as `source_id`.
    pub id: SourceId,
    /// blake3 of its bytes, in hexadecimal.
    pub hash: String,
    /// Every path it was found under, relative to the folder read, `/` between parts; the first was read.
    pub paths: Vec<String>,
    /// The path on this machine, when the original is a file that was not copied into the lake.
    pub file: Option<String>,
    /// Its length in bytes.
    pub size: u64,
    /// The year and zone that were asked for when it was read; empty when none was.
    pub way: String,
    /// When the file was last written.
    pub modified: Option<Timestamp>,
    /// Name of its format; `unknown` when no format fits, `empty` without bytes.
    pub format: String,
    /// Why that format.
    pub reasons: Vec<String>,
    /// What was counted.
    pub tally: Tally,
    /// Where its bytes are kept, if they are.
    pub original: Option<Original>,
}

/// One Parquet file of a batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// Table, also the folder it lies in.
    pub table: String,
    /// Name without `.parquet`.
    pub name: String,
    /// Rows in it.
    pub rows: u64,
    /// Its length in bytes.
    pub bytes: u64,
}

/// A complete batch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Batch {
    /// Its name: the hash of its content.
    pub name: String,
    /// The sources in it, by number.
    pub sources: Vec<Source>,
    /// Its Parquet files.
    pub segments: Vec<Segment>,
    /// Length of the object that keeps its originals, if they are kept.
    pub object_bytes: Option<u64>,
}

impl Batch {
    /// Writes the manifest; from then on the lake holds the batch.
    pub(crate) fn save(&self, folder: &Folder) -> Result<(), Failure> {
        let mut json = serde_json::to_vec_pretty(self).expect("plain values always serialise");
        json.push(b'\n');
        folder.write_whole(&folder.manifest(&self.name), &json)
    }

    /// Whether every file it names has the length it should have. Cheaper than bringing each small file to the
    /// disk before its manifest, and just as safe: after a power cut a batch with a file cut short counts as
    /// never read.
    fn is_whole(&self, folder: &Folder) -> bool {
        let length = |path| fs::metadata(path).map(|metadata| metadata.len()).ok();
        let object = self.object_bytes;
        self.segments.iter().all(|s| length(folder.segment(&s.table, &s.name)) == Some(s.bytes))
            && (object.is_none() || length(folder.object(&self.name)) == object)
    }
}

/// All complete batches of a lake, by name.
pub(crate) fn load(folder: &Folder) -> Result<BTreeMap<String, Batch>, Failure> {
    let path = folder.manifests();
    let mut batches = BTreeMap::new();
    for entry in fs::read_dir(&path).map_err(Failure::lake(&path))? {
        let path = entry.map_err(Failure::lake(&path))?.path();
        if path.extension().is_some_and(|extension| extension == UNFINISHED) {
            continue;
        }
        let json = fs::read(&path).map_err(Failure::lake(&path))?;
        if let Ok(batch) = serde_json::from_slice::<Batch>(&json)
            && batch.is_whole(folder)
        {
            batches.insert(batch.name.clone(), batch);
        }
    }
    Ok(batches)
}

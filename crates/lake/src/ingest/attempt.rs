//! The note that an ingest has begun, so that a second attempt gives the same numbers; and the removal of what
//! an attempt that was broken off has left.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use postlude_evidence::Table;
use serde::{Deserialize, Serialize};

use crate::Failure;
use crate::folder::Folder;
use crate::manifest::Batch;
use crate::pattern;

use super::Options;

/// What an attempt must agree in with an earlier one to go on where that was broken off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Attempt {
    root: PathBuf,
    way: String,
    block: usize,
    /// The number of its first source.
    pub(super) first: u32,
}

impl Attempt {
    /// Goes on with the attempt that was broken off, if it was the same; else begins a new one.
    pub(super) fn begin(
        folder: &Folder,
        batches: &BTreeMap<String, Batch>,
        root: &Path,
        options: &Options,
    ) -> Result<Self, Failure> {
        let highest = batches.values().flat_map(|batch| &batch.sources).map(|source| source.id.0).max();
        let mut attempt = Self {
            root: root.to_owned(),
            way: options.way(),
            block: options.block,
            first: highest.map_or(0, |highest| highest + 1),
        };
        let earlier = fs::read(note(folder)).ok().and_then(|json| serde_json::from_slice::<Self>(&json).ok());
        match earlier {
            Some(earlier) if (Self { first: attempt.first, ..earlier.clone() }) == attempt => {
                attempt = earlier;
            }
            _ => empty(&folder.journals(), &BTreeSet::new())?,
        }
        let json = serde_json::to_vec(&attempt).expect("plain values always serialise");
        folder.write_whole(&note(folder), &json)?;
        sweep(folder, batches)?;
        Ok(attempt)
    }

    /// Notes that it is complete.
    pub(super) fn end(folder: &Folder) -> Result<(), Failure> {
        let path = note(folder);
        fs::remove_file(&path).map_err(Failure::lake(&path))
    }
}

fn note(folder: &Folder) -> PathBuf {
    folder.root().join("attempt.json")
}

/// Removes segments and objects that no complete batch names, but for those of sources with a journal.
fn sweep(folder: &Folder, batches: &BTreeMap<String, Batch>) -> Result<(), Failure> {
    let journalled = names(&folder.journals())?;
    for table in Table::ALL.map(Table::name).into_iter().chain([pattern::TABLE]) {
        let mut keep: BTreeSet<OsString> = batches
            .values()
            .flat_map(|batch| &batch.segments)
            .filter(|segment| segment.table == table)
            .map(|segment| format!("{}.parquet", segment.name).into())
            .collect();
        let path = folder.root().join(table);
        keep.extend(names(&path)?.into_iter().filter(|name| is_of(name, &journalled)));
        empty(&path, &keep)?;
    }
    let objects = folder.root().join("objects");
    let mut keep: BTreeSet<OsString> = batches.keys().map(Into::into).collect();
    keep.extend(names(&objects)?.into_iter().filter(|name| is_of(name, &journalled)));
    empty(&objects, &keep)
}

/// Whether a file belongs to one of the batches: its name begins with theirs.
fn is_of(name: &OsString, batches: &BTreeSet<OsString>) -> bool {
    let name = name.to_string_lossy();
    let batch = name.split(['-', '.']).next().unwrap_or_default();
    batches.contains(&OsString::from(batch))
}

fn names(path: &Path) -> Result<BTreeSet<OsString>, Failure> {
    let entries = fs::read_dir(path).map_err(Failure::lake(path))?;
    entries.map(|entry| entry.map(|entry| entry.file_name()).map_err(Failure::lake(path))).collect()
}

fn empty(path: &Path, keep: &BTreeSet<OsString>) -> Result<(), Failure> {
    for name in names(path)? {
        if !keep.contains(&name) {
            let file = path.join(name);
            fs::remove_file(&file).map_err(Failure::lake(&file))?;
        }
    }
    Ok(())
}

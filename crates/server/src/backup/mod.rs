//! All that is kept as one archive, and back: for another machine, another database, or after a bad day.
//!
//! The archive is a tar file packed with zstd: `store.jsonl` (the dump of the store, from one moment), `attachments/` by the hash of their bytes,
//! `incidents/<id>/` as the server keeps them, and last `manifest.json` with the length and blake3 of each, so that an archive that was
//! cut, or a byte that fell over, is told before anything is restored.
//!
//! A backup may be taken while servers write. The store is dumped first, and what a row names is on the disk before the row, so that every
//! attachment of the dump is found. Of a lake the manifests are taken before the segments that they name, which never change.

mod archive;
mod check;
mod make;
mod restore;

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use axum::http::StatusCode;
use serde::{Deserialize, Serialize};

pub(crate) use make::incident;
pub use make::{Asked, make};
pub use restore::restore;

use crate::error::Error;

/// What a manifest calls the format.
const FORMAT: &str = "postlude-backup/1";
/// Names in the archive.
const MANIFEST: &str = "manifest.json";
const STORE: &str = "store.jsonl";
const FOLDERS: [&str; 2] = ["attachments", "incidents"];

/// What an archive holds; its last file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// `postlude-backup/1`.
    pub format: String,
    /// The version of the program that wrote it.
    pub program: String,
    /// When the store was dumped.
    pub created: String,
    /// Whether the evidence is in it.
    pub with_evidence: bool,
    /// Rows of the store by table.
    pub rows: BTreeMap<String, u64>,
    /// Every file before this one, in order.
    pub files: Vec<Filed>,
    /// Files that were being written, or were gone, and are not in it.
    pub left: Vec<String>,
}

/// A file of an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filed {
    /// Its path, `/` between names.
    pub path: String,
    /// Its bytes.
    pub bytes: u64,
    /// Their hash.
    pub blake3: String,
}

impl Manifest {
    /// Rows of one table of the store.
    pub fn rows_of(&self, table: &str) -> u64 {
        self.rows.get(table).copied().unwrap_or(0)
    }

    /// Bytes of all files, unpacked.
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|file| file.bytes).sum()
    }
}

/// Hears how far it is: the file that is worked on, and bytes since the last time.
pub type Tell<'a> = &'a mut dyn FnMut(&str, u64);

/// What a disk says no to, with the place.
fn disk(path: &Path) -> impl Fn(io::Error) -> Error + '_ {
    move |error| match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Error::new(
            StatusCode::INSUFFICIENT_STORAGE,
            "disk-full",
            format!("there is no room left for {}", path.display()),
        )
        .hint("make room, or name a place on another disk"),
        _ => Error::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "disk-failed",
            format!("cannot use {}: {error}", path.display()),
        ),
    }
}

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use axum::http::StatusCode;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::Error;

/// The folder of one incident.
#[derive(Debug, Clone)]
pub struct Place(PathBuf);

impl Place {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self(folder)
    }

    /// Whether there is one.
    pub fn exists(&self) -> bool {
        self.0.is_dir()
    }

    /// Files as they were sent.
    pub fn upload(&self) -> PathBuf {
        self.0.join("upload")
    }

    /// Files that are not complete yet.
    pub fn incoming(&self) -> PathBuf {
        self.0.join("incoming")
    }

    /// What was read.
    pub fn lake(&self) -> PathBuf {
        self.0.join("lake")
    }

    /// The timeline as it was drafted last.
    pub fn timeline(&self) -> PathBuf {
        self.0.join("timeline.json")
    }

    /// What belongs to that draft.
    pub fn kept(&self) -> PathBuf {
        self.0.join("kept.json")
    }
}

/// A file of JSON; none where there is none, or one of another make.
pub fn read_json<T: DeserializeOwned>(path: &Path) -> Option<T> {
    serde_json::from_slice(&fs::read(path).ok()?).ok()
}

/// Writes a file of JSON, whole or not at all, so that it survives a power cut.
pub fn write_json(path: &Path, value: &impl Serialize) -> Result<(), Error> {
    let bytes = serde_json::to_vec(value).map_err(|error| Error::defect("writing JSON", &error))?;
    let unfinished = path.with_extension("unfinished");
    let write = || -> io::Result<()> {
        let mut file = File::create(&unfinished)?;
        file.write_all(&bytes)?;
        file.sync_data()?;
        fs::rename(&unfinished, path)
    };
    write().map_err(|error| disk(&error))
}

/// What a disk says no to.
pub fn disk(error: &io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            Error::new(StatusCode::INSUFFICIENT_STORAGE, "disk-full", "the disk of the server is full")
                .hint("what was sent so far is kept; make room, then go on where it stopped")
        }
        _ => Error::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "disk-failed",
            format!("the server cannot use its disk: {error}"),
        ),
    }
}

//! Folders for what lasts as long as a request: archives that are made or unpacked, files that are being attached.
//!
//! They lie beside what they become, so that a rename moves them there. Each goes with its last holder, and what a killed server left goes when
//! the next one starts.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use uuid::Uuid;

use crate::error::Error;
use crate::evidence::disk;
use crate::settings::Settings;

/// A new folder; removed with all that is in it when this is dropped.
#[derive(Debug)]
pub struct Scratch(PathBuf);

impl Scratch {
    /// Makes one under a name that no other has.
    pub fn new(settings: &Settings, id: Uuid) -> Result<Self, Error> {
        let folder = settings.scratch().join(id.to_string());
        fs::create_dir_all(&folder).map_err(|error| disk(&error))?;
        Ok(Self(folder))
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            tracing::warn!(%error, "a folder for one request could not be removed; the next start tries again");
        }
    }
}

/// Removes what a server that was killed left. To be called once, at the start.
pub fn sweep(settings: &Settings) {
    match fs::remove_dir_all(settings.scratch()) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            tracing::warn!(%error, "what was left of unfinished requests could not be removed");
        }
        _ => {}
    }
}

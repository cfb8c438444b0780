//! Folders for what lasts as long as a request: archives that are made or unpacked, files that are being attached.
//!
//! They lie beside what they become, so that a rename moves them there. Each goes with its last holder, and what a killed server left goes when
//! the next one starts. Servers may share a data folder: a locked file beside each folder says that somebody still uses it.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use uuid::Uuid;

use crate::error::Error;
use crate::evidence::disk;
use crate::settings::Settings;

/// A new folder; removed with all that is in it when this is dropped.
#[derive(Debug)]
pub struct Scratch {
    folder: PathBuf,
    _lock: File,
}

/// What the file beside a folder ends with.
const LOCK: &str = "lock";

impl Scratch {
    /// Makes one under a name that no other has.
    pub fn new(settings: &Settings, id: Uuid) -> Result<Self, Error> {
        let folder = settings.scratch().join(id.to_string());
        let make = || -> io::Result<File> {
            fs::create_dir_all(settings.scratch())?;
            let lock = File::create(folder.with_extension(LOCK))?;
            lock.lock()?;
            fs::create_dir(&folder)?;
            Ok(lock)
        };
        let lock = make().map_err(|error| disk(&error))?;
        Ok(Self { folder, _lock: lock })
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        remove(&self.folder);
    }
}

/// The folder, and then the file that says that it is in use.
fn remove(folder: &Path) {
    let removed = fs::remove_dir_all(folder).or_else(|error| match error.kind() {
        io::ErrorKind::NotFound => Ok(()),
        _ => Err(error),
    });
    if let Err(error) = removed.and_then(|()| fs::remove_file(folder.with_extension(LOCK)))
        && error.kind() != io::ErrorKind::NotFound
    {
        tracing::warn!(%error, "a folder for one request could not be removed; the next start tries again");
    }
}

/// Removes what servers that were killed left. To be called once, at the start.
pub fn sweep(settings: &Settings) {
    for entry in fs::read_dir(settings.scratch()).into_iter().flatten().flatten() {
        let folder = entry.path().with_extension("");
        let in_use = File::open(folder.with_extension(LOCK)).is_ok_and(|lock| lock.try_lock().is_err());
        if !in_use {
            remove(&folder);
        }
    }
}

/// Held by whoever imports, on all servers that share the data folder. Blocks until it is free.
pub fn importing(settings: &Settings) -> Result<File, Error> {
    let lock = File::create(settings.data.join("importing")).and_then(|file| file.lock().map(|()| file));
    lock.map_err(|error| disk(&error))
}

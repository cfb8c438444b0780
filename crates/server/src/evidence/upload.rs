//! A file on its way to the disk: piece by piece, so that its size does not matter, and from where it was cut off.

use std::fs::{self, File, TryLockError};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use axum::http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::place::disk;
use super::{Evidence, Place, checked, locked};
use crate::error::Error;

/// A file that is being received. What was written stays when this is dropped.
#[derive(Debug)]
pub struct Put {
    file: File,
    place: Place,
    path: PathBuf,
    size: u64,
    limit: u64,
}

/// How much of a file is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Stored {
    /// Path below the folder; another than asked for when that was taken.
    pub path: String,
    /// Its bytes so far.
    pub size: u64,
    /// Whether all of it is there.
    pub complete: bool,
}

impl Evidence {
    /// How much of a file is there.
    pub fn stored(&self, incident: Uuid, path: &str) -> Result<Option<Stored>, Error> {
        let relative = checked(path)?;
        let place = self.place(incident);
        let size = |folder: PathBuf| {
            fs::metadata(folder.join(&relative)).ok().filter(fs::Metadata::is_file).map(|file| file.len())
        };
        let stored = |size: u64, complete: bool| Stored { path: path.to_owned(), size, complete };
        let incoming = size(place.incoming()).map(|size| stored(size, false));
        Ok(incoming.or_else(|| size(place.upload()).map(|size| stored(size, true))))
    }

    /// Begins to receive a file, or goes on at an offset.
    pub fn put(&self, incident: Uuid, path: &str, offset: u64) -> Result<Put, Error> {
        let path = checked(path)?;
        let place = self.place(incident);
        let target = place.incoming().join(&path);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).map_err(|error| taken(&error))?;
        }
        let mut file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&target)
            .map_err(|error| taken(&error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(Error::refused("being-sent", "somebody is sending a file with this path")
                    .hint("wait until it is there, or give it another name"));
            }
            Err(TryLockError::Error(error)) => return Err(disk(&error)),
        }
        let there = file.metadata().map_err(|error| disk(&error))?.len();
        if offset > there {
            let message = format!("{there} bytes of this file are here, {offset} were expected");
            return Err(Error::refused("wrong-offset", message).hint("ask with HEAD where to go on"));
        }
        // A file that is sent anew from its begin replaces what was left of it.
        file.set_len(offset)
            .and_then(|()| file.seek(SeekFrom::Start(offset)))
            .map_err(|error| disk(&error))?;
        let others = self.sent(incident)?.saturating_sub(there);
        self.count(incident, others + offset);
        let limit = self.limits.evidence_file.min(self.limits.evidence.saturating_sub(others));
        Ok(Put { file, place, path, size: offset, limit })
    }

    /// Counts what was received.
    pub fn received(&self, incident: Uuid, bytes: u64) {
        *locked(&self.sent).entry(incident).or_default() += bytes;
    }

    fn count(&self, incident: Uuid, bytes: u64) {
        locked(&self.sent).insert(incident, bytes);
    }

    /// Bytes that were sent for an incident.
    fn sent(&self, incident: Uuid) -> Result<u64, Error> {
        if let Some(bytes) = locked(&self.sent).get(&incident) {
            return Ok(*bytes);
        }
        let place = self.place(incident);
        let bytes = [place.upload(), place.incoming()].iter().try_fold(0, |sum, folder| {
            bytes_below(folder).map(|bytes| sum + bytes).map_err(|error| disk(&error))
        })?;
        Ok(*locked(&self.sent).entry(incident).or_insert(bytes))
    }
}

impl Put {
    /// Writes the next piece.
    pub fn write(&mut self, piece: &[u8]) -> Result<(), Error> {
        let size = self.size + piece.len() as u64;
        if size > self.limit {
            return Err(Error::new(
                StatusCode::PAYLOAD_TOO_LARGE,
                "too-large",
                format!("this is more than the {} bytes that may still be sent", self.limit),
            )
            .hint("leave out what does not belong to the incident, or raise the limit of the server"));
        }
        self.file.write_all(piece).map_err(|error| disk(&error))?;
        self.size = size;
        Ok(())
    }

    /// Bytes there so far.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// All of it is there: it gets its name, or another one where that is taken.
    pub fn complete(self) -> Result<Stored, Error> {
        let Self { file, place, path, size, .. } = self;
        file.sync_data().map_err(|error| disk(&error))?;
        let (from, upload) = (place.incoming().join(&path), place.upload());
        if let Some(folder) = upload.join(&path).parent() {
            fs::create_dir_all(folder).map_err(|error| taken(&error))?;
        }
        for number in 1..1000 {
            let path = numbered(&path, number);
            // A link, unlike a rename, never replaces what is there.
            match fs::hard_link(&from, upload.join(&path)) {
                Ok(()) => {
                    fs::remove_file(&from).map_err(|error| disk(&error))?;
                    return Ok(Stored { path: shown(&path), size, complete: true });
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(taken(&error)),
            }
        }
        Err(Error::refused("name-taken", "there are a thousand files of this name already"))
    }

    /// More of it is to come.
    pub fn pause(self) -> Result<Stored, Error> {
        self.file.sync_data().map_err(|error| disk(&error))?;
        Ok(Stored { path: shown(&self.path), size: self.size, complete: false })
    }
}

/// `logs/app.log`, then `logs/app (2).log`.
fn numbered(path: &Path, number: u32) -> PathBuf {
    if number == 1 {
        return path.to_owned();
    }
    let part = |text: Option<&std::ffi::OsStr>| text.unwrap_or_default().to_string_lossy().into_owned();
    let (stem, ending) = (part(path.file_stem()), part(path.extension()));
    let dot = if ending.is_empty() { "" } else { "." };
    path.with_file_name(format!("{stem} ({number}){dot}{ending}"))
}

fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// A path that runs through a file, or ends at a folder.
fn taken(error: &io::Error) -> Error {
    match error.kind() {
        io::ErrorKind::NotADirectory | io::ErrorKind::IsADirectory | io::ErrorKind::AlreadyExists => {
            Error::refused("name-taken", "a part of this path is a file already, or it is a folder")
                .hint("give it another name")
        }
        _ => disk(error),
    }
}

fn bytes_below(folder: &Path) -> io::Result<u64> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(error),
    };
    let mut bytes = 0;
    for entry in entries {
        let entry = entry?;
        let metadata = entry.metadata()?;
        bytes += if metadata.is_dir() { bytes_below(&entry.path())? } else { metadata.len() };
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_taken_are_numbered() {
        let check = |path: &str, number: u32, expected: &str| {
            assert_eq!(numbered(Path::new(path), number), Path::new(expected));
        };
        check("logs/app.log", 1, "logs/app.log");
        check("logs/app.log", 2, "logs/app (2).log");
        check("Makefile", 3, "Makefile (3)");
        check("a/x.tar.gz", 2, "a/x.tar (2).gz");
    }
}

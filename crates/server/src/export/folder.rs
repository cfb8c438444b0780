//! Folders in zip archives, and out of them within bounds.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use axum::http::StatusCode;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::error::Error;
use crate::evidence::checked;

/// Files of one archive.
const MOST_FILES: usize = 1_000_000;
/// How much larger what is unpacked may be than the archive: what packs better was made to fill a disk.
const RATIO: u64 = 200;
/// What may be unpacked whatever the size of the archive.
const ALWAYS: u64 = 64 << 20;

/// An archive that is being written.
pub struct Zip(ZipWriter<BufWriter<File>>);

impl Zip {
    /// Begins one.
    pub fn create(path: &Path) -> Result<Self, Error> {
        Ok(Self(ZipWriter::new(BufWriter::new(File::create(path).map_err(|error| disk(path, &error))?))))
    }

    /// Adds a file.
    pub fn put(&mut self, name: &str, mut bytes: impl Read) -> Result<(), Error> {
        // Tables and originals of a lake are packed already.
        let is_packed = name.ends_with(".parquet") || name.contains("/lake/objects/");
        let method = if is_packed { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let options = SimpleFileOptions::default().compression_method(method).large_file(true);
        let path = Path::new(name);
        self.0.start_file(name, options).map_err(|error| told(path, error))?;
        io::copy(&mut bytes, &mut self.0).map_err(|error| disk(path, &error)).map(drop)
    }

    /// Adds a file from the disk.
    pub fn copy(&mut self, name: &str, from: &Path) -> Result<(), Error> {
        self.put(name, File::open(from).map_err(|error| disk(from, &error))?)
    }

    /// Ends it.
    pub fn finish(self) -> Result<(), Error> {
        let finish = || -> Result<(), ZipError> { Ok(self.0.finish()?.flush()?) };
        finish().map_err(|error| told(Path::new("the archive"), error))
    }
}

/// Puts all files below a folder into a new archive.
pub fn pack(folder: &Path, to: &Path) -> Result<(), Error> {
    let mut zip = Zip::create(to)?;
    let mut waiting = vec![(String::new(), folder.to_owned())];
    while let Some((name, path)) = waiting.pop() {
        let entries: io::Result<Vec<_>> = fs::read_dir(&path).and_then(Iterator::collect);
        let mut entries = entries.map_err(|error| disk(&path, &error))?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let child = entry.file_name();
            let name = if name.is_empty() { String::new() } else { format!("{name}/") };
            let name = format!("{name}{}", child.to_string_lossy());
            match entry.file_type().map_err(|error| disk(&path, &error))? {
                kind if kind.is_dir() => waiting.push((name, entry.path())),
                kind if kind.is_file() => zip.copy(&name, &entry.path())?,
                _ => {}
            }
        }
    }
    zip.finish()
}

/// Unpacks into a folder that is new. `most` bounds the bytes of all files together.
pub fn unpack(archive: &Path, folder: &Path, most: u64) -> Result<(), Error> {
    let file = File::open(archive).map_err(|error| disk(archive, &error))?;
    let length = file.metadata().map_err(|error| disk(archive, &error))?.len();
    let most = most.min(length.saturating_mul(RATIO).saturating_add(ALWAYS));
    let mut zip = ZipArchive::new(BufReader::new(file)).map_err(|error| told(archive, error))?;
    if zip.len() > MOST_FILES {
        return Err(too_large(&format!("{} files are in it", zip.len())));
    }
    let overlaps = zip.has_overlapping_files().map_err(|error| told(archive, error))?;
    if overlaps {
        return Err(too_large("files of it share their bytes"));
    }
    let mut left = most;
    for index in 0..zip.len() {
        let entry = zip.by_index(index).map_err(|error| told(archive, error))?;
        let name = entry.name().map_err(|error| told(archive, error))?.into_owned();
        if entry.is_dir() {
            continue;
        }
        if !entry.is_file() {
            return Err(Error::asked("bad-path", format!("{name:?} is no plain file")));
        }
        let target = folder.join(checked(&name)?);
        left -= copy(entry, &target, left, &name)?;
    }
    Ok(())
}

/// Writes one file; gives its bytes, of which there may be `left`.
fn copy(entry: impl Read, target: &PathBuf, left: u64, name: &str) -> Result<u64, Error> {
    if let Some(parent) = target.parent() {
        fs::create_dir_all(parent).map_err(|error| disk(parent, &error))?;
    }
    let mut file = File::create_new(target).map_err(|error| disk(target, &error))?;
    let written = io::copy(&mut entry.take(left.saturating_add(1)), &mut file);
    let written = written.map_err(|error| match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => disk(target, &error),
        _ => Error::asked("broken-archive", format!("{name} cannot be unpacked: {error}"))
            .hint("the archive is cut off or damaged; take another copy"),
    })?;
    if written > left {
        return Err(too_large(&format!("more than allowed is in it; {name} was the last")));
    }
    Ok(written)
}

fn too_large(why: &str) -> Error {
    let sentence = format!("this archive is not unpacked: {why}");
    Error::new(StatusCode::PAYLOAD_TOO_LARGE, "too-large", sentence)
        .hint("export the review without its evidence, or unpack it and import the folder on the server")
}

fn told(path: &Path, error: ZipError) -> Error {
    match error {
        ZipError::Io(error)
            if matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded) =>
        {
            disk(path, &error)
        }
        other => Error::asked("broken-archive", format!("this is no whole zip archive: {other}"))
            .hint("it is cut off or damaged; take another copy"),
    }
}

/// What a disk says no to.
pub fn disk(path: &Path, error: &io::Error) -> Error {
    let full = matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded);
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    match full {
        true => {
            Error::new(StatusCode::INSUFFICIENT_STORAGE, "disk-full", "there is no room left on the disk")
                .hint("make room, then try again; nothing half done is kept")
        }
        false => Error::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "disk-failed",
            format!("cannot read or write {name}: {error}"),
        ),
    }
}

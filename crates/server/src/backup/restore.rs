//! From an archive into an empty data folder and an empty store: all of it or nothing.
//!
//! Everything is unpacked into `restoring/`, then moved into place; that the store takes its rows, in one transaction, is the last step.
//! A restore that was killed leaves `restoring/` and an empty store: the next one clears that away and begins anew.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use postlude_store::{Conflict, Line, Store};
use tokio::sync::mpsc;

use super::archive::Hashing;
use super::check::{check, name_of, open};
use super::{FOLDERS, MANIFEST, Manifest, STORE, Tell, disk};
use crate::error::Error;

/// Where everything lies until it is complete.
const RESTORING: &str = "restoring";
/// Lines that may wait for the store.
const WAITING: usize = 256;

/// Restores; gives what came back. The caller holds the data folder.
pub async fn restore(store: &dyn Store, from: &Path, data: &Path, tell: Tell<'_>) -> Result<Manifest, Error> {
    let manifest = check(from, tell)?;
    is_empty(store, data).await?;
    let staging = data.join(RESTORING);
    clear(data)?;
    let restored = put(store, from, data, &staging, &manifest, tell).await;
    if restored.is_err() {
        // The first failure is the one to be told.
        let _ = clear(data);
    }
    restored?;
    fs::remove_dir_all(&staging).map_err(disk(&staging))?;
    Ok(manifest)
}

/// Refuses a place where something is kept already.
async fn is_empty(store: &dyn Store, data: &Path) -> Result<(), Error> {
    let not_empty = |what: String| {
        Error::refused("not-empty", what).hint("restore into an empty data folder and an empty database")
    };
    // Taking nothing says whether there is something.
    let taken =
        take(store, vec![Ok(Line::Begin.write()), Ok(Line::End(0).write())].into_iter(), Path::new("")).await;
    match taken {
        Err(error) if error.code == Conflict::NotEmpty.code() => {
            return Err(not_empty("the database is not empty".to_owned()));
        }
        other => other?,
    };
    let was_broken_off = data.join(RESTORING).is_dir();
    for folder in FOLDERS.map(|name| data.join(name)) {
        if !was_broken_off && fs::read_dir(&folder).is_ok_and(|mut entries| entries.next().is_some()) {
            return Err(not_empty(format!("{} is not empty", folder.display())));
        }
    }
    Ok(())
}

/// Removes what a restore that was broken off has left.
fn clear(data: &Path) -> Result<(), Error> {
    for path in FOLDERS.iter().chain([&RESTORING]).map(|name| data.join(name)) {
        match fs::remove_dir_all(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(disk(&path)(error)),
            _ => {}
        }
    }
    Ok(())
}

async fn put(
    store: &dyn Store,
    from: &Path,
    data: &Path,
    staging: &Path,
    manifest: &Manifest,
    tell: Tell<'_>,
) -> Result<(), Error> {
    unpack(from, staging, manifest, tell)?;
    for name in FOLDERS {
        let (from, to) = (staging.join(name), data.join(name));
        if from.is_dir() {
            fs::rename(&from, &to).map_err(disk(&to))?;
        }
    }
    File::open(data).and_then(|folder| folder.sync_all()).map_err(disk(data))?;
    let dump = staging.join(STORE);
    let lines = BufReader::new(File::open(&dump).map_err(disk(&dump))?).lines();
    take(store, lines, &dump).await.map(drop)
}

/// Unpacks, and looks at each hash again: the file may have been exchanged since it was checked.
fn unpack(from: &Path, staging: &Path, manifest: &Manifest, tell: Tell<'_>) -> Result<(), Error> {
    fs::create_dir_all(staging).map_err(disk(staging))?;
    let hashes: BTreeMap<&str, &str> =
        manifest.files.iter().map(|file| (file.path.as_str(), file.blake3.as_str())).collect();
    let mut archive = open(from)?;
    for entry in archive.entries().map_err(disk(from))? {
        let mut entry = entry.map_err(disk(from))?;
        let name = name_of(&entry, from)?;
        if name == MANIFEST {
            continue;
        }
        let target: PathBuf = name.split('/').fold(staging.to_owned(), |path, part| path.join(part));
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).map_err(disk(folder))?;
        }
        let mut hashing = Hashing::new(&mut entry, &name, tell);
        let mut file = File::create(&target).map_err(disk(&target))?;
        io::copy(&mut hashing, &mut file).and_then(|_| file.sync_all()).map_err(disk(&target))?;
        if hashes.get(name.as_str()) != Some(&hashing.done().0.as_str()) {
            return Err(Error::refused(
                "file-changed",
                format!("{} changed while it was read", from.display()),
            ));
        }
    }
    Ok(())
}

/// Hands lines to the store.
async fn take(
    store: &dyn Store,
    lines: impl Iterator<Item = io::Result<String>>,
    path: &Path,
) -> Result<u64, Error> {
    let (sender, receiver) = mpsc::channel(WAITING);
    let read = async move {
        for line in lines {
            // A store that no longer listens says why itself.
            if sender.send(line?).await.is_err() {
                break;
            }
        }
        Ok(())
    };
    let (taken, read) = tokio::join!(store.restore(receiver), read);
    let read: io::Result<()> = read;
    read.map_err(disk(path))?;
    Ok(taken?)
}

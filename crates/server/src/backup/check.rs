//! Reads an archive from end to end and compares it with its manifest, before anything is restored.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::Path;

use super::archive::Hashing;
use super::{FOLDERS, FORMAT, Filed, MANIFEST, Manifest, STORE, Tell, disk};
use crate::error::Error;

/// Bytes of a manifest: a million files have 200 MiB.
const LARGEST_MANIFEST: u64 = 1 << 30;

/// An archive that is being read.
pub type Archive = tar::Archive<zstd::Decoder<'static, BufReader<File>>>;

/// Opens an archive.
pub fn open(path: &Path) -> Result<Archive, Error> {
    let file = File::open(path).map_err(disk(path))?;
    Ok(tar::Archive::new(zstd::Decoder::new(file).map_err(disk(path))?))
}

/// The manifest of an archive that is whole.
pub fn check(path: &Path, tell: Tell<'_>) -> Result<Manifest, Error> {
    let cut = |error: io::Error| {
        Error::asked("broken-archive", format!("{} cannot be read to its end: {error}", path.display()))
            .hint("it is cut off or damaged, or no backup; take another copy")
    };
    let mut archive = open(path)?;
    let mut found = BTreeMap::new();
    let mut manifest = None;
    for entry in archive.entries().map_err(cut)? {
        let mut entry = entry.map_err(cut)?;
        let name = name_of(&entry, path)?;
        if name == MANIFEST {
            let mut json = Vec::new();
            entry.take(LARGEST_MANIFEST).read_to_end(&mut json).map_err(cut)?;
            manifest = Some(read(&json, path)?);
            continue;
        }
        let mut hashing = Hashing::new(&mut entry, &name, tell);
        io::copy(&mut hashing, &mut io::sink()).map_err(cut)?;
        let (blake3, bytes) = hashing.done();
        found.insert(name.clone(), Filed { path: name, bytes, blake3 });
    }
    // A tar file may end early without a word; its packing may not.
    io::copy(&mut archive.into_inner(), &mut io::sink()).map_err(cut)?;
    let manifest = manifest.ok_or_else(|| {
        broken(path, "it has no manifest").hint("it is cut off, or no backup; take another copy")
    })?;
    compare(&manifest, found, path)?;
    Ok(manifest)
}

/// The name of an entry, if a backup has such a one: a plain file below a folder that is known.
pub fn name_of(entry: &tar::Entry<'_, impl Read>, path: &Path) -> Result<String, Error> {
    let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
    let first = name.split('/').next().unwrap_or_default();
    let is_known = name == MANIFEST || name == STORE || (name != first && FOLDERS.contains(&first));
    let stays = name.split('/').all(|part| !matches!(part, "" | "." | "..")) && !name.contains('\0');
    if entry.header().entry_type().is_file() && is_known && stays {
        return Ok(name);
    }
    let shown: String = name.chars().filter(|c| !c.is_control()).take(80).collect();
    Err(broken(path, &format!("{shown:?} does not belong into a backup")))
}

fn read(json: &[u8], path: &Path) -> Result<Manifest, Error> {
    let format = serde_json::from_slice::<serde_json::Value>(json).ok();
    let format = format.as_ref().and_then(|value| value["format"].as_str()).unwrap_or("unknown");
    if format != FORMAT {
        return Err(broken(path, &format!("its format is {format}, not {FORMAT}"))
            .hint("restore it with the version of the program that wrote it, or a newer one"));
    }
    serde_json::from_slice(json).map_err(|error| broken(path, &format!("its manifest is damaged: {error}")))
}

fn compare(manifest: &Manifest, mut found: BTreeMap<String, Filed>, path: &Path) -> Result<(), Error> {
    for file in &manifest.files {
        match found.remove(&file.path) {
            Some(same) if same == *file => {}
            Some(_) => {
                return Err(broken(path, &format!("{} is not as it was written", file.path))
                    .hint("the archive is damaged; take another copy"));
            }
            None => return Err(broken(path, &format!("{} is missing", file.path))),
        }
    }
    match found.into_keys().next() {
        Some(more) => Err(broken(path, &format!("{more} is not in its manifest"))),
        None if manifest.files.iter().any(|file| file.path == STORE) => Ok(()),
        None => Err(broken(path, "the store is not in it")),
    }
}

fn broken(path: &Path, why: &str) -> Error {
    Error::asked("broken-archive", format!("{} cannot be restored: {why}", path.display()))
}

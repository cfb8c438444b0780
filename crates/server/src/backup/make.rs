//! From a data folder and a store into an archive.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use postlude_store::Store;
use tokio::sync::mpsc;

use super::archive::Archive;
use super::{FORMAT, MANIFEST, Manifest, STORE, Tell, disk};
use crate::error::Error;

/// Files of an incident that stand beside its folders.
const BESIDE: [&str; 2] = ["timeline.json", "kept.json"];
/// Endings of files that are not complete.
const UNFINISHED: [&str; 2] = ["unfinished", "part"];
/// What a lake needs only while it is written.
const WRITING: [&str; 3] = ["lock", "attempt.json", "journal"];
/// Lines of a dump that may wait for the disk.
const WAITING: usize = 256;

/// What is asked for.
#[derive(Debug)]
pub struct Asked<'a> {
    /// The data folder.
    pub data: &'a Path,
    /// Where the archive goes.
    pub to: &'a Path,
    /// Whether the evidence goes with it.
    pub with_evidence: bool,
    /// Now.
    pub created: String,
}

/// Takes a backup: a new file that is whole, or none.
pub async fn make(store: &dyn Store, asked: &Asked<'_>, tell: Tell<'_>) -> Result<Manifest, Error> {
    if asked.to.exists() {
        let sentence = format!("{} exists already", asked.to.display());
        return Err(Error::refused("exists", sentence).hint("name another file, or remove this one first"));
    }
    let (unfinished, dumped) = (beside(asked.to, "unfinished"), beside(asked.to, "store.unfinished"));
    let made = write(store, asked, &unfinished, &dumped, tell).await;
    let made = made.and_then(|manifest| {
        fs::rename(&unfinished, asked.to).map_err(disk(asked.to))?;
        sync_folder(asked.to)?;
        Ok(manifest)
    });
    let _ = fs::remove_file(&dumped);
    if made.is_err() {
        let _ = fs::remove_file(&unfinished);
    }
    made
}

async fn write(
    store: &dyn Store,
    asked: &Asked<'_>,
    unfinished: &Path,
    dumped: &Path,
    tell: Tell<'_>,
) -> Result<Manifest, Error> {
    let (rows, named) = dump(store, dumped).await?;
    let mut archive = Archive::create(unfinished)?;
    archive.add(STORE, dumped, tell)?;
    let mut left = Vec::new();
    let mut wanted = attachments(&asked.data.join("attachments"), &named);
    if asked.with_evidence {
        wanted.extend(evidence(&asked.data.join("incidents"))?);
    }
    for (name, path) in wanted {
        if !archive.add(&name, &path, tell)? {
            left.push(name);
        }
    }
    let manifest = Manifest {
        format: FORMAT.to_owned(),
        program: env!("CARGO_PKG_VERSION").to_owned(),
        created: asked.created.clone(),
        with_evidence: asked.with_evidence,
        rows,
        files: std::mem::take(&mut archive.files),
        left,
    };
    let json = serde_json::to_vec_pretty(&manifest).map_err(|error| Error::defect("writing JSON", &error))?;
    archive.finish(MANIFEST, &json)?;
    Ok(manifest)
}

/// Writes the dump; gives the rows of each table, and the hashes of attachments that it names.
async fn dump(store: &dyn Store, path: &Path) -> Result<(BTreeMap<String, u64>, BTreeSet<String>), Error> {
    let (sender, mut lines) = mpsc::channel::<String>(WAITING);
    let write = async {
        let mut file = BufWriter::new(File::create(path)?);
        let (mut rows, mut hashes) = (BTreeMap::new(), BTreeSet::new());
        while let Some(line) = lines.recv().await {
            writeln!(file, "{line}")?;
            if let Some((table, _)) = line.strip_prefix("[\"").and_then(|rest| rest.split_once('"')) {
                *rows.entry(table.to_owned()).or_default() += 1;
                if table == "attachment" {
                    hashes.extend(hash_of(&line));
                }
            }
        }
        file.flush()?;
        Ok((rows, hashes))
    };
    let (dumped, written) = tokio::join!(store.dump(sender), write);
    // The disk first: a dump whose lines nobody takes any more ends well.
    let written: io::Result<_> = written;
    let written = written.map_err(disk(path))?;
    dumped?;
    Ok(written)
}

fn hash_of(line: &str) -> Option<String> {
    let row: serde_json::Value = serde_json::from_str(line).ok()?;
    let values = row.get(1)?.as_array()?;
    let is_hash = |text: &&str| text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    // The name of a file may look like a hash too; the hash comes after it.
    values.iter().filter_map(|value| value.as_str()).rfind(is_hash).map(str::to_owned)
}

type Wanted = Vec<(String, PathBuf)>;

/// The attachments that the dump names; one that is not there is told, and does not stop the rest.
fn attachments(folder: &Path, named: &BTreeSet<String>) -> Wanted {
    named.iter().map(|hash| (format!("attachments/{hash}"), folder.join(hash))).collect()
}

/// The evidence of all incidents.
fn evidence(folder: &Path) -> Result<Wanted, Error> {
    let mut wanted = Vec::new();
    for id in names(folder)? {
        wanted.extend(incident(&format!("incidents/{id}"), &folder.join(&id))?);
    }
    Ok(wanted)
}

/// The evidence of one incident: under which name, and where it lies.
pub(crate) fn incident(name: &str, path: &Path) -> Result<Wanted, Error> {
    let beside = BESIDE.iter().filter(|file| path.join(file).is_file());
    let mut wanted: Wanted = beside.map(|file| (format!("{name}/{file}"), path.join(file))).collect();
    let lake = path.join("lake");
    // What a manifest names is complete and stays; what is written after this list is left.
    below(&format!("{name}/lake/sources"), &lake.join("sources"), &mut wanted)?;
    for part in names(&lake)? {
        if part != "sources" && !WRITING.contains(&part.as_str()) {
            below(&format!("{name}/lake/{part}"), &lake.join(&part), &mut wanted)?;
        }
    }
    below(&format!("{name}/upload"), &path.join("upload"), &mut wanted)?;
    Ok(wanted)
}

/// All complete files below a folder, in the order of their paths. Folders are walked without calling each other, whatever their depth.
fn below(name: &str, path: &Path, wanted: &mut Wanted) -> Result<(), Error> {
    let mut waiting = vec![(name.to_owned(), path.to_owned())];
    while let Some((name, path)) = waiting.pop() {
        for child in names(&path)? {
            let (name, path) = (format!("{name}/{child}"), path.join(&child));
            // A link is not followed: nothing outside the data folder is copied.
            let Ok(kind) = fs::symlink_metadata(&path) else { continue };
            let is_unfinished =
                UNFINISHED.iter().any(|end| path.extension().is_some_and(|extension| extension == *end));
            // People may send files with such an ending; only the server's own are unfinished.
            let is_sent = name.split('/').nth(2) == Some("upload");
            if kind.is_dir() {
                waiting.push((name, path));
            } else if kind.is_file() && (is_sent || !is_unfinished) {
                wanted.push((name, path));
            }
        }
    }
    Ok(())
}

/// The names in a folder, in order; none where there is no folder.
fn names(path: &Path) -> Result<Vec<String>, Error> {
    let entries = match fs::read_dir(path) {
        Ok(entries) => entries,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(Vec::new());
        }
        Err(error) => return Err(disk(path)(error)),
    };
    let names: io::Result<Vec<_>> = entries.map(|entry| Ok(entry?.file_name())).collect();
    let mut names: Vec<String> =
        names.map_err(disk(path))?.into_iter().filter_map(|name| name.into_string().ok()).collect();
    names.sort_unstable();
    Ok(names)
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

/// Brings the name of a new file to the disk.
fn sync_folder(path: &Path) -> Result<(), Error> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(disk(folder))
}

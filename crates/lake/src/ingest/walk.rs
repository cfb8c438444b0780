//! Which files are there? Every regular file below a folder, in the order of the bytes of its path.

use std::fs::{self, Metadata};
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use postlude_base::{Problem, Timestamp};

/// One file to be read.
#[derive(Debug)]
pub(super) struct Found {
    /// Where it lies.
    pub(super) file: PathBuf,
    /// Path relative to the folder, `/` between parts.
    pub(super) path: String,
    /// Its length when it was found.
    pub(super) size: u64,
}

/// What a folder holds: the files, and what cannot be read with the reason.
#[derive(Debug, Default)]
pub(super) struct Walk {
    pub(super) files: Vec<Found>,
    pub(super) skipped: Vec<(String, Problem)>,
}

/// All files below a folder, or the file itself when it is one; `except` is not gone into, for the lake may lie
/// among its evidence. Fails only when the root cannot be read.
pub(super) fn walk(root: &Path, except: &Path) -> io::Result<Walk> {
    let root = root.canonicalize()?;
    let mut walk = Walk::default();
    let metadata = fs::metadata(&root)?;
    if !metadata.is_dir() {
        let name = root.file_name().map_or(root.as_path(), Path::new).to_owned();
        walk.look(&root, &name, root.clone());
        return Ok(walk);
    }
    let mut folders = vec![root.clone()];
    // The root alone must be readable; below it trouble is a problem of the data.
    fs::read_dir(&root)?;
    while let Some(folder) = folders.pop() {
        let relative = folder.strip_prefix(&root).unwrap_or(&folder).to_owned();
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) => {
                walk.skip(&relative, unreadable("folder", &error));
                continue;
            }
        };
        for entry in entries {
            match entry {
                Ok(entry) if entry.file_type().is_ok_and(|kind| kind.is_dir()) => {
                    if entry.path() != except {
                        folders.push(entry.path());
                    }
                }
                Ok(entry) => walk.look(&root, &relative.join(entry.file_name()), entry.path()),
                Err(error) => walk.skip(&relative, unreadable("folder", &error)),
            }
        }
    }
    walk.files.sort_by(|a, b| a.file.as_os_str().as_bytes().cmp(b.file.as_os_str().as_bytes()));
    walk.skipped.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(walk)
}

impl Walk {
    fn look(&mut self, root: &Path, relative: &Path, file: PathBuf) {
        match examine(root, &file) {
            Ok(metadata) => self.files.push(Found {
                path: relative.to_string_lossy().into_owned(),
                size: metadata.len(),
                file,
            }),
            Err(problem) => self.skip(relative, problem),
        }
    }

    fn skip(&mut self, relative: &Path, problem: Problem) {
        self.skipped.push((relative.to_string_lossy().into_owned(), problem));
    }
}

fn examine(root: &Path, file: &Path) -> Result<Metadata, Problem> {
    let link = fs::symlink_metadata(file).map_err(|error| unreadable("file", &error))?;
    if link.is_symlink() {
        let target = file.canonicalize().map_err(|error| unreadable("target of this link", &error))?;
        if !target.starts_with(root) || target.is_dir() {
            return Err(Problem::new("link-not-followed", "a link to a folder or out of the evidence")
                .hint("copy what it points to into the folder"));
        }
    }
    let metadata = fs::metadata(file).map_err(|error| unreadable("file", &error))?;
    // Opening a pipe or a device could wait for ever.
    if !metadata.is_file() {
        return Err(Problem::new("special-file", "a pipe, socket or device holds no evidence"));
    }
    Ok(metadata)
}

/// The moment a file was last written.
pub(super) fn modified(metadata: &Metadata) -> Option<Timestamp> {
    let moment = jiff::Timestamp::try_from(metadata.modified().ok()?).ok()?;
    Timestamp::from_jiff(moment)
}

pub(super) fn unreadable(what: &str, error: &io::Error) -> Problem {
    let problem = Problem::new("unreadable-file", format!("the {what} cannot be read: {error}"));
    match error.kind() {
        io::ErrorKind::PermissionDenied => problem.hint("give yourself the right to read it"),
        _ => problem,
    }
}

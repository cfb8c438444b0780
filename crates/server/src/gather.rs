//! A folder of this machine becomes a review: what dropping it on the page does, from the command line.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use postlude_collab::{Operation, Writer};
use postlude_review::people::Visibility;
use postlude_review::process::Process;
use postlude_store::{Incident, NewReview, ReviewFilter};
use uuid::Uuid;

use crate::error::Error;
use crate::evidence::{Evidence, blocking};
use crate::jobs;
use crate::live::operate;
use crate::routes::{process, reviews};
use crate::workbench::Shared;

/// Bytes that are copied at once.
const PIECE: usize = 1 << 20;

/// Begins a review with the evidence in a folder, in the name of the first person, and starts to read it. A review that bears the
/// folder's name already is taken as this one, so that starting again begins nothing twice.
pub async fn gather(workbench: &Shared, folder: &Path) -> Result<(), Error> {
    let Some(person) = workbench.store.people().await?.into_iter().next() else {
        return Err(Error::asked("nobody", "there is no account yet to begin a review for"));
    };
    let folder = folder.canonicalize().map_err(|error| unreadable(folder, &error))?;
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let title = reviews::title_of(&name)?;
    let named = ReviewFilter { text: Some(title.clone()), ..ReviewFilter::default() };
    let known = workbench.store.reviews(person.id.into(), &named).await?;
    if known.iter().any(|seen| seen.review.title == title) {
        return Ok(());
    }
    let (now, process) = (workbench.now(), Process::new());
    let incident =
        Incident { id: workbench.outside.id(), title: title.clone(), start: None, end: None, created: now };
    let (evidence, id) = (workbench.evidence.clone(), incident.id);
    blocking(move || copy(&evidence, id, &folder, &folder)).await?;
    let new = NewReview {
        id: workbench.outside.id(),
        title: title.clone(),
        visibility: Visibility::Open,
        phase: process.phase().name().to_owned(),
        process: process::kept(&process)?,
        created: now,
        created_by: person.id,
    };
    workbench.store.create_review(&new, Some(&incident)).await?;
    let begin = Operation::Begin { title, zone: None };
    operate::operate(workbench, new.id, &[begin], &Writer::Server).await?;
    jobs::read(workbench, incident.id, person.id).await?;
    Ok(())
}

/// Copies regular files, in the order of their names; what is a link or a pipe stays out, as it would in a browser.
fn copy(evidence: &Evidence, incident: Uuid, root: &Path, folder: &Path) -> Result<(), Error> {
    let entries = fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let mut entries = entries.map_err(|error| unreadable(folder, &error))?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path: PathBuf = entry.path();
        let kind = entry.file_type().map_err(|error| unreadable(&path, &error))?;
        if kind.is_dir() {
            copy(evidence, incident, root, &path)?;
        } else if kind.is_file() {
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
            let mut file = File::open(&path).map_err(|error| unreadable(&path, &error))?;
            let mut put = evidence.put(incident, &name, 0)?;
            let mut piece = vec![0; PIECE];
            loop {
                let read = file.read(&mut piece).map_err(|error| unreadable(&path, &error))?;
                if read == 0 {
                    break;
                }
                put.write(&piece[..read])?;
                evidence.received(incident, read as u64);
            }
            put.complete()?;
        }
    }
    Ok(())
}

fn unreadable(path: &Path, error: &io::Error) -> Error {
    Error::asked("unreadable", format!("cannot read {}: {error}", path.display()))
}

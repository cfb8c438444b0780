//! From an exported folder to a new review. All is read and checked before the first thing is kept.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use postlude_collab::{Document, Operation, Refusal, SCHEMA, Writer, bounds};
use postlude_review::people::{Act, Visibility};
use postlude_review::process::Process;
use postlude_store::{Attachment, BroughtReview, Conflict, Incident, NewReview};
use serde_json::{Value, json};
use uuid::Uuid;

use super::folder::disk;
use super::{Attached, DOCUMENT, Exported, FORMAT, Happened, REVIEW, moment};
use crate::auth::caller::Caller;
use crate::error::Error;
use crate::evidence::{blocking, checked};
use crate::routes::{process, reviews};
use crate::scratch;
use crate::workbench::Shared;

/// What was read and found in order.
struct Checked {
    exported: Exported,
    process: Process,
    visibility: Visibility,
    /// The document as the new review begins with it.
    state: Vec<u8>,
    attachments: Vec<(Attachment, String)>,
}

/// Makes a review of the folder; gives its id. Files of the folder are moved to their places.
pub async fn bring(workbench: &Shared, caller: &Caller, folder: &Path) -> Result<Uuid, Error> {
    let id = workbench.outside.id();
    let checked = check(workbench, caller, folder, id)?;
    // One at a time, so that what lies at the place of an incident without a row was left by an import that was killed.
    let waits = workbench.clone();
    let _alone = blocking(move || scratch::importing(&waits.settings)).await?;
    let mut new_incidents = BTreeSet::new();
    for incident in &checked.exported.incidents {
        match workbench.store.incident_seen(caller.viewer(), incident.id).await? {
            Some(_) => drop(workbench.incident(caller, incident.id, Act::Gather).await?),
            None => drop(new_incidents.insert(incident.id)),
        }
    }
    unkept(workbench, &new_incidents).await?;
    let kept = match files(workbench, folder, &checked, &new_incidents) {
        Ok(()) => keep(workbench, caller, id, &checked, &new_incidents).await,
        failed => failed,
    };
    if let Err(error) = kept {
        // A database that went away in between may have kept all of it. While nobody knows, the files stay.
        let found = workbench.store.review(id).await;
        if found == Ok(None) {
            take_back(workbench, folder, &new_incidents);
        }
        if !matches!(found, Ok(Some(_))) {
            return Err(error);
        }
    }
    workbench.rooms.changed(id);
    Ok(id)
}

fn check(workbench: &Shared, caller: &Caller, folder: &Path, review: Uuid) -> Result<Checked, Error> {
    let exported = read(folder)?;
    let wrong = |what: &str| broken(REVIEW, what);
    let process = serde_json::from_value(exported.review.process.clone())
        .map_err(|error| wrong(&format!("its process cannot be read: {error}")))?;
    let visibility = Visibility::named(&exported.review.visibility)
        .ok_or_else(|| wrong("its visibility is neither \"open\" nor \"restricted\""))?;
    reviews::title_of(&exported.review.title)?;
    for incident in &exported.incidents {
        reviews::title_of(&incident.title)?;
        manifests(folder, incident.id)?;
    }
    let attachments: Result<Vec<_>, Error> =
        exported.attachments.iter().map(|file| attachment(workbench, caller, folder, review, file)).collect();
    let attachments = attachments?;
    let state = document(workbench, folder, &exported, &attachments)?;
    Ok(Checked { exported, process, visibility, state, attachments })
}

fn read(folder: &Path) -> Result<Exported, Error> {
    let json = fs::read(folder.join(REVIEW)).map_err(|_| {
        broken(REVIEW, "it is missing").hint("name the folder or archive that `postlude review export` wrote")
    })?;
    let value: Value = serde_json::from_slice(&json).map_err(|error| broken(REVIEW, &error.to_string()))?;
    let format = value["format"].as_str().unwrap_or("unknown");
    if format != FORMAT {
        return Err(broken(REVIEW, &format!("its format is {format:?}, not {FORMAT:?}"))
            .hint("import it with the version of the program that wrote it, or a newer one"));
    }
    serde_json::from_value(value).map_err(|error| broken(REVIEW, &error.to_string()))
}

/// The attachment under a new id, and the id it had.
fn attachment(
    workbench: &Shared,
    caller: &Caller,
    folder: &Path,
    review: Uuid,
    file: &Attached,
) -> Result<(Attachment, String), Error> {
    let path = folder.join(checked(&file.file)?);
    let most = workbench.settings.limits.attachment;
    let size = fs::metadata(&path).map_err(|_| broken(&file.file, "it is missing"))?.len();
    if size > most {
        return Err(broken(&file.file, &format!("an attachment has {} MiB at most", most >> 20)));
    }
    let bytes = fs::read(&path).map_err(|error| disk(&path, &error))?;
    if blake3::hash(&bytes).to_hex().as_str() != file.blake3 {
        return Err(broken(&file.file, "it is not the file that was exported"));
    }
    let attachment = Attachment {
        id: workbench.outside.id(),
        review,
        name: crate::routes::attachments::file_name(&file.name),
        media_type: crate::routes::attachments::media_type(&bytes).to_owned(),
        size: i64::try_from(size).unwrap_or(i64::MAX),
        hash: file.blake3.clone(),
        created_by: caller.person.id,
        created: moment(&file.at).unwrap_or(workbench.now()),
    };
    Ok((attachment, file.id.to_string()))
}

/// Takes the document in as a foreign update, with the names of people and the new ids of attachments.
fn document(
    workbench: &Shared,
    folder: &Path,
    exported: &Exported,
    attachments: &[(Attachment, String)],
) -> Result<Vec<u8>, Error> {
    let update = fs::read(folder.join(DOCUMENT)).map_err(|_| broken(DOCUMENT, "it is missing"))?;
    if update.len() > bounds::DOCUMENT {
        return Err(broken(DOCUMENT, "it is too large"));
    }
    let refused = |refusal: Refusal| broken(DOCUMENT, &refusal.to_string()).hint(refusal.hint());
    let mut document = Document::new(u64::from_le_bytes(workbench.outside.bytes()));
    document.apply(&update, &Writer::Server).map_err(refused)?;
    match document.schema() {
        Some(schema) if schema <= SCHEMA => {}
        Some(schema) => return Err(refused(Refusal::Newer { schema })),
        None => return Err(broken(DOCUMENT, "it names no schema")),
    }
    let json = document.json();
    let mut operations = people(exported, &json, &workbench.now().to_string());
    operations.extend(renamed(&json, attachments));
    if !operations.is_empty() {
        let at = workbench.now().to_string();
        document.operate(&operations, &Writer::Server, &at).map_err(refused)?;
    }
    Ok(document.state())
}

/// People of another house have no account here; the document keeps their names.
fn people(exported: &Exported, document: &Value, now: &str) -> Vec<Operation> {
    let missing = exported.people.iter().filter(|person| document["people"][&person.id].is_null());
    missing
        .map(|person| Operation::Person {
            id: person.id.clone(),
            name: person.name.clone(),
            role: person.role.clone().unwrap_or_else(|| "participant".to_owned()),
            joined: now.to_owned(),
        })
        .collect()
}

/// Entries whose attachments have other ids now.
fn renamed(document: &Value, attachments: &[(Attachment, String)]) -> Vec<Operation> {
    let mut operations = Vec::new();
    for (id, entry) in document["entries"].as_object().into_iter().flatten() {
        let Some(mut files) = entry["attachments"].as_array().cloned().filter(|files| !files.is_empty())
        else {
            continue;
        };
        for file in &mut files {
            let new = attachments.iter().find(|(_, old)| file["id"].as_str() == Some(old));
            if let (Some((new, _)), Value::Object(fields)) = (new, file) {
                fields.insert("id".to_owned(), json!(new.id.to_string()));
            }
        }
        let fields = [("attachments".to_owned(), Value::Array(files))].into_iter().collect();
        operations.push(Operation::EditEntry { id: id.clone(), fields });
    }
    operations
}

/// A lake of somebody else may name files only within itself: what it names is read and shown.
fn manifests(folder: &Path, incident: Uuid) -> Result<(), Error> {
    let name = format!("evidence/{incident}/lake/sources");
    let Ok(entries) = fs::read_dir(folder.join(&name)) else { return Ok(()) };
    for entry in entries.flatten() {
        let json = fs::read(entry.path()).map_err(|error| disk(&entry.path(), &error))?;
        let manifest: Value =
            serde_json::from_slice(&json).map_err(|error| broken(&name, &error.to_string()))?;
        let sources = manifest["sources"].as_array().map(Vec::as_slice).unwrap_or_default();
        let segments = manifest["segments"].as_array().map(Vec::as_slice).unwrap_or_default();
        let stays = is_name(&manifest["name"])
            && sources.iter().all(|source| {
                // Without a kept original the bytes are read where the file was: on this machine that is another file.
                let is_kept = is_name(&source["original"]["object"]);
                is_kept || source["file"].is_null() || source["size"].as_u64() == Some(0)
            })
            && segments.iter().all(|segment| is_name(&segment["table"]) && is_name(&segment["name"]));
        if !stays {
            return Err(broken(&name, "it names files outside of the evidence"));
        }
    }
    Ok(())
}

/// A name without a way in it.
fn is_name(value: &Value) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    value.as_str().is_some_and(|name| !name.is_empty() && name.chars().all(is_plain))
}

/// Refuses incidents that are kept, though the caller may not see them.
async fn unkept(workbench: &Shared, incidents: &BTreeSet<Uuid>) -> Result<(), Error> {
    let without_review = workbench.store.incidents_without_review().await?;
    for incident in incidents {
        let is_seen = !workbench.store.reviews_of(*incident).await?.is_empty();
        if is_seen || without_review.contains(incident) {
            return Err(kept_already());
        }
    }
    Ok(())
}

/// Moves files to their places. Attachments go by hash, evidence by incident: neither is seen before a row names it.
fn files(
    workbench: &Shared,
    folder: &Path,
    checked: &Checked,
    incidents: &BTreeSet<Uuid>,
) -> Result<(), Error> {
    let attachments = workbench.settings.attachments();
    fs::create_dir_all(&attachments).map_err(|error| disk(&attachments, &error))?;
    for file in &checked.exported.attachments {
        let to = attachments.join(&file.blake3);
        if !to.exists() {
            let from = folder.join(self::checked(&file.file)?);
            fs::rename(&from, &to).map_err(|error| disk(&to, &error))?;
        }
    }
    for incident in incidents {
        let (from, to) = (evidence(folder, *incident), workbench.settings.incident(*incident));
        let parent = to.parent().unwrap_or(&to);
        fs::create_dir_all(parent).map_err(|error| disk(parent, &error))?;
        if to.exists() {
            let left = folder.join(format!("left-{incident}"));
            fs::rename(&to, &left).map_err(|error| disk(&to, &error))?;
        }
        if from.is_dir() {
            fs::rename(&from, &to).map_err(|error| disk(&to, &error))?;
        }
    }
    Ok(())
}

/// The evidence goes back into the folder, and away with it. Attachments may be somebody else's by now, and stay.
fn take_back(workbench: &Shared, folder: &Path, incidents: &BTreeSet<Uuid>) {
    for incident in incidents {
        let place = workbench.settings.incident(*incident);
        if place.exists()
            && let Err(error) = fs::rename(&place, evidence(folder, *incident))
        {
            tracing::warn!(%incident, %error, "evidence of an import that failed stays until the next one");
        }
    }
}

fn evidence(folder: &Path, incident: Uuid) -> PathBuf {
    folder.join("evidence").join(incident.to_string())
}

fn kept_already() -> Error {
    Error::refused("exists", "its incident is kept here already")
        .hint("ask somebody who may see it to import, or to name you in its review")
}

async fn keep(
    workbench: &Shared,
    caller: &Caller,
    id: Uuid,
    checked: &Checked,
    new_incidents: &BTreeSet<Uuid>,
) -> Result<(), Error> {
    let now = workbench.now();
    let review = NewReview {
        id,
        title: reviews::title_of(&checked.exported.review.title)?,
        visibility: checked.visibility,
        phase: checked.process.phase().name().to_owned(),
        process: process::kept(&checked.process)?,
        created: now,
        created_by: caller.person.id,
    };
    let brought = BroughtReview {
        review,
        incidents: checked.exported.incidents.iter().map(|incident| happened(incident, now)).collect(),
        new_incidents: new_incidents.clone(),
        attachments: checked.attachments.iter().map(|(attachment, _)| attachment.clone()).collect(),
        document: checked.state.clone(),
    };
    workbench.store.bring_review(&brought).await.map_err(|failure| match failure.conflict() {
        Some(Conflict::Exists) => kept_already(),
        _ => failure.into(),
    })
}

fn happened(incident: &Happened, now: postlude_base::Timestamp) -> Incident {
    let time = |text: &Option<String>| text.as_deref().and_then(moment);
    Incident {
        id: incident.id,
        title: incident.title.clone(),
        start: time(&incident.start),
        end: time(&incident.end),
        created: moment(&incident.created).unwrap_or(now),
    }
}

fn broken(place: &str, why: &str) -> Error {
    Error::asked("broken-export", format!("{place}: {why}"))
}

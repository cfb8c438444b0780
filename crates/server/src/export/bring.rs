//! From an exported folder to a new review. All is read and checked before the first thing is kept.

use std::fs;
use std::path::Path;

use postlude_collab::{Document, Operation, Refusal, SCHEMA, Writer, bounds};
use postlude_review::people::{Act, Visibility};
use postlude_review::process::Process;
use postlude_store::{Attachment, Conflict, Incident, NewReview, NewUpdate};
use serde_json::{Value, json};
use uuid::Uuid;

use super::folder::disk;
use super::{Attached, DOCUMENT, Exported, FORMAT, Happened, REVIEW, moment};
use crate::auth::caller::Caller;
use crate::error::Error;
use crate::evidence::checked;
use crate::routes::{process, reviews};
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
    let mut new_incidents = Vec::new();
    for incident in &checked.exported.incidents {
        match workbench.store.incident_seen(caller.person.id, incident.id).await? {
            Some(_) => drop(workbench.incident(caller, incident.id, Act::Gather).await?),
            None => new_incidents.push(incident.id),
        }
    }
    files(workbench, folder, &checked, &new_incidents)?;
    let kept = keep(workbench, caller, id, &checked, &new_incidents).await;
    if let Err(error) = kept {
        // What was begun does not stand among the others.
        let _ = workbench.store.bin_review(id, workbench.now()).await;
        return Err(error);
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

/// Moves files to their places. Attachments go by hash, evidence by incident: neither is seen before a row names it.
fn files(workbench: &Shared, folder: &Path, checked: &Checked, incidents: &[Uuid]) -> Result<(), Error> {
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
        let (from, to) =
            (folder.join("evidence").join(incident.to_string()), workbench.settings.incident(*incident));
        if from.is_dir() && !to.exists() {
            let parent = to.parent().unwrap_or(&to);
            fs::create_dir_all(parent).map_err(|error| disk(parent, &error))?;
            fs::rename(&from, &to).map_err(|error| disk(&to, &error))?;
        }
    }
    Ok(())
}

async fn keep(
    workbench: &Shared,
    caller: &Caller,
    id: Uuid,
    checked: &Checked,
    new_incidents: &[Uuid],
) -> Result<(), Error> {
    let now = workbench.now();
    let new = NewReview {
        id,
        title: reviews::title_of(&checked.exported.review.title)?,
        visibility: checked.visibility,
        phase: checked.process.phase().name().to_owned(),
        process: process::kept(&checked.process)?,
        created: now,
        created_by: caller.person.id,
    };
    workbench.store.create_review(&new, None).await?;
    for incident in &checked.exported.incidents {
        if new_incidents.contains(&incident.id) {
            let created = workbench.store.create_incident(&happened(incident, now), id).await;
            created.map_err(|failure| match failure.conflict() {
                Some(Conflict::Exists) => Error::refused("exists", "its incident is kept here already")
                    .hint("ask somebody who may see it to import, or to name you in its review"),
                _ => failure.into(),
            })?;
        } else {
            workbench.store.attach_incident(id, incident.id, now).await?;
        }
    }
    for (attachment, _) in &checked.attachments {
        workbench.store.add_attachment(attachment).await?;
    }
    let update = NewUpdate { review: id, author: None, time: now, bytes: checked.state.clone() };
    workbench.store.append(vec![update]).await?;
    Ok(())
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

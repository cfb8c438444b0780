//! Writes the folder, as one zip archive.

use std::path::Path;

use postlude_store::ReviewSeen;

use super::collect::{collect, history};
use super::folder::Zip;
use super::{DOCUMENT, Exported, REVIEW, markdown};
use crate::backup;
use crate::error::Error;
use crate::evidence::blocking;
use crate::workbench::Shared;

/// Writes a review into a new archive.
pub async fn write(
    workbench: &Shared,
    seen: ReviewSeen,
    with_evidence: bool,
    to: &Path,
) -> Result<(), Error> {
    let history = history(workbench, seen.review.id).await?;
    let (exported, state) = collect(workbench, seen, with_evidence).await?;
    let (workbench, to) = (workbench.clone(), to.to_owned());
    blocking(move || {
        let mut zip = Zip::create(&to)?;
        zip.put("README.md", markdown::README.as_bytes())?;
        zip.put("review.md", markdown::review(&exported).as_bytes())?;
        let json =
            serde_json::to_vec_pretty(&exported).map_err(|error| Error::defect("writing JSON", &error))?;
        zip.put(REVIEW, json.as_slice())?;
        zip.put(DOCUMENT, state.as_slice())?;
        zip.put("history.jsonl", history.as_bytes())?;
        for file in &exported.attachments {
            zip.copy(&file.file, &workbench.settings.attachments().join(&file.blake3))?;
        }
        evidence(&mut zip, &exported, &workbench)?;
        zip.finish()
    })
    .await
}

fn evidence(zip: &mut Zip, exported: &Exported, workbench: &Shared) -> Result<(), Error> {
    for incident in exported.incidents.iter().filter(|_| exported.with_evidence) {
        let name = format!("evidence/{}", incident.id);
        for (name, path) in backup::incident(&name, &workbench.settings.incident(incident.id))? {
            zip.copy(&name, &path)?;
        }
    }
    Ok(())
}

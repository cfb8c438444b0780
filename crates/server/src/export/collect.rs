//! What there is of a review, as it goes into `review.json`.

use std::collections::BTreeMap;

use postlude_collab::{Document, SCHEMA};
use postlude_store::{Attachment, ReviewSeen};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Attached, Exported, FORMAT, Happened, Head, Named};
use crate::error::Error;
use crate::live::operate;
use crate::workbench::Shared;

/// Lines of the log read at once.
const AT_ONCE: u32 = 5_000;

/// The review, and its document as it is.
pub async fn collect(
    workbench: &Shared,
    seen: ReviewSeen,
    with_evidence: bool,
) -> Result<(Exported, Vec<u8>), Error> {
    let review = seen.review;
    let read = |document: &Document| (document.json(), document.state());
    let (document, state) = operate::read(workbench, review.id, read).await?;
    let attachments = workbench.store.attachments(review.id).await?;
    let incidents = seen.incidents.into_iter().map(|incident| Happened {
        id: incident.id,
        title: incident.title,
        start: incident.start.map(|time| time.to_string()),
        end: incident.end.map(|time| time.to_string()),
        created: incident.created.to_string(),
    });
    let exported = Exported {
        format: FORMAT.to_owned(),
        schema: document["meta"]["schema"].as_f64().map_or(SCHEMA, |schema| schema as u64),
        people: people(workbench, review.id, &document).await?,
        incidents: incidents.collect(),
        attachments: attachments.into_iter().map(attached).collect(),
        with_evidence,
        review: Head {
            id: review.id,
            title: review.title,
            visibility: review.visibility.name().to_owned(),
            phase: review.phase,
            process: review.process,
            created: review.created.to_string(),
            updated: review.updated.to_string(),
        },
        document,
    };
    Ok((exported, state))
}

/// Who the document names, and who is named in the review; the latter knows the role better.
async fn people(workbench: &Shared, review: Uuid, document: &Value) -> Result<Vec<Named>, Error> {
    let mut people = BTreeMap::new();
    for (id, person) in document["people"].as_object().into_iter().flatten() {
        let text = |field: &str| person[field].as_str().map(str::to_owned);
        let name = text("name").unwrap_or_default();
        people.insert(id.clone(), Named { id: id.clone(), name, role: text("role") });
    }
    for named in workbench.store.participations(review).await? {
        let (id, role) = (named.person.to_string(), Some(named.role.name().to_owned()));
        people.insert(id.clone(), Named { id, name: named.name, role });
    }
    Ok(people.into_values().collect())
}

fn attached(kept: Attachment) -> Attached {
    let safe = |c: char| if c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ') { c } else { '_' };
    let name: String = kept.name.chars().map(safe).take(60).collect();
    Attached {
        file: format!("attachments/{}/{}", kept.id, name.trim_matches(['.', ' '])),
        id: kept.id,
        name: kept.name,
        media_type: kept.media_type,
        size: kept.size,
        blake3: kept.hash,
        by: kept.created_by,
        at: kept.created.to_string(),
    }
}

/// Who changed the document when, a line each.
pub async fn history(workbench: &Shared, review: Uuid) -> Result<String, Error> {
    let people = workbench.store.people().await?;
    let names: BTreeMap<Uuid, String> = people.into_iter().map(|person| (person.id, person.name)).collect();
    let (mut lines, mut after) = (String::new(), 0);
    loop {
        let updates = workbench.store.updates_after(review, after, AT_ONCE).await?;
        for update in &updates {
            after = update.seq;
            let name = update.author.and_then(|author| names.get(&author));
            let line = json!({
                "seq": update.seq, "time": update.time.to_string(), "person": update.author, "name": name,
                "bytes": update.bytes.len(),
            });
            lines.push_str(&line.to_string());
            lines.push('\n');
        }
        if updates.len() < AT_ONCE as usize {
            return Ok(lines);
        }
    }
}

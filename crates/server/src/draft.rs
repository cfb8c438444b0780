//! From a drafted timeline to the documents of the reviews that look at the incident.

use std::collections::BTreeMap;

use postlude_base::Timestamp;
use postlude_collab::{Operation, Writer};
use postlude_review::process::Noun;
use postlude_review::timeline::redraft;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::error::Error;
use crate::evidence::read_json;
use crate::live::operate;
use crate::routes::process;
use crate::workbench::Shared;

/// Puts the incident's newest draft into all its reviews. What people corrected, picked or spoke of stays on what was found again.
pub async fn spread(workbench: &Shared, incident: Uuid) -> Result<(), Error> {
    let Some(timeline) = read_json::<Value>(&workbench.evidence.place(incident).timeline()) else {
        return Ok(());
    };
    let moment = |name: &str| {
        let text = timeline["window"][name].as_str()?;
        Timestamp::from_jiff(text.parse().ok()?)
    };
    workbench.store.set_incident_times(incident, moment("start"), moment("end")).await?;
    for review in workbench.store.reviews_of(incident).await? {
        one(workbench, review, incident, &timeline).await?;
    }
    workbench.rooms.tell_all(&json!({"kind": "incident", "id": incident}));
    Ok(())
}

/// Puts a draft into one review.
async fn one(workbench: &Shared, review: Uuid, incident: Uuid, timeline: &Value) -> Result<(), Error> {
    let drafted = timeline["entries"].as_array().map(Vec::as_slice).unwrap_or_default();
    let incident = incident.to_string();
    let changes = {
        let room = workbench.rooms.enter(workbench, review).await?;
        let inside = room.inside();
        let (now, _) = inside.document.review();
        let document = inside.document.json();
        drop(inside);
        let machines = machines(&document);
        redraft(&now, |id| machines.get(id).copied(), &incident, drafted)
    };
    if !changes.is_empty() {
        operate::operate(workbench, review, &[Operation::Redraft { incident, changes }], &Writer::Server)
            .await?;
    }
    process::begun(workbench, review, Noun::Evidence).await?;
    if !drafted.is_empty() {
        process::begun(workbench, review, Noun::Timeline).await?;
    }
    Ok(())
}

fn machines(document: &Value) -> BTreeMap<&str, &Value> {
    let entries = document["entries"].as_object().into_iter().flatten();
    entries.filter_map(|(id, entry)| Some((id.as_str(), entry.get("machine")?))).collect()
}

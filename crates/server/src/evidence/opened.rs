use std::collections::BTreeMap;

use postlude_base::SourceId;
use postlude_draft::clocks::Clock;
use postlude_lake::screens::Screens;
use postlude_lake::{Asked, Lake, Source, Unreadable};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Place;
use super::place::{read_json, write_json};
use crate::error::Error;

/// What was read of an incident, ready for questions.
pub struct Opened {
    /// The lake as it was when it was opened.
    pub lake: Lake,
    /// Answers questions about it.
    pub screens: Screens,
    /// What belongs to its draft.
    pub kept: Kept,
}

/// What belongs to a draft, so that an incident opens without judging its clocks anew.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Kept {
    /// The sources, in the order of the clocks.
    pub sources: Vec<SourceId>,
    /// Nanoseconds that a person says must be added to the times of a source.
    pub given: BTreeMap<SourceId, i64>,
    /// Their clocks.
    pub clocks: Vec<Clock>,
    /// Paths that could not be read.
    pub unreadable: Vec<Unreadable>,
}

/// A draft that was just made.
pub struct Drafted {
    /// What it was made from.
    pub opened: Opened,
    /// In the shape `postlude-timeline/1`; its sources also have their `number` in the lake.
    pub timeline: Value,
}

impl Opened {
    /// Opens what was read before. Blocks.
    pub fn open(place: &Place) -> Result<Self, Error> {
        let lake = existing(place)?;
        let sources = lake.sources();
        let ids: Vec<SourceId> = sources.iter().map(|source| source.id).collect();
        let kept: Kept = read_json(&place.kept()).unwrap_or_default();
        let (repaired, kept) = if kept.sources == ids {
            (lake.repaired_as(&sources, kept.clocks.clone())?, kept)
        } else {
            let repaired = lake.repaired(&sources, &kept.given)?;
            let clocks = repaired.clocks.clone();
            (repaired, Kept { sources: ids, clocks, ..kept })
        };
        let screens = lake.screens(repaired, &sources);
        Ok(Self { lake, screens, kept })
    }
}

impl Drafted {
    /// Drafts the timeline of what was read. Blocks.
    pub fn new(
        place: &Place,
        given: BTreeMap<SourceId, i64>,
        unreadable: Vec<Unreadable>,
    ) -> Result<Self, Error> {
        let lake = existing(place)?;
        let sources = lake.sources();
        let repaired = lake.repaired(&sources, &given)?;
        let asked = Asked { sources: &sources, unreadable: &unreadable, normal: Vec::new() };
        let drafted = repaired.timeline(asked)?;
        let timeline = numbered(&drafted, &sources);
        let clocks = repaired.clocks.clone();
        let kept =
            Kept { sources: sources.iter().map(|source| source.id).collect(), given, clocks, unreadable };
        let screens = lake.screens(repaired, &sources);
        Ok(Self { opened: Opened { lake, screens, kept }, timeline })
    }

    /// Keeps it for the next start.
    pub fn keep(&self, place: &Place) -> Result<(), Error> {
        write_json(&place.kept(), &self.opened.kept)?;
        write_json(&place.timeline(), &self.timeline)
    }
}

/// A lake that is there: a question must not make an empty one.
fn existing(place: &Place) -> Result<Lake, Error> {
    if !place.lake().join("sources").is_dir() {
        return Err(Error::refused("not-read-yet", "the evidence of this incident has not been read yet")
            .hint("send files, then ask for them to be read"));
    }
    Ok(Lake::open(place.lake())?)
}

/// The timeline with the numbers by which screens ask for its sources.
fn numbered(timeline: &postlude_lake::Timeline, sources: &[&Source]) -> Value {
    let mut json = timeline.json();
    let lines = json.get_mut("sources").and_then(Value::as_array_mut);
    for (line, shown) in lines.into_iter().flatten().zip(&timeline.sources) {
        let number = sources.iter().find(|source| source.id == shown.source).map(|source| source.id.0);
        line["number"] = number.into();
    }
    json
}

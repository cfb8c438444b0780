//! A session over evidence whose clocks are repaired.

use std::collections::{BTreeMap, BTreeSet};

use postlude_base::SourceId;
use postlude_draft::clocks::{Clock, judge};
use postlude_lake::{Choice, Lake, Session, Source};

use crate::command_error::CommandError;

/// The session, and what is known of the clock of each source.
pub(super) struct Repaired {
    pub(super) session: Session,
    pub(super) clocks: Vec<Clock>,
}

/// Judges the clocks of the sources and repairs those that are surely off, and those that a person spoke of.
pub(super) fn repaired(
    lake: &Lake,
    sources: &[&Source],
    given: &BTreeMap<SourceId, i64>,
) -> Result<Repaired, CommandError> {
    let chosen: BTreeSet<SourceId> = sources.iter().map(|source| source.id).collect();
    let mut choice = Choice { sources: Some(chosen), ..Choice::default() };
    let mut session = lake.session(&choice)?;
    let mut evidence = session.clock_evidence(sources)?;
    for facts in &mut evidence.sources {
        facts.given = given.get(&facts.source).copied();
    }
    let clocks = judge(&evidence.sources, &evidence.anchors);
    let moved = clocks.iter().filter_map(|clock| Some((clock.source, clock.applied()?.clone())));
    choice.offsets = moved.collect();
    if !choice.offsets.is_empty() {
        lake.repair(&mut session, &choice)?;
    }
    Ok(Repaired { session, clocks })
}

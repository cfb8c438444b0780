//! What the clocks of sources are judged by: moments that two sources both record.
//!
//! Nothing here grows with the evidence: spans are reduced to one call per pair of sources and stretch of time, logs are
//! looked at up to so many bytes each, names are thinned by their hash so that the same ones stay in every source.
//! Evidence in which only one source could have an anchor is not asked at all.

mod alerts;
mod instances;
mod names;
mod sightings;
mod spans;

use postlude_draft::clocks::{Anchor, SourceFacts};
use postlude_evidence::Table;

use crate::{Failure, Session, Source};

/// What is known before clocks are judged.
#[derive(Debug, Clone, PartialEq)]
pub struct ClockEvidence {
    /// One for each source, in their order.
    pub sources: Vec<SourceFacts>,
    /// In order of kind, source and name.
    pub anchors: Vec<Anchor>,
}

impl Session {
    /// Looks for anchors between these sources; the session must have been made for them, without offsets.
    pub fn clock_evidence(&self, sources: &[&Source]) -> Result<ClockEvidence, Failure> {
        let holding = |tables: &[Table]| -> Vec<&Source> {
            let holds = |source: &&&Source| tables.iter().any(|table| source.tally.of(*table) > 0);
            sources.iter().filter(holds).copied().collect()
        };
        let tied = holding(&[Table::Log, Table::Span]);
        let instances =
            if tied.len() > 1 { instances::of(self, sources)? } else { vec![None; sources.len()] };
        let facts = sources.iter().zip(instances).map(|(source, instance)| SourceFacts {
            source: source.id,
            path: source.paths.first().cloned().unwrap_or_default(),
            instance,
            extent: source.tally.first.zip(source.tally.last),
            given: None,
        });
        let mut anchors = Vec::new();
        let spans = holding(&[Table::Span]);
        if spans.len() > 1 {
            anchors.extend(spans::anchors(self, &spans)?);
        }
        let named = holding(&[Table::Log, Table::Change, Table::Message]);
        if named.len() > 1 || (named.len() == 1 && !spans.is_empty()) {
            anchors.extend(names::anchors(self, &named, !spans.is_empty())?);
        }
        if holding(&[Table::Alert]).len() > 1 {
            anchors.extend(alerts::anchors(self)?);
        }
        Ok(ClockEvidence { sources: facts.collect(), anchors })
    }
}

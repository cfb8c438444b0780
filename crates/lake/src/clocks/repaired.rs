use std::collections::BTreeMap;

use postlude_base::SourceId;
use postlude_draft::clocks::{Clock, Course, judge};

use crate::{Choice, Failure, Lake, Session, Source};

/// A session over evidence whose clocks are repaired, and what is known of the clock of each source.
pub struct Repaired {
    /// Answers with moved times.
    pub session: Session,
    /// In the order of the sources.
    pub clocks: Vec<Clock>,
    /// What the session is about, and what was moved in it.
    pub choice: Choice,
}

impl Lake {
    /// Judges the clocks of the sources and repairs those that are surely off, and those that a person spoke of: `given`
    /// are nanoseconds to add.
    pub fn repaired(
        &self,
        sources: &[&Source],
        given: &BTreeMap<SourceId, i64>,
    ) -> Result<Repaired, Failure> {
        let mut choice = chosen(sources);
        let mut session = self.session(&choice)?;
        let mut evidence = session.clock_evidence(sources)?;
        for facts in &mut evidence.sources {
            facts.given = given.get(&facts.source).copied();
        }
        let clocks = judge(&evidence.sources, &evidence.anchors);
        choice.offsets = moved(&clocks);
        if !choice.offsets.is_empty() {
            self.repair(&mut session, &choice)?;
        }
        Ok(Repaired { session, clocks, choice })
    }

    /// The same where the clocks were judged before.
    pub fn repaired_as(&self, sources: &[&Source], clocks: Vec<Clock>) -> Result<Repaired, Failure> {
        let choice = Choice { offsets: moved(&clocks), ..chosen(sources) };
        Ok(Repaired { session: self.session(&choice)?, clocks, choice })
    }
}

fn chosen(sources: &[&Source]) -> Choice {
    Choice { sources: Some(sources.iter().map(|source| source.id).collect()), ..Choice::default() }
}

fn moved(clocks: &[Clock]) -> BTreeMap<SourceId, Course> {
    clocks.iter().filter_map(|clock| Some((clock.source, clock.applied()?.clone()))).collect()
}

//! What screens ask of the evidence, again and again, of any part of it.
//!
//! Reading order: [`Filter`] (which records), `records` (logs, alerts, changes and messages as one table), `buckets` (how
//! many when: one pass over what the filter lets through, kept), then one file per question: `histogram`, `page`,
//! `facets`, `series`, `traces`, `query`, and [`Excerpt`] for the original bytes.
//!
//! Invariants: every answer is bounded, whatever the evidence; a record has a rank, its place in the order of time (then source,
//! then byte), and any rank of ten million is found by reading the few row groups around it; work stops
//! when the future that waits for it is dropped. Units: nanoseconds inside, seconds and RFC 3339 in what is given out.

mod buckets;
mod excerpt;
mod facets;
mod filter;
mod histogram;
mod kept;
mod page;
mod query;
mod records;
mod series;
mod traces;

use std::collections::BTreeMap;

use datafusion::prelude::DataFrame;
use postlude_base::SourceId;
use postlude_evidence::Table;

use crate::clocks::Repaired;
use crate::observe::rows::{self, Row};
use crate::{Choice, Failure, Lake, Session, Source};

pub use excerpt::Excerpt;
pub use facets::{Facets, ServiceFacet, SeverityFacet, SourceFacet, TemplateFacet};
pub use filter::{Filter, severity_class};
pub use histogram::{Histogram, SEVERITIES};
pub use page::{Page, Record};
pub use query::{Answer, Column};
pub use series::{Line, Lines, MeasureName, Plotted};
pub use traces::{SpanLine, TraceLine};

use buckets::Buckets;
use kept::Kept;

/// Answers the questions of screens about one state of a lake.
pub struct Screens {
    session: Session,
    paths: BTreeMap<SourceId, String>,
    /// Records of each table.
    records: BTreeMap<Table, u64>,
    /// Records without a time.
    undated: u64,
    /// The least and the most that is added to a time as written.
    moved: (i64, i64),
    buckets: Kept<Buckets>,
    facets: Kept<Facets>,
}

impl Lake {
    /// Makes a session, which was made for these sources, ready for screens.
    pub fn screens(&self, repaired: Repaired, sources: &[&Source]) -> Screens {
        let path = |source: &&Source| (source.id, source.paths.first().cloned().unwrap_or_default());
        let count = |table: Table| (table, sources.iter().map(|source| source.tally.of(table)).sum());
        Screens {
            session: repaired.session,
            paths: sources.iter().map(path).collect(),
            records: Table::ALL.map(count).into_iter().collect(),
            undated: sources.iter().map(|source| source.tally.undated).sum(),
            moved: moved(&repaired.choice, sources),
            buckets: Kept::default(),
            facets: Kept::default(),
        }
    }
}

impl Screens {
    /// The session behind it, for what is asked once.
    pub fn session(&self) -> &Session {
        &self.session
    }

    fn has(&self, table: Table) -> bool {
        self.records.get(&table).is_some_and(|count| *count > 0)
    }

    fn path(&self, source: SourceId) -> String {
        self.paths.get(&source).cloned().unwrap_or_default()
    }

    async fn rows(&self, frame: DataFrame) -> Result<impl Iterator<Item = Row> + use<>, Failure> {
        rows::of(&self.session.collect(frame).await?)
    }
}

/// How far the repair of clocks moves times, at the ends of every source; 0 is among it.
fn moved(choice: &Choice, sources: &[&Source]) -> (i64, i64) {
    let mut moved = (0i64, 0i64);
    for source in sources {
        let Some(course) = choice.offsets.get(&source.id) else { continue };
        let ends = [source.tally.first, source.tally.last];
        for piece in course.pieces() {
            for time in ends.into_iter().flatten() {
                let added = course.at(time, piece.byte_from);
                moved = (moved.0.min(added), moved.1.max(added));
            }
        }
    }
    moved
}

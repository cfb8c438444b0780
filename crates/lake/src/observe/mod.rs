//! From tables to series: the SQL aggregates that signals are found in.
//!
//! Every query buckets by time, so its result is bounded by services x templates (or metrics, or edges) x buckets,
//! whatever the number of records. The bucket of a table follows from how much time its records cover, holes not
//! counted, so that a three-minute log inside a day of metrics is still seen second by second.

pub(crate) mod anchors;
mod cite;
mod facts;
mod logs;
mod mentions;
mod metrics;
mod names;
mod path_name;
mod people;
mod place;
pub(crate) mod rows;
mod shapes;
mod spans;
mod steps;
mod told_once;
mod topology;
mod unify;
mod whose;

use postlude_base::{EvidenceRef, Purpose, SourceId, Timestamp};
use postlude_draft::Input;
use postlude_signals::{Call, KnownFrom, Observations, RecordKey, RecordTable, Topology};

use crate::{Failure, Session, Source};

/// One more than the largest byte offset a record key can hold; a source is smaller than a tebibyte.
const OFFSETS: i64 = 1 << 40;

/// SQL for the integer that names a record within its table, and orders as sources and bytes do.
fn key_sql() -> String {
    format!("cast(source_id as bigint) * {OFFSETS} + cast(byte_from as bigint)")
}

fn key(table: RecordTable, number: i64) -> RecordKey {
    let source = u32::try_from(number / OFFSETS).unwrap_or(0);
    RecordKey { table, source: SourceId(source), byte_from: (number % OFFSETS).unsigned_abs() }
}

/// The name of a template in observations.
fn template_name(id: i64) -> String {
    format!("{:016x}", id.cast_unsigned())
}

impl Session {
    /// All that a timeline of these sources is drafted from; the session must have been made for them.
    pub fn input(&self, sources: &[&Source]) -> Result<Input, Failure> {
        let whose = whose::Whose::of(sources);
        let mentions = mentions::all(self, &whose)?;
        let names = names::Names::of(&mentions, sources, &whose);
        let mut observations = Observations { window: self.window()?, ..Observations::default() };
        observations.series.extend(metrics::series(self)?);
        observations.topology = topology::of(self, sources, &whose, &mentions, &names, &observations.series)?;
        observations.dependencies = telling(&observations.topology);
        let whose = whose.with_machines(names.machines());
        logs::observe(self, &whose, names.by_name(), &mut observations)?;
        observations.series.extend(spans::series(self)?);
        observations.series.extend(shapes::series(self)?);
        let mut changes = facts::changes(self, &names)?;
        let told = told_once::of(self, &whose, names.by_name())?;
        changes.extend(told.commands);
        changes.sort_by_key(|change| (change.time, change.record));
        let mut input = Input {
            observations,
            changes,
            alerts: facts::alerts(self)?,
            messages: facts::messages(self, sources)?,
            breakdowns: told.breakdowns,
            normal: Vec::new(),
        };
        names.apply(&mut input);
        Ok(input)
    }

    /// What calls what, what runs where and what is shared; the session must have been made for these sources.
    pub fn topology(&self, sources: &[&Source]) -> Result<Topology, Failure> {
        let whose = whose::Whose::of(sources);
        let mentions = mentions::all(self, &whose)?;
        let names = names::Names::of(&mentions, sources, &whose);
        topology::of(self, sources, &whose, &mentions, &names, &metrics::series(self)?)
    }

    /// The exact places of records, in the order asked for; none for a record that is not there.
    pub fn cite(&self, keys: &[RecordKey]) -> Result<Vec<Option<EvidenceRef>>, Failure> {
        cite::places(self, keys)
    }

    /// First and last moment of any telemetry, else of anything dated.
    fn window(&self) -> Result<Option<(Timestamp, Timestamp)>, Failure> {
        for tables in [&["log", "metric", "span"][..], &["alert", "message", "change"]] {
            let parts: Vec<String> = tables
                .iter()
                .map(|table| {
                    format!("select min(cast(time as bigint)) a, max(cast(time as bigint)) b from {table}")
                })
                .collect();
            let query = format!("select min(a) a, max(b) b from ({})", parts.join(" union all "));
            for row in rows::of(&self.sql(&query)?)? {
                if let (Some(start), Some(end)) = (row.integer("a"), row.integer("b")) {
                    return Ok(Some((Timestamp(start), Timestamp(end))));
                }
            }
        }
        Ok(None)
    }
}

/// The calls by which trouble of a callee explains its callers. A shared database often shows what one of its callers does
/// to it: a call to one counts where its own telemetry tells of it, or a map.
fn telling(topology: &Topology) -> Vec<(String, String)> {
    let counts = |call: &&Call| {
        let by_itself = [KnownFrom::Spans, KnownFrom::Metrics, KnownFrom::ServiceMap];
        let is_shared = topology.purpose(&call.callee).is_some_and(Purpose::is_shared);
        !is_shared || by_itself.iter().any(|from| call.known_from.contains_key(from))
    };
    topology.calls().iter().filter(counts).map(|call| (call.caller.clone(), call.callee.clone())).collect()
}

//! A folder of evidence becomes segments, manifests and originals.
//!
//! One thread goes through the files and cuts them (`feeder`), several decode and write (`worker`), the caller's
//! collects in the order of reading (`collector`). Memory: blocks in use are counted by tokens, rows are
//! written when there are 32 MiB of them, so nothing grows with the input but the list of sources.

mod attempt;
mod collector;
mod content;
mod cutter;
mod event;
mod feeder;
mod intake;
mod journal;
mod numbers;
mod walk;
mod work;
mod worker;

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;

use jiff::tz::TimeZone;
use postlude_base::{Problem, SourceId};
use postlude_evidence::Tables;
use serde::{Deserialize, Serialize};

use crate::Failure;
use crate::folder::Folder;
use crate::manifest::Batch;

use attempt::Attempt;
use collector::Collector;
use feeder::Feeder;
use numbers::Numbers;
use work::{Outcome, Work};
use worker::Worker;

pub use event::Event;

/// Workers, at most: more would need more memory than an ingest may use.
const WORKERS: usize = 6;

/// What the person asked for.
#[derive(Debug, Clone)]
pub struct Options {
    /// Year of the first record of logs that write none.
    pub year: Option<i16>,
    /// Zone of times that name none.
    pub zone: TimeZone,
    /// Threads that decode and write, 1 to 6; the result does not depend on it.
    pub workers: usize,
    /// Bytes of a block. Sources up to an eighth of it share segments, a record may be four times as long.
    pub block: usize,
    /// Set by whoever wants the ingest to end early; what is complete by then is kept.
    pub stop: Arc<AtomicBool>,
}

impl Options {
    /// What makes the same bytes give other records: nothing, unless something was asked for. A source is known
    /// only if it was read in the same way.
    fn way(&self) -> String {
        let zone = match self.zone.iana_name() {
            Some(name) => name.to_owned(),
            None => self.zone.to_fixed_offset().map(|offset| offset.to_string()).unwrap_or_default(),
        };
        match self.year {
            None if zone == "UTC" => String::new(),
            None => zone,
            Some(year) => format!("{year} {zone}"),
        }
    }
}

impl Default for Options {
    fn default() -> Self {
        let workers = thread::available_parallelism().map_or(1, usize::from);
        Self { year: None, zone: TimeZone::UTC, workers, block: 16 << 20, stop: Arc::default() }
    }
}

/// A path that could not be read, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unreadable {
    /// Relative to the folder read.
    pub path: String,
    /// Why.
    pub problem: Problem,
}

/// What an ingest found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The sources that the folder consists of, those known before included.
    pub sources: BTreeSet<SourceId>,
    /// The paths that could not be read.
    pub unreadable: Vec<Unreadable>,
}

/// Reads everything below `root` into the lake.
pub(crate) fn ingest(
    folder: &Folder,
    batches: &mut BTreeMap<String, Batch>,
    root: &Path,
    options: &Options,
    progress: &mut dyn FnMut(Event<'_>),
) -> Result<Report, Failure> {
    let _lock = folder.lock()?;
    let evidence = |source| Failure::Evidence { path: root.to_owned(), source };
    let root = root.canonicalize().map_err(evidence)?;
    let walk = walk::walk(&root, folder.root()).map_err(evidence)?;
    let attempt = Attempt::begin(folder, batches, &root, options)?;
    progress(Event::Found { files: walk.files.len(), bytes: walk.files.iter().map(|file| file.size).sum() });

    let sources = || batches.values().flat_map(|batch| &batch.sources);
    let taken = sources().map(|source| source.id.0).collect();
    let way = options.way();
    let known = sources().filter(|source| source.way == way);
    let known = known.map(|source| (source.hash.clone(), source.id)).collect();
    let keep = folder.durable();
    let workers = options.workers.clamp(1, WORKERS);

    let (return_tokens, tokens) = channel();
    for _ in 0..2 * workers + 3 {
        return_tokens.send(()).expect("the receiver is here");
    }
    let (to_workers, work) = channel();
    let feeder = Feeder {
        folder,
        options,
        known,
        numbers: Numbers::new(attempt.first, taken),
        tokens,
        out: to_workers,
        sequence: 0,
        pack: Vec::new(),
        pack_bytes: 0,
    };
    let (to_collector, outcomes) = channel();
    let work = Mutex::new(work);
    let report = thread::scope(|scope| {
        scope.spawn(|| feeder.feed(walk));
        for _ in 0..workers {
            let to_collector = to_collector.clone();
            let work = &work;
            scope.spawn(move || {
                let worker = Worker { folder, options, keep, tables: Tables::default() };
                run(worker, work, &to_collector);
            });
        }
        drop(to_collector);
        let mut collector = Collector::new(folder, keep, batches, progress);
        in_order(outcomes, return_tokens, &options.stop, &mut collector)?;
        collector.finish()
    })?;
    Attempt::end(folder)?;
    Ok(report)
}

type Numbered<T> = (u64, usize, T);

/// Works until there is no more work or nobody wants the outcome.
fn run(
    mut worker: Worker<'_>,
    work: &Mutex<Receiver<Numbered<Work>>>,
    out: &Sender<Numbered<Result<Outcome, Failure>>>,
) {
    loop {
        let next = match work.lock() {
            Ok(work) => work.recv(),
            // Another worker panicked: the scope will pass that on.
            Err(_) => return,
        };
        let Ok((sequence, tokens, work)) = next else { return };
        let outcome = catch_unwind(AssertUnwindSafe(|| worker.work(work))).unwrap_or(Err(Failure::Defect));
        let failed = outcome.is_err();
        if out.send((sequence, tokens, outcome)).is_err() || failed {
            return;
        }
    }
}

/// Hands outcomes on in the order of their numbers, and gives the tokens back for each.
///
/// Takes both ends: when it returns early, the feeder gets no more tokens, the workers find nobody listening, and
/// all stop.
#[expect(clippy::needless_pass_by_value, reason = "the sender must be gone when this returns")]
fn in_order(
    outcomes: Receiver<Numbered<Result<Outcome, Failure>>>,
    tokens: Sender<()>,
    stop: &AtomicBool,
    collector: &mut Collector<'_>,
) -> Result<(), Failure> {
    let mut early = BTreeMap::new();
    let mut next = 0;
    for (sequence, used, outcome) in outcomes {
        if stop.load(Ordering::Relaxed) {
            return Err(Failure::Stopped);
        }
        early.insert(sequence, (used, outcome?));
        while let Some((used, outcome)) = early.remove(&next) {
            collector.take(outcome)?;
            next += 1;
            for _ in 0..used {
                // The feeder may be through already.
                tokens.send(()).ok();
            }
        }
    }
    Ok(())
}

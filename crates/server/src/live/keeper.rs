//! From a room to the store: in order, many at a time, until it is durable.

use std::collections::BTreeMap;
use std::sync::{Arc, Weak};
use std::time::Duration;

use postlude_collab::session::{saved, update};
use postlude_store::{Failure, NewUpdate, Snapshot};
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::{Instant, sleep_until};
use uuid::Uuid;

use super::room::{News, Room, Turn};
use crate::workbench::Workbench;

/// Updates in one transaction.
const BATCH: usize = 1_000;
/// Updates since the last snapshot that are worth another.
const SNAPSHOT_AFTER: i64 = 1_000;
/// Telling costs a write on every socket, some seven millionths of a second each. A room tells so seldom that this stays at a tenth of one core: news
/// waits for 3 ms among 50 people and for 12 among 200, and what was written meanwhile goes out with it. Who writes alone never waits.
const PACE: Duration = Duration::from_micros(60);
/// Nobody waits longer, however many they are.
const SLOWEST: Duration = Duration::from_millis(50);
/// How often a store that does not answer is asked again, and how long between.
const TRIES: u32 = 240;
const BETWEEN: Duration = Duration::from_millis(500);

/// Keeps what comes, until the room is gone. A store that refuses for good closes the room: people come back to what is kept.
pub async fn keep(workbench: Arc<Workbench>, room: Weak<Room>, mut incoming: UnboundedReceiver<Turn>) {
    let Some(mut snapshot_seq) = room.upgrade().map(|room| room.inside().seq) else { return };
    let mut batch = Vec::new();
    let mut pace = Pace::default();
    while incoming.recv_many(&mut batch, BATCH).await > 0 {
        // Held for the time of a batch only: a room that everybody has left ends, and its keeper with it.
        let Some(room) = room.upgrade() else { return };
        let connections = room.inside().connections();
        if pace.wait(connections).await {
            while batch.len() < BATCH
                && let Ok(more) = incoming.try_recv()
            {
                batch.push(more);
            }
        }
        let bytes: usize = batch.iter().map(Turn::size).sum();
        let has_updates = batch.iter().any(|turn| turn.update.is_some());
        let began = Instant::now();
        match append(&workbench, &room, &batch).await {
            Ok(seqs) => tell(&workbench, &room, std::mem::take(&mut batch), &seqs).await,
            Err(failure) => {
                tracing::error!(review = %room.review, error = %failure, "a document could not be kept; its room is closed");
                workbench.rooms.forget(&room);
                room.inside().close(&News::Away);
                return;
            }
        }
        pace.told(began);
        room.kept(bytes);
        if !has_updates {
            continue;
        }
        let seq = room.inside().seq;
        if seq - snapshot_seq >= SNAPSHOT_AFTER
            && let Some(snapshot) = snapshot(&workbench, &room)
        {
            snapshot_seq = snapshot.seq;
            // Nobody's edit waits for it.
            tokio::spawn(put(workbench.clone(), room.review, snapshot));
        }
        workbench.rooms.changed(room.review);
    }
}

/// When the room told last, and how long the store took for it.
#[derive(Debug, Default)]
struct Pace {
    last: Option<(Instant, Duration)>,
}

impl Pace {
    /// Waits until so many connections may be told again, less the time that the store will take; false if there was no need to.
    async fn wait(&self, connections: usize) -> bool {
        let Some((told, took)) = self.last else { return false };
        let pace = PACE.saturating_mul(u32::try_from(connections).unwrap_or(u32::MAX)).min(SLOWEST);
        let next = told + pace.saturating_sub(took);
        let waits = next > Instant::now();
        if waits {
            sleep_until(next).await;
        }
        waits
    }

    fn told(&mut self, began: Instant) {
        let now = Instant::now();
        self.last = Some((now, now - began));
    }
}

async fn append(workbench: &Workbench, room: &Room, batch: &[Turn]) -> Result<Vec<i64>, Failure> {
    let time = workbench.now();
    let update = |turn: &Turn| {
        let bytes = turn.update.clone()?;
        Some(NewUpdate { review: room.review, author: turn.author, time, bytes })
    };
    let updates: Vec<NewUpdate> = batch.iter().filter_map(update).collect();
    if updates.is_empty() {
        return Ok(Vec::new());
    }
    let mut tries = 0;
    loop {
        match workbench.store.append(updates.clone()).await {
            // It may have been kept all the same; an update that is kept twice says nothing twice.
            Err(failure) if failure.passes() && tries < TRIES => {
                if tries == 0 {
                    tracing::warn!(review = %room.review, error = %failure, "the store is away; edits wait");
                }
                tries += 1;
                tokio::time::sleep(BETWEEN).await;
            }
            done => return done,
        }
    }
}

/// Everybody hears what is durable now, each author that it is.
async fn tell(workbench: &Workbench, room: &Room, batch: Vec<Turn>, seqs: &[i64]) {
    let has_gap = {
        let mut inside = room.inside();
        for turn in &batch {
            if let Some(bytes) = &turn.update {
                inside.tell_others(turn.connection, &News::Message(update(bytes).into()));
            }
            if let (Some(connection), Some(answer)) = (turn.connection, &turn.answer) {
                inside.tell(connection, News::Message(answer.clone()));
            }
        }
        for (connection, count) in last_counts(&batch) {
            inside.tell(connection, News::Message(saved(count).into()));
        }
        let is_next = seqs.first().is_none_or(|first| *first == inside.seq + 1);
        let is_run = seqs.windows(2).all(|pair| pair[0] + 1 == pair[1]);
        if is_next && is_run {
            inside.seq = seqs.last().copied().unwrap_or(inside.seq);
        }
        !(is_next && is_run)
    };
    for done in batch.into_iter().filter_map(|turn| turn.done) {
        let _ = done.send(());
    }
    // Another server wrote in between.
    if has_gap {
        super::listen::catch_up(workbench, room).await;
    }
}

/// The last count of each connection: the earlier ones are in it.
fn last_counts(batch: &[Turn]) -> BTreeMap<u64, u64> {
    batch.iter().filter_map(|turn| turn.connection.zip(turn.count)).collect()
}

/// The whole document in one piece, so that opening it is quick. None while something waits: it would hold more than is kept.
pub fn snapshot(workbench: &Workbench, room: &Room) -> Option<Snapshot> {
    let inside = room.inside();
    let is_kept = room.is_quiet();
    is_kept.then(|| Snapshot { seq: inside.seq, time: workbench.now(), bytes: inside.document.state() })
}

/// Keeps a snapshot. Without it the document is opened from its updates, which takes longer and says the same.
pub async fn put(workbench: Arc<Workbench>, review: Uuid, snapshot: Snapshot) {
    if let Err(failure) = workbench.store.put_snapshot(review, &snapshot).await {
        tracing::warn!(%review, error = %failure, "no snapshot of a document");
    }
}

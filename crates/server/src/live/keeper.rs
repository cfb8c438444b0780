//! From a room to the store: in order, many at a time, until it is durable.

use std::collections::BTreeMap;
use std::sync::{Arc, Weak};
use std::time::Duration;

use postlude_collab::session::{saved, update};
use postlude_store::{Failure, NewUpdate, Snapshot};
use tokio::sync::mpsc::UnboundedReceiver;

use super::room::{News, Room, Turn};
use crate::workbench::Workbench;

/// Updates in one transaction.
const BATCH: usize = 1_000;
/// Updates since the last snapshot that are worth another.
const SNAPSHOT_AFTER: i64 = 500;
/// How often a store that does not answer is asked again, and how long between.
const TRIES: u32 = 240;
const BETWEEN: Duration = Duration::from_millis(500);

/// Keeps what comes, until the room is gone. A store that refuses for good closes the room: people come back to what is kept.
pub async fn keep(workbench: Arc<Workbench>, room: Weak<Room>, mut incoming: UnboundedReceiver<Turn>) {
    let Some(mut snapshot_seq) = room.upgrade().map(|room| room.inside().seq) else { return };
    let mut batch = Vec::new();
    while incoming.recv_many(&mut batch, BATCH).await > 0 {
        // Held for the time of a batch only: a room that everybody has left ends, and its keeper with it.
        let Some(room) = room.upgrade() else { return };
        let bytes: usize = batch.iter().map(Turn::size).sum();
        let has_updates = batch.iter().any(|turn| turn.update.is_some());
        match append(&workbench, &room, &batch).await {
            Ok(seqs) => tell(&workbench, &room, std::mem::take(&mut batch), &seqs).await,
            Err(failure) => {
                tracing::error!(review = %room.review, error = %failure, "a document could not be kept; its room is closed");
                workbench.rooms.forget(&room);
                room.inside().close(&News::Away);
                return;
            }
        }
        room.kept(bytes);
        if !has_updates {
            continue;
        }
        let seq = room.inside().seq;
        if seq - snapshot_seq >= SNAPSHOT_AFTER && snapshot(&workbench, &room).await {
            snapshot_seq = seq;
        }
        workbench.rooms.changed(room.review);
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

/// Keeps the whole document in one piece, so that opening it is quick. Only while nothing waits, so that it holds no more than is kept.
pub async fn snapshot(workbench: &Workbench, room: &Room) -> bool {
    let snapshot = {
        let inside = room.inside();
        if !room.is_quiet() {
            return false;
        }
        Snapshot { seq: inside.seq, time: workbench.now(), bytes: inside.document.state() }
    };
    let put = workbench.store.put_snapshot(room.review, &snapshot).await;
    if let Err(failure) = &put {
        tracing::warn!(review = %room.review, error = %failure, "no snapshot of a document");
    }
    put.is_ok()
}

//! What other servers on the same database do.

use std::sync::Arc;

use postlude_store::Change;
use serde_json::json;

use super::room::{News, Room};
use crate::workbench::Workbench;

/// Updates read at once.
const AT_ONCE: u32 = 1_000;

/// Follows the store's changes for ever.
pub async fn listen(workbench: Arc<Workbench>) {
    let mut changes = workbench.store.changes();
    loop {
        match changes.next().await {
            Change::Updates { review, .. } => {
                if let Some(room) = workbench.rooms.opened(review) {
                    catch_up(&workbench, &room).await;
                }
            }
            Change::Presence { review, bytes } => {
                if let Some(room) = workbench.rooms.opened(review) {
                    room.inside().tell_others(None, &News::Message(bytes.into()));
                }
            }
            Change::Review(review) => {
                workbench.rooms.tell(review, &json!({"kind": "phase"}));
                workbench.rooms.look_again();
            }
            Change::Participations(_) | Change::Person(_) => workbench.rooms.look_again(),
            Change::Incident(incident) => {
                workbench.evidence.forget(incident);
                workbench.rooms.tell_all(&json!({"kind": "incident", "id": incident}));
            }
            Change::Job(job) => workbench.rooms.tell_all(&json!({"kind": "job", "id": job})),
            Change::Meeting { review, meeting } => {
                workbench
                    .rooms
                    .tell(review, &json!({"kind": "meeting", "review": review, "meeting": meeting}));
            }
            Change::LookAgain => {
                for room in workbench.rooms.all() {
                    catch_up(&workbench, &room).await;
                }
                workbench.rooms.look_again();
            }
        }
    }
}

/// Takes what the store has and the room lacks. A document that cannot follow is dropped: people come back to what is kept.
pub async fn catch_up(workbench: &Workbench, room: &Room) {
    loop {
        let after = room.inside().seq;
        let updates = match workbench.store.updates_after(room.review, after, AT_ONCE).await {
            Ok(updates) if updates.is_empty() => return,
            Ok(updates) => updates,
            Err(failure) => {
                tracing::warn!(review = %room.review, error = %failure, "could not read what others wrote; tries again with the next change");
                return;
            }
        };
        let mut inside = room.inside();
        for update in updates {
            if update.seq <= inside.seq {
                continue;
            }
            if let Err(refusal) = inside.follow(&update.bytes) {
                tracing::error!(review = %room.review, error = %refusal, seq = update.seq, "a document could not follow; it is opened anew");
                inside.close(&News::Away);
                drop(inside);
                workbench.rooms.forget(room);
                return;
            }
            inside.seq = update.seq;
        }
        drop(inside);
        workbench.rooms.changed(room.review);
    }
}

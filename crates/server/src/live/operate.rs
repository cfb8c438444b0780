//! What the server reads and changes in a document: for a program, or for the machine's draft.

use std::sync::Arc;

use axum::http::StatusCode;
use postlude_collab::{Document, Operation, Refusal, Undo, Undone, Writer};
use tokio::sync::oneshot;
use uuid::Uuid;

use super::room::{Inside, News, Room, Turn};
use crate::error::Error;
use crate::workbench::Shared;

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        let status = match refusal {
            Refusal::Reader => StatusCode::FORBIDDEN,
            Refusal::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
            _ => StatusCode::UNPROCESSABLE_ENTITY,
        };
        Self::new(status, refusal.code(), refusal.to_string()).hint(refusal.hint())
    }
}

/// Does operations as one change, all or none; returns when they are durable, with what undoes them.
pub async fn operate(
    workbench: &Shared,
    review: Uuid,
    operations: &[Operation],
    writer: &Writer,
) -> Result<Undo, Error> {
    let room = workbench.rooms.enter(workbench, review).await?;
    let at = workbench.now().to_string();
    let (undo, kept) = {
        let mut inside = room.inside();
        let done = inside.document.operate(operations, writer, &at)?;
        (done.undo, done.update.map(|update| keep(workbench, &room, &mut inside, update, writer)))
    };
    let kept = durable(kept).await;
    workbench.rooms.left(workbench, room);
    kept.map(|()| undo)
}

/// Undoes what an operation did, where nobody has changed it since.
pub async fn undo(workbench: &Shared, review: Uuid, undo: &Undo, writer: &Writer) -> Result<Undone, Error> {
    let room = workbench.rooms.enter(workbench, review).await?;
    let (undone, kept) = {
        let mut inside = room.inside();
        let undone = inside.document.undo(undo, writer)?;
        let update = undone.done.update.clone();
        (undone, update.map(|update| keep(workbench, &room, &mut inside, update, writer)))
    };
    let kept = durable(kept).await;
    workbench.rooms.left(workbench, room);
    kept.map(|()| undone)
}

/// Called with the inside locked, so that it is kept in its turn.
fn keep(
    workbench: &Shared,
    room: &Arc<Room>,
    inside: &mut Inside,
    update: Vec<u8>,
    writer: &Writer,
) -> Option<oneshot::Receiver<()>> {
    let (done, receiver) = oneshot::channel();
    let author = match writer {
        Writer::Server => None,
        Writer::Person { id, .. } => id.parse().ok(),
    };
    if room.queue(Turn { update: Some(update), author, done: Some(done), ..Turn::default() }) {
        return Some(receiver);
    }
    // The document holds what will never be kept: it is opened anew.
    inside.close(&News::Away);
    workbench.rooms.forget(room);
    None
}

/// What is read of a document, as soon as no crash can take it away.
pub async fn read<T>(
    workbench: &Shared,
    review: Uuid,
    read: impl FnOnce(&Document) -> T,
) -> Result<T, Error> {
    let room = workbench.rooms.enter(workbench, review).await?;
    let (found, kept) = {
        let inside = room.inside();
        (read(&inside.document), room.durable())
    };
    let kept = durable(Some(Some(kept))).await;
    workbench.rooms.left(workbench, room);
    kept.map(|()| found)
}

async fn durable(kept: Option<Option<oneshot::Receiver<()>>>) -> Result<(), Error> {
    let away = || {
        Error::new(StatusCode::SERVICE_UNAVAILABLE, "database-away", "this could not be kept")
            .hint("try again in a moment")
    };
    match kept {
        None => Ok(()),
        Some(None) => Err(away()),
        Some(Some(receiver)) => receiver.await.map_err(|_| away()),
    }
}
